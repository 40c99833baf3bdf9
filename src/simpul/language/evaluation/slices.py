"""Parts of the texts that a score is told for one by one: language, style, length, who speaks and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

FEWEST = 30  # texts for which a score is told; of fewer, how many are right
COLUMNS = ("language", "style", "kind", "platform", "source")
LENGTHS = ((0, 40), (40, 80), (80, 160), (160, 320), (320, None))  # characters, from and below


class Slice(NamedTuple):
    """Rows of the texts that share a value."""

    by: str
    value: str
    rows: npt.NDArray[np.bool_]


def slices(frame: pl.DataFrame, text: str) -> Iterator[Slice]:
    """The slices of a table, by the columns it has and by the length of its texts; empty ones are left out."""
    for column in COLUMNS:
        if column in frame.columns:
            values = frame[column].cast(pl.String)
            for value in sorted(set(values.drop_nulls()) - {""}):
                yield Slice(column, value, (values == value).fill_null(False).to_numpy())
    length = frame[text].str.len_chars().to_numpy()
    for low, high in LENGTHS:
        rows = (length >= low) & (length < (high or np.inf))
        if rows.any():
            yield Slice("length", f"{low}–{high - 1}" if high else f"{low}+", rows)
