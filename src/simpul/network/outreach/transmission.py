"""With what chance and after how many days word passes along a tie: given, learned, or a named default."""

from __future__ import annotations

from functools import cache
from importlib import resources

import polars as pl

from simpul.corpus.records import Schema

TRANSMISSION: Schema = {
    "name": pl.String,
    "relation": pl.String,  # null: any
    "channel": pl.String,  # null: any
    "probability": pl.Float64,
    "delay_days": pl.Int64,
    "mark": pl.String,  # assumption, learned
    "source": pl.String,
}
KEY = ("relation", "channel")


@cache
def defaults() -> pl.DataFrame:
    """The named defaults (columns `TRANSMISSION`), every one of them an assumption to be replaced."""
    text = resources.files("simpul.data").joinpath("transmission.csv").read_bytes()
    return pl.read_csv(text, schema=TRANSMISSION)


def with_transmission(ties: pl.DataFrame, learned: pl.DataFrame | None = None) -> pl.DataFrame:
    """`ties` with `probability`, `delay_days` and `mark` in every row.

    What a row gives itself stays (mark *given*). Else what is `learned` or the default of its relation and channel counts, else that
    of its channel, of its relation, of any tie; on each of these levels what is learned goes first. A null delay in `learned` leaves the
    next known one. `ties` may lack any of the columns relation, channel, probability, delay.
    """
    absent = {name: pl.lit(None, dtype=pl.String) for name in KEY}
    absent |= {"probability": pl.lit(None, dtype=pl.Float64), "delay": pl.lit(None, dtype=pl.Int64)}
    table = ties.with_columns(**{name: empty for name, empty in absent.items() if name not in ties.columns})
    known = defaults() if learned is None else pl.concat([learned.select(*TRANSMISSION), defaults()])
    found = table.select(KEY).unique(maintain_order=True)
    for what in ("probability", "delay_days", "mark"):
        told = known.drop_nulls("delay_days" if what == "delay_days" else "probability")
        found = found.with_columns(_closest(found, told, what).alias(f"known_{what}"))
    return (
        table.join(found, on=KEY, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            mark=pl.when(pl.col("probability").is_null()).then("known_mark").otherwise(pl.lit("given")),
            probability=pl.coalesce("probability", "known_probability"),
            delay_days=pl.coalesce("delay", "known_delay_days"),
        )
        .drop("delay", "known_mark", "known_probability", "known_delay_days")
    )


def _closest(wanted: pl.DataFrame, known: pl.DataFrame, what: str) -> pl.Series:
    """For each relation and channel the value of the closest row known; on each level the first."""
    values: dict[tuple[str | None, str | None], object] = {}
    for relation, channel, value in known.select(*KEY, what).rows():
        values.setdefault((relation, channel), value)
    looks = [
        [(relation, channel), (None, channel), (relation, None), (None, None)]
        for relation, channel in wanted.select(KEY).rows()
    ]
    return pl.Series(
        [next(values[look] for look in each if look in values) for each in looks], dtype=known.schema[what]
    )
