"""Counts of the ledger. One source at a time, never summed; cells of fewer than five people are hidden, also against subtraction.

Within a table hiding is enough; against subtracting two tables, `show` is `rounding.rounded` for who may not open the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Substr, TruncMonth
from django.utils import timezone

from simpul.desk.affairs.models import Agency, Urusan
from simpul.desk.affairs.queries import place_names, villages
from simpul.desk.needs.filters import AGES, UNKNOWN, Filters, aged
from simpul.desk.needs.models import OPEN, Heard, Need, Source, State
from simpul.desk.needs.rounding import Shown, exact, key_of_needs
from simpul.desk.needs.taxonomy import kinds

LEAST = 5
STAMP = (
    "SELECT (SELECT max(changed_at) FROM needs_need), (SELECT max(id) FROM needs_need), "
    "(SELECT max(id) FROM needs_heard)"
)
KEPT = 600  # seconds; a change in the ledger makes a new key at once
Counted = TypeVar("Counted")
PEOPLE = Count("voicer", distinct=True, filter=~Q(voicer="")) + Count("pk", filter=Q(voicer=""))


def stamp() -> str:
    """Changes whenever the ledger does; each part is the end of an index, and every page asks for it."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        return repr(cursor.fetchone())


def remembered(name: str, scope: str, filters: Filters, make: Callable[[], Counted]) -> Counted:
    """What `make` gives, kept until the ledger changes or the day ends."""
    said = repr((name, scope, filters, timezone.localdate(), stamp()))
    key = f"needs-{blake2b(said.encode(), digest_size=20).hexdigest()}"
    found: Counted | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT)
    return found


# --- facets of the list ------------------------------------------------------------------------------------
def facets(needs: QuerySet[Need], filters: Filters) -> dict[str, dict[str, int]]:
    """How many needs each value of a facet would show, given all other filters; one query each."""
    now = timezone.now()
    fields = {
        "need": Substr("sub_need", 1, 3), "urusan": F("urusan__code"), "agency": F("agency__code"), "place": F("place"),
        "state": F("state"),
    }  # fmt: skip
    found = {}
    for name, value in fields.items():
        rows = filters.without(name).apply(needs, now).order_by().values(value=value).annotate(n=Count("pk"))
        found[name] = {row["value"] or UNKNOWN: row["n"] for row in rows}
    ages = {f"age_{age}": Count("pk", filter=aged(age, now)) for age in AGES}
    counted = filters.without("age").apply(needs, now).aggregate(**ages)
    found["age"] = {age: counted[f"age_{age}"] for age in AGES}
    return found


def by_source(needs: QuerySet[Need], filters: Filters) -> dict[str, int]:
    """How many pass, for each source by itself."""
    rows = filters.without("source").apply(needs).order_by().values("source").annotate(n=Count("pk"))
    counted = {row["source"]: row["n"] for row in rows}
    return {source: counted.get(source, 0) for source in Source.values}


# --- tables ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """A count on a page. `n` is None where it is hidden; `unheard` where 0 would be a claim."""

    n: int | None
    unheard: bool = False

    @property
    def hidden(self) -> bool:
        return self.n is None and not self.unheard


@dataclass(frozen=True)
class Line:
    """A row of a table."""

    code: str
    name: str
    cells: list[Cell]
    total: Cell
    heard: bool = True
    oldest: datetime | None = None


@dataclass(frozen=True)
class Table:
    """Rows by columns, counted in one source."""

    source: str
    columns: list[tuple[str, str]]  # code, name
    lines: list[Line]
    totals: Line | None = None

    @property
    def any_hidden(self) -> bool:
        return any(cell.hidden for line in self.lines for cell in (*line.cells, line.total))


def places_table(needs: QuerySet[Need], filters: Filters, show: Shown = exact) -> Table:
    """Kelurahan × category (or × sub-need of the category that is filtered), in one source.

    A kelurahan where neither survey nor broker was listened to is not `heard`: where nothing was voiced it has no 0.
    """
    passing = filters.apply(needs.exclude(state=State.REJECTED))
    deep = bool(filters.need)
    columns = [
        (kind.code, kind.name)
        for kind in kinds().values()
        if (kind.code.startswith(filters.need[:3]) if deep else not kind.parent)
    ]
    value = F("sub_need") if deep else Substr("sub_need", 1, 3)
    rows = (
        passing.order_by()
        .values("place", need=value)
        .annotate(n=Count("pk"), people=PEOPLE, key=key_of_needs())
    )
    known = {place.code: place.name for place in villages()}
    heard = set(Heard.objects.values_list("place", flat=True))
    counts: dict[tuple[str, str], tuple[int, int, int]] = {}
    for row in rows:
        at = (row["place"] if row["place"] in known else UNKNOWN, row["need"])
        n, people, key = counts.get(at, (0, 0, 0))
        counts[at] = (n + row["n"], people + row["people"], key + int(row["key"]))
    order = [*known, UNKNOWN]
    names = {**known, UNKNOWN: ""}
    return _protected(filters.source, order, names, columns, counts, heard={*heard, UNKNOWN}, show=show)


