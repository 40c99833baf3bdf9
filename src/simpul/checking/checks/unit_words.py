"""Unit words that clash: one amount told twice (*Rp 2,5 miliar (Rp 250.000.000)*), *10.630 ribu orang*, *juta ribu*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.documents import Document, Sentence
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.rounding import meets
from simpul.checking.skeleton import at, pattern, sign, skeleton
from simpul.checking.telling import Figure, Figures, tell

_AGAIN = pattern(rf"{sign('n', 'a')}\s*(?:\(|atau\s+(?:setara\s+(?:dengan\s+)?)?|or\s+){sign('n', 'b')}")
_TWO_WORDS = re.compile(
    r"\d\s*(ribu\s+(?:juta|miliar)|juta\s+ribu|thousand\s+million|million\s+thousand|ratus\s+ribu\s+juta)\b",
    re.I,
)
_CONVERSION = re.compile(r"\b(?:usd|us\$|\$|€|kurs|dolar)", re.I)


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.sentences:
        for sentence in paragraph:
            yield from _told_twice(sentence)
            for found in _TWO_WORDS.finditer(sentence.text):
                words = found.group(1)
                yield Finding(
                    "unit_words", Severity.doubt, sentence.place, sentence.text,
                    (f"dua kata satuan berurutan: “{words}”", f"two unit words in a row: “{words}”"),
                    ("satu kata satuan saja", "one unit word only"),
                )  # fmt: skip


def _told_twice(sentence: Sentence) -> Iterator[Finding]:
    if _CONVERSION.search(sentence.text):
        return
    for match in _AGAIN.finditer(skeleton(sentence)):
        a, b = at(sentence, match, "a"), at(sentence, match, "b")
        same_thing = (a.money and b.money) or (
            not a.money and not b.money and a.unit == b.unit != "" and a.scale != b.scale
        )
        if not same_thing or meets(a.low, a.high, b.low, b.high) or not (a.value and b.value):
            continue
        ratio = b.value / a.value
        if not any(abs(ratio * factor - 1) < 0.06 for factor in (1e-6, 1e-3, 1e-2, 0.1, 10, 100, 1e3, 1e6)):
            continue  # two amounts that differ otherwise may be two things
        figures: Figures = {
            "a": a.text.strip(),
            "b": b.text.strip(),
            "av": Figure(a.value),
            "bv": Figure(b.value),
            "r": Figure(max(ratio, 1 / ratio), 0),
        }
        yield Finding(
            "unit_words", Severity.error, sentence.place, sentence.text,
            tell(("{a} = {av}, sedangkan {b} = {bv}: berbeda {r} kali", "{a} = {av}, while {b} = {bv}: {r} times apart"), **figures),
            tell(("{av} pada kedua tempat, atau {bv} pada keduanya", "{av} in both places, or {bv} in both"), **figures),
        )  # fmt: skip


CHECK = Check(
    ("kata satuan", "unit words"),
    {"unit_words": ("kata satuan tidak cocok", "unit words clash")},
    in_each(look),
)
