"""The checker: arithmetic and consistency of the figures in a text or table, Indonesian or English.

    >>> from simpul.checking import check, text_document
    >>> check([text_document("7 dari 15 peserta (87%) sangat puas.")])[0].suggestion[0]
    '46,7 %; atau 13 dari 15 (87 %)'

A room of its own: it leans on no other. Each check is one file in `checks/`, each format one file in `reading/`.
"""

from __future__ import annotations

from simpul.checking.documents import Document, Place
from simpul.checking.finding import Finding, Severity, check, codes
from simpul.checking.reading import FORMATS, read
from simpul.checking.reading.plain import read_plain
from simpul.checking.reading.unreadable import Unreadable

__all__ = [
    "FORMATS", "Document", "Finding", "Place", "Severity", "Unreadable", "check", "codes", "read", "text_document",
]  # fmt: skip


def text_document(text: str, name: str = "-") -> Document:
    """A document from text or Markdown that is no file (a draft, standard input)."""
    return read_plain(name, text)
