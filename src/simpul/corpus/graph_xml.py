"""Graph files in XML, element by element, in bounded memory; what is cut short or unsound is refused with its line."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

Step = tuple[bool, str, Element]  # whether the element begins, its bare name, the element


def steps(source: Source) -> Iterator[Step]:
    """Begin and end of each element. Raises FileRefused: `file_unreadable` where entities are declared, which no graph needs and a
    few of which fill any memory, and `file_truncated` where the XML breaks off or is unsound."""
    if b"<!ENTITY" in source.head or b"<!entity" in source.head:
        raise FileRefused("file_unreadable", value="<!ENTITY")
    with source.open() as stream:
        try:
            for event, element in iterparse(stream, ("start", "end")):
                yield event == "start", bare(element.tag), element
        except ParseError as problem:
            raise FileRefused("file_truncated", row=problem.position[0]) from problem


def bare(tag: str) -> str:
    """An element's name without its namespace."""
    return tag.rpartition("}")[2]


def begins_with(source: Source, tag: bytes) -> bool:
    """Whether the first element of an XML file has this name, whatever its prefix."""
    head = source.head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
    at = head.find(b"<" + tag)
    at = at if at >= 0 else head.find(b":" + tag)
    return 0 <= at < 4096 and head.lstrip()[:1] == b"<"


def default(declaration: Element) -> str | None:
    """The value that an attribute's declaration gives to what does not name it."""
    return next((each.text for each in declaration if bare(each.tag) == "default"), None)
