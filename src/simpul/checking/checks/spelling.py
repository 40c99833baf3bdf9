"""Words a letter away from another that the sentence means: *saluran pengaduan penyimpanan*. Only those in `data/confusable_words.csv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from simpul.checking.documents import Document
from simpul.checking.finding import Check, Finding, Severity, in_each


@cache
def _words() -> list[tuple[re.Pattern[str], str, str]]:
    path = Path(__file__).parents[2] / "data" / "confusable_words.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        return [
            (re.compile(row["pattern"], re.IGNORECASE), row["word"], row["instead"])
            for row in csv.DictReader(opened)
        ]


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.sentences:
        for sentence in paragraph:
            for shape, word, instead in _words():
                if shape.search(sentence.text):
                    yield Finding(
                        "spelling", Severity.doubt, sentence.place, sentence.text,
                        (f"“{word}” di sini mungkin “{instead}”", f"“{word}” may be “{instead}” here"), (instead, instead),
                    )  # fmt: skip


CHECK = Check(
    ("salah ketik", "typing slips"),
    {"spelling": ("kata yang mungkin salah ketik", "a word that may be mistyped")},
    in_each(look),
)
