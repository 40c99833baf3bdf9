"""Reads a file with a reader as one set of raw tables, for the tests of readers."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from simpul.corpus.chunks import conform
from simpul.corpus.reader import Options, Reader
from simpul.corpus.records import ACCOUNT_KINDS, METRICS, POST_KINDS, RAW_TABLES
from simpul.corpus.rejects import CODES
from simpul.corpus.source import Source

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[2] / "../shared"))


def sample(path: str) -> Path:
    """A real file below `data/formats`, or the test is skipped."""
    file = SHARED / "data/formats" / path
    if not file.exists():
        pytest.skip(f"the real sample {path} is not on this machine (SIMPUL_SHARED)")
    return file


def read(reader: Reader, path: Path, options: Options | None = None) -> dict[str, pl.DataFrame]:
    """All chunks of a file, each table in exactly the declared columns and with declared values only."""
    chunks = list(reader.read(Source(path), options or Options()))
    tables = {
        name: pl.concat([conform(getattr(chunk, name), name) for chunk in chunks] or [conform(None, name)])
        for name in RAW_TABLES
    }
    assert set(tables["posts"]["kind"]) <= set(POST_KINDS)
    assert set(tables["accounts"]["author_kind"].drop_nulls()) <= set(ACCOUNT_KINDS)
    assert set(tables["observations"]["metric"]) <= set(METRICS)
    assert set(tables["rejects"]["code"]) <= set(CODES)
    return tables


def refusals(tables: dict[str, pl.DataFrame]) -> list[tuple[int | None, str | None, str]]:
    """Row, column and code of each reject."""
    return tables["rejects"].select("row", "column", "code").rows()


def counts(tables: dict[str, pl.DataFrame], subject: str) -> dict[str, float]:
    """The last value of each metric of a post or an account."""
    seen = tables["observations"].filter(subject=subject).sort("observed_at", maintain_order=True)
    return dict(seen.select("metric", "value").rows())
