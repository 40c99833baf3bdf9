"""NDJSON as typed frames: parsed by Polars in large pieces; only a piece with a bad line is looked at line by line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import polars as pl

from simpul.corpus.chunks import bounded, rejects
from simpul.corpus.json_stream import Piece, walk
from simpul.corpus.records import Schema
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import HEAD, Source
from simpul.corpus.texts import clean, text, utf8

PIECE = 32 << 20
BATCH = 50_000  # elements of a JSON document that are parsed together

Typed = Iterator[tuple[pl.DataFrame, pl.DataFrame]]
Rewrite = Callable[[bytes], bytes]
Quick = Callable[[bytes], pl.DataFrame | None]


def ndjson(
    source: Source, schema: Schema, rewrite: Rewrite | None = None, quick: Quick | None = None
) -> Typed:
    """Yields (rows, rejects): the fields of `schema`, typed, and `row`, the line's number from 1.

    Fields outside the schema are dropped, absent ones are null, numbers given for text are turned into text. A line that is
    no JSON object, or whose fields have another shape, is refused as `row_json`. `rewrite` gets each piece of whole lines
    before it is parsed and may bring odd shapes into the schema's; it must keep the number of lines. `quick` may parse a piece of
    the usual shape. Raises FileRefused (`file_empty`, `file_encoding`).
    """
    start = 1
    with utf8(source) as stream:
        while lines := stream.read(PIECE):
            lines += stream.readline()
            height = lines.count(b"\n") + (not lines.endswith(b"\n"))
            rows = range(start, start + height)
            parsed = _parse(rewrite(lines) if rewrite else lines, schema, rows, quick)
            yield from _cleaned(source, *parsed)
            start += height


def _cleaned(source: Source, frame: pl.DataFrame, refused: pl.DataFrame) -> Typed:
    for part in bounded(frame):
        cleaned, repaired = clean(part, source)
        yield cleaned, pl.concat([refused, repaired]).sort("row", maintain_order=True)
        refused = refused.clear()


def _parse(
    lines: bytes, schema: Schema, rows: Sequence[int], quick: Quick | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines as a typed frame with `row`, whose numbers are given line by line, and rejects for the others."""
    try:
        frame = quick(lines) if quick else None
        if frame is None or frame.height != len(rows):
            frame = pl.read_ndjson(lines, schema=schema)
        if frame.height == len(rows):
            return frame.with_columns(pl.Series("row", rows, dtype=pl.Int64)), rejects([])
    except pl.exceptions.PolarsError:
        pass
    return _parse_lines(lines, schema, rows)


