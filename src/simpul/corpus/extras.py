"""What an export says beyond the records' columns, kept beside the post: numbers, flags and codes, never words or names."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

CODE = r"^[\w.:+-]{1,40}$"  # a number, a flag, a language, a choice from a list; whatever holds a blank or an @ is not kept


def extra(fields: Mapping[str, pl.Expr]) -> pl.Expr:
    """The fields as one JSON object of texts, such as `{"lang":"id","duration":"35"}`; null where a row has none of them.

    The caller names fields which are not of people. A value that is no plain code is left out.
    """
    pairs = []
    for name, field in fields.items():
        cell = field.cast(pl.String)
        pairs.append(pl.when(cell.str.contains(CODE)).then(pl.format(f'"{name}":"{{}}"', cell)))
    joined = pl.concat_str(pairs, separator=",", ignore_nulls=True)
    return pl.when(joined != "").then(pl.lit("{") + joined + "}")
