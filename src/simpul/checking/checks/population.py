"""A percentage and a count that imply an impossible population: *8,79% atau 10.630 ribu orang* of a city."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from simpul.checking.documents import Document, Sentence
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.numbers import Number
from simpul.checking.skeleton import at, gap, pattern, sign, skeleton
from simpul.checking.telling import Figure, Figures, tell

_PEOPLE = frozenset("orang jiwa warga penduduk people persons inhabitants residents".split())
_OR = r"\s*(?:\(|,?\s*(?:atau|or|setara(?:\s+dengan)?|yaitu|yakni)\s+)(?:sebanyak\s+|sekitar\s+|sejumlah\s+|about\s+)?"
_PAIRS = (
    pattern(rf"{sign('p', 'p')}{_OR}{sign('n', 'k')}"),
    pattern(rf"{sign('n', 'k')}{gap(4)}{_OR}{sign('p', 'p')}"),
)
_POPULATION = pattern(
    rf"(?:jumlah\s+penduduk|penduduk(?:nya)?|berpenduduk|population(?:\s+of)?)(?!\s+miskin){gap(6)}{sign('n', 'n')}"
)
_FACTORS = (1e-6, 1e-3, 1e-2, 1e-1, 10, 100, 1e3, 1e6)


@cache
def largest() -> list[tuple[re.Pattern[str], float]]:
    """For each kind of place, the population that no place of this kind in Indonesia reaches (with a margin of a fifth)."""
    path = Path(__file__).parents[2] / "data" / "largest_places.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        return [
            (re.compile(rf"\b(?:{row['words']})\b", re.IGNORECASE), 1.2 * float(row["population"]))
            for row in csv.DictReader(opened)
        ]


def look(document: Document) -> Iterator[Finding]:
    known = _population(document)
    for paragraph in document.sentences:
        context = " ".join(sentence.text for sentence in paragraph)
        for sentence in paragraph:
            for k, p in _pairs(sentence):
                finding = _judge(sentence, k, p, known, context)
                if finding:
                    yield finding


def _pairs(sentence: Sentence) -> Iterator[tuple[Number, Number]]:
    signs = skeleton(sentence)
    for shape in _PAIRS:
        for match in shape.finditer(signs):
            k, p = at(sentence, match, "k"), at(sentence, match, "p")
            before = sentence.text[: min(k.start, p.start)].lower()
            grows = re.search(
                r"\b(?:naik|turun|meningkat|menurun|tumbuh|bertambah|berkurang|rose|fell|grew|\w*creased)\b[^.;]*$",
                before,
            )
            is_whole = re.search(
                r"\b(?:dari|of|total|among)\s+(?:\w+\s+){0,2}$", sentence.text[: k.start].lower()
            )
            if (
                k.unit in _PEOPLE
                and not is_whole
                and not k.money
                and p.value > 0
                and k.value > 0
                and not grows
            ):
                yield k, p


def _population(document: Document) -> float | None:
    """The largest population the document tells, where all that it tells are of one size; else None."""
    told = [
        at(sentence, match, "n")
        for paragraph in document.sentences
        for sentence in paragraph
        for match in _POPULATION.finditer(skeleton(sentence))
    ]
    values = [each.value for each in told if each.unit in _PEOPLE and not each.money and each.value >= 1000]
    return max(values) if values and max(values) < 1.5 * min(values) else None


def _judge(sentence: Sentence, k: Number, p: Number, known: float | None, context: str) -> Finding | None:
    implied = 100 * k.value / p.value
    spread = (p.high / max(p.low, 1e-9)) * 1.25
    limit, told = None, known
    if known is not None:
        factor = next((f for f in _FACTORS if known / spread <= implied * f <= known * spread), None)
        if factor is None or known / spread <= implied <= known * spread:
            factor = None
    else:
        factor = None
    if factor is None:
        limit = _most(sentence.text) or _most(context)
        if not limit or implied <= limit:
            return None
        factor = next((f for f in (1e-3, 1e-6) if implied * f <= limit), 1e-3)
    fitting = k.value * factor
    figures: Figures = {"k": Figure(k.value), "p": Figure(p.value, p.decimals), "i": Figure(implied, 0), "f": Figure(fitting, None if fitting < 100 else 0),
               "u": k.unit, "n": Figure(told or limit or 0, 0)}  # fmt: skip
    why = (
        (", bukan {n} penduduk yang disebut", ", not the {n} told")
        if limit is None
        else (", lebih dari tempat mana pun yang sejenis", ", more than any place of this kind has")
    )
    return Finding(
        "population", Severity.error, sentence.place, sentence.text,
        tell(("{k} / {p} % = {i} penduduk" + why[0], "{k} / {p}% = {i} inhabitants" + why[1]), **figures),
        tell(("{f} {u}", "{f} {u}"), **figures),
    )  # fmt: skip


def _most(text: str) -> float:
    """The most people of the largest kind of place that a text names; 0 where it names none."""
    return max((most for words, most in largest() if words.search(text)), default=0.0)


CHECK = Check(
    ("persentase, jumlah, dan penduduk", "percentage, count and population"),
    {
        "population": (
            "persentase dan jumlah orang menyiratkan penduduk yang mustahil",
            "percentage and count imply an impossible population",
        )
    },
    in_each(look),
)
