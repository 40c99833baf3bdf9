"""The search index of a study: one SQLite file beside its tables, derived from them and made again when they change.

Rows stand in order of time, so a row's number is its place in time and a page goes on where the last one ended. What a post
can be filtered by stands as tokens in a second column of the full-text index: words and filters are one intersection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import polars as pl

from simpul.corpus.records import NAMED_KINDS
from simpul.desk.insight import waiting
from simpul.desk.insight.facets import FACETS, token

NAME = "search.sqlite"
VERSION = 2
PIECE = 50_000  # rows written at once
Progress = Callable[[int, int], None]

TABLES = """
CREATE TABLE about (version INTEGER, source INTEGER);
CREATE TABLE posts (
    row INTEGER PRIMARY KEY, post_id TEXT, at INTEGER, text TEXT, platform TEXT, kind TEXT, issue TEXT, sentiment TEXT,
    place TEXT, account TEXT, need TEXT, urgency INTEGER, root_id TEXT, tokens TEXT);
CREATE VIRTUAL TABLE words USING fts5(text, tokens, content='posts', content_rowid='row', tokenize="unicode61 remove_diacritics 2 tokenchars '_'");
"""
KEYS = "CREATE INDEX by_post ON posts (post_id); CREATE INDEX by_root ON posts (root_id); CREATE INDEX by_time ON posts (at);"


def index_of(root: Path) -> Path | None:
    """The index of a study's folder; None where there is none or the study changed since."""
    path = root / NAME
    if not path.exists():
        return None
    return path if _about(path, path.stat().st_mtime_ns) == (VERSION, _source(root)) else None


@lru_cache(maxsize=32)
def _about(path: Path, written: int) -> tuple[int, int]:
    """The version of an index, and the state of the posts that it was made from."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        version, source = connection.execute("SELECT version, source FROM about").fetchone()
    return version, source


def build(root: Path, progress: Progress = lambda *_: None) -> Path:
    """Writes the index of a study's folder; it appears whole or not at all. A million posts take less than a minute."""
    path, staged = root / NAME, root / f".{NAME}.part"
    staged.unlink(missing_ok=True)
    frame = _posts(root)
    with closing(sqlite3.connect(staged)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        marks = ",".join("?" * len(frame.columns))
        for done, rows in _pieces(frame):
            connection.executemany(f"INSERT INTO posts VALUES ({marks})", rows)
            progress(done, 2 * frame.height)
        connection.execute("INSERT INTO words(words) VALUES ('rebuild')")
        connection.executescript(KEYS)
        waiting.write(connection, root)
        connection.execute("INSERT INTO about VALUES (?, ?)", (VERSION, _source(root)))
        connection.commit()
    staged.replace(path)
    progress(2 * frame.height, 2 * frame.height)
    return path


def _pieces(frame: pl.DataFrame) -> Iterator[tuple[int, list[tuple[object, ...]]]]:
    for start in range(0, frame.height, PIECE):
        piece = frame.slice(start, PIECE)
        yield start + piece.height, piece.rows()


def _source(root: Path) -> int:
    return (root / "tables" / "posts.parquet").stat().st_mtime_ns


def _posts(root: Path) -> pl.DataFrame:
    """What the index holds; authors only where they are institutions."""
    tables = root / "tables"
    labels = pl.scan_parquet(tables / "labels.parquet").select(
        "post_id", "issue", "sentiment", "needs", "urgency", pl.col("place").alias("told")
    )
    named = (
        pl.scan_parquet(tables / "accounts.parquet")
        .filter(pl.col("kind").is_in(NAMED_KINDS))
        .select("account_id", account="account_id")
    )
    posts = pl.scan_parquet(tables / "posts.parquet")
    joined = (
        posts.join(labels, on="post_id", how="left")
        .join(named, on="account_id", how="left")
        .sort("created_at", "post_id", nulls_last=False)
        .with_row_index("row", offset=1)
        .with_columns(
            pl.col("created_at").dt.epoch("s").alias("at"),
            pl.coalesce("place", "told").alias("place"),
            pl.col("needs").alias("need"),
        )
    )
    tokens = pl.concat_str(
        [
            *(_token(pl.col(facet), facet) for facet in FACETS),
            pl.when(pl.col("issue").str.contains(".", literal=True)).then(
                _token(pl.col("issue").str.split(".").list.first(), "issue")
            ),
            _token(pl.col("urgency").cast(pl.String), "urgency"),
        ],
        separator=" ",
        ignore_nulls=True,
    )
    return joined.select(
        "row", "post_id", "at", "text", "platform", "kind", "issue", "sentiment", "place", "account", "need", "urgency",
        "root_id", tokens=tokens,
    ).collect()  # fmt: skip


def _token(value: pl.Expr, facet: str) -> pl.Expr:
    """As `token`, over a column whose cells may join several values by `|`: each distinct cell is written once."""
    return value.map_batches(lambda column: _tokens(column, facet), return_dtype=pl.String)


def _tokens(column: pl.Series, facet: str) -> pl.Series:
    values = column.unique().drop_nulls().to_list()
    return column.replace_strict(
        values, [token(facet, value) for value in values], default=None, return_dtype=pl.String
    )
