"""Searching the posts of a study: what people typed becomes a query that can do nothing but search."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simpul.desk.insight.facets import FACETS, token

PAGE = 30  # posts shown at once
COUNTED = 10_000  # matches that are counted before it says "more than"
SURVEYED = 5_000  # newest matches whose platforms, issues … are counted beside the list
TERMS = 40
LENGTH = 400
MAPPED = 2**31 - 1  # bytes of an index that are read in place
ZONE = ZoneInfo("Asia/Jakarta")
PARTS = re.compile(r'(-?)"([^"]*)"?|(\S+)')
OR = ("or", "atau", "|")


class QueryProblem(Exception):
    """The words cannot be searched for; `problem` is (Indonesian, English)."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.problem = (id, en)


@dataclass(frozen=True)
class Query:
    """Words as typed, one value per facet, and days, both included. `before` is the row where the last page ended."""

    words: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Found:
    """A page of posts, newest first, how many there are, and what the newest of them are about."""

    posts: list[dict[str, Any]]
    count: int
    more: bool  # there are more than were counted
    following: int | None  # `before` of the next page
    facets: Mapping[str, Sequence[tuple[str, int]]]
    surveyed: int  # posts that the facets were counted over


@dataclass(frozen=True)
class Survey:
    """What holds for every page of a search, whoever reads it."""

    count: int
    more: bool
    facets: Mapping[str, Sequence[tuple[str, int]]]
    surveyed: int


def search(index: Path, query: Query) -> Found:
    """Posts that hold all words and have all facets. Raises QueryProblem for words that cannot be searched for."""
    values = _where(query)
    with closing(opened(index)) as connection:
        low, high = _rows(connection, query)
        source = "words WHERE words MATCH ? AND rowid" if values else "posts WHERE row"
        name = "rowid" if values else "row"
        start = min(high, query.before - 1 if query.before else high)
        newest = f"SELECT {name} FROM {source} BETWEEN ? AND ? ORDER BY {name} DESC LIMIT ?"
        rows = _ids(connection, newest, [*values, low, start, PAGE + 1])
        posts = _posts(connection, rows[:PAGE])
    survey = _survey(index, index.stat().st_mtime_ns, newest, (*values, low, high))
    following = rows[PAGE - 1] if len(rows) > PAGE else None
    return Found(posts, survey.count, survey.more, following, survey.facets, survey.surveyed)


@lru_cache(maxsize=256)
def _survey(index: Path, written: int, newest: str, values: tuple[Any, ...]) -> Survey:
    """Counted once per process, search and state of the index: the costly part of a page."""
    with closing(opened(index)) as connection:
        rows = _ids(connection, newest, [*values, COUNTED + 1])
        surveyed = rows[:SURVEYED]
        return Survey(
            min(len(rows), COUNTED), len(rows) > COUNTED, _facets(connection, surveyed), len(surveyed)
        )


def post_ids(index: Path, query: Query) -> list[str]:
    """Ids of all posts that hold all words and have all facets. Raises QueryProblem."""
    values = _where(query)
    with closing(opened(index)) as connection:
        found = (
            "SELECT post_id FROM words JOIN posts ON posts.row = words.rowid WHERE words MATCH ? AND words.rowid"
            if values
            else "SELECT post_id FROM posts WHERE row"
        )
        return [
            id
            for (id,) in connection.execute(f"{found} BETWEEN ? AND ?", [*values, *_rows(connection, query)])
        ]


def thread(index: Path, root_id: str, limit: int = 500) -> list[dict[str, Any]]:
    """A post and what was said below it, oldest first."""
    columns = ", ".join(SHOWN)
    with closing(opened(index)) as connection:
        found = connection.execute(
            f"SELECT {columns} FROM posts WHERE post_id = ? OR root_id = ? ORDER BY row LIMIT ?",
            (root_id, root_id, limit),
        )
        return [shown(row) for row in found]


