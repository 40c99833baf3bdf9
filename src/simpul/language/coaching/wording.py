"""Words that can be said more softly: the rows of soft_language.csv, found in a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from simpul.language.coaching.draft import Draft, covered
from simpul.language.coaching.finding import Finding, Pair
from simpul.language.coaching.names import names, quotations
from simpul.language.coaching.networks import FORMAL
from simpul.language.coaching.phrases import Match, Phrases
from simpul.language.coaching.reasons import REASONS
from simpul.language.tables import table

YOUNG = "young"
_STATISTICS = re.compile(r"\bBPS\b|persen|%|\bangka\b|jumlah penduduk|\d dari \d|garis kemiskinan", re.I)


class _Rows(NamedTuple):
    rows: list[dict[str, str]]
    phrases: Phrases
    exceptions: list[Phrases]


@cache
def _rows() -> _Rows:
    rows = table("soft_language").fill_null("").to_dicts()
    return _Rows(
        rows, Phrases([row["expression"] for row in rows]), [Phrases([row["unless"]]) for row in rows]
    )


def soften(draft: Draft, tone: str, audience: str) -> Iterator[Finding]:
    """A finding for each expression that a row names, outside official names and, but for words of dignity, quotations."""
    known, once = _rows(), set[int]()
    named = covered(len(draft.text), names(draft.text))
    quoted = covered(len(draft.text), quotations(draft.text))
    for match in known.phrases.find(draft.words):
        row = known.rows[match.row]
        start, end, words = draft.cut(draft.words[match.first], draft.words[match.last])
        if row["when"] == "once" and match.row in once:
            continue
        if named[start:end].all() or (row["code"] != "dignity" and quoted[start:end].all()):
            continue
        if not _applies(row["when"], draft, match, audience) or known.exceptions[match.row].covers(
            draft.words, match
        ):
            continue
        once.add(match.row)
        reason = REASONS[row["code"]]
        yield Finding(
            row["code"], reason.severity, start, end, words, reason.why, _say(row, tone), row["source"]
        )


def _say(row: dict[str, str], tone: str) -> Pair:
    softer = row["plain"] if tone == FORMAL else row["friendly"]
    return f"Katakan: {softer}", f"Say: {softer}"


def _applies(when: str, draft: Draft, match: Match, audience: str) -> bool:
    """Whether the row's condition holds."""
    words = draft.words
    if when == "start":
        return match.first == 0 or words[match.first - 1].sentence != words[match.first].sentence
    if when == "closing":
        return words[match.first].sentence >= words[-1].sentence - 1
    if when == "statement":
        return words[match.first].sentence not in draft.asking
    if when == "not_statistics":
        sentence = draft.sentences[words[match.first].sentence]
        return not _STATISTICS.search(draft.cut(sentence[0], sentence[-1])[2])
    return not (when == "not_young" and audience == YOUNG)
