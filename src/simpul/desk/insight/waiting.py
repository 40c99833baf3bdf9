"""The queues of those who wait for a word (`study.waiting`): found once when a study is indexed, read page by page, marked by officers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
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
    here = "why = ? AND (? IS NULL OR agency = ?)"
    values, done = (why, agency, agency), json.dumps(list(marked))
    counts = f"count(*), coalesce(sum(waiting.urgency = {RED}), 0)"
    columns = ", ".join(f"posts.{name}" for name in SHOWN)
    with closing(opened(index)) as connection:
        everyone = connection.execute(f"SELECT {counts} FROM waiting WHERE {here}", values).fetchone()
        closed = connection.execute(
            f"SELECT {counts} FROM waiting WHERE row IN ({CLOSED}) AND {here}", (done, *values)
        ).fetchone()
        count, red = (all - gone for all, gone in zip(everyone, closed, strict=True))
        pages = max(1, -(-count // PAGE))
        page = min(max(1, page), pages)
        rows = connection.execute(
            f"SELECT {columns}, waiting.agency FROM waiting JOIN posts USING (row) WHERE {here} "
            f"AND waiting.row NOT IN ({CLOSED}) "
            f"ORDER BY waiting.urgency = {RED} DESC, row LIMIT {PAGE} OFFSET ?",
            (*values, done, PAGE * (page - 1)),
        ).fetchall()
    return Queue([shown(row[:-1]) | {"agency": row[-1]} for row in rows], count, red, page, pages)


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
