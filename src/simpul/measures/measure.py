"""What a measure is, and what a table is whose rows it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw

from simpul.measures.aggregates import Aggregate
from simpul.measures.evidence import Conditions

if TYPE_CHECKING:
    from simpul.measures.material import Material

Words = tuple[str, str]  # Indonesian, English
Needs = Mapping[str, tuple[str, ...]]  # columns that must be there, by table

COUNTS: Needs = {"observations": ("metric", "subject", "subject_kind", "value")}
SUBJECT_KINDS = (
    "corpus", "place", "agency", "account", "platform", "issue",
    "service",  # a category of needs, such as N05: what the city serves
    "group",  # of the population, such as elderly
    "indicator",  # a figure of the sheet indicators: its name, year and source
)  # fmt: skip
OWNER = ("account", "agency", "platform", "corpus")  # whom a measure of official accounts describes


def symbols(formula: str) -> Words:
    """A formula without a word in it, which reads the same in both languages."""
    return formula, formula


@dataclass(frozen=True)
class Unit:
    """How a value is read; `scale` turns numerator / denominator into it."""

    names: Words
    scale: float = 1.0


UNITS: dict[str, Unit] = {
    "percent": Unit(("%", "%"), 100.0),
    "per_post": Unit(("per kiriman", "per post")),
    "per_1000": Unit(("per kiriman per 1.000 pengikut", "per post per 1,000 followers"), 1000.0),
    "per_day": Unit(("per hari", "per day")),
    "posts": Unit(("kiriman", "posts")),
    "accounts": Unit(("akun", "accounts")),
    "actors": Unit(("aktor", "actors")),
    "ties": Unit(("hubungan", "ties")),
    "groups": Unit(("kelompok", "groups")),
    "followers": Unit(("pengikut", "followers")),
    "clicks": Unit(("klik", "clicks")),
    "actions": Unit(("tindakan", "actions")),
    "hours": Unit(("jam", "hours")),
    "ranks": Unit(("peringkat", "ranks")),
    "steps": Unit(("langkah", "steps")),
    "ratio": Unit(("banding 1", "to 1")),
    "index": Unit(("indeks", "index")),
    "people_per_post": Unit(("orang per kiriman", "people per post")),
    "points": Unit(("poin persen", "percentage points")),
    "days": Unit(("hari", "days")),
    "kinds": Unit(("jenis", "kinds")),
    "turns": Unit(("giliran", "turns")),
    "rungs": Unit(("anak tangga", "rungs")),
    "offers": Unit(("tawaran", "offers")),
    "companies": Unit(("perusahaan", "companies")),
    "rupiah": Unit(("rupiah", "rupiah")),
    "stated": Unit(("satuan sumbernya", "as its source states")),
}


@dataclass(frozen=True, eq=False)
class View:
    """A table that measures count in, written to the study's folder so that every number can be opened.

    `key` names the columns that identify a row; the first is never null. `subjects` maps a kind of subject to the column
    that holds its id; a view whose rows name their subject themselves (columns `subject_kind`, `subject_id`) has none.
    `repeating` are texts with far fewer values than rows, which Polars keeps as categories. `of_officials`: it holds
    nothing unless official accounts are known. `time` is the column that tells the month of a row: a time, or the month itself as
    12 · year + month − 1; views without it have no series. `labels` maps a column to the
    label of the same post that it is read from, so that what people coded can stand in for it.
    """

    name: str
    title: Words
    key: tuple[str, ...]
    columns: dict[str, str]  # with what they hold
    needs: Needs
    build: Callable[[Material], nw.LazyFrame[Any]] = field(repr=False)
    subjects: Mapping[str, str] = field(default_factory=dict)
    repeating: tuple[str, ...] = ()
    of_officials: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    time: str | None = None

    @property
    def names_subjects(self) -> bool:
        return "subject_kind" in self.columns


@dataclass(frozen=True)
class Note:
    """What must be said beside a value: `hit` of `of`, over all rows of the subject or, with `whole`, of the corpus."""

    code: str  # one of findings.NOTES
    hit: Aggregate
    of: Aggregate
    whole: bool = False


@dataclass(frozen=True)
class Opening:
    """Where the rows behind a measure lie, if not in its own view: `subject` is the column of the subject's id."""

    view: View
    subject: str
    where: Conditions


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure, declared.

    The rows of `view` that fulfil `where` count: n is their number. The value is

    * `value` over these rows if it is given, else
    * unit's scale × numerator / denominator, where the numerator is `numerator`, or the number of rows that also fulfil
      `hit`, and the denominator is `denominator`, or n if there is a `hit`; or
    * the numerator alone if there is no denominator.

    With `whole`, each subject is set against all subjects together: the denominator and n are the rows of the whole, and the
    evidence query gives the numerator's rows. So it does where `open` names another view, whose rows the measure's own
    view sums up; `n` then tells how many stand behind it. Else the evidence query gives n rows.

    `interval`: the value is a share of rows and gets a Wilson interval. `persons`: the rows ("where" or "hit") whose distinct
    persons must be nobody or at least five; None where no citizen stands behind a row. `parts` names a set of measures
    that add up to a whole. `monthly`: the months of the window are measured, too (`series.py`). `metrics` are the platform's counts without which nothing counts; `empty` is the reason given
    if nothing does. A measure without a view is computed elsewhere, on one machine, and handed over (`figures`).
    """

    id: str
    names: Words
    unit: str
    formula: Words
    source: Words
    undefined: Words
    subjects: tuple[str, ...]
    view: View | None = None
    where: Conditions = ()
    hit: Conditions = ()
    numerator: Aggregate | None = None
    denominator: Aggregate | None = None
    value: Aggregate | None = None
    n: Aggregate | None = None
    interval: bool = False
    whole: bool = False
    persons: str | None = None
    parts: str | None = None
    metrics: tuple[str, ...] = ()
    empty: str | None = None
    needs: Needs = field(default_factory=dict)
    note: Note | None = None
    open: Opening | None = None
    monthly: bool = False
    version: int = 1

    @property
    def counted(self) -> View:
        """Its view; only for measures that have one."""
        assert self.view is not None
        return self.view

    @property
    def of_whole(self) -> bool:
        """Its subjects share out a whole that stands beside each of them; the evidence gives the numerator's rows."""
        return self.whole or self.open is not None

    @property
    def scale(self) -> float:
        return UNITS[self.unit].scale

    @property
    def all_needs(self) -> Needs:
        """The columns it cannot do without, by table: its view's, its own, and those of counts if it needs metrics."""
        merged: dict[str, set[str]] = {}
        view = self.view.needs if self.view else {}
        counted = set(self.metrics) - {"comments"}  # which may be counted in the threads themselves
        for needs in (view, self.needs, COUNTS if counted else {}):
            for name, columns in needs.items():
                merged.setdefault(name, set()).update(columns)
        return {name: tuple(sorted(merged[name])) for name in sorted(merged)}


@dataclass(frozen=True)
class Family:
    """Measures that belong together; each module of `catalogue` declares one as `FAMILY`."""

    id: str
    order: int
    names: Words
    measures: tuple[Measure, ...]
