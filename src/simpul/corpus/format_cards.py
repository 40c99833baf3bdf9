"""The known formats for readers: as rows, as one format's card, and as the page docs/formats.md, all from what the readers declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simpul.corpus.gaps import Gap, told
from simpul.corpus.reader import MISSING, Field, Reader, readers

Pair = tuple[str, str]

GIVES: dict[str, Pair] = {
    "posts": ("kiriman", "posts"),
    "comments": ("komentar", "comments"),
    "counts": ("angka", "counts"),
    "accounts": ("akun", "accounts"),
    "followers": ("pengikut", "followers"),
    "actors": ("responden", "actors"),
    "ties": ("hubungan", "ties"),
}
MATURITY: dict[str, Pair] = {
    "real files": ("diuji pada berkas sungguhan", "tested on real files"),
    "synthetic files": (
        "diuji pada berkas buatan menurut skemanya",
        "tested on synthetic files of the documented schema",
    ),
}
TYPES: dict[str, Pair] = {
    "text": ("teks", "text"), "id": ("id", "id"), "time": ("waktu", "time"), "count": ("jumlah", "count"),
    "number": ("angka", "number"), "list": ("daftar", "list"), "flag": ("ya/tidak", "yes/no"),
    "place": ("tempat", "place"), "kind": ("pilihan", "choice"),
}  # fmt: skip
HEAD: dict[str, Pair] = {
    "source": ("kolom ekspor", "field of the export"),
    "column": ("kolom Simpul", "column of Simpul"),
    "type": ("jenis", "type"),
    "missing": ("bila tidak ada", "where it is missing"),
}
INTRODUCTION = """\
# Formats / Format

*Made from the readers' declarations by `make docs`; do not edit.*

Format dikenali dari isinya, bukan dari nama berkasnya. `simpul formats` menampilkan daftar ini, `simpul formats NAMA` satu format.

A format is recognised by its content, never by the file's name. `simpul formats` shows this list, `simpul formats NAME` one format.
"""


def rows(language: str = "id") -> list[dict[str, Any]]:
    """Every format with all that is declared of it, texts in one language."""
    at = language == "en"
    return [
        {
            "name": reader.name,
            "platform": reader.platform,
            "title": reader.title[at],
            "gives": ", ".join(GIVES[each][at] for each in reader.gives),
            "tested_on": reader.tested_on,
            "maturity": MATURITY[reader.tested_on][at],
            "obtain": reader.obtain[at],
            "steps": [step[at] for step in reader.steps],
            "gaps": [told(Gap(code))[at] for code in reader.gaps],
            "mapping": [
                dict(zip(HEAD, _cells(each, at), strict=True)) for each in dict.fromkeys(reader.mapping)
            ],
        }
        for reader in readers().values()
    ]


def _cells(field: Field, at: int) -> tuple[str, str, str, str]:
    return field.source, field.column, TYPES[field.type][at], MISSING[field.missing][at]


def page() -> str:
    """docs/formats.md."""
    parts = [INTRODUCTION, *_summary(), *(line for reader in readers().values() for line in _section(reader))]
    return "\n".join(parts) + "\n"


def _summary() -> Iterator[str]:
    yield "| Format | Platform | Memuat / gives | Kematangan / maturity |"
    yield "| --- | --- | --- | --- |"
    for reader in readers().values():
        gives = ", ".join(f"{GIVES[each][0]} / {GIVES[each][1]}" for each in reader.gives)
        yield f"| [`{reader.name}`](#{reader.name}) | {reader.platform} | {gives} | {MATURITY[reader.tested_on][1]} |"


def _section(reader: Reader) -> Iterator[str]:
    yield f"\n## {reader.name}\n"
    yield f"{reader.title[0]} / *{reader.title[1]}*\n"
    for number, (id, en) in enumerate(reader.steps, 1):
        yield f"{number}. {id}<br>*{en}*"
    if reader.gaps:
        yield "\nTidak dimuat / *not contained*:\n"
        for code in reader.gaps:
            id, en = told(Gap(code))
            yield f"* {id} / *{en}*"
    yield f"\n| {' | '.join(en for _, en in HEAD.values())} |"
    yield "| --- | --- | --- | --- |"
    for field in dict.fromkeys(reader.mapping):
        source, column, kind, missing = _cells(field, 1)
        names = " / ".join(f"`{name}`" for name in source.split(" | "))
        yield f"| {names} | `{column}` | {kind} | {missing} |"
