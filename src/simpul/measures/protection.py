"""Small cells: what is suppressed because few persons stand behind it, and what else must go so that it stays hidden.

A suppressed cell could be worked out by subtraction where the total and all other parts are shown. So in every set of parts
with a shown total, a single suppressed part takes the part with the fewest persons with it; if there is no other part, the
total goes. This is repeated until it changes nothing. Sets of parts: accounts within their agency and their platform, all
subjects of one kind within the corpus, and measures that share out one whole (`Measure.parts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from simpul.measures.measure import Measure

Key = tuple[str, str, str]  # measure, kind, id


@dataclass
class _Set:
    """The parts of one total; `total` is None where the parts are known to make up the whole."""

    total: Key | None
    members: list[Key] = field(default_factory=list)


def protect(table: pl.DataFrame, parents: pl.DataFrame, catalogue: Mapping[str, Measure]) -> pl.DataFrame:
    """Suppresses further cells (reason `complement`) beside those already suppressed.

    `table` has measure, subject_kind, subject_id, status, reason, persons; `parents` has subject_kind, subject_id and
    parent as "kind:id".
    """
    if table.filter(status="suppressed").is_empty():
        return table
    rows = table.select("measure", "subject_kind", "subject_id", "status", "persons").rows()
    persons = {(m, k, s): n or 0 for m, k, s, status, n in rows if status != "not_available"}
    hidden = {(m, k, s) for m, k, s, status, _ in rows if status == "suppressed"}
    first = set(hidden)
    sets = list(_sets(persons, parents, catalogue))
    while added := {key for parts in sets for key in _given_away(parts, hidden, persons)}:
        hidden |= added
    more = hidden - first
    mark = pl.Series([row[:3] in more for row in rows], dtype=pl.Boolean)
    return table.with_columns(
        status=pl.when(mark).then(pl.lit("suppressed")).otherwise("status"),
        reason=pl.when(mark).then(pl.lit("complement")).otherwise("reason"),
    )


def _given_away(parts: _Set, hidden: set[Key], persons: Mapping[Key, int]) -> Iterator[Key]:
    """What must go so that the one hidden part of this set stays hidden."""
    if parts.total in hidden or sum(key in hidden for key in parts.members) != 1:
        return
    shown = [key for key in parts.members if key not in hidden and persons[key] > 0]
    if shown:
        yield min(shown, key=lambda key: (persons[key], key))
    elif parts.total is not None:
        yield parts.total


def _sets(
    persons: Mapping[Key, int], parents: pl.DataFrame, catalogue: Mapping[str, Measure]
) -> Iterator[_Set]:
    above: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for kind, subject, parent in parents.select("subject_kind", "subject_id", "parent").rows():
        above[kind, subject].append(tuple(parent.split(":", 1)))
    found: dict[tuple[str, str, str, str], _Set] = {}
    for key in persons:
        measure, kind, subject = key
        if catalogue[measure].persons is None:
            continue
        tops = [*above[kind, subject], *([("corpus", "all")] if kind != "corpus" else [])]
        for top in tops:
            total = (measure, *top)
            if total in persons or catalogue[measure].of_whole:
                parts = found.setdefault((measure, kind, *top), _Set(total if total in persons else None))
                parts.members.append(key)
        if group := catalogue[measure].parts:
            found.setdefault((group, "", kind, subject), _Set(None)).members.append(key)
    yield from found.values()
