"""The quantities of a sentence: value, how far it is rounded, unit, and the marks it is written with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from simpul.checking.not_quantities import masked
from simpul.checking.spelled_numbers import SPELLED, value_of

Mark = Literal[",", "."]
Kind = Literal["count", "percent", "points", "year"]

_SCALES = {
    "ribu": 1e3, "rb": 1e3, "thousand": 1e3, "juta": 1e6, "jt": 1e6, "million": 1e6, "miliar": 1e9, "milyar": 1e9, "billion": 1e9,
    "triliun": 1e12, "trillion": 1e12,
}  # fmt: skip
_DIGITS = r"\d+(?:[.,]\d+)*(?:[\u00a0\u202f]\d{3})*"
_NUMBER = re.compile(
    rf"(?P<money>(?:Rp|IDR|US\$|USD|\$|€)\.?\s?)?(?P<sign>(?<![\w)])[-−])?(?P<raw>{_DIGITS})"
    rf"(?:\s?[-–]\s?(?P<to>{_DIGITS}))?(?P<dash>,-+)?(?P<scale>\s*(?:{'|'.join(_SCALES)})\b)?"
    r"(?P<points>\s*(?:%|persen)?\s*-?poin(?:\s+persen(?:tase)?)?\b|\s*(?:percentage|%)[\s-]points?\b)?"
    r"(?P<percent>\s?%|\s+(?:persen|percent|per\s+cent|prosen)\b)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:sekitar|kurang\s+lebih|lebih\s+kurang|kira-kira|hampir|nyaris|mendekati|lebih\s+dari|kurang\s+dari|di\s+atas|di\s+bawah|tidak\s+sampai|"
    r"minimal|maksimal|paling\s+(?:sedikit|banyak)|setidaknya|sedikitnya|±|~|about|around|almost|nearly|roughly|approximately|some|"
    r"more\s+than|less\s+than|over|under|at\s+(?:least|most)|up\s+to|hingga|sampai)\s*(?:Rp\.?\s?)?$",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"\s*\(\s*([A-Za-z][A-Za-z\s-]*?)(?:\s+(?:rupiah|persen|orang|jiwa|rupiahs?))?\s*\)")
_UNIT = re.compile(r"\s*(?:\([^)]*\)\s*)?([A-Za-z]+)")
_COUNTED = frozenset(
    "orang jiwa kk keluarga peserta responden unit rumah warga penduduk siswa balita ibu lansia penerima akun unggahan komentar people "
    "persons residents households families respondents participants buah ekor paket kali pcs".split()
)


@dataclass(frozen=True)
class Number:
    """A quantity. `half` is how far the true value may lie from the printed one; `says` what its words in brackets say."""

    text: str
    start: int
    end: int
    value: float
    half: float
    decimals: int
    kind: Kind
    scale: float = 1.0
    money: bool = False
    unit: str = ""
    about: bool = False
    spelled: bool = False
    says: int | None = None
    ambiguous: bool = False

    @property
    def low(self) -> float:
        return self.value - self.half

    @property
    def high(self) -> float:
        return self.value + self.half


def parse(raw: str, decimal: Mark) -> tuple[float, int, bool] | None:
    """Value, decimals and whether *1.234* could be either; None where the marks fit no number (1.23.456)."""
    raw = re.sub(r"[\u00a0\u202f]", "", raw)
    marks = re.findall(r"[.,]", raw)
    groups = re.split(r"[.,]", raw)
    if not marks:
        return float(raw), 0, False
    if len(set(marks)) == 1 and len(marks) == 1:
        whole, rest = groups
        if len(rest) != 3 or len(whole) > 3 or whole.startswith("0"):
            return float(f"{whole}.{rest}"), len(rest), False
        if marks[0] == decimal:
            return float(f"{whole}.{rest}"), 3, True
        return float(whole + rest), 0, True
    has_decimals = len(set(marks)) == 2
    thousands = groups[:-1] if has_decimals else groups
    grouped = 1 <= len(thousands[0]) <= 3 and all(len(group) == 3 for group in thousands[1:])
    if not grouped or len(set(marks[:-1])) != 1 or thousands[0].startswith("0"):
        return None
    if has_decimals:
        return float("".join(thousands) + "." + groups[-1]), len(groups[-1]), False
    return float("".join(groups)), 0, False


def mark_of(raw: str) -> Mark | None:
    """The decimal mark that a printed number proves (`46,7` and `1.234.567` a comma, `46.7` a point); None where it proves none."""
    marks = re.findall(r"[.,]", raw)
    parsed = parse(raw, ",")
    if not marks or parsed is None or parsed[2]:
        return None
    if len(set(marks)) == 1 and len(marks) > 1:
        return "," if marks[0] == "." else "."
    return "," if marks[-1] == "," else "."


def find_numbers(text: str, decimal: Mark = ",") -> list[Number]:
    """The quantities in a text, in order: digits and number words, without dates, laws, telephone numbers and the like."""
    covered = masked(text)
    found: list[Number] = []
    for match in _NUMBER.finditer(covered):
        number = _read(text, match, decimal)
        if number is not None:
            found.append(number)
    taken = [(each.start, each.end) for each in found]
    for spelled in SPELLED.finditer(covered):
        value = value_of(spelled.group())
        if value is None or any(start < spelled.end() and spelled.start() < end for start, end in taken):
            continue
        found.append(_of_words(text, spelled, value))
    return sorted(found, key=lambda each: each.start)


def _read(text: str, match: re.Match[str], decimal: Mark) -> Number | None:
    before = text[max(0, match.start() - 40) : match.start()]
    if re.search(r"[\w▮]$", before) and not match["money"]:
        return None
    first = parse(match["raw"], decimal)
    last = parse(match["to"], decimal) if match["to"] else first
    if first is None or last is None:
        return None
    scale = _SCALES[match["scale"].strip().lower()] if match["scale"] else 1.0
    kind: Kind = "points" if match["points"] else "percent" if match["percent"] else "count"
    value, decimals, ambiguous = first
    half = 0.5 * 10**-decimals * scale if kind != "count" or decimals or scale > 1 else 0.0
    about = bool(_ABOUT.search(before))
    unit_match = _UNIT.match(text, match.end())
    unit = unit_match.group(1).lower() if unit_match else ""
    if kind == "count" and scale == 1 and not match["money"] and _is_year(match, unit):
        kind = "year"
    if match["to"] and kind != "year":
        value, half = (value + last[0]) / 2, abs(last[0] - value) / 2
        half = half * scale + 0.5 * 10**-decimals * scale
    value *= scale
    if match["sign"]:
        value = -value
    about = about or bool(re.match(r"-?an\b|\s+lebih\b", text[match.end() :]))
    if about:
        half = max(half, 0.15 * abs(value))
    words = _IN_WORDS.match(text, match.end())
    says = value_of(words.group(1)) if words and SPELLED.fullmatch(words.group(1).strip()) else None
    end = words.end() if words and says is not None else match.end()
    return Number(
        text[match.start() : match.end()], match.start(), end, value, half, decimals, kind, scale, bool(match["money"]), unit, about,
        says=says, ambiguous=ambiguous,
    )  # fmt: skip


def _is_year(match: re.Match[str], unit: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", match["raw"])) and unit not in _COUNTED


def _of_words(text: str, spelled: re.Match[str], value: int) -> Number:
    after = re.compile(r"\s+(persen|percent)\b").match(text, spelled.end())
    end = after.end() if after else spelled.end()
    unit = _UNIT.match(text, end)
    about = bool(_ABOUT.search(text[max(0, spelled.start() - 40) : spelled.start()]))
    kind: Kind = "percent" if after else "count"
    half = 0.15 * value if about else 0.5 if after else 0.0
    return Number(
        text[spelled.start() : end], spelled.start(), end, float(value), half, 0, kind, unit=unit.group(1).lower() if unit else "",
        about=about, spelled=True,
    )  # fmt: skip
