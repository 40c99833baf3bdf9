"""What may be reconsidered in a draft: its wording and its figures. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from simpul.checking import check, text_document
from simpul.language.coaching import coach

LONGEST = 20_000  # letters


@dataclass(frozen=True)
class Advice:
    """One thing to reconsider; `number` is its mark in the draft, 0 for what the draft as a whole lacks."""

    number: int
    severity: int  # 1 first, 2 better, 3 if time allows
    words: str
    reason: str
    suggestion: str


@dataclass(frozen=True)
class Piece:
    """A stretch of the draft; `number` is the advice that it belongs to, 0 for none."""

    text: str
    number: int


@dataclass(frozen=True)
class Reading:
    """A draft in pieces, with the advice on its words, and what its figures do not agree about."""

    pieces: list[Piece]
    advice: list[Advice]
    figures: list[Advice]


def read_draft(draft: str, network: str | None, kind: str, *, english: bool) -> Reading:
    """Advice on a draft of at most LONGEST letters. Raises ValueError for a longer one and for an unknown kind or network."""
    if len(draft) > LONGEST:
        raise ValueError("draft too long")
    found = coach(draft, network, kind=kind)
    marked = sorted((f for f in found if f.end > f.start), key=lambda f: (f.start, -f.end))
    numbers = {id(finding): number for number, finding in enumerate(marked, 1)}
    advice = [
        Advice(numbers.get(id(f), 0), f.severity, f.words, f.reason[english], f.suggestion[english])
        for f in found
    ]
    pieces, at = [], 0
    for finding in marked:
        if finding.start < at:  # inside a longer passage that is marked already
            continue
        pieces += [
            Piece(draft[at : finding.start], 0),
            Piece(draft[finding.start : finding.end], numbers[id(finding)]),
        ]
        at = finding.end
    pieces.append(Piece(draft[at:], 0))
    figures = [
        Advice(0, 1, finding.sentence, finding.arithmetic[english], finding.suggestion[english])
        for finding in check([text_document(draft)])
    ]
    return Reading(
        [piece for piece in pieces if piece.text],
        sorted(advice, key=lambda a: (a.severity, a.number)),
        figures,
    )
