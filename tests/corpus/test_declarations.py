"""What every reader must declare: a mapping into the records, the steps to obtain the export, and its gaps."""

from __future__ import annotations

import re

import pytest

from simpul.corpus import gaps
from simpul.corpus.chunks import Chunk
from simpul.corpus.format_cards import GIVES, MATURITY, page, rows
from simpul.corpus.gaps import Gap, Seen, told
from simpul.corpus.reader import MISSING, Reader, readers
from simpul.corpus.records import RAW_TABLES

READERS = list(readers().values())
METRIC = re.compile(r"[a-z][a-z0-9_]*")


@pytest.fixture(params=READERS, ids=lambda reader: reader.name)
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.param
    return found


def test_every_field_becomes_a_column_of_the_records_or_a_metric(reader: Reader) -> None:
    assert reader.mapping
    for field in reader.mapping:
        table, _, column = field.column.partition(".")
        assert table in RAW_TABLES, field
        if table != "observations":
            assert column in RAW_TABLES[table], field
        assert METRIC.fullmatch(column), field
        assert field.missing in MISSING
        assert field.source.strip(" |"), field


def test_steps_are_sentences_in_both_languages(reader: Reader) -> None:
    assert len(reader.steps) >= 2
    for id, en in reader.steps:
        assert id.endswith((".", ".)")) and en.endswith((".", ".)")), (id, en)
        assert id != en


def test_gaps_and_what_it_gives_are_known(reader: Reader) -> None:
    assert set(reader.gaps) <= set(gaps.words())
    assert not [code for code in reader.gaps if code.startswith("found_")]
    assert len(set(reader.gaps)) == len(reader.gaps)
    assert set(reader.gives) <= set(GIVES)
    assert reader.tested_on in MATURITY


def test_what_it_gives_is_what_it_declares(reader: Reader) -> None:
    """Counts are metrics, ties and actors are tables: neither is promised without a field, nor has a field unpromised."""
    columns = {field.column for field in reader.mapping}
    tables = {column.partition(".")[0] for column in columns}
    assert ("ties" in reader.gives) == ("survey_ties" in tables)
    assert ("actors" in reader.gives) == ("actors" in tables)
    assert ("followers" in reader.gives) <= ("observations.followers" in columns)
    metrics = {column for column in columns if column.startswith("observations.")}
    counted = metrics - {"observations.followers", "observations.following", "observations.observed_at"}
    assert ("counts" in reader.gives) == bool(counted)


def test_every_gap_speaks_both_languages() -> None:
    for code in gaps.words():
        id, en = told(Gap(code, "likes", 1_000, 2_000))
        assert id != en and "{" not in id + en
    assert told(Gap("found_partly", "likes", 1_000, 2_000)) == (
        "Suka kosong pada 1.000 dari 2.000 baris.",
        "Likes is empty in 1,000 of 2,000 rows.",
    )


def test_the_list_and_the_page_hold_every_format() -> None:
    assert [row["name"] for row in rows()] == list(readers())
    text = page()
    for row in rows("en"):
        assert f"\n## {row['name']}\n" in text
        assert all(field["source"].split(" | ")[0] in text for field in row["mapping"])


def test_gaps_of_a_file_are_counted() -> None:
    import polars as pl

    seen = Seen()
    posts = {
        "platform": ["x"] * 3,
        "text": ["a", None, "c"],
        "created_at": [None] * 3,
        "author": ["a", "b", "c"],
        "place": [None] * 3,
    }
    seen.add(Chunk(posts=pl.DataFrame(posts)))
    seen.add(Chunk(observations=pl.DataFrame({"metric": ["likes", "likes", "shares", "shares", "shares"]})))
    mapped = readers()["generic_table"]
    found = {gap.field: gap for gap in seen.gaps(mapped)}
    assert found["text"] == Gap("found_partly", "text", 1, 3)
    assert found["created_at"] == Gap("found_empty", "created_at", 3, 3)
    assert found["likes"] == Gap("found_partly", "likes", 1, 3)
    assert found["views"] == Gap("found_empty", "views", 3, 3)
    assert not {"author", "shares", "place"} & set(found)
    assert Seen().gaps(mapped) == []
