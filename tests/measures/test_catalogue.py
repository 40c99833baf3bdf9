"""The catalogue keeps its own rules, and its page is current."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from simpul.measures import cards, registry
from simpul.measures.aggregates import rows
from simpul.measures.findings import NOTES, REASONS
from simpul.measures.legend import legend
from simpul.measures.measure import SUBJECT_KINDS, UNITS, Family, Measure, symbols
from simpul.measures.registry import families, measures, views
from simpul.measures.sources import OURS
from simpul.measures.views.posts import OFFICIAL_POSTS

FIRST = {
    "taut", "bicara", "baru_ikut", "penetrasi", "p1", "p2", "p3", "c1", "c2", "c3", "v1", "v2", "v3", "e", "er_f",
    "err_mean", "err_pooled", "posts_per_day", "klik", "klik_pesan", "bagi_pesan", "dukung", "duta", "kembali",
    "response_rate", "response_rate_all", "response_time", "one_way_share", "passive_ratio", "silent_posts",
    "exchange_depth", "poverty_share_official", "poverty_share_post", "poverty_share_comment", "issue_share",
    "agenda_gap", "need_share", "place_known", "voice_share", "sm_strength", "sm_sentiment", "sm_passion", "sm_reach",
    "tumbuh_ikut",
}  # fmt: skip
SIGNS = re.compile(r"[Σ·/−+=≥<∩²^⌊⌋]|\d+(?:[.,]\d+)?")
ENGLISH = re.compile(
    r"\b(the|of|with|and|or|number|mean|share|posts?|texts?|accounts?|comments?|labelled|answer\w*)\b"
    r"|\b(ours|by|as|its?|asked|described|first|reading|rule|sum|groups|two|household|research|form|followers per)\b"
)
TITLES = re.compile(r"(?:popsters|napoleoncat|responsema|intercom)\S+, [^;]+|“people talking about this”")
BOTH = pytest.mark.parametrize("measure", measures().values(), ids=lambda measure: measure.id)


def test_the_first_measures_are_there() -> None:
    assert set(measures()) >= FIRST


@BOTH
def test_a_measure_is_fully_declared(measure: Measure) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", measure.id)
    for pair in (measure.names, measure.undefined, measure.formula, measure.source):
        assert len(pair) == 2
        assert all(pair)
    assert measure.unit in UNITS
    assert measure.subjects
    assert set(measure.subjects) <= set(SUBJECT_KINDS)
    assert measure.persons in (None, "where", "hit")
    assert measure.empty is None or measure.empty.partition(":")[0] in REASONS
    assert measure.note is None or measure.note.code in NOTES
    assert not (measure.persons == "hit" and not measure.hit)
    assert not (measure.interval and measure.unit != "percent")


@BOTH
def test_a_formula_says_the_same_in_both_languages(measure: Measure) -> None:
    indonesian, english = measure.formula
    if indonesian == english:
        assert not re.search("[A-Za-z]{3}", indonesian), "words stand in one language only"
    assert not ENGLISH.search(indonesian)
    assert _signs(indonesian) == _signs(english)


@BOTH
def test_a_source_says_in_indonesian_what_is_no_title(measure: Measure) -> None:
    indonesian, english = measure.source
    assert not ENGLISH.search(TITLES.sub("", indonesian))
    if indonesian == english:
        assert not re.search(r"[:;] [a-z]", indonesian), "words stand in one language only"


@BOTH
def test_every_letter_in_a_formula_is_explained_beside_it(measure: Measure) -> None:
    indonesian, english = legend(measure, english=False), legend(measure, english=True)
    assert list(indonesian) == list(english)
    assert not any(ENGLISH.search(meaning) for meaning in indonesian.values())
    letters = set(re.findall(r"(?<![A-Za-z0-9])[A-Z](?![A-Za-z0-9_(])", measure.formula[1]))
    assert letters <= {*english, *re.findall(r"(\w+) = ", measure.formula[1])}
    assert all(f"    {sign} = {meaning}\n" in cards.card(measure.id) for sign, meaning in indonesian.items())


def test_only_the_signs_that_occur_are_explained() -> None:
    signs = {
        id: list(legend(measures()[id], english=True)) for id in ("c3", "baru_ikut", "e", "fgt_p1", "density")
    }
    assert signs == {
        "c3": ["C", "F", "C2"], "baru_ikut": ["F(t0)", "F(t1)"], "e": ["L", "C", "S", "F", "P3", "C3", "V3"], "fgt_p1": [],
        "density": [],
    }  # fmt: skip


def _signs(formula: str) -> Counter[str]:
    """The numbers and signs of operation in it; 0,9 is 0.9."""
    return Counter(found.replace(",", ".") for found in SIGNS.findall(formula))


@BOTH
def test_a_measures_conditions_name_columns_of_its_view(measure: Measure) -> None:
    if measure.view is None:
        return
    view = measure.view
    named = {column for column, *_ in (*measure.where, *measure.hit)}
    assert named <= set(view.columns)
    assert view.names_subjects or {view.subjects[k] for k in measure.subjects if k != "corpus"} <= set(
        view.columns
    )
    assert set(view.repeating) <= set(view.columns)
    assert measure.persons is None or {"person", "persons"} & set(view.columns)
    if measure.open:
        assert {measure.open.subject, *(c for c, *_ in measure.open.where)} <= set(measure.open.view.columns)


@BOTH
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_measure_has_a_card(measure: Measure, language: str) -> None:
    text = cards.card(measure.id, language)
    assert measure.formula[language == "en"] in text
    assert f": {measure.source[language == 'en']}\n" in text
    assert measure.names[language == "en"] in text
    assert cards.WORDS["undefined"][language == "en"] in text


def test_the_catalogue_as_rows() -> None:
    listed = cards.rows("id")
    assert [row["id"] for row in listed] == list(measures())
    assert {"id": "p2", "family": "Frekuensi dan lalu lintas", "name": "Popularitas: suka per kiriman", "unit": "per kiriman", "formula": "P2 = ΣL / N"} in listed  # fmt: skip
    assert cards.rows("en")[0]["family"] == "Reach"


def test_an_unknown_card_is_refused() -> None:
    with pytest.raises(KeyError):
        cards.card("p99")


def test_the_page_of_measures_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "measures.md"
    assert page.read_text("utf-8") == cards.page(), "run `make docs`"


def test_the_page_names_every_measure_and_table() -> None:
    page = cards.page()
    assert all(f"### `{id}`" in page for id in measures())
    assert all(f"### `{name}`: " in page for name in views())


def test_a_new_family_is_one_new_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from simpul.measures import catalogue

    new = Measure(
        id="new_one", names=("Baru", "New"), unit="posts", formula=symbols("N"), source=OURS, undefined=("tidak", "never"),
        subjects=("corpus",), view=OFFICIAL_POSTS, numerator=rows,
    )  # fmt: skip
    module = ModuleType("simpul.measures.catalogue.added")
    module.FAMILY = Family(id="added", order=99, names=("Baru", "New"), measures=(new,))  # type: ignore[attr-defined]
    (tmp_path / "added.py").touch()
    monkeypatch.setattr(catalogue, "__path__", [*catalogue.__path__, str(tmp_path)])
    monkeypatch.setitem(sys.modules, module.__name__, module)
    registry.families.cache_clear()
    registry.measures.cache_clear()
    try:
        assert families()[-1].id == "added"
        assert measures()["new_one"] is new
    finally:
        monkeypatch.undo()
        registry.families.cache_clear()
        registry.measures.cache_clear()
    assert "new_one" not in measures()


def test_two_measures_of_one_id_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = families()[:1] * 2
    registry.measures.cache_clear()
    monkeypatch.setattr(registry, "families", lambda: twice)
    with pytest.raises(ValueError, match="taut"):
        registry.measures()
