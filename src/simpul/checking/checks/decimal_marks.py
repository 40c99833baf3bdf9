"""Decimal and thousand marks: both kinds in one document, numbers whose marks fit no number, *1.234* that could be either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from simpul.checking.documents import Document
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.marks import printed
from simpul.checking.numbers import mark_of, parse
from simpul.checking.telling import Figure

MIXED_FROM = 2  # numbers of the other kind; a single one leaves no doubt about the rest
_MALFORMED = re.compile(
    r"\d{1,3}(?:\.\d{3})+\.\d\d|\d{1,3}(?:,\d{3})+,\d\d|[1-9]\d{0,2}(?:\.\d{3})*\.(?:\d{4,}|\d{1,2})\.\d{3}(?:\.\d{3})*"
)


def look(document: Document) -> Iterator[Finding]:
    unlike: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    for language, raw, text, place in printed(document):
        mark, usual = mark_of(raw), document.marks[language]
        telling[language] += mark is not None
        if mark and mark != usual:
            unlike[language] += 1
            proper = raw.translate(str.maketrans(",.", ".,"))
            yield Finding(
                "mixed_marks", Severity.doubt, place, text,
                (f"{raw} memakai desimal “{mark}”, angka lain memakai “{usual}”", f"{raw} has the decimal mark “{mark}”, others “{usual}”"),
                (proper, proper),
            )  # fmt: skip
        elif parse(raw, usual) is None and _MALFORMED.fullmatch(raw):
            figure = Figure(float(re.sub(r"[.,]", "", raw)))
            yield Finding(
                "malformed_number", Severity.error, place, text,
                (f"{raw}: kelompok ribuan harus tiga angka", f"{raw}: groups of thousands have three digits"),
                (f"mungkin {figure.shown(',')}", f"perhaps {figure.shown('.')}"),
            )  # fmt: skip
    for language, count in unlike.items():
        if count >= MIXED_FROM and count >= telling[language] / 4:
            yield from _ambiguous(document, language)


def _ambiguous(document: Document, language: str) -> Iterator[Finding]:
    """Once per document: the first number that can be read two ways, and how many there are."""
    either = [
        (raw, text, place)
        for of, raw, text, place in printed(document)
        if of == language and (parsed := parse(raw, ",")) and parsed[2]
    ]
    if not either:
        return
    raw, text, place = either[0]
    values = [Figure(value[0], value[1]) for value in (parse(raw, ","), parse(raw, ".")) if value]
    yield Finding(
        "ambiguous_number", Severity.note, place, text,
        (f"{raw} dapat berarti " + " atau ".join(each.shown(",") for each in values) + f"; {len(either)} angka seperti ini",
         f"{raw} may mean " + " or ".join(each.shown(".") for each in values) + f"; {len(either)} numbers like this"),
        ("tulis dengan satu kebiasaan di seluruh dokumen", "write them the same way throughout the document"),
    )  # fmt: skip


CHECK = Check(
    ("tanda desimal dan ribuan", "decimal and thousand marks"),
    {
        "mixed_marks": (
            "tanda desimal berbeda dari angka lain di dokumen ini",
            "decimal mark unlike other numbers here",
        ),
        "malformed_number": ("tanda ribuan salah letak", "thousand marks misplaced"),
        "ambiguous_number": ("angka dapat dibaca dua cara", "number can be read two ways"),
    },
    in_each(look),
)