def _parse_lines(lines: bytes, schema: Schema, rows: Iterable[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    good: list[tuple[int, bytes]] = []
    bad: list[tuple[int | None, str | None, str, str | None]] = []
    for row, line in zip(rows, lines.split(b"\n"), strict=False):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            good.append((row, line))
        else:
            bad.append((row, None, "row_json", _shown(line)))
    frame, odd = _typed(good, schema)
    return frame, pl.concat([rejects(bad), odd])


def _typed(lines: list[tuple[int, bytes]], schema: Schema) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines as one frame; halves a piece that does not fit the schema until the odd lines stand alone."""
    if not lines:
        return pl.DataFrame(schema={**schema, "row": pl.Int64}), rejects([])
    try:
        frame = pl.read_ndjson(b"\n".join(line for _, line in lines), schema=schema)
        return frame.with_columns(pl.Series("row", [row for row, _ in lines], dtype=pl.Int64)), rejects([])
    except pl.exceptions.PolarsError:
        if len(lines) == 1:
            row, line = lines[0]
            refused = rejects([(row, None, "row_json", _shown(line))])
            return pl.DataFrame(schema={**schema, "row": pl.Int64}), refused
    middle = len(lines) // 2
    left, right = _typed(lines[:middle], schema), _typed(lines[middle:], schema)
    return pl.concat([left[0], right[0]]), pl.concat([left[1], right[1]])


def _shown(line: bytes) -> str:
    return line[:200].decode("utf-8", errors="replace")


def objects(source: Source, schema: Schema, rewrite: Rewrite | None = None) -> Typed:
    """Like `ndjson`, for a file that may also be one JSON document: an array's elements, or the one object, are its lines.

    Of an array that is cut short the whole elements are yielded before FileRefused (`file_truncated`) is raised.
    """
    if not is_document(source):
        yield from ndjson(source, schema, rewrite)
        return
    for _, rows, refused in elements(source, (), {"": schema}, rewrite=rewrite):
        yield rows, refused


def elements(
    source: Source,
    enter: Collection[str],
    schemas: Mapping[str, Schema],
    *,
    context: Mapping[str, str] = MappingProxyType({}),
    rewrite: Rewrite | None = None,
) -> Iterator[tuple[str, pl.DataFrame, pl.DataFrame]]:
    """Yields (path, rows, rejects) of the elements at the paths of `schemas`, of one document or of one per line.

    Paths and `enter` are those of `json_stream.walk`. `row` counts these elements from 1; `context` maps columns to scalars that
    stand before an element in the objects around it. `rewrite` and the raised FileRefused are as in `objects`.
    """
    waiting = {path: _Waiting(schema, context) for path, schema in schemas.items()}
    broken: list[tuple[int, str | None, str, str | None]] = []
    refusal: FileRefused | None = None
    row = 0
    try:
        for piece in _pieces(source, enter):
            if isinstance(piece, bytes):
                broken.append((row := row + 1, None, "row_json", _shown(piece)))
            elif (batch := waiting.get(piece.path)) is not None:
                batch.add(row := row + 1, piece)
                if batch.is_full():
                    for rows, refused in _cleaned(source, *batch.parsed(rewrite)):
                        yield piece.path, rows, refused
                    waiting[piece.path] = _Waiting(batch.schema, context)
    except FileRefused as refused_here:
        refusal = refused_here
    for path, batch in waiting.items():
        for rows, refused in _cleaned(source, *batch.parsed(rewrite)) if batch else ():
            yield path, rows, refused
    if broken:
        yield "", pl.DataFrame(schema={"row": pl.Int64}), rejects(broken)
    if refusal:
        raise refusal


def _pieces(source: Source, enter: Collection[str]) -> Iterator[Piece | bytes]:
    """The values of a document, or of each line; a line that is broken stands for itself."""
    if is_document(source):
        with utf8(source) as stream:
            yield from walk(stream, enter)
        return
    with utf8(source) as stream:
        for line in stream:
            if not line.strip():
                continue
            try:
                yield from walk(io.BytesIO(line), enter)
            except FileRefused:
                yield line


class _Waiting:
    """Elements of one path that are parsed together."""

    def __init__(self, schema: Schema, context: Mapping[str, str]):
        self.schema, self._context = schema, context
        self._rows: list[int] = []
        self._lines: list[bytes] = []
        self._around: list[list[str | None]] = []
        self._size = 0

    def add(self, row: int, piece: Piece) -> None:
        self._rows.append(row)
        self._lines.append(piece.json.encode("utf-8", "surrogatepass"))
        self._around.append([piece.context.get(name) for name in self._context.values()])
        self._size += len(piece.json)

    def __len__(self) -> int:
        return len(self._rows)

    def is_full(self) -> bool:
        return self._size > PIECE or len(self._rows) >= BATCH

    def parsed(self, rewrite: Rewrite | None) -> tuple[pl.DataFrame, pl.DataFrame]:
        lines = b"\n".join(self._lines)
        rows, refused = _parse(rewrite(lines) if rewrite else lines, self.schema, self._rows)
        if self._context:
            schema = {"row": pl.Int64} | dict.fromkeys(self._context, pl.String)
            around = [[row, *cells] for row, cells in zip(self._rows, self._around, strict=True)]
            beside = pl.DataFrame(around, schema=schema, orient="row")
            rows = rows.join(beside, on="row", how="left", maintain_order="left")
        return rows, refused


def json_head(source: Source) -> bytes:
    """The head of a JSON file, for recognition: without marks and zeros of its encoding; empty if it is no JSON."""
    head = source.head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head if head.startswith((b"{", b"[")) else b""


def is_document(source: Source) -> bool:
    """Whether a JSON file is one array or one object over several lines, judged from its head; else it is NDJSON."""
    with utf8(source) as stream:
        head = stream.read(HEAD).decode("utf-8", errors="replace")
    first, *others = [line.strip() for line in head.split("\n") if line.strip()] or [""]
    goes_on = first.endswith(("[", "{", ",", ":")) or not others or not others[0].startswith("{")
    return first.startswith("[") or (goes_on and not first.endswith("}"))


def document(source: Source) -> Any:
    """A whole JSON document; raises FileRefused (`file_truncated` if it is cut short, `file_unknown` if it is no JSON)."""
    return _loads(text(source))


def _loads(content: str) -> Any:
    try:
        return json.loads(content)
    except RecursionError as problem:
        raise FileRefused("file_unknown") from problem
    except json.JSONDecodeError as problem:
        at_end = problem.pos >= len(content.rstrip()) - 1 or "Unterminated" in problem.msg
        raise FileRefused("file_truncated" if at_end else "file_unknown", value=problem.msg) from problem
