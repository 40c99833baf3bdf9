"""The sheets that an office fills in by hand: declared once, written by `template`, read by `reference` and the entry sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from simpul.corpus.chunks import rejects
from simpul.corpus.places import place_code
from simpul.corpus.records import TEXTS, TIME, Schema
from simpul.corpus.values import DAY_FIRST, ISO, MONTH_FIRST, damaged_number, day_order, number, when
from simpul.corpus.vocabulary import choices, each_cell, plain

NOTE = "catatan"  # first column of every sheet: free remarks, and the mark of the example row
EXAMPLE = "CONTOH"
MARKED = r"(?i)^(?:contoh|example)\b"
LARGEST = 1e15  # of a number that a person means
KINDS: Schema = {
    "text": pl.String,
    "handle": pl.String,  # an account: its handle without @, or what stands for it in its web address
    "choice": pl.String,  # a canonical value of the vocabulary
    "place": pl.String,  # a Kemendagri code; `vocabulary` names the kind of place that is asked for
    "codes": TEXTS,  # urusan codes
    "names": TEXTS,
    "count": pl.Int64,
    "amount": pl.Float64,
    "figure": pl.Float64,  # an amount that may have decimals
    "year": pl.Int64,
    "date": pl.Date,
    "time": TIME,
}
BLANK_CODES = {"date": "date_missing", "time": "date_missing"}
BAD_CODES = {
    "date": "date_invalid", "time": "date_invalid", "choice": "value_unknown", "place": "place_unknown",
    "count": "number_invalid", "amount": "number_invalid", "figure": "number_invalid", "year": "number_invalid",
}  # fmt: skip

Problems = list[tuple[int | None, str | None, str, str | None]]  # row, column, code, value


class Column(NamedTuple):
    """One column of a sheet: the record's field (also the English header), the Indonesian header, how a cell is read."""

    field: str
    id: str
    kind: str
    help: str
    required: bool = False
    vocabulary: str = ""


@dataclass(frozen=True)
class Form:
    """One sheet: its English and Indonesian name, what it is for, its columns, and an invented example row.

    The example's dates are ISO and its numbers plain digits; the template writes them as real dates and numbers.
    """

    name: str
    id: str
    purpose: str
    columns: tuple[Column, ...]
    example: tuple[str, ...]

    @property
    def schema(self) -> Schema:
        return {column.field: KINDS[column.kind] for column in self.columns}

    @property
    def required(self) -> list[str]:
        return [column.field for column in self.columns if column.required]

    def fields(self, header: Iterable[str]) -> dict[str, str]:
        """Field → the header's own name for it, for the columns that the header has."""
        known = {plain(name): column.field for column in self.columns for name in (column.field, column.id)}
        known |= {plain(NOTE): NOTE, "note": NOTE}
        found: dict[str, str] = {}
        for name in header:
            if field := known.get(plain(name)):
                found.setdefault(field, name)
        return found

    def missing(self, header: Iterable[str]) -> list[str]:
        """Indonesian names of the required columns that the header lacks."""
        found = self.fields(header)
        return [column.id for column in self.columns if column.required and column.field not in found]


class Filled(NamedTuple):
    """A filled-in sheet: `rows` with the form's fields and `row`, what was refused, and headers that mean nothing here."""

    rows: pl.DataFrame
    rejects: pl.DataFrame
    ignored: list[str]


def read(
    form: Form,
    table: pl.DataFrame,
    *,
    codes: Mapping[str, str],
    zone: str = "Asia/Jakarta",
    day_first: bool | None = None,
) -> Filled:
    """The cells of a sheet as typed columns. `table` has text columns and `row`; all required columns must be there.

    The untouched example row is left out; one that was filled in without taking its mark away is refused as
    `row_example`. A row that lacks a required cell is refused; any other unreadable cell becomes null and a reject.
    Dates such as 05/03/2026 put the day first unless the column proves otherwise or `day_first` says so.
    """
    found = form.fields(table.columns)
    texts = table.select("row", *(_trimmed(header).alias(field) for field, header in found.items()))
    marked = _marked(texts)
    data, examples = texts.filter(~marked), texts.filter(marked)
    convert = _Cells(form, codes, zone, day_first)
    typed, problems = convert(data, found)
    bare = _Cells(form, {}, zone, day_first)
    shipped = bare(_shipped(form, found), found)[0].drop("row").rows()
    for row, *cells in bare(examples, found)[0].select("row", *typed.drop("row").columns).rows():
        if tuple(cells) not in shipped:
            problems.append((row, found[NOTE], "row_example", None))
    kept = typed.drop_nulls(form.required)
    ignored = [name for name in table.columns if name != "row" and name not in found.values()]
    return Filled(kept, rejects(problems), ignored)