def holders_table(needs: QuerySet[Need], filters: Filters, by: str = "agency", show: Shown = exact) -> Table:
    """Agency (or urusan) × state in one source, with the time since the oldest unanswered voice.

    A state is the office's own work and says nothing of a citizen: a line of five people or more is shown whole, a smaller one
    is hidden whole, with its oldest voice, and the sums with it.
    """
    passing = filters.without("state").apply(needs)
    path = "agency__code" if by == "agency" else "urusan__code"
    rows = passing.order_by().values("state", holder=F(path)).annotate(n=Count("pk"), key=key_of_needs())
    counts = {(row["holder"] or UNKNOWN, row["state"]): (row["n"], int(row["key"])) for row in rows}
    held = passing.order_by().values(holder=F(path))
    wholes: Any = held.annotate(people=PEOPLE, first=Min("voiced_at", filter=Q(state__in=OPEN, dated=True)))
    found = {row["holder"] or UNKNOWN: row for row in wholes}
    model: Any = Agency if by == "agency" else Urusan
    names = dict(model.objects.filter(code__in=found).values_list("code", "name"))
    columns = [(state.value, str(state.label)) for state in State]
    lines = []
    for code in sorted(found, key=lambda code: (code == UNKNOWN, names.get(code, ""))):
        gone = found[code]["people"] < LEAST
        each = [counts.get((code, state), (0, 0)) for state, _name in columns]
        cells = [_cell(counted, gone, True, show) for counted in each]
        total = _cell(_sum(each), gone, True, show)
        oldest = None if gone and show is not exact else found[code]["first"]
        lines.append(Line(code, names.get(code, code), cells, total, oldest=oldest))
    if not lines:
        return Table(filters.source, columns, [])
    gone = any(line.total.hidden for line in lines)
    sums = [
        _cell(_sum(counted for (_code, at), counted in counts.items() if at == state), gone, True, show)
        for state, _name in columns
    ]
    totals = Line("", "", sums, _cell(_sum(counts.values()), gone, True, show))
    return Table(filters.source, columns, lines, totals)


def _sum(counted: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Counts and keys of sets of needs that do not overlap."""
    found = list(counted)
    return sum(n for n, _key in found), sum(key for _n, key in found)


def waiting_table(needs: QuerySet[Need], filters: Filters, show: Shown = exact) -> list[dict[str, Any]]:
    """The sub-needs that wait longest for an answer: how many are open, and since when (None: not known, last); small ones are hidden."""
    passing = replace(filters, state="terbuka").apply(needs)
    rows: Any = (
        passing.order_by()
        .values("sub_need")
        .annotate(
            n=Count("pk"), people=PEOPLE, first=Min("voiced_at", filter=Q(dated=True)), key=key_of_needs()
        )
    )
    large = [
        {"sub_need": row["sub_need"], "first": row["first"], "n": show(row["n"], int(row["key"]))}
        for row in rows
        if row["people"] >= LEAST
    ]
    return sorted(large, key=lambda row: (row["first"] is None, row["first"] or 0, row["sub_need"]))


def trend(
    needs: QuerySet[Need], filters: Filters, months: int = 12, show: Shown = exact
) -> list[tuple[date, int | None]]:
    """Needs voiced per month in one source, the newest last; months with fewer than five people are None."""
    passing = filters.apply(needs.exclude(state=State.REJECTED).filter(dated=True))
    rows = (
        passing.annotate(month=TruncMonth("voiced_at"))
        .order_by()
        .values("month")
        .annotate(n=Count("pk"), people=PEOPLE, key=key_of_needs())
    )
    counted = {row["month"].date(): (show(row["n"], int(row["key"])), row["people"]) for row in rows}
    if not counted:
        return []
    run = _months(max(min(counted), _back(max(counted), months - 1)), max(counted))
    shown = []
    for month in run:
        n, people = counted.get(month, (0, 0))
        shown.append((month, n if people == 0 or people >= LEAST else None))
    return shown


def _back(month: date, steps: int) -> date:
    index = month.year * 12 + month.month - 1 - steps
    return date(index // 12, index % 12 + 1, 1)


def _months(first: date, last: date) -> list[date]:
    steps = (last.year - first.year) * 12 + last.month - first.month
    return [_back(last, back) for back in range(steps, -1, -1)]


def _protected(
    source: str,
    order: list[str],
    names: dict[str, str],
    columns: list[tuple[str, str]],
    counts: dict[tuple[str, str], tuple[int, int, int]],
    heard: set[str],
    show: Shown,
) -> Table:
    """The table without small cells: fewer than five people, and what else subtraction would need (`network.cells.hidden`)."""
    import numpy as np

    from simpul.network.cells import hidden

    if not order or not columns:
        return Table(source, columns, [])
    shape = (len(order), len(columns))
    people = np.zeros(shape, dtype=np.int64)
    n = np.zeros(shape, dtype=np.int64)
    key = np.zeros(shape, dtype=np.int64)
    at = {code: number for number, (code, _name) in enumerate(columns)}
    for row, code in enumerate(order):
        for column in at:
            if (code, column) in counts:
                n[row, at[column]], people[row, at[column]], key[row, at[column]] = counts[code, column]
    gone = hidden(people, LEAST)

    def of(*where: Any) -> tuple[int, int]:
        return int(n[where].sum()), int(key[where].sum())

    lines = []
    for row, code in enumerate(order):
        cells = [_cell(of(row, c), bool(gone[row, c]), code in heard, show) for c in range(len(columns))]
        total = _cell(of(row), bool(gone[row, -1]), code in heard, show)
        lines.append(Line(code, names.get(code, code), cells, total, code in heard))
    sums = [_cell(of(slice(None), c), bool(gone[-1, c]), True, show) for c in range(len(columns))]
    totals = Line("", "", sums, _cell(of(...), bool(gone[-1, -1]), True, show))
    return Table(source, columns, lines, totals)


def _cell(counted: tuple[int, int], gone: bool, heard: bool, show: Shown) -> Cell:
    if counted[0] == 0 and not heard:
        return Cell(None, unheard=True)
    return Cell(None if gone else show(*counted))


def place_name(code: str, names: dict[str, str] | None = None) -> str:
    return (names or place_names()).get(code, code)
