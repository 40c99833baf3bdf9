"""Two sentences, tables or files that give the same indicator, place and year two values."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simpul.checking.columns import YEAR, shape
from simpul.checking.documents import Document, Place, Sentence
from simpul.checking.finding import Check, Finding, Severity
from simpul.checking.numbers import Number
from simpul.checking.rounding import meets
from simpul.checking.skeleton import skeleton
from simpul.checking.telling import Figure, Figures, tell

_SIGN = re.compile(r"⟦([npdy])(\d+)⟧")
_YEAR_AFTER = re.compile(
    r"\s*(?:\S+\s+){0,2}?\(?\s*(?:pada\s+|di\s+|in\s+)?(?:akhir\s+|awal\s+)?(?:tahun\s+)?⟦y(\d+)⟧"
)
_CHANGED = re.compile(
    r"\b(?:naik|turun|meningkat|menurun|bertambah|berkurang|penurunan|peningkatan|kenaikan|selisih|target\w*|ditargetkan|sasaran|proyeksi|diproyeksikan|"
    r"menargetkan|dibanding\w*|terhadap|di\s+bawah|di\s+atas|lebih|sebanyak-banyaknya|maksimal|rose|fell|down|up|target|by)\b", re.I
)  # fmt: skip
_PLACE = re.compile(
    r"\b(?:Kota|Kabupaten|Provinsi|Kecamatan|Kelurahan|Desa|Kab\.|Kec\.|Kel\.)\s+[A-Z]\w+(?:\s+(?:Utara|Selatan|Tengah|Timur|Barat))?|\b(?:Jawa|Sumatera|Kalimantan|Sulawesi|Papua|Nusa)\s+[A-Z]\w+|\b[Nn]asional\b|\bIndonesia\b|\b[Pp]rovinsi\b|\bDIY\b|\bDI Yogyakarta\b"
)
_QUALIFIERS = re.compile(
    r"\b(?:laki-laki|perempuan|perkotaan|perdesaan|pedesaan|maret|september|februari|agustus|semester\s+\w+|triwulan\s+\w+|bulan\s+\w+|ekstrem|anak|balita|"
    r"lansia|disabilitas|rata-rata|kapita|rumah\s+tangga|januari|april|mei|juni|juli|oktober|november|desember|bulanan|tahunan|sementara|male|female|urban|rural)\b", re.I
)  # fmt: skip


@dataclass(frozen=True)
class _Claim:
    indicator: str
    year: int
    about: frozenset[str]
    low: float
    high: float
    shown: Figure
    unit: str
    sentence: str
    place: Place


@cache
def _indicators() -> list[tuple[re.Pattern[str], str, str]]:
    path = Path(__file__).parents[2] / "data" / "indicator_names.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        return [
            (re.compile(rf"\b(?:{row['pattern']})", re.IGNORECASE), row["indicator"], row["kind"])
            for row in csv.DictReader(opened)
        ]


def run(documents: Sequence[Document]) -> Iterator[Finding]:
    own = _own_place(documents)
    told: dict[tuple[str, int, str], list[_Claim]] = {}
    for document in documents:
        for claim in _claims(document, own):
            others = told.setdefault((claim.indicator, claim.year, claim.unit), [])
            for other in others:
                if other.about == claim.about and not meets(claim.low, claim.high, other.low, other.high):
                    yield _finding(claim, other)
                    break
            others.append(claim)


def _own_place(documents: Sequence[Document]) -> str:
    """The place most named: what is said without a place is about it."""
    named = Counter(
        found.group().lower() for document in documents for each in document.paragraphs for found in _PLACE.finditer(each.text) if found.group()[:3] in ("Kot", "Kab", "Kel", "Kec", "Des")
    )  # fmt: skip
    return named.most_common(1)[0][0] if named else ""


def _about(text: str, own: str) -> frozenset[str]:
    places = {found.group().lower() for found in _PLACE.finditer(text)} - {own}
    return frozenset(places | {found.group().lower() for found in _QUALIFIERS.finditer(text)})


def _claims(document: Document, own: str) -> Iterator[_Claim]:
    for paragraph in document.sentences:
        for sentence in paragraph:
            yield from _of_sentence(sentence, own)
    yield from _of_tables(document, own)


def _of_sentence(sentence: Sentence, own: str) -> Iterator[_Claim]:
    signs = skeleton(sentence)
    starts = _named(signs)
    for index, (start, end, indicator, kind) in enumerate(starts):
        clause = signs[end : starts[index + 1][0] if index + 1 < len(starts) else len(signs)]
        clause = re.split(r";|\bsedangkan\b|\bsementara\b|\bwhile\b|\bdengan\b|\bdan\b", clause)[0]
        before = signs[:start]
        year_before = re.findall(r"⟦y(\d+)⟧", before)
        year_of_clause = sentence.numbers[int(year_before[0])] if len(year_before) == 1 else None
        for sign in _SIGN.finditer(clause):
            number = sentence.numbers[int(sign[2])]
            between = clause[: sign.start()]
            if sign[1] == "y":
                year_of_clause = number
                continue
            if not _is(kind, number):
                continue
            after = _YEAR_AFTER.match(clause, sign.end())
            year = sentence.numbers[int(after[1])] if after else year_of_clause
            if (
                year
                and not _CHANGED.search(between)
                and not _CHANGED.search(before[-25:])
                and not re.search(r"⟦[npd]", between)
            ):
                about = _about(_SIGN.sub(" ", before[-80:] + signs[start:end] + between), own)
                yield _Claim(
                    indicator, int(year.value), about, number.low, number.high,
                    Figure(number.value / number.scale, number.decimals), "1.0" if kind == "count" else kind, sentence.text, sentence.place,
                )  # fmt: skip
            break


def _named(signs: str) -> list[tuple[int, int, str, str]]:
    """Indicators in a sentence, the longest name where several begin at one place."""
    found = sorted(
        ((match.start(), match.end(), name, kind) for shape_, name, kind in _indicators() for match in shape_.finditer(signs)),
        key=lambda each: (each[0], -each[1]),
    )  # fmt: skip
    kept: list[tuple[int, int, str, str]] = []
    for each in found:
        if not kept or each[0] >= kept[-1][1]:
            kept.append(each)
    return kept


def _is(kind: str, number: Number) -> bool:
    if kind == "percent":
        return number.kind == "percent"
    if kind == "money":
        return number.money
    return number.kind == "count" and not number.money


def _of_tables(document: Document, own: str) -> Iterator[_Claim]:
    for table in document.tables:
        seen = shape(table, document.marks[document.language])
        for column in seen.columns:
            for row, value in column.values.items():
                label = seen.labels.get(row, "")
                for name, year in (
                    (label, YEAR.fullmatch(column.header)),
                    (column.header, YEAR.fullmatch(label)),
                ):
                    named = _named(name)
                    if year and len(named) == 1:
                        half = (
                            0.5 * 10**-value.decimals if value.decimals or named[0][3] == "percent" else 0.0
                        )
                        unit = "1.0" if named[0][3] == "count" else named[0][3]
                        if named[0][3] == "count" and re.search(r"ribu|juta|thousand|million", name, re.I):
                            continue
                        yield _Claim(
                            named[0][2], int(year[1]), _about(name, own), value.value - half, value.value + half,
                            Figure(value.value, value.decimals), unit, " | ".join(c.text for c in table.rows[row] if c.text), value.cell.place,
                        )  # fmt: skip


def _finding(claim: _Claim, other: _Claim) -> Finding:
    where = (f"{other.place.file}, {other.place.where[0]}", f"{other.place.file}, {other.place.where[1]}")
    figures: Figures = {
        "y": str(claim.year),
        "a": claim.shown,
        "b": other.shown,
        "wi": where[0],
        "we": where[1],
    }
    digits = [sorted(re.findall(r"\d", each.shown.shown(","))) for each in (claim, other)]
    note = (
        ("angkanya mungkin tertukar tempat", "digits may be transposed")
        if digits[0] == digits[1]
        else ("", "")
    )
    return Finding(
        "conflict", Severity.doubt, claim.place, claim.sentence,
        tell(("{y}: {a} di sini, {b} di {wi}", "{y}: {a} here, {b} at {we}"), **figures),
        tell(("{a} atau {b}: periksa sumbernya, atau sebut keduanya dengan sumber", "{a} or {b}: look at the source, or give both with theirs"), **figures),
        note, (other.place,),
    )  # fmt: skip


CHECK = Check(
    ("sumber yang berbeda", "sources that disagree"),
    {
        "conflict": (
            "dua tempat memberi angka berbeda untuk hal yang sama",
            "two places give the same thing two values",
        )
    },
    run,
)
