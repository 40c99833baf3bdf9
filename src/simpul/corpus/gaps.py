"""What is missing: what an export of this kind can never contain, and what this one file should have and has not.

The first is declared by the reader, the second counted while the file is read. Both are codes of `data/gaps.csv`, whose words may
hold `{field}`, `{n}` and `{of}`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import NamedTuple

import polars as pl

from simpul.corpus.basis import is_chat
from simpul.corpus.chunks import Chunk
from simpul.corpus.reader import Reader

TELLING = ("posts.author", "posts.text", "posts.created_at")  # a post may lack any other column and be whole
OF_ACCOUNTS = ("followers", "following")  # counts that no post has
ANSWERS = ("actors", "survey_ties")
NAMES = {  # what a field is called in Indonesian; in English by its own name
    "author": "penulis", "text": "teks", "created_at": "waktu", "likes": "suka", "comments": "komentar", "shares": "bagikan",
    "saves": "simpan", "clicks": "klik", "link_clicks": "klik tautan", "reach": "jangkauan", "impressions": "impresi",
    "views": "tayangan", "followers": "pengikut", "following": "mengikuti", "follows": "pengikut baru",
    "quotes": "kutipan", "interactions": "interaksi",
}  # fmt: skip


class Gap(NamedTuple):
    """One thing that is missing: a code of gaps.csv, and where it was counted the field and how many of how many rows lack it."""

    code: str
    field: str = ""
    n: int = 0
    of: int = 0


@dataclass
class Seen:
    """Counts, over the chunks of one file, the rows of each table and the filled cells of each column or metric."""

    rows: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    chat: bool = False  # it holds messages of a chat

    def add(self, chunk: Chunk) -> None:
        self.chat |= is_chat(chunk)
        for name in ("posts", *ANSWERS):
            frame: pl.DataFrame | None = getattr(chunk, name)
            if frame is None or frame.is_empty():
                continue
            self.rows[name] += frame.height
            empty = frame.null_count().row(0)
            for column, nulls in zip(frame.columns, empty, strict=True):
                self.filled[f"{name}.{column}"] += frame.height - nulls
        if chunk.observations is not None and len(chunk.observations):
            for metric, rows in chunk.observations["metric"].value_counts().rows():
                self.filled[f"observations.{metric}"] += rows

    def gaps(self, reader: Reader) -> list[Gap]:
        """The gaps that the reader declares, then those of this file: each field of the mapping once, in its order.

        A file of which nothing was read has none.
        """
        if not self.filled:
            return []
        found = (
            gap
            for column in dict.fromkeys(each.column for each in reader.mapping)
            for gap in self._of(column)
        )
        return [*(Gap(code) for code in reader.gaps), *found]

    def _of(self, column: str) -> Iterator[Gap]:
        """A count or a telling column of posts may be missing in part; an answer of a survey only altogether."""
        table, _, name = column.partition(".")
        of = self.rows["posts" if table == "observations" else table]
        lacking = of - self.filled[column]
        if (
            lacking <= 0
            or name in (*OF_ACCOUNTS, "observed_at")
            or (table == "posts" and column not in TELLING)
            or table not in ("posts", "observations", *ANSWERS)
        ):
            return
        if lacking == of:
            yield Gap("found_empty", name, of, of)
        elif table not in ANSWERS:
            yield Gap("found_partly", name, lacking, of)


def joined(gaps: Iterable[Gap]) -> list[Gap]:
    """The gaps with those fields in one that are missing in the same number of rows."""
    fields: dict[tuple[str, int, int], list[str]] = {}
    for gap in gaps:
        fields.setdefault((gap.code, gap.n, gap.of), []).append(gap.field)
    return [Gap(code, ", ".join(names), n, of) for (code, n, of), names in fields.items()]


def told(gap: Gap) -> tuple[str, str]:
    """The gap in words, (Indonesian, English)."""
    id, en = words()[gap.code]
    called = ", ".join(NAMES.get(name, name) for name in gap.field.split(", "))
    n, of = f"{gap.n:,}", f"{gap.of:,}"
    return (
        _begun(id.format(field=called, n=n.replace(",", "."), of=of.replace(",", "."))),
        _begun(en.format(field=gap.field, n=n, of=of)),
    )


def _begun(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


@cache
def words() -> dict[str, tuple[str, str]]:
    """Code → (Indonesian, English) of data/gaps.csv."""
    with resources.as_file(resources.files("simpul") / "data" / "gaps.csv") as path:
        table = pl.read_csv(path, infer_schema=False)
    return {code: (id, en) for code, id, en in table.select("code", "name", "name_en").rows()}
