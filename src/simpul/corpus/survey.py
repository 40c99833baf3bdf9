"""Answers of the standard questionnaire as actors and ties. Which cell answers what is found by the reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import polars as pl

from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.forms import Problems
from simpul.corpus.places import place_code
from simpul.corpus.questionnaire import (
    ALTERS,
    HOUSEHOLD,
    OFFICE,
    ORGANISATIONS,
    PILLAR_OF_ROLE,
    WAVE,
    Question,
)
from simpul.corpus.records import TEXTS
from simpul.corpus.values import number
from simpul.corpus.vocabulary import choices, each_cell, plain

KINDS: dict[str, Any] = {
    "text": pl.String, "place": pl.String, "choice": pl.String, "choices": TEXTS, "bool": pl.Boolean, "scale": pl.Float64,
    "wave": pl.String,
}  # fmt: skip
NO_ANSWER = {
    plain(text) for text in ("-", "NA", "n/a", "99", "Tidak tahu", "Tidak menjawab", "Don't know", "Refused")
}
AGES = ((18, "0-17"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (60, "45-59"), (130, "60+"))
# A NIK, KK or phone number is neither a code nor a name.
SECRET = re.compile(r"(?<!\d)(?:\d{16}|(?:\+?62|0)8\d{7,11})(?!\d)")
TITLES = r"^(?:bapak|bpk|bp|pak|ibu|bu|mas|mbak|mbah|sdr|sdri|haji|hj|h|drs|dra|dr|ir)\.?\s+"


class Answers(NamedTuple):
    """Text cells by field of the questionnaire.

    `households`: row, key (the survey's own id of the answer), time, and household fields. `alters`: home (the row of the
    household that named them, null if it cannot be told), row, and alter fields. Fields that were not asked are absent.
    """

    households: pl.DataFrame
    alters: pl.DataFrame


def chunk(answers: Answers, headers: Mapping[str, str], codes: Mapping[str, str]) -> Chunk:
    """Households, the people they named, and the ties between them, information flowing from the named to the household.

    `headers` names the file's column for a field, for rejects. Rejects of a survey carry no values: an answer may hold a
    name. `codes` are the known places. Who is who among the named: see `alter_ids`.
    """
    problems: Problems = []
    homes = typed(answers.households, (*HOUSEHOLD, WAVE), codes, headers, problems)
    people = typed(answers.alters, ALTERS, codes, headers, problems)
    homes = homes.with_columns(actor_id=_household_ids(homes))
    problems += [
        (row, headers.get("home"), "actor_missing", None)
        for row in people.filter(pl.col("home").is_null())["row"]
    ]
    people = people.drop("row").join(
        homes.select("row", "place", "wave", "time", "actor_id"),
        left_on="home", right_on="row", maintain_order="left",
    )  # fmt: skip
    people = people.with_columns(pl.col("alter_place").fill_null(pl.col("place")))
    people = people.with_columns(position=pl.int_range(pl.len()).over("home"))
    people = people.with_columns(alter_id=alter_ids(people))
    return Chunk(
        actors=pl.concat([_homes(homes), _people(people)], how="diagonal"),
        survey_ties=_ties(people),
        rejects=rejects(problems),
    )


def alter_ids(people: pl.DataFrame) -> pl.Series:
    """The id of each person named, so that one person named by many households is one actor. The first that applies:

    1. a code (`alter_code`): that code alone, since it holds for the whole city;
    2. the office of a kelurahan: its place; a village head: the place, which has only one;
    3. an RT or RW head whose RT/RW is given: place, role and the numbers (`RT 03/RW 05` and `3/5` are the same);
    4. a name or initials: place, role and the name without titles (`Pak Slamet` and `slamet` are the same);
    5. else nobody but this household's: the household and the position in its list.

    The place is the person's own if asked and answered, else the household's. A place that is unknown counts as one place of
    its own household only, so that two `Pak RT` from nowhere are not merged.
    """
    role = pl.col("alter_role").fill_null("?")
    place = pl.col("alter_place")
    base = pl.concat_str(pl.lit("alter"), place.fill_null(pl.col("actor_id")), role, separator=":")
    code = pl.col("alter_code").str.to_lowercase().str.replace_all(r"[\s._-]", "")
    unit, name = pl.col("unit"), pl.col("name")
    return people.with_columns(_named_unit(people)).select(
        pl.when(code != "").then(pl.concat_str(pl.lit("alter:code:"), code))
        .when((role == OFFICE) & place.is_not_null()).then(pl.concat_str(pl.lit(f"org:{OFFICE}@"), place))
        .when((role == "village_head") & place.is_not_null()).then(base)
        .when(role.is_in(["rt_head", "rw_head"]) & (unit != "")).then(pl.concat_str(base, unit, separator=":"))
        .when(name != "").then(pl.concat_str(base, name, separator=":"))
        .otherwise(pl.concat_str(pl.col("actor_id"), pl.lit("named"), pl.col("position").cast(pl.String), separator=":"))
        .alias("alter_id")
    ).to_series()  # fmt: skip


def _named_unit(people: pl.DataFrame) -> list[pl.Series]:
    """The RT/RW as bare numbers, and the name without titles. `Pak RT 03` is no name but a unit, and `Bu Lurah` is neither."""
    called = people["alter_name"].str.to_lowercase().str.strip_chars()
    unit = called.str.contains(r"\br[tw]\b").fill_null(False)
    name = called.set(
        unit | called.map_elements(lambda text: plain(text) in choices("role"), pl.Boolean).fill_null(False),
        None,
    )
    for _ in range(2):  # Pak Haji
        name = name.str.replace(TITLES, "")
    numbers = (
        people["alter_unit"]
        .zip_with(people["alter_unit"].is_not_null(), called.set(~unit, None))
        .str.extract_all(r"\d+")
    )
    return [
        numbers.list.eval(pl.element().str.strip_chars_start("0")).list.join("/").alias("unit"),
        name.str.replace_all(r"[^\p{L}\p{N}]", "").alias("name"),
    ]


def _household_ids(homes: pl.DataFrame) -> pl.Series:
    """By the sample's household code, so that waves join; else by the survey's own id; else by what was answered."""
    coded = homes["household_code"].str.to_lowercase()
    content = [
        hashlib.sha256(repr(row).encode()).hexdigest()[:20]
        for row in homes.drop("household_code", "key").rows()
    ]
    return homes.select(
        pl.when(coded != "").then(pl.concat_str(pl.lit("household:code:"), coded))
        .when(pl.col("key").is_not_null()).then(pl.concat_str(pl.lit("household:"), "key"))
        .otherwise(pl.concat_str(pl.lit("household:"), pl.Series("content", content, dtype=pl.String)))
        .alias("actor_id")
    ).to_series()  # fmt: skip


def _homes(homes: pl.DataFrame) -> pl.DataFrame:
    fields = [each.field for each in (*HOUSEHOLD, WAVE) if each.field != "household_code"]
    fixed = {"kind": "household", "role": "resident", "pillar": "household"}
    return homes.select("actor_id", *fields, "row", **{name: pl.lit(value) for name, value in fixed.items()})


def _people(people: pl.DataFrame) -> pl.DataFrame:
    return people.select(
        pl.col("alter_id").alias("actor_id"),
        pl.when(pl.col("alter_role").is_in(ORGANISATIONS))
        .then(pl.lit("organisation"))
        .otherwise(pl.lit("person"))
        .alias("kind"),
        pl.col("alter_role").alias("role"),
        pl.col("alter_role")
        .replace_strict(PILLAR_OF_ROLE, default=None, return_dtype=pl.String)
        .alias("pillar"),
        pl.col("alter_place").alias("place"),
        "wave",
        pl.col("home").alias("row"),
    ).unique("actor_id", keep="first", maintain_order=True)


def _ties(people: pl.DataFrame) -> pl.DataFrame:
    """One tie per person and relation. Who was named without a relation informs: that is what the generator asks."""
    return people.with_columns(
        relation=pl.when(pl.col("alter_relation").list.len() > 0)
        .then("alter_relation")
        .otherwise(pl.lit(["informs"], dtype=TEXTS))
    ).explode("relation").select(
        source="alter_id",
        target="actor_id",
        relation="relation",
        channel="alter_channel",
        topic="alter_topic",
        wave="wave",
        weight="alter_weight",
        observed_at="time",
        row="home",
    )  # fmt: skip


def typed(
    texts: pl.DataFrame,
    asked: tuple[Question, ...],
    codes: Mapping[str, str],
    headers: Mapping[str, str],
    problems: Problems,
) -> pl.DataFrame:
    """The text columns named after the questions as typed ones; a question that was not asked is a column of nulls.

    A cell that is no answer becomes null and a problem (`row`, the file's column by `headers`, code); one that says that there is
    none (`NO_ANSWER`) becomes null.
    """
    fields = [each.field for each in asked]
    answers = texts.select(pl.exclude(fields))
    for each in asked:
        if each.field not in texts.columns:
            answers = answers.with_columns(pl.lit(None, dtype=KINDS[each.kind]).alias(each.field))
            continue
        text = texts[each.field]
        silent = text.is_null() | each_cell(
            text, lambda cell: plain(cell) in NO_ANSWER, pl.Boolean
        ).fill_null(False)
        answer = _answer(each, text.set(silent, None), codes).alias(each.field)
        bad = texts.filter(~silent & answer.is_null())
        problems += [(row, headers.get(each.field), _code(each), None) for row in bad["row"]]
        answers = answers.with_columns(answer)
    return answers


def _answer(each: Question, text: pl.Series, codes: Mapping[str, str]) -> pl.Series:
    words = choices(*each.vocabulary)
    readings: dict[str, Callable[[str], Any]] = {
        "text": lambda cell: None if SECRET.search(re.sub(r"[\s.-]", "", cell)) else cell,
        "place": lambda cell: place_code(cell, codes, "village"),
        "choice": lambda cell: words.get(plain(cell)) or (_age(cell) if each.field == "age_group" else None),
        "choices": lambda cell: several(cell, words),
        "bool": lambda cell: {"true": True, "false": False}.get(words.get(plain(cell), "")),
        "scale": lambda cell: words.get(plain(cell), cell),
        # a wave has a number, such as 2026-1; anything else might be a name
        "wave": lambda cell: cell if re.fullmatch(r"(?=.*\d)[\w .-]{1,20}", cell) else None,
    }
    read = each_cell(text, readings[each.kind], pl.String if each.kind == "scale" else KINDS[each.kind])
    if each.kind != "scale":
        return read
    value = read.to_frame("n").select(number(pl.col("n"))).to_series()
    return value.set(~value.is_between(each.low, each.high), None)


def several(cell: str, words: Mapping[str, str]) -> list[str] | None:
    """The answers in one cell of a multiple choice: names or labels, separated by blanks, commas or semicolons.

    Labels hold blanks and commas themselves, so the longest known answer is taken each time; None if any part is unknown.
    """
    rest, found = plain(cell), []
    while rest:
        fitting = [
            word for word in words if rest.startswith(word) and not re.match(r"[\w.]", rest[len(word) :])
        ]
        if not fitting:
            return None
        word = max(fitting, key=len)
        found.append(words[word])
        rest = rest[len(word) :].lstrip(" ,;|")
    return list(dict.fromkeys(found)) or None


def _age(cell: str) -> str | None:
    years = re.fullmatch(r"\d{1,3}", plain(cell))
    return next((group for limit, group in AGES if years and int(years[0]) < limit), None)


def _code(each: Question) -> str:
    return {"place": "place_unknown", "scale": "number_invalid"}.get(each.kind, "value_unknown")
