"""The measures count the very values that the labels have: rooms that do not know each other must mean the same words."""

from __future__ import annotations

import polars as pl

from simpul.language import label
from simpul.language.heads import HEADS
from simpul.measures.views.threads import OPPOSE, SUPPORT

COMMENTS = [
    "mantap, setuju sekali, makasih ya min",
    "bohong! kebijakan ngawur, kami menolak",
    "jam berapa bukanya?",
]


def test_stances_have_the_names_that_the_measures_count() -> None:
    assert {SUPPORT, OPPOSE} < set(HEADS["stance"].answers)
    told = label(pl.Series(COMMENTS))["stance"].to_list()
    assert told[:2] == [SUPPORT, OPPOSE]
