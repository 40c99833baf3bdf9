"""What the report says, in Indonesian and English; `{}` places are filled by the section that uses the sentence."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import polars as pl

from simpul.report.study import Language

Say = Callable[..., str]


def speaker(language: Language, words_of: str = "words.csv") -> Say:
    """A function `say(key, **values)`; raises KeyError for a sentence that the table of words does not have."""
    table = pl.read_csv(
        resources.files("simpul.report").joinpath(f"assets/{words_of}").read_bytes(), infer_schema=False
    )
    words = dict(table.select("key", language).rows())

    def say(key: str, /, **values: Any) -> str:
        return str(words[key]).format(**values) if values else str(words[key])

    return say
