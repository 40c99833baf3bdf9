"""The header dictionary: no header means two things, and every row says how far it can be trusted."""

from __future__ import annotations

from importlib import resources

import polars as pl
import pytest

from simpul.corpus import headers
from simpul.corpus.reader import readers

TABLE = pl.read_csv((resources.files("simpul") / "data" / "headers.csv").read_bytes())


def test_no_header_of_a_format_means_two_fields() -> None:
    plain = TABLE.with_columns(header=pl.col("header").map_elements(headers._plain, return_dtype=pl.String))
    meanings = plain.group_by("format", "header").agg(pl.col("field").unique())
    assert meanings.filter(pl.col("field").list.len() > 1).rows() == []


def test_every_row_is_complete_and_marked() -> None:
    assert TABLE.null_count().row(0) == (0,) * 6
    assert set(TABLE["mark"]) == {"seen", "documented", "translated", "ours"}
    assert set(TABLE["format"]) <= set(readers())
    indonesian = TABLE.filter(format="meta_business_suite", language="id")
    assert set(indonesian["mark"]) == {"translated"}  # until a city gives us a real export


@pytest.mark.parametrize(
    "header",
    [
        "Publish time",
        "PUBLISH TIME",
        " publish_time ",
        "Publish\u00a0time",
        "“Publish time”",
        "Publish time:",
    ],
)
def test_spelling_of_a_header_does_not_matter(header: str) -> None:
    assert headers.fields("meta_business_suite", [header]) == {"published": header}
    assert headers.unknown("meta_business_suite", [header]) == []


def test_decomposed_letters_are_the_same_letters() -> None:
    assert headers.fields("meta_business_suite", ["Ra\u0308ckvidd"]) == {"reach": "Ra\u0308ckvidd"}


def test_of_two_columns_for_one_field_the_first_counts() -> None:
    assert headers.fields("meta_business_suite", ["Reactions", "Likes"]) == {"likes": "Reactions"}


def test_known_but_unused_columns_are_neither_fields_nor_unknown() -> None:
    columns = ["Duration (sec)", "Kolom Baru"]
    assert headers.fields("meta_business_suite", columns) == {}
    assert headers.unknown_note("meta_business_suite", columns) == [
        ("Kolom yang tidak dibaca: Kolom Baru.", "Columns not read: Kolom Baru.")
    ]
    assert headers.unknown_note("meta_business_suite", columns[:1]) == []
