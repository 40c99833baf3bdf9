"""The standard household questionnaire: what it asks, and the same as an XLSForm that KoboToolbox and ODK import."""

from __future__ import annotations

from typing import NamedTuple

from simpul.corpus.reference import starter_reference
from simpul.corpus.vocabulary import labels, question

LANGUAGES = {"id": "Bahasa Indonesia (id)", "en": "English (en)"}


class Question(NamedTuple):
    """One question: the record's field, how its answer is read, and the vocabularies of its answers.

    `kind` is text, place, choice (one answer), choices (several), bool, scale (an answer that stands for a number between
    `low` and `high`), or wave. `without` names answers that the vocabulary has for other uses. `hint` is (Indonesian, English).
    """

    field: str
    kind: str
    vocabulary: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    required: bool = False
    relevant: str = ""
    hint: tuple[str, str] = ("", "")
    low: float = 1
    high: float = 5


CONSENT = Question("consent", "bool", ("yes_no",), required=True)
HOUSEHOLD = (
    Question(
        "household_code", "text",
        hint=("Kode dari daftar sampel, agar keluarga yang sama dikenali pada survei berikutnya.",
              "The code on the sample list, so that the same family is known in the next survey."),
    ),
    Question("place", "place", ("village",), required=True),
    Question("poor", "bool", ("yes_no",), required=True),
    Question("vulnerability", "choice", ("group",), without=("all",)),
    Question("age_group", "choice", ("age_group",), required=True),
    Question("sex", "choice", ("sex",), required=True),
    Question("occupation", "choice", ("occupation",)),
    Question("internet_phone", "bool", ("yes_no",), required=True),
    Question("digital_skill", "scale", ("skill",)),
    Question("preferred_source", "choice", ("role", "source"), without=("company", "agency")),
    Question("preferred_channel", "choice", ("channel",)),
    Question("preferred_content", "choice", ("content",)),
    Question("trust", "scale", ("trust",)),
    Question("needs", "choices", ("need",)),
)  # fmt: skip
ALTERS = (
    Question("alter_role", "choice", ("role",), required=True),
    Question(
        "alter_code", "text",
        hint=("Kode yang berlaku di seluruh kota. Bila ada, nama tidak perlu diisi.",
              "A code that holds for the whole city. If there is one, no name is needed."),
    ),
    Question("alter_unit", "text", relevant="${%s} = 'rt_head' or ${%s} = 'rw_head'", hint=("Mis. 03/05", "Such as 03/05")),
    Question(
        "alter_name", "text",
        hint=("Cukup nama panggilan atau inisial; hanya untuk mengenali orang yang sama.",
              "A given name or initials will do; used only to recognise the same person."),
    ),
    Question("alter_place", "place", ("village",)),
    Question("alter_relation", "choices", ("relation",), required=True),
    Question("alter_channel", "choice", ("channel",)),
    Question("alter_topic", "choice", ("need",)),
    Question("alter_weight", "scale", ("frequency",), low=0, high=1000),
)  # fmt: skip
WAVE = Question("wave", "wave")
QUESTIONS = {each.field: each for each in (CONSENT, *HOUSEHOLD, WAVE, *ALTERS)}
REPEAT = "perantara"

PILLAR_OF_ROLE = {
    "rt_head": "community", "rw_head": "community", "cadre": "community", "community_leader": "community",
    "community": "community", "village_head": "government", "village_officer": "government",
    "social_worker": "government", "civil_servant": "government", "health_worker": "government", "agency": "government",
    "company": "business", "neighbour": "household", "family": "household",
}  # fmt: skip
OFFICE = "village_officer"  # one in each kelurahan
ORGANISATIONS = (OFFICE, "agency", "company", "community")  # roles that are no person

Row = dict[str, str]


def xlsform() -> dict[str, list[Row]]:
    """The questionnaire as the sheets `survey`, `choices` and `settings` of an XLSForm, each a list of rows.

    The kelurahan offered are the shipped ones; another city replaces the rows of the list `village` by its own.
    """
    role = question("alter_role", "xml")
    survey: list[Row] = [{"type": name, "name": name} for name in ("start", "end", "today")]
    survey.append({"type": "calculate", "name": question("wave", "xml"), "calculation": "'1'"})
    survey.append(_row(CONSENT))
    agreed = f"${{{question('consent', 'xml')}}} = 'true'"
    survey.append(
        {"type": "begin_group", "name": "rumah_tangga", "relevant": agreed}
        | _texts("label", "Rumah tangga", "Household")
    )
    survey += [_row(each) for each in HOUSEHOLD]
    people = _texts(
        "label",
        "Orang yang memberi tahu, ditanyai, atau dipercaya tentang bantuan",
        "People who inform you, whom you ask or trust about aid",
    )
    survey.append({"type": "begin_repeat", "name": REPEAT} | people)
    survey += [
        _row(each) | ({"relevant": each.relevant.replace("%s", role)} if each.relevant else {})
        for each in ALTERS
    ]
    survey += [{"type": "end_repeat"}, {"type": "end_group"}]
    title = "Survei rumah tangga: siapa memberi tahu siapa"
    settings = [
        {
            "form_title": title,
            "form_id": "simpul_rumah_tangga",
            "version": "1",
            "default_language": LANGUAGES["id"],
        }
    ]
    return {"survey": survey, "choices": list(_choice_rows()), "settings": settings}


def _row(each: Question) -> Row:
    answers = f" {_list(each)}" if each.vocabulary else ""
    kind = {"text": "text", "choices": "select_multiple"}.get(each.kind, "select_one")
    row = {
        "type": kind + answers,
        "name": question(each.field, "xml"),
        "required": "yes" if each.required else "",
    }
    row |= _texts("label", question(each.field, "id"), question(each.field, "en"))
    return row | _texts("hint", *each.hint)


def _list(each: Question) -> str:
    return "_".join(each.vocabulary)


def _choice_rows() -> list[Row]:
    rows: list[Row] = []
    for each in {_list(each): each for each in QUESTIONS.values() if each.vocabulary}.values():
        for value, indonesian, english in _answers(each):
            rows.append({"list_name": _list(each), "name": value} | _texts("label", indonesian, english))
    return rows


def _answers(each: Question) -> list[tuple[str, str, str]]:
    if each.kind == "place":
        places = starter_reference().places
        assert places is not None
        villages = places.filter(places["kind"] == "village").sort("name")
        return [(code, name, name) for code, name in villages.select("code", "name").rows()]
    english = labels(*each.vocabulary, language="en")
    return [
        (value, label, english[value])
        for value, label in labels(*each.vocabulary).items()
        if value not in each.without and not (each.vocabulary == ("need",) and "." in value)
    ]


def _texts(column: str, indonesian: str, english: str) -> Row:
    return {f"{column}::{LANGUAGES['id']}": indonesian, f"{column}::{LANGUAGES['en']}": english}
