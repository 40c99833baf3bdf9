"""What a text means: one labelling pass over a batch of texts, with the words that decided.

The compiled pass is loaded by the first text, so that importing this room stays quick.
"""

from __future__ import annotations

import polars as pl

from simpul.language.labels import LABELS, Evidence, parse_evidence
from simpul.language.tables import intents, issues, needs, places, urusan

__all__ = [
    "LABELS", "Evidence", "explain", "intents", "issues", "label", "needs", "parse_evidence", "places", "urusan",
]  # fmt: skip


def label(texts: pl.Series, places: pl.DataFrame | None = None) -> pl.DataFrame:
    """Labels of each text; see `labelling.label`."""
    from simpul.language import labelling

    return labelling.label(texts, places)


def explain(text: str, places: pl.DataFrame | None = None) -> list[Evidence]:
    """The words that decided for each label of one text; see `labelling.explain`."""
    from simpul.language import labelling

    return labelling.explain(text, places)
