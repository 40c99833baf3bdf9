"""Digits against the words in brackets behind them: *15 (lima puluh) orang*."""

from __future__ import annotations

from collections.abc import Iterator

from simpul.checking.documents import Document
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.telling import tell


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.sentences:
        for sentence in paragraph:
            for number in sentence.numbers:
                if number.says is None or number.says == number.value:
                    continue
                words = sentence.text[number.start : number.end]
                yield Finding(
                    "spelled", Severity.error, sentence.place, sentence.text,
                    tell(("“{w}”: angka {v}, huruf {s}", "“{w}”: digits {v}, words {s}"), w=words, v=number.value, s=float(number.says)),
                    tell(("{v} atau {s}, sama pada angka dan huruf", "{v} or {s}, the same in digits and words"), v=number.value, s=float(number.says)),
                )  # fmt: skip


CHECK = Check(
    ("angka dan huruf", "digits and words"),
    {"spelled": ("angka dan huruf dalam kurung berbeda", "digits and the words in brackets differ")},
    in_each(look),
)
