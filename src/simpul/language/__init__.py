"""What a text means: one labelling pass over a batch of texts, with the words that decided.

The compiled pass is loaded by the first text, so that importing this room stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simpul.language.labels import LABELS, Evidence

if TYPE_CHECKING:
    import polars as pl

__all__ = ["LABELS", "Evidence", "explain", "label"]


def label(texts: pl.Series, places: pl.DataFrame | None = None) -> pl.DataFrame:
    """See `labelling.label`."""
    from simpul.language.labelling import label

    return label(texts, places)


def explain(text: str, places: pl.DataFrame | None = None) -> list[Evidence]:
    """See `labelling.explain`."""
    from simpul.language.labelling import explain

    return explain(text, places)
