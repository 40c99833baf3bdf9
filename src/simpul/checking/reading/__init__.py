"""From a file to a document: what it is, is told by its content first and its name second."""

from __future__ import annotations

from pathlib import Path

from simpul.checking.documents import Document
from simpul.checking.reading.archives import kind_of_archive
from simpul.checking.reading.decoding import decode
from simpul.checking.reading.unreadable import Unreadable

LARGEST = 50 * 2**20
FORMATS = (".txt", ".md", ".docx", ".html", ".htm", ".csv", ".tsv", ".xlsx")
_FOREIGN = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "OLE",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
}


def read(path: Path) -> Document:
    """The paragraphs and tables of a file. Raises Unreadable, which says in both languages what to do, and OSError."""
    name = str(path)
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(name, "empty")
    if size > LARGEST:
        raise Unreadable(name, "too_large")
    data = path.read_bytes()
    for magic, kind in _FOREIGN.items():
        if data.startswith(magic):
            raise Unreadable(name, "protected" if kind == "OLE" else "foreign")
    if data.startswith(b"PK"):
        return _read_archive(name, data)
    suffix = path.suffix.lower()
    if suffix in (".docx", ".xlsx"):
        raise Unreadable(name, "damaged")
    return _read_text(name, suffix, decode(name, data))


def _read_archive(name: str, data: bytes) -> Document:
    if kind_of_archive(name, data) == "docx":
        from simpul.checking.reading.word_files import read_docx

        return read_docx(name, data)
    from simpul.checking.reading.workbooks import read_xlsx

    return read_xlsx(name, data)


def _read_text(name: str, suffix: str, text: str) -> Document:
    if not text.strip():
        raise Unreadable(name, "empty")
    if suffix in (".csv", ".tsv"):
        from simpul.checking.reading.delimited import read_csv

        return read_csv(name, text)
    if suffix in (".html", ".htm") or text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        from simpul.checking.reading.web_pages import read_html

        return read_html(name, text)
    from simpul.checking.reading.plain import read_plain

    return read_plain(name, text)
