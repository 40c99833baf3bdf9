"""Nothing in a study's folder leads back to a citizen, but for the restricted table of its corpus."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from planted import identities, table

from simpul.example import City, Written

SHARED = ("findings.json", "manifest.json", "network.gexf", "network.graphml", "rejects.csv", "report.html")
WINDOW = 30  # characters of a citizen's words in a row that no shared file may hold


@pytest.fixture(scope="module")
def secrets(city: City) -> list[str]:
    """What leads back to those who keep no name: numbers, handles, display names, native ids and addresses."""
    people = city.accounts.frame.filter(pl.col("kind").is_in(["citizen", "community", "broker"]))
    shown = people.filter(pl.col("platform") != "whatsapp")["name"]  # there it is the group's
    posts = city.posts.filter(pl.col("is_citizen"), pl.col("platform") != "whatsapp")
    parts = [people["handle"], people["native_id"], shown, posts["id"], posts["url"], city.posts["personal"]]
    parts.append(city.survey.households["household_code"])
    found = pl.concat([part.cast(pl.String) for part in parts]).drop_nulls().unique()
    return found.filter(found.str.len_chars() > 5).sort().to_list()


def leaks(texts: pl.Series, secrets: list[str]) -> list[str]:
    """The secrets in these texts, whatever the case."""
    found = texts.drop_nulls().str.extract_many(secrets, ascii_case_insensitive=True, overlapping=True)
    return found.explode().drop_nulls().unique().sort().to_list()


def strings(frame: pl.DataFrame) -> pl.Series:
    """Every text of a table, those in lists included."""
    flat = [
        frame[name].explode() if kind == pl.List(pl.String) else frame[name]
        for name, kind in frame.schema.items()
    ]
    return pl.concat(
        [pl.Series([], dtype=pl.String), *(column.rename("") for column in flat if column.dtype == pl.String)]
    )


def windows(text: str) -> set[str]:
    return {text[start : start + WINDOW] for start in range(len(text) - WINDOW + 1)}


def test_the_exports_and_the_restricted_table_do_hold_them(
    studied: Path, exported: Written, secrets: list[str]
) -> None:
    """So that finding none elsewhere says something."""
    given = pl.Series([path.read_text("utf-8", "replace") for path in exported.exports.glob("*.[cjt]*")])
    assert len(leaks(given, secrets)) > 5000
    assert len(leaks(strings(identities(studied)), secrets)) > 5000


@pytest.mark.parametrize("name", SHARED)
def test_no_shared_file_leads_back_to_a_citizen(studied: Path, secrets: list[str], name: str) -> None:
    text = (studied / name).read_text("utf-8")
    assert len(text) > 1000
    assert leaks(pl.Series([text]), secrets) == []
    assert not re.search(r"Chat WhatsApp|Gumukjati\.txt", text)


def test_no_table_leads_back_to_a_citizen(studied: Path, secrets: list[str]) -> None:
    seen = 0
    for path in sorted((studied / "tables").glob("*.parquet")):
        texts = strings(pl.read_parquet(path))
        seen += len(texts)
        assert leaks(texts, secrets) == [], path.stem
    assert seen > 100_000
    posts = table(studied, "posts")
    assert posts.filter(pl.col("account_id").str.contains(":~"), pl.col("url").is_not_null()).is_empty()


def test_whom_a_household_named_has_no_name(studied: Path, city: City) -> None:
    named = city.survey.ties["alter_name"].drop_nulls().unique().to_list()
    assert len(named) > 20
    for path in sorted((studied / "tables").glob("*.parquet")):
        texts = strings(pl.read_parquet(path).drop("text", "evidence", strict=False))
        assert not texts.drop_nulls().str.contains_any(named).any(), path.stem


@pytest.mark.parametrize("name", SHARED)
def test_no_shared_file_repeats_what_a_citizen_said(studied: Path, name: str) -> None:
    said = table(studied, "posts").filter(
        ~pl.col("account_id").str.contains(":[^~]").fill_null(False), pl.col("kind") != "share"
    )
    office = table(studied, "posts").filter(pl.col("account_id").str.contains(":[^~]"))
    words = set().union(*map(windows, said["text"].drop_nulls())) - set().union(
        *map(windows, office["text"].drop_nulls())
    )
    assert len(words) > 50_000
    text = (studied / name).read_text("utf-8")
    unescaped = json.dumps(text, ensure_ascii=False)[1:-1] if name == "report.html" else text
    assert words & windows(text) == set()
    assert words & windows(unescaped) == set()


def test_reports_and_exports_show_no_pseudonym_of_a_household(studied: Path) -> None:
    homes = table(studied, "actors").filter(kind="household")["actor_id"].to_list()
    assert len(homes) == 600
    for name in SHARED:
        assert leaks(pl.Series([(studied / name).read_text("utf-8")]), homes) == [], name
    citizens = table(studied, "accounts").filter(pl.col("handle").is_null())["account_id"].to_list()
    for name in ("findings.json", "report.html", "rejects.csv", "manifest.json"):
        assert leaks(pl.Series([(studied / name).read_text("utf-8")]), citizens) == [], name
