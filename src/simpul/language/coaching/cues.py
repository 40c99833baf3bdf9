"""Words that show what a draft does: it addresses, invites, speaks of a programme, says where and when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from simpul.language.coaching.draft import Draft
from simpul.language.coaching.phrases import Match, Phrases
from simpul.language.tables import table


class _Cue(NamedTuple):
    names: tuple[str, ...]
    phrases: Phrases
    exceptions: Phrases


@cache
def _cues() -> dict[str, _Cue]:
    rows = table("message_cues").fill_null("").select("cue", "expression", "unless").rows()
    return {
        cue: _Cue(tuple(said.split("|")), Phrases(said.split("|")), Phrases([unless]))
        for cue, said, unless in rows
    }


def shows(draft: Draft, cue: str) -> bool:
    """Whether any expression of this row of message_cues.csv stands in the draft."""
    return next(shown(draft, cue), None) is not None


def shown(draft: Draft, cue: str) -> Iterator[tuple[str, Match]]:
    """The expressions of this row that stand in the draft, by name, in order."""
    known = _cues()[cue]
    for match in known.phrases.find(draft.words):
        if not known.exceptions.covers(draft.words, match):
            yield known.names[match.row], match
