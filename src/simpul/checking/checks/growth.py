"""Growth against base and absolute change: *naik 15,5 persen atau 27 jiwa*, *dari 120 menjadi 150 (naik 20%)*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.documents import Document, Sentence
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.numbers import Number
from simpul.checking.rounding import meets
from simpul.checking.skeleton import at, gap, pattern, sign, skeleton
from simpul.checking.telling import Figure, Figures, as_printed, tell

_UP = r"(?:naik|meningkat|bertambah|tumbuh|kenaikan|peningkatan|pertumbuhan|penambahan|melonjak|rose|increased?|grew|up|growth|gain)"
_DOWN = (
    r"(?:turun|menurun|berkurang|penurunan|menyusut|merosot|anjlok|fell|decreased?|dropped|declined?|down)"
)
_MOVE = rf"\b(?P<move>{_UP}|{_DOWN})\b"
_A, _B, _P, _D = sign("np", "a"), sign("np", "b"), sign("pd", "p"), sign("n", "d")
_IN_YEAR = r"(?:\s*(?:\(|(?:pada|di|in)\s+)?(?:tahun\s+|bulan\s+)?\w*\s*⟦y\d+⟧\)?)?"
_TO = rf"{gap(3)}{_IN_YEAR}{gap(2)}(?:menjadi|hingga|ke|sampai|to|kepada){gap(2)}"
_FROM = rf"(?:dari|from){gap(4)}"
_BY = r"(?:\s*\(|,?\s*(?:atau|or|sehingga|artinya|yakni|yaitu|yang\s+berarti|a|an)?)"
_SO = r"\s*(?:\(|,?\s*(?:atau|or|sehingga|artinya|yakni|yaitu|yang\s+berarti)\b|,\s*(?:a|an)\b)"
_RANK = re.compile(r"\b(?:peringkat|ranking|urutan|posisi|rank)\b", re.IGNORECASE)  # from 12 up to 8
_PER = re.compile(r"\b(?:rata-rata|rerata|per|setiap|tiap|average|annually|year)\b", re.IGNORECASE)
_SHAPES = tuple(
    map(
        pattern,
        (
            rf"{_MOVE}{gap(4)}{_P}{gap(4)}{_IN_YEAR}\s*,?\s*{_FROM}{_A}{_TO}{_B}",
            rf"{_MOVE}{gap(4)}{_FROM}{_A}{_TO}{_B}{gap(3)}{_IN_YEAR}{_SO}{gap(3)}{_P}",
            rf"{_FROM}{_A}{_TO}{_B}{gap(3)}{_IN_YEAR}{_BY}{gap(3)}{_MOVE}{gap(3)}{_P}",
        ),
    )
)
_PLAIN_MOVE = pattern(rf"{_MOVE}{gap(4)}{_FROM}{_A}{_TO}{_B}")
_ABSOLUTE = pattern(rf"{_FROM}{_A}{_TO}{_B}{gap(3)}{_IN_YEAR}{_BY}{gap(3)}{_MOVE}{gap(2)}{_D}")
_TIMES = pattern(
    rf"{_MOVE}{gap(3)}{sign('n', 'd')}\s*(?:kali(?:\s+lipat)?|times|fold)\b{gap(3)},?\s*{_FROM}{_A}{_TO}{_B}"
)
_BOTH = pattern(rf"{_MOVE}{gap(4)}{_P}\s*(?:atau|or|\()\s*(?:sebanyak|sekitar|sebesar|setara|about)?\s*{_D}")


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.sentences:
        for index, sentence in enumerate(paragraph):
            signs = skeleton(sentence)
            judged: set[int] = set()
            for finding, start in _from_to(sentence, signs):
                if start not in judged:
                    judged.add(start)
                    if finding:
                        yield finding
            yield from _relative_and_absolute(paragraph[: index + 1], signs)


def _from_to(sentence: Sentence, signs: str) -> Iterator[tuple[Finding | None, int]]:
    for shape in _SHAPES:
        for match in shape.finditer(signs):
            a, b, p = (at(sentence, match, name) for name in "abp")
            a_year = _PER.search(match.group()) or _PER.match(sentence.text[p.end :].lstrip())
            if _comparable(a, b) and a.start != p.start and not a_year:
                yield _against(sentence, match["move"], a, b, p), a.start
    for match in _TIMES.finditer(signs):
        a, b, d = (at(sentence, match, name) for name in "abd")
        if _comparable(a, b) and a.low > 0:
            yield _times(sentence, a, b, d), a.start
    for match in _ABSOLUTE.finditer(signs):
        a, b, d = (at(sentence, match, name) for name in "abd")
        if _comparable(a, b) and a.kind == "count" and (d.money == a.money):
            yield _difference(sentence, a, b, d), a.start
    for match in _PLAIN_MOVE.finditer(signs):
        a, b = at(sentence, match, "a"), at(sentence, match, "b")
        if _comparable(a, b) and not _RANK.search(sentence.text[: a.start]):
            yield _direction(sentence, match["move"], a, b), a.start


def _comparable(a: Number, b: Number) -> bool:
    return a.kind == b.kind and (a.money == b.money or not (a.money or b.money)) and a.value > 0


def _is_up(move: str) -> bool:
    return re.fullmatch(_UP, move, re.IGNORECASE) is not None


def _direction(sentence: Sentence, move: str, a: Number, b: Number) -> Finding | None:
    up = _is_up(move)
    if meets(a.low, a.high, b.low, b.high) or (b.value > a.value) == up:
        return None
    words = ("turun", "fell") if up else ("naik", "rose")
    figures: Figures = {"a": as_printed(a, b), "b": as_printed(b, a)}
    return Finding(
        "direction", Severity.error, sentence.place, sentence.text,
        tell(("{b} lebih " + ("kecil" if up else "besar") + " daripada {a}", "{b} is " + ("less" if up else "more") + " than {a}"), **figures),
        tell((words[0] + " dari {a} menjadi {b}; atau dari {b} menjadi {a}", words[1] + " from {a} to {b}; or from {b} to {a}"), **figures),
    )  # fmt: skip


def _against(sentence: Sentence, move: str, a: Number, b: Number, p: Number) -> Finding | None:
    wrong_way = _direction(sentence, move, a, b)
    if wrong_way:
        return wrong_way
    printed = abs(p.value)
    low, high = printed - p.half, printed + p.half
    points = sorted((abs(b.low - a.high), abs(b.high - a.low)))
    if a.kind == "percent" and meets(points[0], points[1], low, high):
        return None  # "turun 0,5 persen dari 7,5 menjadi 7,0 persen" means points
    if p.kind == "points":
        change = abs(b.value - a.value)
        return (
            None if meets(points[0], points[1], low, high) else _finding(sentence, a, b, p, change, "points")
        )
    relative = sorted(
        abs(100 * (end / start - 1)) for end, start in ((b.low, a.high), (b.high, a.low)) if start > 0
    )
    if not relative or meets(relative[0], relative[-1], low, high):
        return None
    return _finding(sentence, a, b, p, abs(100 * (b.value / a.value - 1)), "percent")


def _finding(sentence: Sentence, a: Number, b: Number, p: Number, change: float, kind: str) -> Finding:
    decimals = max(p.decimals, 1)
    figures: Figures = {
        "a": as_printed(a, b),
        "b": as_printed(b, a),
        "p": Figure(abs(p.value), p.decimals),
        "c": Figure(change, decimals),
    }
    if kind == "points":
        arithmetic = tell(("{b} − {a} = {c} poin, bukan {p}", "{b} − {a} = {c} points, not {p}"), **figures)
        suggestion = tell(("{c} poin persen", "{c} percentage points"), **figures)
    else:
        arithmetic = tell(
            ("|{b} − {a}| / {a} = {c} %, bukan {p} %", "|{b} − {a}| / {a} = {c}%, not {p}%"), **figures
        )
        suggestion = tell(("{c} %", "{c}%"), **figures)
    if kind == "percent" and a.kind == "count":
        up = b.value > a.value
        end = a.value * (1 + (1 if up else -1) * abs(p.value) / 100)
        fit = tell(
            ("; atau menjadi {e}", "; or to {e}"),
            e=Figure(end / b.scale, b.decimals) if a.scale == b.scale else Figure(end),
        )
        suggestion = suggestion[0] + fit[0], suggestion[1] + fit[1]
    near = abs(change - abs(p.value)) <= 10**-p.decimals
    return Finding(
        "growth",
        Severity.note if near else Severity.error,
        sentence.place,
        sentence.text,
        arithmetic,
        suggestion,
    )


def _times(sentence: Sentence, a: Number, b: Number, d: Number) -> Finding | None:
    half = max(d.half, 0.5 * 10**-d.decimals)
    if meets(b.low / a.high, b.high / a.low, d.value - half, d.value + half):
        return None
    figures: Figures = {
        "a": as_printed(a, b),
        "b": as_printed(b, a),
        "d": as_printed(d),
        "c": Figure(b.value / a.value, 1),
    }
    return Finding(
        "growth", Severity.error, sentence.place, sentence.text,
        tell(("{b} / {a} = {c} kali, bukan {d} kali", "{b} / {a} = {c} times, not {d} times"), **figures),
        tell(("{c} kali", "{c} times"), **figures),
    )  # fmt: skip


def _difference(sentence: Sentence, a: Number, b: Number, d: Number) -> Finding | None:
    ends = sorted((abs(b.low - a.high), abs(b.high - a.low)))
    if meets(ends[0], ends[1], d.low, d.high):
        return None
    figures: Figures = {
        "a": Figure(a.value),
        "b": Figure(b.value),
        "d": Figure(d.value),
        "c": Figure(abs(b.value - a.value)),
    }
    return Finding(
        "growth", Severity.error, sentence.place, sentence.text,
        tell(("|{b} − {a}| = {c}, bukan {d}", "|{b} − {a}| = {c}, not {d}"), **figures), tell(("{c}", "{c}"), **figures),
    )  # fmt: skip


def _relative_and_absolute(sentences: list[Sentence], signs: str) -> Iterator[Finding]:
    """*Meningkat p persen atau D*: D against the level told just before; only a lost or doubled unit word is certain enough to tell."""
    sentence = sentences[-1]
    for match in _BOTH.finditer(signs):
        p, d = at(sentence, match, "p"), at(sentence, match, "d")
        if p.kind != "percent" or d.value <= 0 or p.value <= 0:
            continue
        levels = _levels(sentences, d)
        sign_of = 1 if _is_up(match["move"]) else -1
        for level in levels:
            expected = sorted(_expected(level, p, sign_of))
            if meets(expected[0], expected[-1], d.low, d.high):
                break
        else:
            for level in levels:
                finding = _lost_unit(sentence, level, p, d, sign_of)
                if finding:
                    yield finding
                    break


def _levels(sentences: list[Sentence], d: Number) -> list[Number]:
    """Counts that the change may be measured on: in this sentence and the two before it."""
    near = [number for sentence in sentences[-3:] for number in sentence.numbers]
    return [
        each
        for each in near
        if each.kind == "count" and each != d and each.money == d.money and each.value > 0
    ]


def _expected(level: Number, p: Number, sign_of: int) -> list[float]:
    """The change if the level is the start, and if it is the end."""
    found = []
    for share in (p.low / 100, p.high / 100):
        for value in (level.low, level.high):
            found += (
                [value * share, value - value / (1 + sign_of * share)]
                if share != 1 or sign_of > 0
                else [value * share]
            )
    return found


def _lost_unit(sentence: Sentence, level: Number, p: Number, d: Number, sign_of: int) -> Finding | None:
    half = max(d.half, 0.5 * 10**-d.decimals * d.scale)
    expected = sorted(_expected(level, p, sign_of))
    for factor, words in (
        (1e3, ("ribu", "thousand")),
        (1e6, ("juta", "million")),
        (1e-3, ("", "")),
        (1e-6, ("", "")),
    ):
        if not meets(expected[0], expected[-1], (d.value - half) * factor, (d.value + half) * factor):
            continue
        end_based = level.value - level.value / (1 + sign_of * p.value / 100)
        figures: Figures = {
            "l": Figure(level.value / level.scale, level.decimals), "p": as_printed(p), "d": d.text.strip(),
            "c": Figure(end_based * level.scale / level.scale), "f": Figure(d.value * factor / (factor if factor > 1 else 1)),
            "wi": words[0], "we": words[1], "si": _scale_word(level)[0], "se": _scale_word(level)[1],
            "e": Figure(abs(end_based) / level.scale, 1),
        }  # fmt: skip
        return Finding(
            "unit_lost", Severity.error, sentence.place, sentence.text,
            tell(("{p} % menuju {l}{si} adalah {e}{si}, bukan {d}", "{p}% up to {l}{se} is {e}{se}, not {d}"), **figures),
            tell(("{f} {wi}", "{f} {we}"), **figures),
        )  # fmt: skip
    return None


def _scale_word(number: Number) -> tuple[str, str]:
    return {1e3: (" ribu", " thousand"), 1e6: (" juta", " million"), 1e9: (" miliar", " billion"), 1e12: (" triliun", " trillion")}.get(
        number.scale, ("", "")
    )  # fmt: skip


CHECK = Check(
    ("pertumbuhan", "growth"),
    {
        "growth": (
            "perubahan tidak cocok dengan angka awal dan akhir",
            "the change does not fit start and end",
        ),
        "direction": (
            "kata naik atau turun tidak cocok dengan angkanya",
            "rise or fall does not fit the figures",
        ),
        "unit_lost": (
            "satuan (ribu, juta) hilang atau berlebih",
            "a unit word (thousand, million) is lost or too many",
        ),
    },
    in_each(look),
)
