"""k of n against the printed percentage: *7 dari 15 peserta (87%)*."""

from __future__ import annotations

from collections.abc import Iterator

from simpul.checking.documents import Document, Pair, Sentence
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.numbers import Number
from simpul.checking.rounding import counts_that_fit, meets, wilson
from simpul.checking.skeleton import at, gap, pattern, sign, skeleton
from simpul.checking.telling import Figure, Figures, as_printed, listed, tell

_K, _N, _P = sign("n", "k"), sign("ny", "n"), sign("p", "p")
_OF = r"(?:dari(?:\s+(?:total|seluruh|jumlah|keseluruhan))*|di\s+antara|out\s+of(?:\s+the)?|of(?:\s+the|\s+all)*|among|/)"
_BECOMES = r"(?!\s*(?:menjadi|ke|hingga|sampai|to)\b)"
_BRACKET = r"(?:\(|,?\s*(?:atau|or|setara(?:\s+dengan)?|yaitu|yakni|sebesar|which\s+is)\s+(?:sekitar\s+|sebesar\s+|about\s+)?)"
_SHAPES = tuple(
    map(
        pattern,
        (
            rf"{_K}{gap(4)}{_OF}\s*{gap(4)}{_N}{gap(6)}{_BRACKET}{_P}",
            rf"{_P}{gap(5)}\(\s*{_K}{gap(3)}{_OF}{gap(3)}{_N}",
            rf"{_P}\s*(?:atau|or|yaitu|yakni)\s+(?:sebanyak\s+)?{_K}{gap(3)}{_OF}{gap(5)}{_N}",
            rf"{_K}{gap(3)}{_BRACKET}{_P}\)?{gap(2)}\bdari{gap(5)}{_N}{_BECOMES}",
            rf"{_K}{gap(3)}{_BRACKET}{_P}\)?\s*(?:out\s+)?of\b{gap(5)}{_N}",
            rf"\b(?:dari|of|among)\s{gap(4)}{_N}{gap(6)},\s*(?:hanya|only|sebanyak|terdapat|ada)?{gap(2)}{_K}{gap(4)}{_BRACKET}{_P}",
        ),
    )
)


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.sentences:
        for sentence in paragraph:
            yield from _in(sentence)


def _in(sentence: Sentence) -> Iterator[Finding]:
    signs, seen = skeleton(sentence), set()
    for shape in _SHAPES:
        for match in shape.finditer(signs):
            k, n, p = (at(sentence, match, name) for name in "knp")
            if (
                p.start in seen
                or n.value <= 0
                or k.value < 0
                or k.money != n.money
                or sentence.text[: k.start].endswith(("± ", "±"))
            ):
                continue
            seen.add(p.start)
            finding = compare(sentence, k, n, p)
            if finding:
                yield finding


def compare(sentence: Sentence, k: Number, n: Number, p: Number) -> Finding | None:
    """The finding where no values that round to k and n have a share that rounds to p."""
    low, high = 100 * k.low / max(n.high, 1e-12), 100 * k.high / max(n.low, 1e-12)
    if meets(low, high, p.low, p.high):
        return None
    share = 100 * k.value / n.value
    near = abs(share - p.value) <= 10**-p.decimals
    fits = [
        Figure(value) for value in counts_that_fit(p.low, p.high, n.value) if n.scale == 1 and n.half == 0
    ]
    return Finding(
        "share", Severity.note if near else Severity.error, sentence.place, sentence.text,
        _arithmetic(k, n, p, share, fits), _suggestion(n, p, share, fits), _interval(k, n, fits),
    )  # fmt: skip


def _arithmetic(k: Number, n: Number, p: Number, share: float, fits: list[Figure]) -> Pair:
    figures: Figures = {
        "k": as_printed(k, n), "n": as_printed(n, k), "p": as_printed(p),
        "share": Figure(share, max(p.decimals, 1)),
    }  # fmt: skip
    told = tell(("{k}/{n} = {share} %, bukan {p} %", "{k}/{n} = {share}%, not {p}%"), **figures)
    for value in fits[:2]:
        other = Figure(100 * value.value / n.value, max(p.decimals, 1))
        more = tell(("; {k}/{n} = {share} %", "; {k}/{n} = {share}%"), k=value, n=figures["n"], share=other)
        told = told[0] + more[0], told[1] + more[1]
    return told


def _suggestion(n: Number, p: Number, share: float, fits: list[Figure]) -> Pair:
    told = tell(("{share} %", "{share}%"), share=Figure(share, max(p.decimals, 1)))
    if not fits:
        return told
    ks = [listed(fits[:3], mark, between) for mark, between in ((",", " atau "), (".", " or "))]
    more = tell(
        ("; atau {ki} dari {n} ({p} %)", "; or {ke} of {n} ({p}%)"),
        ki=ks[0],
        ke=ks[1],
        n=n.value,
        p=as_printed(p),
    )
    return told[0] + more[0], told[1] + more[1]


def _interval(k: Number, n: Number, fits: list[Figure]) -> Pair:
    """How sure a share of few is: the interval of the printed k, and of the k that would fit."""
    if n.value >= 30 or n.scale != 1 or n.decimals:
        return ("", "")
    told = []
    for value in [Figure(k.value), *fits[:1]]:
        if 0 <= value.value <= n.value and float(value.value).is_integer():
            low, high = wilson(value.value, n.value)
            told.append(
                tell(
                    ("{k} dari {n}: {low}–{high} %", "{k} of {n}: {low}–{high}%"),
                    k=value, n=n.value, low=Figure(low, 0), high=Figure(high, 0),
                )
            )  # fmt: skip
    if not told:
        return ("", "")
    return (
        "n kecil; selang Wilson 95 %: " + "; ".join(each[0] for each in told),
        "n is small; 95% Wilson interval: " + "; ".join(each[1] for each in told),
    )


CHECK = Check(
    ("bagian dan persentase", "shares and percentages"),
    {"share": ("k dari n tidak cocok dengan persentasenya", "k of n does not fit its percentage")},
    in_each(look),
)
