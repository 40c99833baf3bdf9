"""What measures look at: a study's tables on whichever engine, a window of time, and the views derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from simpul.measures import clock
from simpul.measures.measure import Needs, View
from simpul.measures.shelf import IN_MEMORY, Shelf

Frame = nw.LazyFrame[Any]

# The columns that views may read. One that a table lacks is read as null; what a measure cannot do without stands in its needs.
INPUTS: dict[str, dict[str, Any]] = {
    "posts": {
        "post_id": nw.String, "platform": nw.String, "kind": nw.String, "account_id": nw.String,
        "parent_id": nw.String, "root_id": nw.String, "shared_id": nw.String, "parent_account_id": nw.String,
        "shared_account_id": nw.String, "created_at": nw.Datetime("us", "UTC"), "url": nw.String, "place": nw.String,
        "links": nw.List(nw.String), "mentions": nw.List(nw.String), "text": nw.String, "media": nw.String,
        "spoken_for": nw.String,
    },
    "accounts": {
        "account_id": nw.String, "platform": nw.String, "kind": nw.String, "agency": nw.String,
    },
    "observations": {
        "subject": nw.String, "subject_kind": nw.String, "metric": nw.String, "value": nw.Float64,
        "observed_at": nw.Datetime("us", "UTC"),
    },
    "labels": {
        "post_id": nw.String, "issue": nw.String, "sentiment": nw.String, "intent": nw.String, "needs": nw.String,
        "stance": nw.String, "place": nw.String, "purpose": nw.String, "function": nw.String, "progress": nw.String,
        "call_to_care": nw.Int64, "aspiration": nw.Int64,
    },
    "actors": {
        "actor_id": nw.String, "kind": nw.String, "place": nw.String, "poor": nw.Boolean,
        "internet_phone": nw.Boolean, "needs": nw.List(nw.String), "digital_skill": nw.Float64,
    },
    "places": {"code": nw.String, "year": nw.Float64, "population": nw.Float64, "poor": nw.Float64},
    "plan": {"issue": nw.String, "rank": nw.Float64, "year": nw.Float64},
    "population": {"place": nw.String, "group": nw.String, "poor": nw.Float64, "year": nw.Float64},
    "register": {
        "author": nw.String, "platform": nw.String, "kind": nw.String, "agency": nw.String, "admin": nw.String,
        "decree": nw.String, "valid_from": nw.Date, "valid_to": nw.Date,
    },
    "agencies": {"code": nw.String},
    "offers": {
        "company": nw.String, "menu_item": nw.String, "place": nw.String, "amount": nw.Float64, "date": nw.Date,
        "matched": nw.Date, "delivered": nw.Date, "proof": nw.String,
    },
    "programmes": {
        "agency": nw.String, "programme": nw.String, "indicator": nw.String, "pro_poor": nw.String, "need": nw.String,
        "target": nw.Float64, "achieved": nw.Float64, "year": nw.Float64,
    },
    "indicators": {
        "indicator": nw.String, "year": nw.Int64, "value": nw.Float64, "unit": nw.String, "numerator": nw.Float64,
        "denominator": nw.Float64, "definition": nw.String, "source": nw.String, "date": nw.Date,
    },
    "checklist": {
        "platform": nw.String, "handle": nw.String, "item": nw.String, "present": nw.String, "date": nw.Date,
    },
    "maturity": {"step": nw.String, "reached": nw.String, "evidence": nw.String, "date": nw.Date},
    "expenditures": {
        "expenditure": nw.Float64, "poverty_line": nw.Float64, "members": nw.Float64, "weight": nw.Float64,
        "place": nw.String, "year": nw.Float64,
    },
}  # fmt: skip


ALWAYS = ("posts", "accounts")  # tables that every study has, be they empty


class Material:
    """Tables, window and views of one computation.

    `tables` maps names of docs/architecture.md to lazy frames of one engine (Polars or PySpark, native or in Narwhals);
    `posts` and `accounts` must be among them. The window is [since, until); where an end is not given, the window reaches to
    the midnight around the first or last post. `offset` is the local time in hours ahead of UTC. With Polars, views of many posts
    are kept in files below `folder` (else among the system's temporary files) until `release`.

    Raises ValueError for a missing table, a time without zone, and a window that is empty.
    """

    def __init__(
        self,
        tables: Mapping[str, Any],
        since: datetime | None = None,
        until: datetime | None = None,
        offset: int = clock.WIB,
        folder: Path | None = None,
    ):
        for name in ALWAYS:
            if name not in tables:
                raise ValueError(f"measures need the table {name}")
        self._given: dict[str, Frame] = {
            name: nw.from_native(tables[name]).lazy() for name in INPUTS if name in tables
        }
        self._columns = {name: set(frame.collect_schema().names()) for name, frame in self._given.items()}
        self._filled: dict[str, bool] = {}
        self._shelf = Shelf(self._is_large(), folder)
        self.groups: dict[tuple[str, str], pl.Series] = {}  # of units, by view and level
        self.offset = offset
        self.since, self.until = self._window(since, until)

    def _is_large(self) -> bool:
        posts = self._given["posts"]
        return posts.implementation.is_polars() and collect([posts.select(nw.len())])[0].item() > IN_MEMORY

    def _window(self, since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
        for time in (since, until):
            if time is not None and time.tzinfo is None:
                raise ValueError("since and until need a time zone")
        if since is None or until is None:
            first, last = self.record
            start, end = clock.whole_days(first, last, self.offset)
            since, until = since or start, until or end
        if since >= until:
            raise ValueError(f"the window from {since} to {until} is empty")
        return since.astimezone(UTC), until.astimezone(UTC)

    def _first_and_last(self) -> tuple[datetime, datetime]:
        time = nw.col("created_at")
        ends = collect([self.table("posts").select(first=time.min(), last=time.max())])[0]
        first, last = ends.row(0)
        now = datetime(1970, 1, 1, tzinfo=UTC)
        return (first or now).replace(tzinfo=UTC), (last or now).replace(tzinfo=UTC)

    @property
    def days(self) -> float:
        return (self.until - self.since).total_seconds() / 86_400

    @property
    def labels(self) -> tuple[str, str]:
        """The window's ends for people and ids."""
        return clock.label(self.since, self.offset), clock.label(self.until, self.offset)

    @cached_property
    def record(self) -> tuple[datetime, datetime]:
        """The first and the last time of any post, also outside of the window."""
        return self._first_and_last()

    @property
    def last_day(self) -> date:
        """The last local day of the window."""
        return (self.until + timedelta(hours=self.offset) - timedelta(microseconds=1)).date()

    def within(self, time: str = "created_at") -> nw.Expr:
        """The rows whose time lies in the window."""
        return (nw.col(time) >= self.since) & (nw.col(time) < self.until)

    def table(self, name: str) -> Frame:
        """The table with exactly the columns of `INPUTS[name]`; what is absent is null, an absent table has no rows.

        A count below zero is no count, and as good as absent.
        """
        frame = self._given.get(name)
        columns = self._columns.get(name, set())
        if frame is None:
            frame = self._given["posts"].head(0)
        known = frame.select(
            (nw.col(column).cast(kind) if column in columns else nw.lit(None, dtype=kind)).alias(column)
            for column, kind in INPUTS[name].items()
        )
        return known.filter(~(nw.col("value") < 0).fill_null(False)) if name == "observations" else known

    def lacks(self, needs: Needs) -> str | None:
        """Why the needs are not met, as a reason of `findings.REASONS`; None if they are."""
        for name, columns in needs.items():
            if name not in ALWAYS and not self._has_rows(name):
                return f"table_absent:{name}"
            for column in columns:
                if column not in self._columns[name]:
                    return f"column_absent:{name}.{column}"
        return None

    def _has_rows(self, name: str) -> bool:
        if name not in self._filled:
            frame = self._given.get(name)
            self._filled[name] = (
                frame is not None and collect([frame.head(1).select(n=nw.len())])[0].item() > 0
            )
        return self._filled[name]

    def view(self, view: View) -> Frame:
        """The view's rows, computed once and kept. With Polars, its `repeating` texts are categories."""
        if view.name not in self._shelf:
            frame = view.build(self).select(*view.columns)
            if view.repeating and frame.implementation.is_polars():
                frame = frame.with_columns(nw.col(*view.repeating).cast(nw.Categorical))
            self._shelf.keep(view.name, frame)
        return self._shelf[view.name]

    def read(self, view: View) -> pl.DataFrame:
        """The view as a table to be written, rows sorted by key."""
        frame = self.view(view)
        if view.repeating:
            frame = frame.with_columns(nw.col(*view.repeating).cast(nw.String))
        return collect([frame])[0].sort(view.key)

    def local(self, view: View) -> pl.LazyFrame:
        """The view's rows on this machine, each time in the same order."""
        frame = self.view(view)
        if not frame.implementation.is_polars():
            return collect([frame])[0].lazy()
        native: pl.LazyFrame = frame.to_native()
        return native

    def release(self) -> None:
        """Frees what is kept in memory and on disk for the views."""
        self._shelf.clear()
        self.groups.clear()


def collect(frames: list[Frame]) -> list[pl.DataFrame]:
    """The frames as Polars tables: in one go where the engine is Polars, else one after the other."""
    if all(frame.implementation.is_polars() for frame in frames):
        return pl.collect_all([frame.to_native() for frame in frames])
    return [frame.collect(backend="polars").to_native() for frame in frames]
