"""Cells as people, platforms and spreadsheets write them."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from simpul.corpus import values


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.250", 1250), ("1,250", 1250), ("1.250.000", 1250000), ("12,5", 12.5), ("12.5", 12.5), ("1.250,5", 1250.5), ("1,250.5", 1250.5),
     ("1\u00a0250", 1250), ("0", 0), ("-3", -3), ("0,125", 0.125), ("", None), ("sepuluh", None), ("1.25.0", None), ("Jan-25", None)],
)  # fmt: skip
def test_numbers(cell: str, value: float | None) -> None:
    assert pl.DataFrame({"a": [cell]}).select(values.number(pl.col("a"))).item() == value


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05.250+07:00", datetime(2026, 1, 1, 20, 4, 5, 250_000, tzinfo=UTC)),
        ("2026-01-02", datetime(2026, 1, 1, 17, tzinfo=UTC)),
        ("Mon Jan 15 14:30:00 +0000 2024", datetime(2024, 1, 15, 14, 30, tzinfo=UTC)),
        ("30/08/25 18.00", datetime(2025, 8, 30, 11, tzinfo=UTC)),
        ("3.1.2026, 15:04", datetime(2026, 1, 3, 8, 4, tzinfo=UTC)),
        ("1 Agustus 2026 08.30 WIB", datetime(2026, 8, 1, 1, 30, tzinfo=UTC)),
        ("1 Agt 2026 08:30 WIT", datetime(2026, 7, 31, 23, 30, tzinfo=UTC)),
        ("05/02/2026 5:46 PM", datetime(2026, 2, 5, 10, 46, tzinfo=UTC)),
        ("31/02/2026", None),
        ("kemarin", None),
    ],
)
def test_times(cell: str, time: datetime | None) -> None:
    cells = pl.Series([None, cell])
    assert values.when(cells, "Asia/Jakarta", values.ISO + values.X_STYLE + values.DAY_FIRST).to_list() == [
        None,
        time,
    ]


def test_month_first_is_only_read_when_asked() -> None:
    cells = pl.Series(["08/30/2025 18:00"])
    assert values.when(cells, "UTC", values.DAY_FIRST).to_list() == [None]
    assert values.when(cells, "UTC", values.MONTH_FIRST).to_list() == [datetime(2025, 8, 30, 18, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["30/08/25"], True),
        (["08/30/2025"], False),
        (["08/03/25", "3.4.25"], None),
        (["30/08/25", "08/30/25"], None),
        (["2025-08-30"], None),
    ],
)
def test_day_order_needs_proof_without_contradiction(cells: list[str], order: bool | None) -> None:
    assert values.day_order(pl.Series(cells)) is order


def test_excel_damage() -> None:
    cells = pl.DataFrame(
        {"a": ["1,22158E+17", "1.22E+18", "122158000000000001", "Jan-25", "1-Feb", "#REF!", "12", None]}
    )
    assert cells.select(values.damaged_id(pl.col("a"))).to_series().to_list() == [
        True,
        True,
        False,
        False,
        False,
        False,
        False,
        False,
    ]
    assert cells.select(values.damaged_number(pl.col("a"))).to_series().to_list() == [
        True,
        True,
        False,
        True,
        True,
        True,
        False,
        False,
    ]


def test_what_a_text_mentions() -> None:
    text = "Halo @Budi_S. dan @budi_s, surat ke a@b.com; @x.bsky.social #PKH #2026 #Bansos2026 (https://a.id/x?y=1). &#39;"
    found = pl.DataFrame({"t": [text]}).select(
        values.mentions(pl.col("t")).alias("m"),
        values.hashtags(pl.col("t")).alias("h"),
        values.links(pl.col("t")).alias("l"),
    )
    assert found.row(0) == (["budi_s", "x.bsky.social"], ["pkh", "bansos2026"], ["https://a.id/x?y=1"])


def test_handles_without_dots_end_at_a_dot() -> None:
    found = pl.DataFrame({"t": ["@budi.mohon dibantu, @dinsos_kota."]}).select(
        dotted=values.mentions(pl.col("t")), plain=values.mentions(pl.col("t"), dots=False)
    )
    assert found.row(0) == (["budi.mohon", "dinsos_kota"], ["budi", "dinsos_kota"])
