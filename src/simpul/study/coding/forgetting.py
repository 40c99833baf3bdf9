"""Taking a person out of a study's coding: their texts leave the sample and every sheet, what others said stays coded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from simpul.study.coding.sheets import CODING, CONTEXT, KEY, TEXT
from simpul.study.folder import Folder

REMOVED = "[dihapus]"


def forget(root: Path, posts: pl.LazyFrame, ids: Iterable[str], traces: Iterable[str], dry: bool = False) -> dict[str, int]:  # fmt: skip
    """Rows that were emptied or cleaned, by the file of the sample in `root`; with `dry` only counts.

    `posts` are those of the study with account_id and parent_id, before the person goes out of them; `ids` are the person's
    accounts and posts, `traces` what must stand nowhere any more.
    """
    path = root / "sample.parquet"
    if not path.exists():
        return {}
    sample, known = pl.read_parquet(path), list(ids)
    theirs = pl.col("post_id").is_in(known) | pl.col("account_id").is_in(known).fill_null(False)
    own = posts.filter(theirs).select("post_id").collect()["post_id"].to_list()
    gone = sample.filter(pl.col("post_id").is_in([*own, *known]))
    below = posts.filter(pl.col("parent_id").is_in([*own, *known])).select("post_id").collect()
    answers = sample.join(below, on="post_id", how="semi")
    touched = {path.name: gone.height}
    if gone.height and not dry:
        with Folder(root).whole(path.name) as draft:
            sample.join(gone, on="key", how="anti", maintain_order="left").write_parquet(draft)
    told = "|".join(rf"(?<!\w){re.escape(trace)}(?!\w)" for trace in traces)
    for sheet in sorted(root.glob("*.xlsx")):
        touched[sheet.name] = _clean(sheet, set(gone["key"]), set(answers["key"]), told, dry)
    return {name: rows for name, rows in touched.items() if rows}


def _clean(path: Path, gone: set[str], answers: set[str], told: str, dry: bool) -> int:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path)
    except Exception:  # whatever a broken file makes openpyxl raise: what cannot be cleaned must not stay
        if not dry:
            path.unlink()
        return 1
    sheet: Any = book[CODING] if CODING in book.sheetnames else book[book.sheetnames[0]]
    heads = [cell.value for cell in sheet[1]]
    changed = 0
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(heads, row, strict=False))
        key = cells[KEY].value if KEY in cells else None
        before = [cell.value for cell in row]
        for name, cell in cells.items():
            cell.value = _left(name, cell.value, key in gone, key in answers, told)
        changed += [cell.value for cell in row] != before
    if changed and not dry:
        with Folder(path.parent).whole(path.name) as draft:
            book.save(draft)
    return changed


def _left(head: str, value: Any, gone: bool, answer: bool, told: str) -> Any:
    """What stays of a cell: nothing in the person's own row; a row that is emptied is passed over when sheets are read."""
    if gone:
        return None
    if head == CONTEXT and answer:
        return REMOVED
    return re.sub(told, REMOVED, value) if told and head in (CONTEXT, TEXT) and value else value
