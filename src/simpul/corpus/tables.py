"""CSV and XLSX as chunks of text columns, with every row either in or refused by number."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import IO, Any, Literal, NamedTuple

import polars as pl

from simpul.corpus.chunks import bounded, rejects
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.texts import clean, utf8

BLOCK = 16 << 20  # bytes that the CSV parser holds at once; a row must fit into it
SEPARATORS = (",", ";", "\t", "|")

Tables = Iterator[tuple[pl.DataFrame, pl.DataFrame]]
Quoting = Literal["csv", "php", "none"]


class Dialect(NamedTuple):
    """How a delimited file is written: its separator, its columns, and the lines before its header."""

    separator: str
    columns: list[str]
    skip: int


def header(source: Source) -> list[str] | None:
    """The column names of a delimited file or of a workbook's first sheet; None if the source is no table.

    For recognition: found once per source, never raises on bad content.
    """
    if "header" not in source.found:
        source.found["header"] = _find_header(source)
    names: list[str] | None = source.found["header"]
    return names


def _find_header(source: Source) -> list[str] | None:
    try:
        if is_workbook(source):
            return _sheet(source, None, rows=0).columns
        return dialect(source).columns
    except (FileRefused, OSError, ValueError):
        return None


def table(source: Source, *, quoting: Quoting = "csv", sheet: str | None = None) -> Tables:
    """Yields (rows, rejects): all columns as text, empty cells null, and `row` counted from 1 after the header.

    `quoting`: `csv` doubles quotes inside a cell, `php` too, but not after a backslash (fputcsv), `none` knows no
    quotes at all. `sheet` names a workbook's sheet (else the first). Ragged rows are refused as `row_ragged`. Raises FileRefused: `file_empty`, `file_header_only`,
    `file_encoding`, `file_truncated`, `file_unreadable`. A workbook's numbers of 15 digits and more come as
    `1.22E+17`, since Excel has lost their last digits.
    """
    pieces = _workbook_pieces(source, sheet) if is_workbook(source) else _delimited(source, quoting)
    height = 0
    for frame, refused in pieces:
        height += frame.height + refused.height
        for part in bounded(frame):
            cleaned, repaired = clean(part, source)
            yield cleaned, pl.concat([refused, repaired])
            refused = refused.clear()
    if not height:
        raise FileRefused("file_header_only")


# --- delimited text ---------------------------------------------------------------------------------------


def dialect(source: Source) -> Dialect:
    """Separator and header of a delimited file; raises FileRefused(`file_unknown`) if its head is no table."""
    with utf8(source) as stream:
        lines = stream.read(65_536).decode("utf-8", errors="replace").splitlines()
    skip = 0
    hinted = None
    if lines and (hint := re.fullmatch(r"sep=(.)", lines[0].strip().strip('"'), re.IGNORECASE)):
        skip, hinted = 1, hint[1]
    while skip < len(lines) and not lines[skip].strip():
        skip += 1
    if skip >= len(lines):
        raise FileRefused("file_empty")
    first = lines[skip]
    separator = hinted or max(SEPARATORS, key=lambda sign: _outside_quotes(first).count(sign))
    cells = [cell.strip().strip('"').replace('""', '"').strip() for cell in _split(first, separator)]
    if len(cells) < 2 or "\x00" in first or first.lstrip().startswith(("{", "[", "<")):
        raise FileRefused("file_unknown")
    return Dialect(separator, _distinct(cells), skip)


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _split(line: str, separator: str) -> list[str]:
    return re.split(re.escape(separator) + r'(?=(?:[^"]*"[^"]*")*[^"]*$)', line)


def _distinct(names: list[str]) -> list[str]:
    """Column names made unique: an empty one becomes `column_3`, a repeated one gets `_2`."""
    seen: dict[str, int] = {}
    unique = []
    for position, name in enumerate(names, 1):
        name = name or f"column_{position}"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def _delimited(source: Source, quoting: Quoting) -> Tables:
    import pyarrow as pa
    from pyarrow import csv

    form = dialect(source)
    ragged: list[tuple[int, str]] = []

    def refuse(row: Any) -> str:
        ragged.append((row.number - form.skip - 1, row.text[:200]))
        return "skip"

    start = 1
    with _doubled(source, quoting, form.separator) as stream:
        try:
            reader = csv.open_csv(
                stream,
                csv.ReadOptions(
                    block_size=BLOCK, column_names=form.columns, skip_rows=form.skip + 1, use_threads=False
                ),
                csv.ParseOptions(
                    delimiter=form.separator, newlines_in_values=True, invalid_row_handler=refuse,
                    quote_char=False if quoting == "none" else '"', double_quote=True,
                ),
                csv.ConvertOptions(
                    column_types=dict.fromkeys(form.columns, pa.large_string()),
                    strings_can_be_null=True, null_values=[""], check_utf8=False,
                ),
            )  # fmt: skip
            for batch in reader:
                frame = pl.DataFrame(pl.from_arrow(batch))
                skipped = [row for row, _ in ragged]
                rows = _row_numbers(start, frame.height, skipped)
                refused = rejects((row, None, "row_ragged", value) for row, value in ragged)
                ragged.clear()
                start += frame.height + len(skipped)
                yield frame.with_columns(pl.Series("row", rows, dtype=pl.Int64)), refused
        except (pa.ArrowInvalid, pa.ArrowKeyError) as problem:
            if "Empty CSV" in str(problem):
                return
            raise FileRefused("file_truncated", row=start) from problem
    late: list[tuple[int, None, str, str | None]] = [
        (row, None, "row_ragged", value) for row, value in ragged
    ]
    if quoting == "csv" and _open_quote(source):
        late.append((start + len(ragged) - 1, None, "row_quote", None))
    if late:
        yield pl.DataFrame(schema=dict.fromkeys(form.columns, pl.String) | {"row": pl.Int64}), rejects(late)


def _doubled(source: Source, quoting: Quoting, separator: str) -> IO[bytes]:
    """The source's text with every quote inside a cell doubled, as the parser expects it."""
    stream = utf8(source)
    if quoting != "php":
        return stream
    end = re.compile(
        rb"$|[\r\n]|%b(?! )" % re.escape(separator.encode())
    )  # PHP quotes a cell that has a blank

    def double(found: re.Match[bytes]) -> bytes:
        # a run of quotes after a backslash lacks one where it is odd inside a cell, or even before its end
        ends = end.match(found.string, found.end()) is not None
        return found[0] + b'"' if len(found[1]) % 2 != ends else found[0]

    pieces = iter(lambda: b"".join(stream.readlines(BLOCK)), b"")
    return io.BufferedReader(_Pieces(stream, (re.sub(rb'\\("+)', double, piece) for piece in pieces)))


