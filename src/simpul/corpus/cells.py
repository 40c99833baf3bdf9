"""Cells of an export table that Excel or a locale may have damaged: ids, counts and dates, with a reject for each."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from simpul.corpus import values
from simpul.corpus.chunks import rejects
from simpul.corpus.possible_times import possible
from simpul.corpus.records import TIME
from simpul.corpus.rejects import FileRefused
from simpul.corpus.values import DAY_FIRST, ISO, MONTH_FIRST, X_STYLE

ZONED = "%Y-%m-%dT%H:%M:%S%.f%z"  # the form of most exports, tried first because it is fast
EPOCH = r"^\d{10}(?:\d{3})?(?:\.\d+)?$"  # seconds or milliseconds since 1970
ORDERED = r"^\D*\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}"  # a date whose day and month could be swapped
A_DATE = r"^\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?(?: .*)?$"  # what Excel makes of a count such as 1.250
NO_DATES = (
    "Berkas ini tidak memuat tanggal: isinya masuk tanpa waktu.",
    "This file has no dates: its rows are stored without a time.",
)

Checked = tuple[pl.DataFrame, pl.DataFrame]


def refuse(rows: pl.DataFrame, field: str, column: str | None, code: str) -> pl.DataFrame:
    """A reject with this code for each of the rows; its value is the field's cell."""
    return rejects((row, column, code, value) for row, value in rows.select("row", field).rows())


def sound_ids(rows: pl.DataFrame, columns: Mapping[str, str], needed: str) -> Checked:
    """The rows whose ids are whole, and rejects for the others.

    `columns` maps the id fields to the file's column names. A row with an id that Excel rounded is refused as `id_damaged`, one without the
    `needed` id as `id_missing`.
    """
    refused = [rejects([])]
    for field, column in columns.items():
        damaged = values.damaged_id(pl.col(field))
        if (hit := rows.filter(damaged)).height:
            refused.append(refuse(hit, field, column, "id_damaged"))
            rows = rows.filter(~damaged)
    if rows[needed].null_count():
        refused.append(refuse(rows.filter(pl.col(needed).is_null()), needed, columns[needed], "id_missing"))
        rows = rows.filter(pl.col(needed).is_not_null())
    return rows, pl.concat(refused)


def counts(rows: pl.DataFrame, columns: Mapping[str, str]) -> Checked:
    """The rows with the count fields as Float64, null where the cell is no number, and a reject for each such cell."""
    refused = []
    for field, column in columns.items():
        if not rows[field].str.contains(r"\D").any():  # nothing but digits: the fast way
            rows = rows.with_columns(pl.col(field).cast(pl.Float64, strict=False))  # an emptied cell is null
            continue
        cell = pl.col(field)
        damaged = _damaged(cell)
        number = values.number(cell)
        wrong = ~damaged & cell.is_not_null() & number.is_null()
        refused.append(refuse(rows.filter(damaged), field, column, "number_damaged"))
        refused.append(refuse(rows.filter(wrong), field, column, "number_invalid"))
        rows = rows.with_columns(pl.when(~damaged).then(number).alias(field))
    return rows, pl.concat([rejects([]), *refused])


def _damaged(cell: pl.Expr) -> pl.Expr:
    return values.damaged_number(cell) | cell.str.contains(A_DATE).fill_null(False)


def dated(
    rows: pl.DataFrame, field: str, column: str | None, day_first: bool | None, zone: str
) -> tuple[pl.DataFrame, pl.DataFrame, list[tuple[str, str]]]:
    """The rows with the field as a UTC time, rejects for cells that are no possible time, and a note on what was assumed.

    `column` is the file's name for the field, None where the file has no such column. All rows must be there, since they decide
    together whether the day comes first; a date that proves it outweighs `day_first`. `zone` is that of times that
    carry none. Raises FileRefused(`date_order_unknown`) where nothing decides.
    """
    if column is None:
        return rows.with_columns(pl.lit(None, TIME).alias(field)), rejects([]), [NO_DATES]
    cells = rows[field]
    order, note = None, []
    if (ordered := _ordered(cells)).len():
        proven = values.day_order(ordered)
        order = day_first if proven is None else proven
        if order is None and undecided(ordered):
            raise FileRefused("date_order_unknown", column=column, value=ordered[0])
        note = [_note(column, order, zone)] if order is not None else []
    times = rows.with_columns(_times(cells, order, zone).alias(field))
    read = times.with_columns(pl.when(possible(pl.col(field))).then(field).alias(field))
    unread = rows.filter(cells.is_not_null() & read[field].is_null())
    return read, refuse(unread, field, column, "date_invalid"), note


def undecided(cells: pl.Series) -> bool:
    """Whether day and month of these dates could be swapped, and nothing in them shows the order."""
    numbers = _ordered(cells).str.extract_groups(r"^\D*(\d{1,2})[/.\-](\d{1,2})").struct
    differ = numbers.field("1").cast(pl.Int32) != numbers.field("2").cast(pl.Int32)
    return bool(differ.any()) and values.day_order(cells) is None


def _ordered(cells: pl.Series) -> pl.Series:
    return cells.filter(cells.str.contains(ORDERED).fill_null(False))


def _times(cells: pl.Series, day_first: bool | None, zone: str) -> pl.Series:
    zoned = cells.str.replace("Z$", "+0000") if cells.str.ends_with("Z").any() else cells
    times = zoned.str.to_datetime(ZONED, time_unit="us", time_zone="UTC", strict=False)
    other = times.is_null() & cells.is_not_null()
    if not other.any():
        return times
    formats = ISO + X_STYLE + (MONTH_FIRST if day_first is False else DAY_FIRST)
    left = cells.filter(other)
    read = values.when(left, zone, formats)
    return times.scatter(other.arg_true(), read.zip_with(read.is_not_null(), _since_1970(left)))


def _since_1970(cells: pl.Series) -> pl.Series:
    number = pl.col("cell").str.extract(EPOCH, 0).cast(pl.Float64)
    epoch = pl.when(number > 1e11).then(number * 1e3).otherwise(number * 1e6).cast(pl.Int64)
    return cells.alias("cell").to_frame().select(epoch.cast(TIME)).to_series()


def _note(column: str, day_first: bool, zone: str) -> tuple[str, str]:
    order = ("hari/bulan", "day/month") if day_first else ("bulan/hari", "month/day")
    return (
        f"Tanggal di kolom {column} dibaca sebagai {order[0]}, zona waktu {zone}.",
        f"Dates in column {column} were read as {order[1]}, time zone {zone}.",
    )
