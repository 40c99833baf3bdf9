"""What of a network may leave this machine: nodes by their public names, placed, sized and coloured, and the ties among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl

from simpul.network.naming import public_name

Ties = pl.DataFrame | pl.LazyFrame

ROWS = 25_000  # rows turned into text at a time
SIDE = 1000.0  # of the drawing, in the units of the target program
SIZES = (4.0, 40.0)  # of a node, by the square root of its strength
# Okabe and Ito's colours, which colour-blind people can tell apart; grey for all communities after them.
COLOURS = (
    (0, 114, 178), (230, 159, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (213, 94, 0), (240, 228, 66),
)  # fmt: skip
GREY = (153, 153, 153)
DRAWN = ("x", "y", "size", "r", "g", "b")


def shown(nodes: pl.DataFrame) -> pl.DataFrame:
    """The node table as it may be seen, with `label`, place, `size` and colour (`r`, `g`, `b`), and without names that are not public.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    columns = nodes.columns
    if "kind" in columns and (nodes["kind"] == "household").any():
        raise ValueError("a single household is never exported; group the households first")
    nodes = nodes.with_columns(label=pl.coalesce(public_name(columns), "id")).drop(
        "name", "handle", strict=False
    )
    if {"x", "y"} <= set(columns):
        nodes = nodes.with_columns(pl.col("x", "y") * SIDE)
    else:
        nodes = nodes.with_columns(x=pl.lit(None, dtype=pl.Float64), y=pl.lit(None, dtype=pl.Float64))
    if {"strength_in", "strength_out"} <= set(columns):
        strength = (pl.col("strength_in") + pl.col("strength_out")).sqrt()
        share = (strength / strength.max()).fill_nan(0.0).fill_null(0.0)
    else:
        share = pl.lit(0.0)
    group = pl.col("community") if "community" in columns else pl.lit(len(COLOURS))
    channels = [
        group.replace_strict(dict(enumerate(shades)), default=grey, return_dtype=pl.Int64).alias(name)
        for name, grey, shades in zip("rgb", GREY, zip(*COLOURS, strict=True), strict=True)
    ]
    return nodes.with_columns(size=(SIZES[0] + share * (SIZES[1] - SIZES[0])).round(2)).with_columns(channels)


def between(ties: Ties, ids: pl.Series) -> Iterator[pl.DataFrame]:
    """The ties among these nodes in bounded pieces, with a running number `row` from 0."""
    pieces = (
        ties.iter_slices(ROWS)
        if isinstance(ties, pl.DataFrame)
        else ties.collect_batches(chunk_size=ROWS, maintain_order=True)
    )
    known, row = ids.to_frame("id"), 0
    for piece in pieces:
        for end in ("source", "target"):
            piece = piece.join(known, left_on=end, right_on="id", how="semi", maintain_order="left")
        yield piece.with_row_index("row", offset=row)
        row += piece.height


def attributes(schema: pl.Schema, fixed: Iterable[str]) -> list[str]:
    """The columns that are not written in a way of their own."""
    return [name for name in schema if name not in set(fixed)]


def text(name: str, kind: pl.DataType) -> pl.Expr:
    """A column of any type as text; null, and what is no finite number, is null."""
    value = pl.col(name)
    if kind.is_float():
        return pl.when(value.is_finite()).then(value).cast(pl.String)
    if kind.is_temporal():
        return value.dt.to_string("iso:strict")
    if isinstance(kind, pl.List | pl.Array):
        return value.cast(pl.List(pl.String)).list.drop_nulls().list.join("|")
    if isinstance(kind, pl.Struct):
        return pl.when(value.is_not_null()).then(value.struct.json_encode())
    if kind == pl.Binary:
        return value.bin.encode("hex")
    return value.cast(pl.String)


def plain(name: str, kind: pl.DataType) -> pl.Expr:
    """A column as number, truth or text, for formats that know these three."""
    if kind.is_decimal():
        return pl.col(name).cast(pl.Float64)
    if kind.is_float():
        return pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name)
    return pl.col(name) if kind.is_integer() or kind == pl.Boolean else text(name, kind).alias(name)


def lines(frames: Iterable[pl.DataFrame], parts: list[pl.Expr], separator: str = "\n") -> Iterator[str]:
    """Each row as the parts set side by side, a null part as nothing; many rows to a piece."""
    for frame in frames:
        for piece in frame.iter_slices(ROWS):
            yield piece.select(pl.concat_str(parts, ignore_nulls=True).str.join(separator)).item()


def write(path: Path, parts: Iterable[Iterable[str]]) -> None:
    """One piece to a line. A file that cannot be finished is taken away."""
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for part in parts:
                file.writelines(f"{piece}\n" for piece in part)
    except BaseException:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise
