"""A share counted by a classifier, corrected by texts that people coded."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.measures.intervals import Z, wilson

LEAST = 30  # coded texts in the share's base; with fewer there is no correction
CELL = 10  # coded texts that a class of the classifier needs to stand by itself

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Share(NamedTuple):
    """A share between 0 and 1 with its 95 % interval, and the number of coded texts that it rests on."""

    value: float
    low: float
    high: float
    n: int


def corrected_share(totals: Ints, group: Ints, inside: Flags, hit: Flags, weight: Floats, domain: bool = False) -> Share | None:  # fmt: skip
    """The share of hits among the texts that are inside, had people coded all of them.

    `totals` are the texts of each class that the classifier made of all texts (such as: hit, no hit, undecided). For each coded
    text, `group` is its class, `inside` and `hit` what people said, `weight` how many texts it stands for. The estimate is
    post-stratified: Σ W·m·p / Σ W·m over the classes, with W = totals / Σ totals, m the weighted share of texts inside and p that
    of hits among them. It does not depend on the classifier's being right; a good one only narrows the interval. For a classifier
    that says yes or no it is the estimate of prediction-powered inference with its best power (Angelopoulos, Duchi & Zrnic 2023,
    arXiv:2311.01453). Classes with fewer than CELL coded texts are taken together (Cochran 1977, Sampling Techniques, §5A.9).

    The interval combines the Wilson intervals of the classes (at Kish's effective sizes) by MOVER (Zou & Donner 2008, Stat. Med.
    27, 1693–1702), with the spread between classes as of a sample of so many texts, as the raw share's interval has it. With
    `domain`, that m is itself estimated widens it too. None with fewer than LEAST coded texts inside.
    """
    n = int(inside.sum())
    if n < LEAST:
        return None
    merged = _merged(totals, group)
    kept = np.unique(merged)
    of = np.array([totals[merged == each].sum() for each in kept], np.float64)
    part = of / of.sum()
    cells = [_cell(merged[group] == each, inside, hit, weight) for each in kept]
    p, p_low, p_high, m, m_low, m_high = np.array(cells).T
    base = float(part @ m)
    value = float(part @ (m * p)) / base
    share = part * m / base
    below, above = (share * (p - p_low)) ** 2, (share * (p_high - p)) ** 2
    between = Z * Z * float(share @ (p - value) ** 2) / (of.sum() * base)
    more_in = np.zeros_like(p)
    if domain:
        more_in = (part * (p - value) / base * np.maximum(m - m_low, m_high - m)) ** 2
    low = value - float(np.sqrt(below.sum() + more_in.sum() + between))
    high = value + float(np.sqrt(above.sum() + more_in.sum() + between))
    return Share(value, max(low, 0.0), min(high, 1.0), n)


def _merged(totals: Ints, group: Ints) -> Ints:
    """For each class the class that it is taken together with, until each has CELL coded texts or is alone; empty ones join in."""
    into = np.arange(len(totals))
    while True:
        coded = {int(each): int((into[group] == each).sum()) for each in np.unique(into)}
        least = min(coded, key=lambda each: (coded[each], each))
        if coded[least] >= CELL or len(coded) == 1:
            return into
        next_ = min((each for each in coded if each != least), key=lambda each: (coded[each], each))
        into[into == least] = next_


def _cell(here: Flags, inside: Flags, hit: Flags, weight: Floats) -> tuple[float, ...]:
    """Of one class: the share of hits among texts inside, and the share inside, each with its interval."""
    among = _weighted(hit[here & inside], weight[here & inside])
    return *among, *_weighted(inside[here], weight[here])


def _weighted(yes: Flags, weight: Floats) -> tuple[float, float, float]:
    if not len(yes):
        return 0.0, 0.0, 0.0  # no text inside: whatever the share is, it weighs nothing
    share = float(weight @ yes / weight.sum())
    effective = float(weight.sum() ** 2 / (weight @ weight))
    low, high = wilson(share * effective, effective)
    return share, low, high
