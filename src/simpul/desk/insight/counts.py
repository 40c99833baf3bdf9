"""Counts of what a search found, to take along: by issue, place and month; of texts, never of citizens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from simpul.corpus.records import NAMED_KINDS
from simpul.desk.insight import search
from simpul.network.cells import hidden

HEAD = ("menurut", "kode", "nama", "kiriman", "keadaan")
TOTAL, BY = "semua", ("isu", "wilayah", "bulan")
UNKNOWN = ""


def count_rows(
    root: Path, index: Path, query: search.Query, names: Mapping[str, Mapping[str, str]]
) -> Iterable[Sequence[object]]:
    """Rows of HEAD: all that was found, then every issue, place and month, each of them a partition of it. Raises QueryProblem."""
    found = _texts(root, search.post_ids(index, query))
    titles = {"isu": names["issue"], "wilayah": names["place"], "bulan": {}}
    total = found.select(pl.len(), pl.col("person").n_unique() - pl.col("person").has_nulls()).row(0)
    yield _row(TOTAL, UNKNOWN, _("semua yang ditemukan"), total[0], 0 < total[1] < 5)
    for by in BY if total[0] else ():
        cells = _cells(found, by)
        gone = hidden(cells["persons"].to_numpy().reshape(1, -1))[0] | (0 < total[1] < 5)
        for (code, posts, _persons), away in zip(cells.rows(), gone, strict=False):
            yield _row(by, code, titles[by].get(code, code) or _("tidak diketahui"), posts, bool(away))


def _row(by: str, code: str, name: str, posts: int, away: bool) -> tuple[object, ...]:
    return (
        by,
        code,
        name,
        None if away else posts,
        _("disembunyikan: kurang dari lima orang") if away else "",
    )


def _cells(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """Posts and different persons of each value; who is named counts as nobody to protect."""
    return (
        found.group_by(pl.col(by).fill_null(UNKNOWN))
        .agg(posts=pl.len(), persons=pl.col("person").drop_nulls().n_unique().cast(pl.Int64))
        .sort(by)
    )


def _texts(root: Path, ids: list[str]) -> pl.DataFrame:
    """The posts with what they are counted by, and their person: a pseudonym, or the post itself where the author is unknown."""
    tables = root / "tables"
    labels = pl.scan_parquet(tables / "labels.parquet").select("post_id", "issue", told="place")
    named = pl.scan_parquet(tables / "accounts.parquet").filter(pl.col("kind").is_in(NAMED_KINDS))
    return (
        pl.scan_parquet(tables / "posts.parquet")
        .select("post_id", "account_id", "created_at", "place")
        .join(pl.LazyFrame({"post_id": ids}, schema={"post_id": pl.String}), on="post_id", how="semi")
        .join(labels, on="post_id", how="left")
        .join(named.select("account_id", named=True), on="account_id", how="left")
        .select(
            isu="issue",
            wilayah=pl.coalesce("place", "told"),
            bulan=pl.col("created_at").dt.convert_time_zone(search.ZONE.key).dt.strftime("%Y-%m"),
            person=pl.when(pl.col("named").is_null()).then(pl.coalesce("account_id", "post_id")),
        )
        .collect()
    )
