"""The bridge between a Polars text column and the flat UTF-8 arrays that a compiled kernel reads and writes."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]


def buffers(series: pl.Series) -> tuple[Bytes, Offsets]:
    """The UTF-8 bytes of a String column of n rows, and n + 1 offsets: row i is `data[offsets[i]:offsets[i + 1]]`.

    Both arrays are read-only. A null row has no bytes, like an empty text; `series.is_null()` tells them apart.
    The first offset need not be 0. Raises TypeError for another column type.
    """
    if series.dtype != pl.String:
        raise TypeError(f"a String column is needed, not {series.dtype}")
    array: Any = series.to_arrow().cast(pa.large_string())
    _, offsets, data = array.buffers()
    rows = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return _read_only(np.frombuffer(data or b"", np.uint8)), _read_only(rows)


def from_buffers(data: Bytes, offsets: Offsets, validity: npt.NDArray[np.bool_] | None = None) -> pl.Series:
    """A String column over these arrays, without copying them; `validity` is False where a row is null.

    The bytes of each row must be valid UTF-8: nothing checks them.
    """
    bits = None if validity is None else pa.py_buffer(np.packbits(validity, bitorder="little"))
    parts = [bits, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pl.Series(cast(Any, pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, parts)))


def _read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """One array type for every input, so that a kernel is compiled once."""
    array.flags.writeable = False
    return array
