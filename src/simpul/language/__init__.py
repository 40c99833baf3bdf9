"""What a text means: one labelling pass over a batch of texts, with the words that decided.

The compiled pass is loaded by the first text, so that importing this room stays quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from simpul.language.labels import LABELS, Evidence, parse_evidence
from simpul.language.tables import intents, issues, needs, places, urusan

if TYPE_CHECKING:
    from simpul.language.model import Model

__all__ = [
    "LABELS", "Evidence", "explain", "intents", "issues", "label", "languages", "load_model", "needs", "parse_evidence",
    "places", "urusan",
]  # fmt: skip


def label(
    texts: pl.Series,
    places: pl.DataFrame | None = None,
    *,
    model: Model | None = None,
    evidence: bool = True,
    lists_only: bool = False,
) -> pl.DataFrame:
    """Labels of each text; see `labelling.label`."""
    from simpul.language import labelling

    return labelling.label(texts, places, model=model, evidence=evidence, lists_only=lists_only)


def languages(texts: pl.Series) -> pl.DataFrame:
    """The share of each language in each text; see `labelling.languages`."""
    from simpul.language import labelling

    return labelling.languages(texts)


def load_model(path: Path | None = None) -> Model:
    """The model in a file, or the shipped one; raises ModelProblem, a ValueError, if it is damaged or foreign."""
    from simpul.language import model

    return model.load(path or model.SHIPPED)


def explain(text: str, places: pl.DataFrame | None = None) -> list[Evidence]:
    """The words that decided for each label of one text; see `labelling.explain`."""
    from simpul.language import labelling

    return labelling.explain(text, places)
