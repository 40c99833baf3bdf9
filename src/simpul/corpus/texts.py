"""Bytes of an unknown encoding as text: byte order marks, UTF-16 without one, and old Windows files."""

from __future__ import annotations

import codecs
import io
import re
from typing import IO

import polars as pl

from simpul.corpus.chunks import rejects
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

PIECE = 1 << 20
LONGEST = 100_000  # characters of a cell that are kept
DAMAGED = "utf-8"  # with bytes that are no UTF-8; they become U+FFFD
ASCII = bytes(range(128))
SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)  # also of a lone surrogate
UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # in cp1252


def encoding(source: Source) -> str:
    """The Python name of the source's text encoding: utf-8-sig, utf-16, utf-16-le, utf-16-be, cp1252, or DAMAGED.

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
    end = _utf8_end(source)
    if end is not None:
        return DAMAGED if end else "utf-8-sig"
    return _likelier(source)


def _utf8_end(source: Source) -> bytes | None:
    """What is left of a last character that is cut in two; empty if nothing is, None if the source is not UTF-8."""
    rest = b""
    with source.open() as stream:
        while piece := rest + stream.read(PIECE):
            if piece == rest:
                return rest
            starts = [at for at in range(max(len(piece) - 3, 0), len(piece)) if piece[at] >= 0xC0]
            cut = starts[-1] if starts and not _is_utf8(piece[starts[-1] :]) else len(piece)
            if not _is_utf8(piece[:cut]):
                return None
            rest = piece[cut:]
    return rest


def _is_utf8(piece: bytes) -> bool:
    try:
        pl.Series([piece], dtype=pl.Binary).cast(pl.String)  # ten times as fast as decoding
    except pl.exceptions.ComputeError:
        return False
    return True


def _likelier(source: Source) -> str:
    """UTF-8 with a few bad bytes, or cp1252, whose letters beyond ASCII stand alone between others."""
    together, alone, undefined = 0, 0, 0
    with source.open() as stream:
        while piece := stream.read(PIECE):
            within = sum(map(len, SEQUENCE.findall(piece)))
            together += within
            alone += len(piece.translate(None, ASCII)) - within
            undefined += len(piece) - len(piece.translate(None, UNDEFINED))
    if together > alone:
        return DAMAGED
    if undefined:
        raise FileRefused("file_encoding")
    return "cp1252"


def utf8(source: Source) -> IO[bytes]:
    """The source as a stream of UTF-8 without a byte order mark; raises FileRefused like `encoding`."""
    name = encoding(source)
    stream = source.open()
    if name == "utf-8-sig":
        if source.head.startswith(codecs.BOM_UTF8):
            stream.read(len(codecs.BOM_UTF8))
        return stream
    recoded = _Recoded(stream, "utf-8-sig" if name == DAMAGED else name)
    return io.BufferedReader(recoded, PIECE)


class _Recoded(io.RawIOBase):
    """A stream of another encoding as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, stream: IO[bytes], name: str):
        self._stream, self._rest = stream, b""
        self._decoder = codecs.getincrementaldecoder(name)("replace")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = b"more"
        while piece and not self._rest:
            piece = self._stream.read(PIECE)
            self._rest = self._decoder.decode(piece, final=not piece).encode()
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()


def text(source: Source) -> str:
    """The whole source as text; raises FileRefused like `encoding`. For formats that cannot be streamed."""
    with utf8(source) as stream:
        return stream.read().decode("utf-8", errors="replace")


def clean(frame: pl.DataFrame, source: Source | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frame without NUL characters and with cells cut at 100,000 characters, and a reject for each such cell.

    If the source is given and DAMAGED, cells with U+FFFD are named too. The frame has `row`. Nothing of the row is refused: the
    rejects say what was changed.
    """
    columns = [name for name, kind in frame.schema.items() if kind == pl.String]
    if not columns:
        return frame, rejects([])
    damaged = source is not None and source.found.get("encoding") == DAMAGED
    sign = "\x00|\ufffd" if damaged else "\x00"
    odd = frame.select(pl.col(columns).str.contains(sign).any())
    long = frame.select((pl.col(columns).str.len_bytes() > LONGEST).any())
    changed = []
    for name in columns:
        if odd[name][0]:
            hit = frame.filter(pl.col(name).str.contains(sign))
            changed += [(row, name, "text_repaired", value) for row, value in hit.select("row", name).rows()]
        if long[name][0]:
            hit = frame.filter(pl.col(name).str.len_chars() > LONGEST)
            changed += [(row, name, "text_long", value[:80]) for row, value in hit.select("row", name).rows()]
    if not changed:
        return frame, rejects([])
    touched = list({name for _, name, _, _ in changed})
    repaired = pl.col(touched).str.replace_all("\x00", "", literal=True).str.slice(0, LONGEST)
    return frame.with_columns(repaired), rejects(changed)
