"""The project's own labelled posts: labels that the guidelines know, texts that are nobody else's, needs in every language."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from simpul.language import issues, needs
from simpul.language.heads import FUNCTIONS, PROGRESS, PURPOSES, STANCES
from simpul.language.labels import INTENTS, LANGUAGES, SENTIMENTS, STYLES

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "data/language").glob("*.csv"))
SHARED = Path(os.environ.get("SIMPUL_SHARED", ROOT / "../shared")) / "data/nlp"
COLUMNS = [
    "text", "kind", "parent", "language", "sentiment", "issue", "needs", "intent", "style", "mistargeted", "on_behalf", "urgency",
    "abuse", "stance", "aspiration", "function", "progress", "purpose", "call_to_care",
]  # fmt: skip
KINDS = ("citizen", "comment", "report", "official", "media", "business")
CITIZENS = ("citizen", "comment", "report")
RUN = 8  # words in a row that show a text to be another's

pytestmark = pytest.mark.skipif(not FILES, reason="the posts are not part of this distribution")


@cache
def posts() -> list[dict[str, str]]:
    rows = []
    for file in FILES:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            assert reader.fieldnames == COLUMNS, file.name
            rows += [row | {"file": file.name} for row in reader]
    return rows


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> set[str]:
    found = words(text)
    return {" ".join(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


def test_there_are_the_posts_that_were_promised() -> None:
    assert len(posts()) >= 4000


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("kind", KINDS), ("language", LANGUAGES), ("sentiment", SENTIMENTS), ("intent", INTENTS), ("style", STYLES),
        ("mistargeted", "01"), ("on_behalf", "01"), ("urgency", "0123"), ("abuse", "01"), ("stance", ("", *STANCES)),
        ("aspiration", ("", "0", "1")), ("function", ("", *FUNCTIONS)), ("progress", ("", *PROGRESS)),
        ("purpose", ("", *PURPOSES)), ("call_to_care", ("", "0", "1")),
    ],
)  # fmt: skip
def test_labels_are_those_of_the_guidelines(column: str, allowed: tuple[str, ...]) -> None:
    assert Counter(row[column] for row in posts()).keys() <= set(allowed)


def test_codes_stand_in_the_code_books() -> None:
    categories = set(needs()["code"]) - set(needs()["parent"].drop_nulls())
    assert {code for row in posts() for code in row["needs"].split("|") if code} <= categories
    assert {row["issue"] for row in posts()} <= set(issues()["code"]) - {"1"}


def test_labels_are_given_only_where_they_apply() -> None:
    for row in posts():
        assert bool(row["stance"]) == (row["kind"] == "comment"), row["text"]
        assert bool(row["purpose"]) == (row["kind"] == "official"), row["text"]
        assert bool(row["aspiration"]) == (row["kind"] in CITIZENS), row["text"]
        assert row["kind"] == "official" or not row["function"] + row["progress"], row["text"]
        assert row["kind"] == "comment" or not row["parent"], row["text"]


def test_proposals_are_never_mere_banter() -> None:
    assert [row["text"] for row in posts() if row["aspiration"] == "1" and row["intent"] == "other"] == []


def test_no_post_stands_twice() -> None:
    seen = Counter((" ".join(words(row["text"])), row["parent"]) for row in posts())
    assert [text for text, times in seen.items() if times > 1] == []


def test_posts_are_as_long_as_posts() -> None:
    assert [row["text"] for row in posts() if not 8 <= len(row["text"]) <= 600] == []


def test_every_need_is_told_in_every_language() -> None:
    told = Counter((code[:3], row["language"]) for row in posts() for code in row["needs"].split("|") if code)
    categories = [f"N{number:02}" for number in range(1, 17)]
    assert [each for each in product(categories, ("id", "jv", "mixed")) if not told[each]] == []
    every = {code for row in posts() for code in row["needs"].split("|") if code}
    assert set(needs().filter(needs()["parent"].is_not_null())["code"]) - every == set()


def test_nobody_can_be_called_or_identified() -> None:
    number = re.compile(r"\d[\d .-]{10,}\d")
    for row in posts():
        for found in number.findall(row["text"] + " " + row["parent"]):
            digits = re.sub(r"\D", "", found)
            assert not re.fullmatch(r"(62|0)8\d{8,11}|\d{16}", digits), row["text"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="no collections of others beside the project to compare with")
def test_no_sentence_is_taken_from_a_collection_of_others() -> None:
    own = {run: row["text"] for row in posts() for run in runs(row["text"]) | runs(row["parent"])}
    for file in sorted(SHARED.rglob("*")):
        if file.suffix in (".csv", ".tsv", ".txt"):
            taken = own.keys() & runs(file.read_text(encoding="utf-8", errors="replace"))
            assert {run: own[run] for run in taken} == {}, file.parent.name
