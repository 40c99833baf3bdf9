"""A builder of small study tables: posts, accounts, observations, labels and the sheets of a reference workbook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from simpul.corpus.records import ACCOUNTS, ACTORS, OBSERVATIONS, POSTS
from simpul.corpus.reference import (
    AGENCIES,
    CHECKLIST,
    EXPENDITURES,
    INDICATORS,
    MATURITY,
    OFFERS,
    POPULATION,
    PROGRAMMES,
    REGISTER,
)

START = datetime(2025, 12, 31, 17, tzinfo=UTC)  # midnight of 1 January 2026 in Magelang
LABELS = dict.fromkeys(
    (
        "post_id", "issue", "sentiment", "intent", "needs", "stance", "place", "language", "purpose", "function",
        "progress",
    ),
    pl.String,
) | {"call_to_care": pl.Int8, "aspiration": pl.Int8}  # fmt: skip
PLACES = {
    "code": pl.String, "name": pl.String, "kind": pl.String, "population": pl.Int64, "poor": pl.Int64, "year": pl.Int32,
}  # fmt: skip
PLAN = {"issue": pl.String, "rank": pl.Int64, "document": pl.String, "year": pl.Int32}
SCHEMAS: dict[str, Any] = {
    "posts": POSTS,
    "accounts": ACCOUNTS,
    "observations": OBSERVATIONS,
    "actors": ACTORS,
    "labels": LABELS,
    "places": PLACES,
    "plan": PLAN,
    "population": POPULATION,
    "register": REGISTER,
    "agencies": AGENCIES,
    "offers": OFFERS,
    "programmes": PROGRAMMES,
    "indicators": INDICATORS,
    "checklist": CHECKLIST,
    "maturity": MATURITY,
    "expenditures": EXPENDITURES,
}


def at(**ago: float) -> datetime:
    """A time after the start: at(days=3, hours=2)."""
    return START + timedelta(**ago)


class City:
    """Rows are added one by one; ids are made up where none is given."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}

    def account(self, account_id: str, kind: str = "official", agency: str | None = None) -> str:
        self.rows["accounts"].append(
            {"account_id": account_id, "platform": account_id.split(":")[0], "kind": kind, "agency": agency}
        )
        return account_id

    def post(
        self, author: str | None, when: datetime, kind: str = "post", id: str | None = None, **columns: Any
    ) -> str:
        platform = columns.pop("platform", None) or (author or "instagram:").split(":")[0]
        post_id = id or f"{platform}:{len(self.rows['posts'])}"
        self.rows["posts"].append(
            {
                "post_id": post_id,
                "platform": platform,
                "kind": kind,
                "account_id": author,
                "created_at": when,
                **columns,
            }
        )
        return post_id

    def comment(
        self, author: str | None, root: str, when: datetime, parent: str | None = None, **columns: Any
    ) -> str:
        kind = "reply" if parent else "comment"
        return self.post(author, when, kind, root_id=root, parent_id=parent or root, **columns)

    def counts(self, post_id: str, **counts: float) -> None:
        for metric, value in counts.items():
            self.observe(post_id, "post", metric, value, None)

    def followers(self, account_id: str, value: float, when: datetime | None) -> None:
        self.observe(account_id, "account", "followers", value, when)

    def observe(self, subject: str, kind: str, metric: str, value: float, when: datetime | None) -> None:
        self.rows["observations"].append(
            {
                "subject": subject,
                "subject_kind": kind,
                "metric": metric,
                "value": float(value),
                "observed_at": when,
            }
        )

    def sheet(self, name: str, *rows: dict[str, Any]) -> None:
        """Rows of a sheet of the reference workbook."""
        self.rows[name] += rows

    def label(self, post_id: str, **labels: Any) -> str:
        self.rows["labels"].append({"post_id": post_id, **labels})
        return post_id

    def place(
        self, code: str, population: int | None = None, poor: int | None = None, year: int = 2025
    ) -> None:
        self.rows["places"].append(
            {"code": code, "name": code, "population": population, "poor": poor, "year": year}
        )

    def plan(self, *issues: str, year: int = 2025) -> None:
        self.rows["plan"] += [
            {"issue": issue, "rank": rank, "year": year} for rank, issue in enumerate(issues, start=1)
        ]

    def household(self, actor_id: str, place: str | None, **columns: Any) -> None:
        self.rows["actors"].append({"actor_id": actor_id, "kind": "household", "place": place, **columns})

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables; a table without rows is absent, except posts and accounts."""
        return {
            name: pl.DataFrame(rows, schema=SCHEMAS[name])
            for name, rows in self.rows.items()
            if rows or name in ("posts", "accounts")
        }

    def tables(self) -> dict[str, pl.LazyFrame]:
        return {name: frame.lazy() for name, frame in self.frames().items()}


def cell(
    findings: pl.DataFrame, measure: str, kind: str = "account", subject: str | None = None
) -> dict[str, Any]:
    """The one finding of a measure and subject."""
    wanted = findings.filter(measure=measure, subject_kind=kind)
    if subject is not None:
        wanted = wanted.filter(subject_id=subject)
    return wanted.row(0, named=True) if wanted.height == 1 else {}
