"""Citizens as crowds: no group is small enough to be a person, and no rest can be worked out."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.network.crowds import crowds
from simpul.network.groups import LEAST


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["citizen"] * 3 + ["community"])), max_size=30))
def test_no_group_and_no_rest_of_persons_is_smaller_than_five(persons: list[tuple[int, str]]) -> None:
    communities, kinds = [one for one, _ in persons], [kind for _, kind in persons]
    citizens = len(persons)
    ids = [f"~{at}" for at in range(citizens)]
    nodes = pl.DataFrame(
        {
            "id": [*ids, "dinsos"], "kind": [*kinds, "agency"], "community": [*communities, 0],
            "x": 0.5, "y": 0.5, "degree_in": 0, "degree_out": 1,
        },
        schema_overrides={"community": pl.Int32},
    )  # fmt: skip
    ties = pl.DataFrame(
        {"source": ids, "target": ["dinsos"] * citizens, "weight": [1.0] * citizens, "first_at": None, "last_at": None},
        schema_overrides={"source": pl.String, "target": pl.String, "weight": pl.Float64},
    )  # fmt: skip

    merged, shown = crowds(ties, nodes)

    sizes = shown["n"].drop_nulls().to_list() if "n" in shown.columns else []
    assert all(size >= LEAST for size in sizes)
    assert sum(sizes) in ({citizens} if citizens >= LEAST else {0})
    assert [id for id in shown["id"] if id.startswith("~")] == []
    assert set(merged["source"]) <= set(shown["id"])
    assert merged["weight"].sum() == sum(sizes)
