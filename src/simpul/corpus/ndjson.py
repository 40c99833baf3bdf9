"""NDJSON as typed frames: parsed by Polars in large pieces; only a piece with a bad line is looked at line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from simpul.corpus.chunks import bounded, rejects
from simpul.corpus.records import Schema
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import HEAD, Source
from simpul.corpus.texts import clean, text, utf8

PIECE = 32 << 20
BATCH = 10_000  # elements of a JSON array that become one piece
BETWEEN = re.compile(r"[\s,]*")

Typed = Iterator[tuple[pl.DataFrame, pl.DataFrame]]
Rewrite = Callable[[bytes], bytes]


def ndjson(source: Source, schema: Schema, rewrite: Rewrite | None = None) -> Typed:
    """Yields (rows, rejects): the fields of `schema`, typed, and `row`, the line's number from 1.

    Fields outside the schema are dropped, absent ones are null, numbers given for text are turned into text. A line that is
    no JSON object, or whose fields have another shape, is refused as `row_json`. `rewrite` gets each piece of whole lines
    before it is parsed and may bring odd shapes into the schema's; it must keep the number of lines. Raises FileRefused
    (`file_empty`, `file_encoding`).
    """
    start = 1
    with utf8(source) as stream:
        while lines := stream.read(PIECE):
            lines += stream.readline()
            height = lines.count(b"\n") + (not lines.endswith(b"\n"))
            yield from _cleaned(source, *_parse(rewrite(lines) if rewrite else lines, schema, start, height))
            start += height


def _cleaned(source: Source, frame: pl.DataFrame, refused: pl.DataFrame) -> Typed:
    for part in bounded(frame):
        cleaned, repaired = clean(part, source)
        yield cleaned, pl.concat([refused, repaired]).sort("row", maintain_order=True)
        refused = refused.clear()


def _parse(lines: bytes, schema: Schema, start: int, height: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    try:
        frame = pl.read_ndjson(lines, schema=schema)
        if frame.height == height:
            row = pl.int_range(start, start + height, dtype=pl.Int64)
            return frame.with_columns(row.alias("row")), rejects([])
    except pl.exceptions.PolarsError:
        pass
    return _parse_lines(lines, schema, start)


def _parse_lines(lines: bytes, schema: Schema, start: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    good: list[tuple[int, bytes]] = []
    bad: list[tuple[int | None, str | None, str, str | None]] = []
    for row, line in enumerate(lines.split(b"\n"), start):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            good.append((row, line))
        else:
            bad.append((row, None, "row_json", line[:200].decode("utf-8", errors="replace")))
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
            value = line[:200].decode("utf-8", errors="replace")
            return pl.DataFrame(schema={**schema, "row": pl.Int64}), rejects([(row, None, "row_json", value)])
    middle = len(lines) // 2
    left, right = _typed(lines[:middle], schema), _typed(lines[middle:], schema)
    return pl.concat([left[0], right[0]]), pl.concat([left[1], right[1]])


def objects(source: Source, schema: Schema, rewrite: Rewrite | None = None) -> Typed:
    """Like `ndjson`, for a file that may also be one JSON document: an array's elements, or the one object, are its lines.

    Of an array that is cut short the whole elements are yielded before FileRefused (`file_truncated`) is raised.
    """
    if not is_document(source):
        yield from ndjson(source, schema, rewrite)
        return
    start = 1
    for values in _elements(text(source)):
        lines = b"\n".join(json.dumps(value).encode() for value in values)
        parsed = _parse(rewrite(lines) if rewrite else lines, schema, start, len(values))
        yield from _cleaned(source, *parsed)
        start += len(values)


def json_head(source: Source) -> bytes:
    """The head of a JSON file, for recognition: without marks and zeros of its encoding; empty if it is no JSON."""
    head = source.head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head if head.startswith((b"{", b"[")) else b""


def is_document(source: Source) -> bool:
    """Whether a JSON file is one array or one object over several lines, judged from its head; else it is NDJSON."""
    with utf8(source) as stream:
        head = stream.read(HEAD).decode("utf-8", errors="replace")
    first, *others = [line.strip() for line in head.split("\n") if line.strip()] or [""]
    return first.startswith("[") or not (first.endswith("}") or not others or others[0].startswith("{"))


def _elements(content: str) -> Iterator[list[Any]]:
    """An array's elements in batches, or the one object."""
    at = BETWEEN.match(content).end()  # type: ignore[union-attr]
    if not content.startswith("[", at):
        yield [_loads(content)]
        return
    decode = json.JSONDecoder().raw_decode
    values: list[Any] = []
    at += 1
    while not content.startswith("]", at := BETWEEN.match(content, at).end()):  # type: ignore[union-attr]
        try:
            value, at = decode(content, at)
        except (ValueError, RecursionError) as problem:
            yield values
            raise FileRefused("file_truncated", value=str(problem)[:80]) from problem
        values.append(value)
        if len(values) == BATCH:
            yield values
            values = []
    yield values


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
