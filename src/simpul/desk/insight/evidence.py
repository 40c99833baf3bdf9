"""The rows behind a figure: masked texts and counts, as the study wrote them; never who a citizen is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from simpul.corpus.records import NAMED_KINDS
from simpul.desk.insight.figures import Figure
from simpul.measures.evidence import rows_behind
from simpul.report.study import Study

SHOWN = 50
PERSONAL = ("account_id", "author", "actor_id", "person", "persons", "alias", "parent_account_id", "asker")


@dataclass(frozen=True)
class Evidence:
    """Some of the rows behind a figure, and how many there are."""

    table: str
    count: int
    posts: list[dict[str, Any]]  # where the rows are posts
    columns: list[str]  # else the columns of the rows
    rows: list[tuple[Any, ...]]


def evidence_of(folder: Study, figure: Figure, start: int = 0) -> Evidence | None:
    """Rows `start` and following behind a figure; None where it has no rows to show (a network's measure, a hidden cell)."""
    if not figure.finding["evidence"] or figure.finding["status"] == "suppressed":
        return None
    query = json.loads(figure.finding["evidence"])
    path = folder.root / "tables" / f"{query['table']}.parquet"
    if not path.exists():
        return None
    tables = {query["table"]: pl.scan_parquet(path)}
    found = nw.to_native(rows_behind(tables, query))
    count = found.select(pl.len()).collect().item()
    page = found.slice(start, SHOWN).collect()
    if "post_id" in page.columns:
        return Evidence(query["table"], count, _posts(folder, page["post_id"].to_list()), [], [])
    kept = [name for name in page.columns if name not in PERSONAL and not name.endswith("_id")]
    return Evidence(query["table"], count, [], kept, page.select(kept).rows())


def _posts(folder: Study, ids: list[str]) -> list[dict[str, Any]]:
    """Posts by id in the order given; their account only where it is an institution's."""
    posts = pl.scan_parquet(folder.root / "tables" / "posts.parquet").filter(pl.col("post_id").is_in(ids))
    labels = pl.scan_parquet(folder.root / "tables" / "labels.parquet").select(
        "post_id", "issue", "sentiment", "needs"
    )
    named = (
        pl.scan_parquet(folder.root / "tables" / "accounts.parquet")
        .filter(pl.col("kind").is_in(NAMED_KINDS))
        .select("account_id", account=pl.coalesce("name", "handle"))
    )
    shown = (
        posts.select("post_id", "account_id", "text", "created_at", "platform", "kind", "url")
        .join(labels, on="post_id", how="left")
        .join(named, on="account_id", how="left")
        .drop("account_id")
        .collect()
    )
    order = {id: at for at, id in enumerate(ids)}
    return sorted(shown.to_dicts(), key=lambda post: order[post["post_id"]])
