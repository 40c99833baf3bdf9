"""Gaps and repeats in numbering: lists in a sentence and by lines, captions of tables and figures, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simpul.checking.documents import Document, Place
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.telling import tell

_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_INLINE = re.compile(
    r"(?<![\w)])(?<!ayat )(?<!huruf )(?<!angka )(?<!butir )(?<!poin )(?<!pasal )(?<!item )(?<!point )(?<!paragraph )(?<!kolom )"
    r"(?P<open>\(?)(?P<label>\d{1,2}|[ivx]{1,5}|[a-z])\)(?=\s*\w)"
)
_LINE = re.compile(r"\s*(?P<open>\(?)(?P<label>\d{1,3}|[ivx]{1,5}|[a-zA-Z])(?P<close>[.)])\s+\S")
_CAPTION = re.compile(
    r"\s*(?P<what>Tabel|Gambar|Grafik|Lampiran|Table|Figure|Appendix)\s+(?P<chapter>(?:[\dIVX]+[.-])*)(?P<label>\d+)\b(?!\s*(?:di|dan|menunjukkan|memuat|berikut|shows|and))",
    re.I,
)
_HEADING = re.compile(r"\s*(?P<chapter>(?:[\dIVX]+\.)*)(?P<label>\d+|[IVX]+)\.?\s+\S")


@dataclass(frozen=True)
class _Label:
    style: str
    label: str
    text: str
    place: Place


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.paragraphs:
        if paragraph.kind != "heading":
            labels = [
                _Label("inline" + found["open"], found["label"], paragraph.text, paragraph.place)
                for found in _INLINE.finditer(paragraph.text) if found.start() > 0 or found["label"] in ("i", "a", "1")
            ]  # fmt: skip
            yield from _gaps(labels)
    yield from _gaps(_line_labels(document))
    yield from _gaps(list(_captions(document)), from_one=False)


def _line_labels(document: Document) -> list[_Label]:
    labels = []
    section = 0
    for paragraph in document.paragraphs:
        section += paragraph.kind == "heading"
        found = _LINE.match(paragraph.text)
        if found and paragraph.kind == "item":
            style = f"{section} {paragraph.indent} {found['open']}{found['close']}{found['label'].isupper()}"
            labels.append(_Label(style, found["label"], paragraph.text, paragraph.place))
    return labels


def _captions(document: Document) -> Iterator[_Label]:
    for paragraph in document.paragraphs:
        caption = _CAPTION.match(paragraph.text)
        if caption and len(paragraph.text.split()) < 40:
            yield _Label(
                f"{caption['what'].lower()} {caption['chapter']}",
                caption["label"],
                paragraph.text,
                paragraph.place,
            )
        heading = _HEADING.match(paragraph.text) if paragraph.kind == "heading" else None
        if heading and heading["chapter"]:
            yield _Label(f"heading {heading['chapter']}", heading["label"], paragraph.text, paragraph.place)


def _gaps(labels: list[_Label], from_one: bool = True) -> Iterator[Finding]:
    """A label that skips one to three steps after the last of its style, in a list that began at its beginning."""
    last: dict[str, tuple[str, int]] = {}
    for label in labels:
        before = last.get(label.style)
        kind, number = _number(label.label, before)
        if number is None:
            continue
        if before is None or kind != before[0] or number == 1:
            if number == 1 or not from_one:
                last[label.style] = (kind, number)
            else:
                last.pop(label.style, None)
            continue
        step = number - before[1]
        if 2 <= step <= 4 or (step == 0 and kind != "number"):
            yield _finding(label, kind, before[1], number)
        last[label.style] = (kind, number)


def _number(label: str, before: tuple[str, int] | None) -> tuple[str, int | None]:
    """The kind of a label and its number; *i* and *v* are Roman unless the letters before them were letters."""
    low = label.lower()
    if low.isdigit():
        return "number", int(low)
    letter = ord(low) - 96 if len(low) == 1 else None
    if letter is not None and before and before[0] == "letter" and 0 < letter - before[1] <= 2:
        return "letter", letter
    if low in _ROMAN:
        return "roman", _ROMAN.index(low) + 1
    return "letter", letter


def _finding(label: _Label, kind: str, before: int, number: int) -> Finding:
    def shown(value: int) -> str:
        return {
            "number": str(value),
            "roman": _ROMAN[value - 1] if value <= 20 else str(value),
            "letter": chr(96 + value),
        }[kind]

    bracket = "({})" if label.style == "inline(" else "{}"
    name = {
        "b": bracket.format(shown(before)),
        "n": bracket.format(shown(number)),
        "m": bracket.format(shown(before + 1)),
    }
    repeated = number == before
    return Finding(
        "numbering", Severity.error if not repeated else Severity.doubt, label.place, label.text,
        tell(("{n} dua kali", "{n} twice") if repeated else ("setelah {b} langsung {n}", "after {b} comes {n}"), **name),
        tell(("{m}", "{m}") if repeated else ("{m}: isi yang hilang, atau beri nomor ulang", "{m}: the lost item, or number anew"), **name),
    )  # fmt: skip


CHECK = Check(
    ("penomoran", "numbering"),
    {"numbering": ("penomoran melompat atau berulang", "numbering skips or repeats")},
    in_each(look),
)
