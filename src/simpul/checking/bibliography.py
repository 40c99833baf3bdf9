"""The list of references of a document, and what its text cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simpul.checking.documents import Document, Paragraph

_LIST = re.compile(
    r"\s*(?:[\dIVX.]+\s*)?(?:daftar\s+(?:pustaka|rujukan|referensi|bacaan)|referensi|rujukan|kepustakaan|pustaka|references?|bibliography|works\s+cited)\s*:?\s*$", re.I
)  # fmt: skip
_ENTRY_YEAR = re.compile(r"\(?\b((?:19|20)\d\d)([a-z])?\b\)?")
_MARKER = re.compile(r"^\s*(?:[-*•]\s+|\[(\d+)\]\s*|\(?(\d{1,3})[.)]\s+)?")
_NAME = r"(?:(?:[Vv]an|[Dd]e|[Vv]on|[Dd]er|[Aa]l-|bin)\s*)*[A-Z][\w'’.-]*"
_AUTHORS = rf"{_NAME}(?:\s+{_NAME}){{0,5}}(?:\s*,\s*{_NAME}(?:\s+{_NAME})?){{0,4}}(?:,?\s*(?:dan|and|&)\s+(?:{_NAME})(?:\s+{_NAME})*)?(?:,?\s*(?:et\s+al\.?|dkk\.?|dan\s+kawan-kawan))?"
_IN_BRACKETS = re.compile(rf"({_AUTHORS})\s*,\s*((?:19|20)\d\d)([a-z])?\b")
_NARRATIVE = re.compile(
    rf"(?:\b(?:[Mm]enurut|[Oo]leh|[Pp]enelitian|[Ss]tudi|[Ss]urvei|[Tt]emuan|[Dd]alam|[Aa]ccording\s+to|[Bb]y|[Ss]tudy\s+of)\s+)({_AUTHORS})\s*\(((?:19|20)\d\d)([a-z])?(?:\s*[:,]\s*[\w.\s–-]+)?\)"
    rf"|({_NAME}(?:\s*,\s*{_NAME})*\s+(?:dan|and|&)\s+{_NAME}|{_NAME}\s+(?:et\s+al\.?|dkk\.?))\s*\(((?:19|20)\d\d)([a-z])?(?:\s*[:,]\s*[\w.\s–-]+)?\)"
)
_NOT_NAMES = re.compile(
    r"\b(?:Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember|January|February|March|May|June|July|August|October|December|"
    r"Pasal|Nomor|Tabel|Gambar|Kota|Kabupaten|Kecamatan|Kelurahan|Provinsi|Tahun|Lampiran|Perda|Perwal|Peraturan|Undang-Undang|UU|PP|Perpres|Permendagri|Keputusan|Inpres|Magelang|Jakarta|Semarang|Surakarta|Rp)\b"
)
_NUMERIC = re.compile(r"\[(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\]")


@dataclass(frozen=True)
class Entry:
    """One work of the list: its first author, year, letter behind the year, and its number where the list is numbered."""

    author: str
    year: int | None
    letter: str
    number: int | None
    paragraph: Paragraph


@dataclass(frozen=True)
class Citation:
    author: str
    year: int
    letter: str
    printed: str
    paragraph: Paragraph


def parts(document: Document) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of the text, and those of its list of references (empty where it has none)."""
    start = next(
        (i for i, each in enumerate(document.paragraphs) if _LIST.match(each.text.rstrip("*# "))), None
    )
    if start is None:
        return document.paragraphs, []
    rest = document.paragraphs[start + 1 :]
    # A heading ends the list; an entry in a text file may look like one, but has a year.
    end = next(
        (i for i, each in enumerate(rest) if each.kind == "heading" and not _ENTRY_YEAR.search(each.text)),
        len(rest),
    )
    return document.paragraphs[:start] + rest[end:], rest[:end]


def entries(listed: list[Paragraph]) -> Iterator[Entry]:
    for paragraph in listed:
        marker = _MARKER.match(paragraph.text)
        number = (marker[1] or marker[2]) if marker else None
        text = paragraph.text[marker.end() :] if marker else paragraph.text
        year = _ENTRY_YEAR.search(text)
        author = re.split(r"[,(.]", text, maxsplit=1)[0].strip()
        if len(text.split()) >= 3:
            yield Entry(
                author, int(year[1]) if year else None, (year[2] or "") if year else "", int(number) if number else None, paragraph
            )  # fmt: skip


def citations(text: list[Paragraph]) -> Iterator[Citation]:
    """Works cited by author and year: *(Sari, 2020)*, *menurut Sari dan Budi (2020)*, *(Sari dkk., 2020; Budi, 2019)*."""
    for paragraph in text:
        for bracket in re.finditer(r"\(([^()]*\b(?:19|20)\d\d[a-z]?[^()]*)\)", paragraph.text):
            for piece in bracket[1].split(";"):
                found = _IN_BRACKETS.search(piece)
                if found and not _NOT_NAMES.search(found[1]):
                    yield Citation(found[1], int(found[2]), found[3] or "", piece.strip(), paragraph)
        for found in _NARRATIVE.finditer(paragraph.text):
            author, year, letter = (
                (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
            )
            if not _NOT_NAMES.search(author):
                yield Citation(author, int(year), letter or "", f"{author} ({year}{letter or ''})", paragraph)


def numbers_cited(text: list[Paragraph]) -> Iterator[tuple[int, Paragraph]]:
    """Works cited by number: *[3]*, *[2–4]*, *[1, 5]*."""
    for paragraph in text:
        for found in _NUMERIC.finditer(paragraph.text):
            for piece in re.split(r"[,;]", found[1]):
                ends = [int(each) for each in re.findall(r"\d+", piece)]
                for number in range(ends[0], min(ends[-1], ends[0] + 50) + 1):
                    yield number, paragraph


def surnames(author: str) -> list[str]:
    """The names by which a work may be known: the words of its authors, and their initials as an acronym."""
    words = re.findall(r"[A-Z][\w'’-]+", author)
    initials = "".join(word[0] for word in words)
    return [word.lower() for word in words] + ([initials.lower()] if len(initials) >= 2 else [])
