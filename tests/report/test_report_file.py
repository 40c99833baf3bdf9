"""The report as a file: complete in itself, well-formed, and saying what the findings say."""

from __future__ import annotations

import json
import re
import shutil
import string
from collections import Counter
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

import simpul.report
from simpul.example import City
from simpul.measures.legend import legend
from simpul.measures.registry import measures
from simpul.report import write_report
from simpul.report.numbers import interval, number, shown
from simpul.report.study import Study
from simpul.report.words import speaker

VOID = {"meta", "link", "br", "img", "input", "hr", "source", "wbr"}


class Outline(HTMLParser):
    """The elements of a page, with their attributes, and the text that a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.seen: list[str] = []
        self.embedded: dict[str, str] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.embedded[self.elements[-1][1].get("id", f"script{len(self.embedded)}")] = data
        elif self.open and self.open[-1] != "style":
            self.seen.append(data)

    def all(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.seen).split())


@pytest.fixture(scope="module")
def page(studied: Path) -> str:
    return (studied / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


@pytest.fixture
def copied(studied: Path, tmp_path: Path, as_person: None) -> Path:
    """A copy of the study that a test may change."""
    return Path(shutil.copytree(studied, tmp_path / "studi", ignore=shutil.ignore_patterns("corpus")))


def test_nothing_outside_the_file_is_named(page: str, outline: Outline) -> None:
    assert outline.all("src") == [] and outline.all("srcset") == []
    assert {tag for tag, _ in outline.elements} & {
        "link",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
    } == set()
    links = outline.all("href")
    assert links and all(link.startswith("#") for link in links)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "@import" not in style and not re.search(r"url\(\s*['\"]?(?!data:|#)", style)


def test_links_and_labels_lead_somewhere(outline: Outline) -> None:
    ids = outline.all("id")
    assert len(ids) == len(set(ids))
    wanted = [link[1:] for link in outline.all("href")] + outline.all("aria-labelledby") + outline.all("for")
    assert set(wanted) <= set(ids)
    assert outline.open == [] and outline.crossed == []


def test_it_is_a_page_of_one_language_with_headings_and_tables(outline: Outline) -> None:
    (language,) = outline.all("lang")
    assert language == "id"
    count = Counter(tag for tag, _ in outline.elements)
    assert (count["h1"], count["main"], count["nav"], count["header"]) == (1, 1, 1, 1)
    assert count["h2"] == count["section"] > 6
    assert all(attributes["scope"] in ("col", "row") for tag, attributes in outline.elements if tag == "th")
    assert {"viewport"} <= set(outline.all("name"))


def test_the_standing_note_and_the_rules_of_reading_stand_in_it(outline: Outline) -> None:
    say = speaker("id")
    for key in (
        "standing_note",
        "needs_rule",
        "issue_rule",
        "survey_note",
        "method_1",
        "method_2",
        "method_3",
    ):
        assert say(key) in outline.text, key


def test_figures_read_as_the_findings_say(outline: Outline, studied: Path) -> None:
    study = Study(studied)
    for measure in ("poverty_share_official", "poverty_share_comment", "response_rate", "terasing"):
        found = study.one(measure)
        assert found is not None and found["status"] == "ok"
        assert shown(found, "id") in outline.text
        assert f"selang 95%: {interval(found, 'id')}" in outline.text
    counts = study.manifest["counts"]
    assert (
        f"{number(counts['files'], 'id')} berkas memuat {number(counts['posts'], 'id')} kiriman"
        in outline.text
    )
    rate = study.one("response_rate", "agency", "disdukcapil")
    assert rate is not None and interval(rate, "id") in outline.text


def test_the_silent_kelurahan_and_the_brokers_roles_are_named(outline: Outline, city: City) -> None:
    assert f"Sunyi: {city.atlas.silent.name}" in outline.text
    assert "ketua RT" in outline.text and "kader" in outline.text
    assert not any(
        name in outline.text for name in city.survey.ties["alter_name"].drop_nulls().unique() if " " in name
    )


def test_every_measure_has_its_card_and_every_finding_its_place(outline: Outline, studied: Path) -> None:
    for measure in measures().values():
        assert " ".join(measure.formula[0].split()) in outline.text, measure.id
        assert measure.source[0] in outline.text, measure.id
        assert all(
            f"{sign} = {meaning}" in outline.text for sign, meaning in legend(measure, english=False).items()
        )
        assert measure.names[0] in outline.text
    values = json.loads(outline.embedded["values"])
    findings = Study(studied).findings
    assert sum(len(rows) for rows in values.values()) == findings.height
    options = {attributes["value"] for tag, attributes in outline.elements if tag == "option"}
    assert options == set(values)
    suppressed = findings.filter(status="suppressed").row(0, named=True)
    cells = values[f"{suppressed['subject_kind']}:{suppressed['subject_id']}"][suppressed["measure"]]
    assert cells[:5] == ["–", "", "–", "–", "–"] and "Disembunyikan" in cells[5]


def test_english_is_english(copied: Path) -> None:
    english = Outline(write_report(copied, "en").read_text("utf-8"))
    assert english.all("lang") == ["en"]
    assert speaker("en")("standing_note") in english.text
    study = Study(copied, "en")
    found = study.one("response_rate")
    assert shown(found, "en") in english.text
    assert "1 January 2026 to 30 June 2026" in english.text
    indonesian = [
        text
        for text in (
            "Siapa menjawab",
            "Lihat sebagai tabel",
            "Rumus",
            "Penyebut",
            "Peringkat",
            "selang",
            "100 · dijawab",
        )
        if text in english.text
    ]
    assert indonesian == []


def test_the_same_study_gives_the_same_page(copied: Path, page: str) -> None:
    assert write_report(copied).read_text("utf-8") == page


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"'&{{7*7}}"


def test_names_from_a_workbook_stay_text(copied: Path, outline: Outline) -> None:
    for table, column in (
        ("agencies", "name"),
        ("places", "name"),
        ("accounts", "name"),
        ("nodes", "name"),
        ("plan", "document"),
    ):
        path = copied / "tables" / f"{table}.parquet"
        frame = pl.read_parquet(path)
        frame.with_columns(
            pl.when(pl.col(column).is_not_null()).then(pl.lit(HOSTILE)).alias(column)
        ).write_parquet(path)
    manifest = json.loads((copied / "manifest.json").read_text("utf-8"))
    manifest["city"]["name"] = HOSTILE
    (copied / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    hostile = Outline(write_report(copied).read_text("utf-8"))
    assert HOSTILE in hostile.text
    tags = [Counter(tag for tag, _ in page.elements) for page in (hostile, outline)]
    assert tags[0]["script"] == tags[1]["script"] and tags[0]["img"] == 0
    assert hostile.open == [] and hostile.crossed == []
    assert not any(name.startswith("on") for _, attributes in hostile.elements for name in attributes)
    json.loads(hostile.embedded["specs"]), json.loads(hostile.embedded["values"])


# --- words and numbers -------------------------------------------------------------------------------------


BUILT = {  # keys that are put together from a name
    "words.csv": r"kind_[a-z]+|card_[a-z_]+|(alert|target|change|did)_[a-z_]+|lag_(apart|together_up)",
    "outreach_words.csv": r"(channel|evenness|remedy|chances|ties|no_shows)_[a-z_0-9]+|no_tie|too_late|no_route|one_broker|several|soonest|by|ever|between|random|rt_heads|nominated|snowball|most_reach",
    "document_words.csv": r"status_[a-z_]+|column_[a-z_]+|means_[a-z_]+|figure_[a-z0-9_]+|talk_[a-z0-9_]+|demand_[a-z]+|offer_[a-z_]+|annex_[a-z]+(_lead)?|survey|broker|online",
}
ON_PAPER = {"annexes.py", "docx.py", "lembar_warga.py", "menu.py", "menu_tjsl.py", "proposals.py", "workbook.py", "writing.py"}  # fmt: skip


def _table_of(path: Path) -> str:
    """The words that a file of the report speaks with."""
    if path.name.startswith("outreach"):
        return "outreach_words.csv"
    paper = path.name in ON_PAPER or path.parent.name in ("print", "infographics")
    return "document_words.csv" if paper else "words.csv"


@pytest.mark.parametrize("table", BUILT)
def test_every_sentence_is_there_in_both_languages_and_used(table: str) -> None:
    folder = Path(str(resources.files(simpul.report)))
    files = [path for path in folder.rglob("*") if path.suffix in (".py", ".html")]
    code = "".join(path.read_text("utf-8") for path in files if _table_of(path) == table)
    words = pl.read_csv((folder / "assets" / table).read_bytes(), infer_schema=False)
    assert words["key"].is_unique().all() and words.null_count().row(0) == (0, 0, 0)
    for key, id, en in words.select("key", "id", "en").rows():
        places = [{name for _, name, *_ in string.Formatter().parse(text) if name} for text in (id, en)]
        assert places[0] == places[1], key
    said = set(re.findall(r"""say\(\s*["']([a-z_0-9]+)["']\s*[,)]""", code))
    assert len(said) > 40
    assert said - set(words["key"]) == set()
    built = re.compile(BUILT[table])
    unsaid = {
        key
        for key in words["key"]
        if f'"{key}"' not in code and f"'{key}'" not in code and not built.fullmatch(key)
    }
    assert unsaid == set()


@pytest.mark.parametrize(
    ("value", "digits", "id", "en"),
    [(1234.5, 1, "1.234,5", "1,234.5"), (0.0, 0, "0", "0"), (-3.0, 0, "-3", "-3"), (None, 2, "–", "–"), (1e6, 0, "1.000.000", "1,000,000")],
)  # fmt: skip
def test_numbers_have_the_marks_of_their_language(value: float | None, digits: int, id: str, en: str) -> None:
    assert (number(value, "id", digits), number(value, "en", digits)) == (id, en)


def test_a_share_of_few_says_k_of_n_first() -> None:
    finding = {
        "status": "ok",
        "unit": "percent",
        "value": 66.66666667,
        "numerator": 14.0,
        "denominator": 21.0,
        "n": 21,
        "low": 45.0,
        "high": 83.1,
    }
    assert shown(finding, "id") == "14 dari 21 (67%)"
    assert shown(finding, "en") == "14 of 21 (67%)"
    assert interval(finding, "id") == "45–83"
    many = finding | {"numerator": 140.0, "denominator": 210.0, "n": 210}
    assert (shown(many, "id"), shown(many, "en")) == ("66,7%", "66.7%")
    assert shown(finding | {"status": "suppressed"}, "id") == shown(None, "id") == "–"
