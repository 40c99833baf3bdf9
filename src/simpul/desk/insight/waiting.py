"""The queues of those who wait for a word (`study.waiting`): found once when a study is indexed, read page by page, marked by officers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from simpul.desk.insight.search import SHOWN, opened, shown
from simpul.study.folder import Folder
from simpul.study.waiting import COMMENT, VOICE, waiting

PAGE = 25
RED = 3  # urgency
QUEUES = (COMMENT, VOICE)
CLOSED = "SELECT row FROM posts WHERE post_id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class Queue:
    """A page of those who wait, red ones first, then the longest waiting, with how many there are in all."""

    posts: list[dict[str, Any]]
    count: int
    red: int
    page: int
    pages: int


def queue(index: Path, agency: str | None, why: str, marked: Sequence[str], page: int = 1) -> Queue:
    """One agency's queue (None: all agencies) without the posts that carry a mark."""
    here, values = ("why = ?", (why,)) if agency is None else ("why = ? AND agency = ?", (why, agency))
    done = json.dumps(list(marked))
    columns = ", ".join(f"posts.{name}" for name in SHOWN)
    order = f"urgency = {RED} DESC, row"
    with closing(opened(index)) as connection:
        closed = connection.execute(
            f"SELECT count(*), coalesce(sum(urgency = {RED}), 0) FROM waiting WHERE row IN ({CLOSED}) AND +{here}",
            (done, *values),
        ).fetchone()  # the plus has SQLite begin with the few marks, not with the long queue
        everyone = _sizes(index, index.stat().st_mtime_ns).get((why, agency), (0, 0))
        count, red = (all - gone for all, gone in zip(everyone, closed, strict=True))
        pages = max(1, -(-count // PAGE))
        page = min(max(1, page), pages)
        rows = connection.execute(
            f"SELECT {columns}, found.agency FROM "
            f"(SELECT row, urgency, agency FROM waiting WHERE {here} AND row NOT IN ({CLOSED}) ORDER BY {order} LIMIT {PAGE} OFFSET ?) AS found "
            f"JOIN posts USING (row) ORDER BY found.{order}",
            (*values, done, PAGE * (page - 1)),
        ).fetchall()
    return Queue([shown(row[:-1]) | {"agency": row[-1]} for row in rows], count, red, page, pages)


@lru_cache(maxsize=16)
def _sizes(index: Path, written: int) -> dict[tuple[str, str | None], tuple[int, int]]:
    """By queue and agency (None: all agencies), how many wait and how many of them are red, before any mark."""
    sizes: dict[tuple[str, str | None], tuple[int, int]] = {}
    with closing(opened(index)) as connection:
        counted = connection.execute(
            f"SELECT why, agency, count(*), sum(urgency = {RED}) FROM waiting GROUP BY why, agency"
        )
        for why, agency, count, red in counted:
            for owner in {agency, None}:
                before = sizes.get((why, owner), (0, 0))
                sizes[why, owner] = before[0] + count, before[1] + red
    return sizes


def waits_for(index: Path, post_id: str) -> str | None:
    """The agency whose queue a post stands in; "" for none's, None for a post that does not wait."""
    with closing(opened(index)) as connection:
        found = connection.execute(
            "SELECT coalesce(waiting.agency, '') FROM waiting JOIN posts USING (row) WHERE posts.post_id = ?",
            (post_id,),
        ).fetchone()
    return None if found is None else str(found[0])


def write(connection: sqlite3.Connection, root: Path) -> None:
    """Adds those who wait to a study's index, by the row of their post."""
    connection.executescript(
        "CREATE TABLE waiting (row INTEGER PRIMARY KEY, agency TEXT, why TEXT, urgency INTEGER);"
    )
    connection.executescript(
        "CREATE TEMP TABLE found (post_id TEXT, agency TEXT, why TEXT, urgency INTEGER);"
    )
    connection.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", waiting(Folder(root)).rows())
    connection.execute(
        "INSERT INTO waiting SELECT posts.row, found.agency, found.why, found.urgency FROM found JOIN posts USING (post_id)"
    )
    connection.executescript(
        f"CREATE INDEX by_queue ON waiting (why, agency, urgency = {RED} DESC, row);"
        f"CREATE INDEX by_red ON waiting (why, urgency = {RED} DESC, row);"
    )
