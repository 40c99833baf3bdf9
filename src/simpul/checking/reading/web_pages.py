"""HTML pages: the text of their blocks and their tables, with lines of the source."""

from __future__ import annotations

from lxml import etree, html  # type: ignore[import-untyped]

from simpul.checking.documents import Cell, Document, Kind, Paragraph, Place, Table
from simpul.checking.reading.plain import MARKER
from simpul.checking.reading.unreadable import Unreadable

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "title"}
_BLOCKS = _HEADINGS | set(
    "p li dd dt div section article blockquote figcaption caption main header footer aside body pre td th ul ol dl tr tbody thead table".split()
)
_UNSEEN = {"script", "style", "noscript", "template", "nav", "svg", "head"}


def read_html(name: str, text: str) -> Document:
    try:
        page = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as problem:
        raise Unreadable(name, "empty") from problem
    document = Document(name)
    unseen = [element for tag in _UNSEEN for element in page.iter(tag)]
    for element in unseen:
        element.drop_tree()
    for element in page.iter(*_BLOCKS):
        if element.tag == "table" and not _inside_table(element):
            document.tables.append(_table(name, len(document.tables) + 1, element))
        elif not _inside_table(element) and element.tag not in ("table", "ul", "ol", "dl"):
            words = _own_text(element)
            if words:
                document.paragraphs.append(
                    Paragraph(
                        words, Place.line(name, element.sourceline or 0), _kind(str(element.tag), words)
                    )
                )
    if not document.paragraphs and not document.tables:
        raise Unreadable(name, "empty")
    return document


def _inside_table(element: html.HtmlElement) -> bool:
    return next(element.iterancestors("table"), None) is not None


def _own_text(element: html.HtmlElement) -> str:
    """The words of a block without those of the blocks in it."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS:
            pieces.append(" " if child.tag == "br" else _own_text(child))
        pieces.append(child.tail or "")
    joined = "".join(pieces)
    return " ".join(joined.split()) if element.tag in _BLOCKS else joined


def _kind(tag: str, words: str) -> Kind:
    if tag in _HEADINGS:
        return "heading"
    return "item" if tag == "li" or MARKER.match(words) else "text"


def _table(name: str, number: int, table: html.HtmlElement) -> Table:
    rows = []
    for row in table.iter("tr"):
        line = row.sourceline or 0
        cells: list[Cell] = []
        for cell in row.iter("td", "th"):
            column = len(cells) + 1
            place = Place(name, (f"baris {line}, kolom {column}", f"line {line}, column {column}"))
            cells.append(Cell(" ".join(str(cell.text_content()).split()), place))
            span = str(cell.get("colspan") or "1")
            cells.extend(Cell("", place) for _ in range(min(int(span) if span.isdigit() else 1, 100) - 1))
        rows.append(cells)
    return Table(rows, f"tabel {number}")
