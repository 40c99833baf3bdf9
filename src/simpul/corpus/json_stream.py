"""One JSON document of any size as a stream of its elements: an export of years must not be held in memory.

Arrays and objects that the caller names are entered; everything else is one piece, as its raw text on one line.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Collection, Iterator
from typing import IO, Any, NamedTuple

from simpul.corpus.rejects import FileRefused

STEP = 4 << 20  # bytes read at once
LARGEST = 64 << 20  # characters of one element
DEEPEST = 12  # arrays and objects entered, one in the other
BETWEEN = re.compile(r"[\s,]*")
BREAKS = str.maketrans(
    "\r\n", "  "
)  # inside a JSON text a line break is never raw, so these stand between values
_decode = json.JSONDecoder().raw_decode


class Piece(NamedTuple):
    """A value that was not entered: its path (`chats.list[].messages[]`), the scalars before it around it, its raw JSON."""

    path: str
    context: dict[str, str]
    json: str


def walk(stream: IO[bytes], enter: Collection[str]) -> Iterator[Piece]:
    """The document's values in order; also of several documents one after another.

    `enter` names the containers whose content is wanted: `items` is that key of the outermost object, `list[]` an element of
    `list`, and the empty path the outermost object itself. An outermost array is always entered, and its elements have the path of the
    outermost value. Raises FileRefused: `file_truncated` where the document ends or is broken in the middle, `file_unknown` where it is
    nested beyond reason, `file_large` where one element is larger than LARGEST.
    """
    text = _Text(stream)
    while sign := text.peek():
        if sign != "[":
            yield from _value(text, "", {}, enter)
            continue
        text.at += 1
        while text.inside("]"):
            yield from _value(text, "", {}, enter)


def _value(text: _Text, path: str, context: dict[str, str], enter: Collection[str]) -> Iterator[Piece]:
    sign = text.peek()
    if path not in enter or sign not in ("{", "[") or path.count(".") > DEEPEST:
        yield Piece(path, context, text.value()[1])
        return
    text.at += 1
    if sign == "[":
        element = path + "[]"
        while text.inside("]"):
            if element in enter:
                yield from _value(text, element, context, enter)
            else:
                yield Piece(element, context, text.value()[1])
        return
    around = dict(context)
    while text.inside("}"):
        key = text.key()
        inner = f"{path}.{key}" if path else key
        if inner in enter:
            yield from _value(text, inner, around, enter)
            continue
        value, raw = text.value()
        if isinstance(value, (str, int, float)):
            around[key] = str(value)
        yield Piece(inner, around, raw)


class _Text:
    """The part of the document that is in memory, and where in it the next value begins."""

    def __init__(self, stream: IO[bytes]):
        self._stream, self._decoder = stream, codecs.getincrementaldecoder("utf-8")("replace")
        self._content, self.at, self._ended = "", 0, False

    def peek(self) -> str:
        """The sign with which the next value begins; empty at the end."""
        while True:
            self.at = BETWEEN.match(self._content, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self._content):
                return self._content[self.at]
            if not self._more():
                return ""

    def inside(self, end: str) -> bool:
        """Whether another value comes before the sign that ends the container; steps over that sign."""
        sign = self.peek()
        if not sign:
            raise FileRefused("file_truncated")
        self.at += sign == end
        return sign != end

    def key(self) -> str:
        key, _ = self.value()
        if not isinstance(key, str) or self.peek() != ":":
            raise FileRefused("file_truncated")
        self.at += 1
        return key

    def value(self) -> tuple[Any, str]:
        """The next value, and its JSON on one line."""
        self.peek()
        while True:
            try:
                value, end = _decode(self._content, self.at)
                if end < len(self._content) or not self._more():  # else a number may go on
                    break
                continue
            except RecursionError as problem:
                raise FileRefused("file_unknown") from problem
            except ValueError as problem:
                if self._is_broken(problem) or not self._more():
                    raise FileRefused("file_truncated", value=str(problem)[:80]) from problem
        raw = self._content[self.at : end]
        self.at = end
        return value, raw.translate(BREAKS) if "\n" in raw or "\r" in raw else raw

    def _is_broken(self, problem: ValueError) -> bool:
        """Whether the fault lies before the end of what is in memory, so that reading on would not mend it."""
        at_end = getattr(problem, "pos", 0) > len(self._content) - 16
        return not at_end and "Unterminated" not in str(problem)

    def _more(self) -> bool:
        if self._ended:
            return False
        if len(self._content) - self.at > LARGEST:
            raise FileRefused("file_large")
        piece = self._stream.read(STEP)
        self._ended = not piece
        self._content = self._content[self.at :] + self._decoder.decode(piece, final=self._ended)
        self.at = 0
        return bool(piece) or bool(self._content)
