"""A text column must come back from the flat arrays as it went in."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus.utf8 import buffers, from_buffers

TEXTS = st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=20)


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.integers(0, 5), st.integers(0, 5))
def test_round_trip_of_any_slice(texts: list[str | None], start: int, length: int) -> None:
    column = pl.Series("t", texts, pl.String).append(pl.Series("t", texts, pl.String)).slice(start, length)
    data, offsets = buffers(column)
    assert from_buffers(data, offsets, column.is_not_null().to_numpy()).to_list() == column.to_list()
    rows = [data[offsets[i] : offsets[i + 1]].tobytes().decode() for i in range(len(column))]
    assert rows == column.fill_null("").to_list()


def test_arrays_have_one_type_even_when_empty() -> None:
    for texts in ([], [None], ["", None], ["ç"]):
        data, offsets = buffers(pl.Series(texts, dtype=pl.String))
        assert (data.dtype, offsets.dtype) == (np.uint8, np.int64)
        assert not data.flags.writeable
        assert not offsets.flags.writeable
        assert len(offsets) == len(texts) + 1


def test_without_validity_nothing_is_null() -> None:
    assert from_buffers(np.zeros(0, np.uint8), np.zeros(3, np.int64)).to_list() == ["", ""]


def test_another_column_type_is_refused() -> None:
    with pytest.raises(TypeError, match="String column"):
        buffers(pl.Series([1, 2]))
