"""Editable dictionaries of an issue's words: a CSV of issue and word, which begins with the shipped lists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from simpul.language.tables import table

Pair = tuple[str, str]

COLUMNS = {
    "issue": pl.String,  # a code of needs.csv or issues.csv, or any name that the sample uses
    "word": pl.String,  # one word or several in a row; spelling variants and Javanese forms are found by themselves
    "language": pl.String,  # jv: spelled by ear (o for a, h left out); empty: any
    "source": pl.String,
}


class SetProblem(ValueError):
    """A keyword file that cannot be used; `problem` says why and what to do, in Indonesian and English."""

    def __init__(self, indonesian: str, english: str) -> None:
        self.problem: Pair = (indonesian, english)
        super().__init__(english)


def is_under(code: str, issue: str) -> bool:
    """Whether a code is the issue or a part of it: N02.3 is under N02, and 1.2 under 1."""
    return code == issue or code.startswith(f"{issue}.")


def shipped(issues: Iterable[str]) -> pl.DataFrame:
    """The shipped words of these codes and all codes under them (columns `COLUMNS`); others have none.

    An issue of the code book (1, 1.2 …) has its own words and those of the needs that count under it. Pairs of words at a
    distance (pairs.csv) are no keywords and stay out.
    """
    counted = dict(table("needs").select("code", "issue").rows())
    rows = table("expressions").select("code", "expression", "register", "source").rows()
    found = [
        (issue, word, "jv" if register == "javanese" else None, source)
        for issue in sorted(set(issues))
        for code, word, register, source in rows
        if is_under(code, issue) or is_under(counted.get(code, ""), issue)
    ]
    return pl.DataFrame(found, schema=COLUMNS, orient="row").unique(
        ["issue", "word"], keep="first", maintain_order=True
    )


def read_set(path: Path) -> pl.DataFrame:
    """A keyword file (columns `COLUMNS`; issue and word are needed, comma or semicolon between). Raises SetProblem."""
    try:
        text = path.read_text("utf-8-sig")
        first = text.partition("\n")[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        rows = pl.read_csv(text.encode(), separator=separator, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as problem:
        raise SetProblem(
            f"{path.name} tidak dapat dibaca sebagai CSV UTF-8: {problem}",
            f"{path.name} cannot be read as UTF-8 CSV: {problem}",
        ) from problem
    lacking = [name for name in ("issue", "word") if name not in rows.columns]
    if lacking:
        raise SetProblem(
            f"{path.name} tidak punya kolom {', '.join(lacking)}. Yang perlu: issue,word.",
            f"{path.name} lacks the column {', '.join(lacking)}. Needed: issue,word.",
        )
    have = rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, pl.String).alias(name) for name in COLUMNS
    )
    filled = have.with_columns(pl.col("issue", "word").str.strip_chars()).filter(
        (pl.col("issue") != "") & (pl.col("word") != "")
    )
    if filled.is_empty():
        raise SetProblem(f"{path.name} tidak memuat satu kata pun.", f"{path.name} holds no word.")
    return filled.unique(["issue", "word"], keep="first", maintain_order=True)


def write_set(words: pl.DataFrame, path: Path) -> None:
    """Writes a set as a file to edit, ordered by issue and word."""
    words.select(*COLUMNS).sort("issue", "word").write_csv(path)
