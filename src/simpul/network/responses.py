"""Whom a survey reached: what every figure that rests on it has to say beside its value."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import Schema

LEAST = 5
RESPONSES: Schema = {
    "place": pl.String,  # null: the whole survey
    "asked": pl.Int64,  # households drawn; null where nobody says
    "answered": pl.Int64,  # households with an answer
    "named": pl.Int64,  # of these, who named anybody
    "households": pl.Int64,  # households that there are; null where nobody says
    "response_rate": pl.Float64,  # answered / asked
    "naming_rate": pl.Float64,  # named / answered
    "coverage": pl.Float64,  # answered / households
    "suppressed": pl.Boolean,
}


def responses(
    actors: pl.DataFrame, ties: pl.DataFrame, frame: pl.DataFrame | None = None, least: int = LEAST
) -> pl.DataFrame:
    """Response and coverage in all and by place (columns `RESPONSES`, the whole first, then by place).

    `frame` has `place` and, as far as they are known, `asked` and `households`; a place of the frame where nobody answered is
    there too. The whole has a rate only where it is known of every place. Counts of `answered` and `named` from 1 to `least` - 1 are
    suppressed with their rates, and so is `named` where as few did not name. Where that hides `answered` of one place only, it is
    hidden in another too. A rate above 1 (a frame that does not fit) is given as it stands.
    """
    answers = (
        actors.filter(kind="household")
        .unique("actor_id")
        .with_columns(named=pl.col("actor_id").is_in(ties["target"].implode()))
        .group_by("place")
        .agg(answered=pl.len().cast(pl.Int64), named=pl.col("named").sum().cast(pl.Int64))
    )
    known = pl.DataFrame(schema={"place": pl.String, "asked": pl.Int64, "households": pl.Int64})
    if frame is not None:
        known = pl.concat(
            [known, frame.select(pl.col("place").cast(pl.String), *_counts(frame))], how="diagonal"
        )
    by_place = known.join(answers, on="place", how="full", coalesce=True, nulls_equal=True).with_columns(
        pl.col("answered", "named").fill_null(0)
    )
    total = pl.when(pl.col("asked", "households").null_count() == 0).then(pl.col("asked", "households").sum())
    whole = by_place.select(
        pl.lit(None, pl.String).alias("place"), total.name.keep(), pl.col("answered", "named").sum()
    )
    placed = by_place.drop_nulls("place").sort("place").select(whole.columns)
    few = [_few(frame_["answered"], least) for frame_ in (whole, placed)]
    if few[1].sum() == 1 and placed.height > 1:
        others = (
            placed.with_columns(hidden=few[1])
            .with_row_index()
            .filter(~pl.col("hidden"), pl.col("answered") > 0)
        )
        few[1] = few[1].scatter(others.sort("answered")["index"].head(1), True) if others.height else few[1]
    table = pl.concat([whole, placed]).with_columns(suppressed=pl.concat(few))
    count, named = pl.col("answered"), pl.col("named")
    unnamed = named.is_between(1, least - 1) | (count - named).is_between(1, least - 1) | pl.col("suppressed")
    return (
        table.with_columns(named=pl.when(~unnamed).then(named), suppressed=unnamed, hide=pl.col("suppressed"))
        .with_columns(answered=pl.when(~pl.col("hide")).then(count))
        .with_columns(
            response_rate=count / pl.when(pl.col("asked") > 0).then("asked"),
            naming_rate=named / pl.when(count > 0).then(count),
            coverage=count / pl.when(pl.col("households") > 0).then("households"),
        )
        .select(pl.col(name).cast(kind) for name, kind in RESPONSES.items())
    )


def ego_sample(actors: pl.DataFrame) -> bool:
    """Whether a survey's ties are those of some households who were asked about themselves, not those of everybody with everybody."""
    return bool((actors["kind"] == "household").any())


def _counts(frame: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.Int64) for name in ("asked", "households") if name in frame.columns]


def _few(counts: pl.Series, least: int) -> pl.Series:
    return counts.is_between(1, least - 1)
