"""Bytes of an unknown encoding as text: byte order marks, UTF-16 without one, and old Windows files."""

from __future__ import annotations

import codecs
import io
from typing import IO, cast

import polars as pl

from simpul.corpus.chunks import rejects
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

PIECE = 1 << 20
LONGEST = 100_000  # characters of a cell that are kept


def encoding(source: Source) -> str:
    """The Python name of the source's text encoding: utf-8-sig, utf-16, utf-16-le, utf-16-be or cp1252.

    The whole file is checked once, in bounded memory. Raises FileRefused (`file_empty`, `file_encoding`).
    """
    if "encoding" not in source.found:
        source.found["encoding"] = _find_encoding(source)
    return str(source.found["encoding"])


def _find_encoding(source: Source) -> str:
    head = source.head
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise FileRefused("file_empty")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 5:  # Latin text in UTF-16 has a zero in every other byte
        return "utf-16-le" if odd > even else "utf-16-be"
    for name in ("utf-8-sig", "cp1252"):
        if _decodes(source, name):
            return name
    raise FileRefused("file_encoding")


def _decodes(source: Source, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    with source.open() as stream:
        try:
            while piece := stream.read(PIECE):
                decoder.decode(piece)
            decoder.decode(
                b"", final=name != "utf-8-sig"
            )  # a last character cut in two is no reason to guess cp1252
        except UnicodeDecodeError:
            return False
    return True


def utf8(source: Source) -> IO[bytes]:
    """The source as a stream of UTF-8 without a byte order mark; raises FileRefused like `encoding`."""
    name = encoding(source)
    stream = source.open()
    if name == "utf-8-sig":
        if source.head.startswith(codecs.BOM_UTF8):
            stream.read(len(codecs.BOM_UTF8))
        return stream
    recoder = codecs.StreamRecoder(
        stream, codecs.getencoder("utf-8"), codecs.getdecoder("utf-8"),
        codecs.getreader(name), codecs.getwriter(name), "replace",
    )  # fmt: skip
    return io.BufferedReader(cast(io.RawIOBase, _Readable(recoder)), PIECE)


class _Readable(io.RawIOBase):
    """Gives a StreamRecoder the `readinto` that BufferedReader needs."""

    def __init__(self, recoder: codecs.StreamRecoder):
        self._recoder, self._rest = recoder, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = self._recoder.read(PIECE // 4)
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._recoder.close()
        super().close()


def text(source: Source) -> str:
    """The whole source as text; raises FileRefused like `encoding`. For formats that cannot be streamed."""
    with utf8(source) as stream:
        return stream.read().decode("utf-8", errors="replace")


def clean(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frame without NUL characters and with cells cut at 100,000 characters, and a reject for each such cell.

    The frame has `row`. Nothing of the row is refused: the rejects say what was changed.
    """
    columns = [name for name, kind in frame.schema.items() if kind == pl.String]
    if not columns:
        return frame, rejects([])
    nul = frame.select(pl.col(columns).str.contains("\x00", literal=True).any())
    long = frame.select((pl.col(columns).str.len_bytes() > LONGEST).any())
    changed = []
    for name in columns:
        if nul[name][0]:
            hit = frame.filter(pl.col(name).str.contains("\x00", literal=True))
            changed += [(row, name, "text_repaired", value) for row, value in hit.select("row", name).rows()]
        if long[name][0]:
            hit = frame.filter(pl.col(name).str.len_chars() > LONGEST)
            changed += [(row, name, "text_long", value[:80]) for row, value in hit.select("row", name).rows()]
    if not changed:
        return frame, rejects([])
    touched = list({name for _, name, _, _ in changed})
    repaired = pl.col(touched).str.replace_all("\x00", "", literal=True).str.slice(0, LONGEST)
    return frame.with_columns(repaired), rejects(changed)
