"""Keyword sets (*kata kunci*): which words find the texts of an issue, held against a hand-coded sample."""

from __future__ import annotations

from simpul.language.keyword_sets.assessing import assess, by_word, mistakes
from simpul.language.keyword_sets.finding import Hits, find_words
from simpul.language.keyword_sets.holding import Held, hold
from simpul.language.keyword_sets.sample import Sample, SampleProblem, sample
from simpul.language.keyword_sets.sets import COLUMNS, SetProblem, read_set, shipped, write_set
from simpul.language.keyword_sets.suggesting import suggest

__all__ = [
    "COLUMNS", "Held", "Hits", "Sample", "SampleProblem", "SetProblem", "assess", "by_word", "find_words", "hold", "mistakes", "read_set", "sample", "shipped",
    "suggest", "write_set",
]  # fmt: skip
