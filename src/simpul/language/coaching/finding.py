"""What the coach says about one place of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Pair = tuple[str, str]  # Indonesian, English

FIRST, SECOND, THIRD = 1, 2, 3  # what to look at first; an order of work, not a grade


@dataclass(frozen=True)
class Finding:
    """One thing to reconsider. `draft[start:end]` is `words`; where something is missing, start = end, the place it belongs."""

    code: str  # one of `reasons.REASONS`
    severity: int  # FIRST, SECOND or THIRD
    start: int  # characters
    end: int
    words: str
    reason: Pair
    suggestion: Pair
    source: str = "simpul"


def settle(found: Iterable[Finding]) -> list[Finding]:
    """Findings without overlap: words of dignity first, else of those that share a character the longest, the more urgent, the first."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for finding in sorted(found, key=lambda f: (f.code != "dignity", f.start - f.end, f.severity, f.start)):
        covered = range(finding.start, finding.end)
        if taken.isdisjoint(covered):
            taken.update(covered)
            kept.append(finding)
    return kept