class _Cells:
    """Turns the text columns of one sheet into typed ones."""

    def __init__(self, form: Form, codes: Mapping[str, str], zone: str, day_first: bool | None):
        self.form, self.codes, self.zone, self.day_first = form, codes, zone, day_first

    def __call__(self, texts: pl.DataFrame, found: dict[str, str]) -> tuple[pl.DataFrame, Problems]:
        series = [texts["row"]]
        problems: Problems = []
        for column in self.form.columns:
            if column.field not in found:
                absent = pl.repeat(None, texts.height, dtype=KINDS[column.kind], eager=True)
                series.append(absent.alias(column.field))
                continue
            text = texts[column.field]
            typed = self._typed(column, text).alias(column.field)
            series.append(typed)
            blank = texts.filter(text.is_null()) if column.required else texts.clear()
            problems += [
                (row, found[column.field], BLANK_CODES.get(column.kind, "cell_required"), None)
                for row in blank["row"]
            ]
            bad = texts.select("row", column.field).filter(text.is_not_null() & typed.is_null())
            problems += [(row, found[column.field], _code(column, value), value) for row, value in bad.rows()]
        return pl.DataFrame(series), problems

    def _typed(self, column: Column, text: pl.Series) -> pl.Series:
        match column.kind:
            case "text":
                return text
            case "handle":
                return each_cell(text, handle, pl.String)
            case "choice":
                return each_cell(text, lambda cell: choices(column.vocabulary).get(plain(cell)), pl.String)
            case "place":
                kind = column.vocabulary or None
                return each_cell(text, lambda cell: place_code(cell, self.codes, kind), pl.String)
            case "codes":
                return each_cell(text, urusan, TEXTS)
            case "names":
                return each_cell(text, _names, TEXTS)
            case "date" | "time":
                times = self._times(text, "UTC" if column.kind == "date" else self.zone)
                return times.dt.date() if column.kind == "date" else times
        bare = text.str.replace(r"(?i)^rp\.?\s*", "").str.replace(r",-$", "")
        numbers = bare.to_frame("n").select(number(pl.col("n"))).to_series()
        numbers = numbers.set(~numbers.is_between(0, LARGEST), None)
        if column.kind in ("amount", "figure"):
            return numbers
        whole = numbers.set(numbers != numbers.round(), None).cast(pl.Int64)
        return whole.set(~whole.is_between(1900, 2100), None) if column.kind == "year" else whole

    def _times(self, text: pl.Series, zone: str) -> pl.Series:
        day_first = self.day_first if self.day_first is not None else day_order(text) is not False
        # a date typed into a cell that is formatted as a number: days since 30 December 1899
        serial = text.str.extract(r"^([2-7]\d{4})(?:\.0+)?$").cast(pl.Int64)
        dated = (
            pl.select(pl.lit("1899-12-30").str.to_date()).item() + pl.duration(days=pl.col("n"))
        ).dt.strftime
        plain_text = (
            pl.DataFrame({"t": text, "n": serial})
            .select(pl.when(pl.col("n").is_null()).then(pl.col("t")).otherwise(dated("%Y-%m-%d")))
            .to_series()
        )
        return when(plain_text, zone, ISO + (DAY_FIRST if day_first else MONTH_FIRST))


def handle(text: str) -> str | None:
    """The handle (or channel or page id) that a cell names: `@dinsos`, `dinsos`, or the account's web address."""
    text = text.strip()
    if address := re.fullmatch(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/(.+)", text, re.IGNORECASE):
        text = address[1]
        if number := re.match(r"profile\.php\?(?:.*&)?id=(\d+)", text):
            return number[1]
        text = re.sub(r"^(?:channel|profile|c|user|groups|pages)/", "", text)
        text = re.split(r"[/?#]", text)[0]
    return text.lstrip("@").strip() or None


def urusan(text: str) -> list[str] | None:
    """Urusan codes such as `1.06; 2.10`, also given by name; None if one of them is no urusan.

    Spreadsheets turn 2.10 into 2.1 and 1.06 into 1,06: the zero comes back where that makes a code that exists.
    """
    known = choices("urusan")
    codes: list[str] = []
    for part in re.split(r"[|;\n]", text):
        whole = known.get(plain(part))
        pieces = [part] if whole else re.split(r",(?!\d{1,2}\b(?!\.))", part)
        codes += [code for piece in pieces if plain(piece) for code in [whole or _urusan(piece)]]
    return codes if codes and "" not in codes else None


def _urusan(piece: str) -> str:
    known, code = choices("urusan"), plain(piece).replace(",", ".")
    padded = (code, f"{code}0", re.sub(r"^(\d)\.(\d)$", r"\1.0\2", code))
    return next((known[each] for each in padded if each in known), "")


def _names(text: str) -> list[str] | None:
    return [part.strip() for part in re.split(r"[|;,\n]", text) if part.strip()] or None


def _code(column: Column, value: str) -> str:
    if column.required and column.kind not in BLANK_CODES:
        return "cell_required"
    numeric = column.kind in ("count", "amount", "figure", "year")
    if numeric and pl.select(damaged_number(pl.lit(value))).item():
        return "number_damaged"
    return BAD_CODES.get(column.kind, "value_unknown")


def _trimmed(header: str) -> pl.Expr:
    text = pl.col(header).str.strip_chars()
    return pl.when(text != "").then(text)


def _marked(texts: pl.DataFrame) -> pl.Series:
    if NOTE not in texts.columns:
        return pl.repeat(False, texts.height, eager=True)
    return texts[NOTE].str.contains(MARKED).fill_null(False)


def _shipped(form: Form, found: dict[str, str]) -> pl.DataFrame:
    """The example row as it was shipped, with the columns that this sheet still has."""
    cells = {c.field: value or None for c, value in zip(form.columns, form.example, strict=True)}
    kept = {field: cells.get(field) for field in found if field != NOTE}
    return pl.DataFrame(
        {"row": [0], **{f: [v] for f, v in kept.items()}},
        schema={"row": pl.Int64, **dict.fromkeys(kept, pl.String)},
    )