class _Pieces(io.RawIOBase):
    """A stream's rewritten pieces, as a stream."""

    def __init__(self, stream: IO[bytes], pieces: Iterator[bytes]):
        self._stream, self._pieces, self._rest = stream, pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._pieces, b"")
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _open_quote(source: Source) -> bool:
    """Whether the file has an odd number of quotes: then one cell has swallowed the rows after it."""
    quotes = 0
    with utf8(source) as stream:
        while piece := stream.read(BLOCK):
            quotes += piece.count(b'"')
    return quotes % 2 == 1


def _row_numbers(start: int, height: int, skipped: list[int]) -> list[int] | range:
    if not skipped:
        return range(start, start + height)
    gaps = set(skipped)
    return [row for row in range(start, start + height + len(skipped)) if row not in gaps]


# --- workbooks --------------------------------------------------------------------------------------------


def is_workbook(source: Source) -> bool:
    """Whether the source is an Excel or OpenDocument workbook, by its content."""
    head = source.head
    zipped = head.startswith(b"PK\x03\x04") and (
        b"xl/" in head or b"[Content_Types].xml" in head or b"opendocument" in head
    )
    return zipped or head.startswith(b"\xd0\xcf\x11\xe0")


def sheets(source: Source) -> list[str]:
    """Names of a workbook's sheets, in order; empty if the source is no workbook."""
    import fastexcel

    if not is_workbook(source):
        return []
    try:
        return list(fastexcel.read_excel(source.read()).sheet_names)
    except fastexcel.FastExcelError:
        return []


def _sheet(source: Source, name: str | None, rows: int | None = None) -> pl.DataFrame:
    import fastexcel

    # an empty column is text here, which is no reason to warn the person who imports
    logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)
    try:
        book = fastexcel.read_excel(source.read())
        return book.load_sheet(name if name is not None else 0, n_rows=rows).to_polars()
    except fastexcel.FastExcelError as problem:
        raise FileRefused("file_unreadable", value=str(problem)[:80]) from problem


def _workbook_pieces(source: Source, name: str | None) -> Tables:
    frame = _sheet(source, name)
    frame = frame.rename(dict(zip(frame.columns, _distinct([c.strip() for c in frame.columns]), strict=True)))
    frame = frame.select(
        _as_text(pl.col(column), kind).alias(column) for column, kind in frame.schema.items()
    )
    frame = frame.with_columns(pl.int_range(1, frame.height + 1, dtype=pl.Int64).alias("row"))
    filled = frame.filter(~pl.all_horizontal(pl.all().exclude("row").is_null())) if frame.width > 1 else frame
    yield filled, rejects([])


def _as_text(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind.is_numeric():
        whole = column.cast(pl.Float64)
        exact = (
            pl.when(whole == whole.round())
            .then(whole.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(whole.cast(pl.String))
        )
        power = whole.abs().log10().floor().cast(pl.Int32, strict=False)
        lost = pl.format("{}E+{}", (whole / 10.0**power).round(2), power)
        return pl.when(whole.abs() >= 1e15).then(lost).otherwise(exact)
    if kind in (pl.Datetime, pl.Date):
        return column.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%d %H:%M:%S")
    text = column.cast(pl.String).str.strip_chars()
    return pl.when(text == "").then(None).otherwise(text)
