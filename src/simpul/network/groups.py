"""Households as groups: no picture and no export shows fewer than five together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

LEAST = 5
CITY, DISTRICT = 5, 8  # characters of a Kemendagri code: 99.71, 99.71.01, 99.71.01.1001
LEVELS = ("city", "district", "village", "poor", "access")  # from the whole survey down to the finest group
KIND = "household_group"
MIXED = "mixed"
TEXT_LEVELS = [(level, pl.String) for level in LEVELS]

Cell = tuple[str, ...]  # values of the first levels


def grouped(ties: pl.DataFrame, nodes: pl.DataFrame, least: int = LEAST) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ties and nodes with every household (`kind` = household) replaced by its group.

    `nodes` has `id` and `kind`, and may have `place`, `poor` and `access` (such as `reach.households` gives) and more. Groups
    are place × poor × access. Where such a cell is smaller than `least`, it is merged with its smallest neighbours until the
    sum is not, within the same kelurahan, else district, else city. So every household is in exactly one group, no group
    is smaller than `least`, and none can be worked out by subtracting the others from a total. Fewer households than that in
    all are left out with their ties.

    A group is a node with `id` (such as `households/99.71.01.1001/poor/broker`), `kind` = household_group, `place` (the code as
    far as the group has one), `poor` (false: not known to be) and `access`, both null where mixed, and `n`, its households; if `nodes`
    is measured (`analyse`), a group stands in the middle of its members, with the sum of their strengths and their commonest
    community. Other columns are null. Other nodes have a null `n`. Ties within a group vanish, as do those to ids that are not among the nodes
    and might be a household; ties that become one are added up, with the first and last time.
    """
    homes = nodes.filter(kind="household").select("id", *_cells(nodes.columns))
    sizes = {row[:-1]: row[-1] for row in homes.group_by(LEVELS).len().iter_rows()}
    split = list(_split(sizes, least)) if homes.height >= least else []
    cells = pl.DataFrame(
        [(*cell, _id(group)) for cell, group in split],
        schema=[*TEXT_LEVELS, ("group", pl.String)],
        orient="row",
    )
    groups = pl.DataFrame(
        list({_id(group): _described(group) for _, group in split}.values()),
        schema={"id": pl.String, "place": pl.String, "poor": pl.Boolean, "access": pl.String},
        orient="row",
    )
    member = homes.join(cells, on=LEVELS, how="left").select("id", "group")
    shown = _with_groups(nodes, member, groups)
    return _contracted(ties, member, shown["id"]), shown


def _cells(columns: list[str]) -> list[pl.Expr]:
    """The levels as text; unknown is a value of its own."""

    def column(name: str) -> pl.Expr:
        return pl.col(name).cast(pl.String).fill_null("") if name in columns else pl.lit("")

    place = column("place")
    return [
        place.str.head(CITY).alias("city"),
        place.str.head(DISTRICT).alias("district"),
        place.alias("village"),
        pl.when(column("poor") == "true").then(pl.lit("poor")).otherwise(pl.lit("other")).alias("poor"),
        column("access").alias("access"),
    ]


def _split(sizes: Mapping[Cell, int], least: int, level: int = 0) -> Iterator[tuple[Cell, Cell]]:
    """(cell, group) for the cells of one branch, whose first `level` parts agree and whose sum is at least `least`.

    Its children that are too small are pooled; while the pool is too small itself, the smallest other child joins it.
    """
    prefix = next(iter(sizes))[:level]
    if level == len(LEVELS):
        yield prefix, prefix
        return
    branches: dict[str, dict[Cell, int]] = {}
    for cell, size in sizes.items():
        branches.setdefault(cell[level], {})[cell] = size
    pooled = 0
    for _, name in sorted((sum(branch.values()), name) for name, branch in branches.items()):
        branch = branches[name]
        size = sum(branch.values())
        if size >= least and not 0 < pooled < least:
            yield from _split(branch, least, level + 1)
            continue
        pooled += size
        for cell in branch:
            yield cell, (*prefix, MIXED)


def _place(group: Cell) -> str | None:
    known = [part for part in group[:3] if part not in ("", MIXED)]
    return known[-1] if known else None


def _id(group: Cell) -> str:
    mixed = [MIXED] if MIXED in group[:3] else []
    place = _place(group) or ("all" if mixed else "unknown")
    return "/".join(["households", place, *mixed, *filter(None, group[3:])])


def _described(group: Cell) -> tuple[str, str | None, bool | None, str | None]:
    """Id, place, poor and access; null where mixed or unknown."""
    poor, access = (*group[3:], "", "")[:2]
    whether = {"poor": True, "other": False}.get(poor)
    return _id(group), _place(group), whether, access if access not in ("", MIXED) else None


def _contracted(ties: pl.DataFrame, member: pl.DataFrame, shown: pl.Series) -> pl.DataFrame:
    for end in ("source", "target"):
        ties = (
            ties.join(member.rename({"id": end}), on=end, how="left")
            .with_columns(pl.coalesce("group", end).alias(end))
            .drop("group")
            .join(shown.to_frame(end), on=end, how="semi")
        )
    added = {
        "weight": pl.col("weight").sum(),
        "first_at": pl.col("first_at").min(),
        "last_at": pl.col("last_at").max(),
    }
    key = [name for name in ties.columns if name not in added]
    return (
        ties.filter(pl.col("source") != pl.col("target"))
        .group_by(key)
        .agg(how for name, how in added.items() if name in ties.columns)
        .select(ties.columns)
        .sort(key)
    )


def _with_groups(nodes: pl.DataFrame, member: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    together = {
        "x": pl.col("x").mean().round(5),
        "y": pl.col("y").mean().round(5),
        "strength_in": pl.col("strength_in").sum().round_sig_figs(10),
        "strength_out": pl.col("strength_out").sum().round_sig_figs(10),
        "community": pl.col("community").drop_nulls().mode().min(),
    }
    measured = [how.alias(name) for name, how in together.items() if name in nodes.columns]
    members = member.drop_nulls("group").join(nodes, on="id")
    counted = members.group_by(pl.col("group").alias("id")).agg(pl.len().cast(pl.Int64).alias("n"), *measured)
    groups = groups.join(counted, on="id").with_columns(kind=pl.lit(KIND))
    others = nodes.filter(pl.col("kind").ne_missing("household"))
    return pl.concat([others, groups], how="diagonal").sort("id")
