"""From bytes to text, only where the encoding is certain: UTF-8, or UTF-16 that says so."""

from __future__ import annotations

import codecs
import re

from simpul.checking.reading.unreadable import Unreadable

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(name: str, data: bytes) -> str:
    """The text; raises Unreadable for binary content and for any other encoding, whose letters would be a guess."""
    try:
        if data.startswith(_UTF16):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(name, "binary" if b"\x00" in data and not _wide(data) else "encoding") from None
    if _CONTROLS.search(text):
        raise Unreadable(name, "encoding" if _wide(data) else "binary")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wide(data: bytes) -> bool:
    """Whether it looks like UTF-16 without its mark: every other byte of the beginning is zero."""
    start = data[:200]
    return len(start) > 3 and (not any(start[1::2]) or not any(start[0::2]))
