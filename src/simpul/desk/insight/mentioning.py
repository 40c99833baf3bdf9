"""Social Mention's four numbers for words that were asked: the catalogue's own measures, over the texts that hold the words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import polars as pl

from simpul.desk.insight import search
from simpul.desk.insight.figures import Figure
from simpul.measures.computing import compute
from simpul.measures.views.coded import POVERTY
from simpul.report.study import Language, Study

FOUR = ("sm_strength", "sm_sentiment", "sm_passion", "sm_reach")
COLUMNS = ("post_id", "platform", "kind", "account_id", "created_at", "place")
BESIDE = ("accounts", "register", "agencies")


def four_numbers(root: Path, index: Path, query: search.Query, language: Language) -> list[Figure]:
    """Strength, sentiment, passion and reach of the words in the days asked, else in the study's; [] where nothing holds them.

    Raises QueryProblem. Kept per process for the same words and the same index.
    """
    written = index.stat().st_mtime_ns
    rows = _computed(root, index, query.words, query.since, query.until, written)
    return [Figure(row, language) for row in rows]


@lru_cache(maxsize=64)
def _computed(root: Path, index: Path, words: str, since: date | None, until: date | None, written: int) -> list[dict[str, object]]:  # fmt: skip
    ids = search.post_ids(index, search.Query(words, since=since, until=until))
    return measured(root, ids, since, until)


def measured(root: Path, ids: list[str], since: date | None = None, until: date | None = None) -> list[dict[str, object]]:  # fmt: skip
    """The four measures with these texts as the mentions, as findings of the corpus; fewer than five persons are hidden.

    A measure counts the texts whose issue is its query, so these texts bear the one issue that the corpus is asked for.
    """
    if not ids:
        return []
    tables = root / "tables"
    chosen = pl.LazyFrame({"post_id": ids})
    posts = pl.scan_parquet(tables / "posts.parquet").select(COLUMNS).join(chosen, on="post_id", how="semi")
    labels = pl.scan_parquet(tables / "labels.parquet").join(chosen, on="post_id", how="semi")
    period = Study(root).manifest["period"]
    found = compute(
        {
            "posts": posts.collect().lazy(),
            "labels": labels.with_columns(issue=pl.lit(POVERTY)).collect().lazy(),
            **{
                name: pl.scan_parquet(path)
                for name in BESIDE
                if (path := tables / f"{name}.parquet").exists()
            },
        },
        _midnight(since or date.fromisoformat(period["from"])),
        _midnight((until or date.fromisoformat(period["to"])) + timedelta(days=1)),
        FOUR,
    ).filter(subject_kind="corpus")
    return sorted(found.to_dicts(), key=lambda row: FOUR.index(row["measure"]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), search.ZONE)