def match_expression(words: str) -> str:
    """What was typed, as an expression of the full-text index: all words, `"a phrase"`, `-without`, `one OR other`.

    Everything typed stands between quotation marks, so none of the index's own syntax can be reached. Raises QueryProblem.
    """
    if len(words) > LENGTH:
        raise QueryProblem(
            f"Pencarian ini terlalu panjang; pakailah paling banyak {LENGTH} huruf.",
            f"This search is too long; use at most {LENGTH} letters.",
        )
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    joined = False
    for minus, phrase, word in PARTS.findall(words.replace("\0", " ")):
        text = phrase or word
        if word.lower() in OR:
            joined = bool(wanted)
            continue
        if word.startswith("-"):
            minus, text = "-", word[1:]
        if not any(letter.isalnum() for letter in text):
            continue
        quoted = '"' + text.replace('"', " ") + '"'
        if minus:
            unwanted.append(quoted)
        elif joined:
            wanted[-1].append(quoted)
        else:
            wanted.append([quoted])
        joined = False
    if sum(map(len, wanted)) + len(unwanted) > TERMS:
        raise QueryProblem(
            f"Pencarian ini memuat terlalu banyak kata; pakailah paling banyak {TERMS}.",
            f"This search has too many words; use at most {TERMS}.",
        )
    if unwanted and not wanted:
        raise QueryProblem(
            "Sebutkan juga kata yang dicari, bukan hanya yang dikecualikan.",
            "Name a word to look for, too, not only what to leave out.",
        )
    found = " AND ".join(f"({' OR '.join(group)})" for group in wanted)
    return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found


SHOWN = ("row", "post_id", "at", "text", "platform", "kind", "issue", "sentiment", "place", "account", "need", "urgency", "root_id")  # fmt: skip


def _where(query: Query) -> list[Any]:
    """The expression to match, alone in a list; an empty list where nothing is asked of the words and facets."""
    words = match_expression(query.words)
    parts = [f"text : ({words})"] if words else []
    parts += [
        f'tokens : "{token(name, value)}"' for name, value in query.facets.items() if name in FACETS and value
    ]
    return [" AND ".join(parts)] if parts else []


def opened(index: Path) -> sqlite3.Connection:
    """A study's index, for reading only."""
    connection = sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)
    connection.execute(f"PRAGMA mmap_size={MAPPED}")
    return connection


def _rows(connection: sqlite3.Connection, query: Query) -> tuple[int, int]:
    """The first and last row of the period: rows stand in order of time."""
    low, high = 1, connection.execute("SELECT coalesce(max(row), 0) FROM posts").fetchone()[0]
    if query.since:
        later = "SELECT row FROM posts WHERE at >= ? ORDER BY at, row LIMIT 1"
        low = next(iter(_ids(connection, later, [_at(query.since)])), high + 1)
    if query.until:
        earlier = "SELECT row FROM posts WHERE at < ? ORDER BY at DESC, row DESC LIMIT 1"
        high = next(iter(_ids(connection, earlier, [_at(query.until + timedelta(days=1))])), 0)
    return low, high


def _at(day: date) -> int:
    return int(datetime.combine(day, time(), ZONE).timestamp())


def _ids(connection: sqlite3.Connection, sql: str, values: Sequence[Any]) -> list[int]:
    return [row for (row,) in connection.execute(sql, values)]


def _posts(connection: sqlite3.Connection, rows: Sequence[int]) -> list[dict[str, Any]]:
    marks = ",".join("?" * len(rows))
    found = connection.execute(
        f"SELECT {', '.join(SHOWN)} FROM posts WHERE row IN ({marks}) ORDER BY row DESC", rows
    )
    return [shown(row) for row in found]


def shown(row: Sequence[Any]) -> dict[str, Any]:
    """A row of SHOWN as pages use it: with a time of the city, and needs as a list."""
    post = dict(zip(SHOWN, row, strict=True))
    post["at"] = None if post["at"] is None else datetime.fromtimestamp(post["at"], ZONE)
    post["need"] = post["need"].split("|") if post["need"] else []
    return post


def _facets(connection: sqlite3.Connection, rows: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    marks = ",".join(map(str, rows))  # whole numbers from the index itself
    found = connection.execute(f"SELECT {', '.join(FACETS)} FROM posts WHERE row IN ({marks})").fetchall()
    columns = zip(*found, strict=True) if found else ((),) * len(FACETS)
    return {name: _counted(column) for name, column in zip(FACETS, columns, strict=True)}


def _counted(cells: Iterable[Any]) -> list[tuple[str, int]]:
    """How often each value stands in cells that may join several."""
    counted: Counter[str] = Counter()
    for cell, times in Counter(cells).items():
        for value in str(cell).split("|") if cell else ():
            counted[value] += times
    return counted.most_common()
