"""The network as a file for Gephi, Gephi Lite, Cytoscape or R: GEXF 1.3 and GraphML, written as streams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from simpul.network.naming import public_name

ROWS = 100_000  # rows turned into text at a time
SIDE = 1000.0  # of the drawing, in the units of the target program
SIZES = (4.0, 40.0)  # of a node, by the square root of its strength
# Okabe and Ito's colours, which colour-blind people can tell apart; grey for all communities after them.
COLOURS = (
    (0, 114, 178), (230, 159, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (213, 94, 0), (240, 228, 66),
)  # fmt: skip
GREY = (153, 153, 153)

FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # XML 1.0 has no way to write these
ESCAPES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
}  # fmt: skip
_DRAWN = ("x", "y", "size", "r", "g", "b")


def write_gexf(path: Path, ties: pl.DataFrame | pl.LazyFrame, nodes: pl.DataFrame) -> None:
    """Write GEXF 1.3: attributes of any type, position, colour by community, size by strength, and each tie's time.

    `nodes` is a table such as `analyse(…).nodes`, `ties` one such as `ties.TIES`; all further columns become attributes. A
    node is labelled by its public name (`naming.public_name`), else by its id, which is a pseudonym for citizens. A tie stands
    on Gephi's timeline from the day of `first_at` to the day of `last_at`, always if it has no time. Ties of one pair and
    several types stay apart (`kind`). Ties to ids that are not among `nodes` are left out. Characters that XML cannot hold are
    removed, infinite and undefined numbers left out. Memory does not grow with the ties if they come as a lazy scan.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes, schema = _shown(nodes), ties.collect_schema()
    of_node = _attributes(nodes.schema, ("id", "label", *_DRAWN))
    of_edge = _attributes(schema, ("source", "target", "weight", "first_at", "last_at"))
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        "<meta><creator>Simpul</creator></meta>",
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">',
    ]
    for owner, names in (("node", of_node), ("edge", of_edge)):
        kinds = nodes.schema if owner == "node" else schema
        head.append(f'<attributes class="{owner}" mode="static">')
        head += [
            f'<attribute id="{key}" title="{_escaped(name)}" type="{_type(kinds[name])}"/>'
            for key, name in enumerate(names)
        ]
        head.append("</attributes>")

    value = '<attvalue for="{}" value="{{}}"/>'
    node = [
        pl.format(
            '<node id="{}" label="{}"><attvalues>', _text("id", pl.String()), _text("label", pl.String())
        ),
        *(_in(value.format(key), name, nodes.schema) for key, name in enumerate(of_node)),
        pl.lit("</attvalues>"),
        pl.format('<viz:size value="{}"/>', "size"),
        pl.format('<viz:position x="{}" y="{}" z="0.0"/>', "x", "y"),
        pl.format('<viz:color r="{}" g="{}" b="{}"/>', "r", "g", "b"),
        pl.lit("</node>"),
    ]
    edge = [
        pl.format('<edge id="{}" source="{}" target="{}"', "row", *(_text(end, pl.String()) for end in ("source", "target"))),
        *(
            _in(f' {attribute}="{{}}"', name, schema, day=name in ("first_at", "last_at"))
            for attribute, name in (("weight", "weight"), ("kind", "type"), ("start", "first_at"), ("end", "last_at"))
            if name in schema
        ),
        pl.lit("><attvalues>"),
        *(_in(value.format(key), name, schema) for key, name in enumerate(of_edge)),
        pl.lit("</attvalues></edge>"),
    ]  # fmt: skip
    _write(
        path,
        [[*head, "<nodes>"], _lines([nodes], node), ["</nodes>", "<edges>"],
         _lines(_between(ties, nodes["id"]), edge), ["</edges>", "</graph>", "</gexf>"]],
    )  # fmt: skip


def write_graphml(path: Path, ties: pl.DataFrame | pl.LazyFrame, nodes: pl.DataFrame) -> None:
    """Write GraphML with the same content and the same rules as `write_gexf`; positions, sizes and colours are data too.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes, schema = _shown(nodes), ties.collect_schema()
    of_node, of_edge = _attributes(nodes.schema, ("id",)), _attributes(schema, ("source", "target"))
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for owner, names in (("node", of_node), ("edge", of_edge)):
        kinds = nodes.schema if owner == "node" else schema
        head += [
            f'<key id="{owner}{key}" for="{owner}" attr.name="{_escaped(name)}" attr.type="{_type(kinds[name])}"/>'
            for key, name in enumerate(names)
        ]
    node = [
        pl.format('<node id="{}">', _text("id", pl.String())),
        *(_in(f'<data key="node{key}">{{}}</data>', name, nodes.schema) for key, name in enumerate(of_node)),
        pl.lit("</node>"),
    ]
    edge = [
        pl.format('<edge id="{}" source="{}" target="{}">', "row", *(_text(end, pl.String()) for end in ("source", "target"))),
        *(_in(f'<data key="edge{key}">{{}}</data>', name, schema) for key, name in enumerate(of_edge)),
        pl.lit("</edge>"),
    ]  # fmt: skip
    _write(
        path,
        [[*head, '<graph edgedefault="directed">'], _lines([nodes], node),
         _lines(_between(ties, nodes["id"]), edge), ["</graph>", "</graphml>"]],
    )  # fmt: skip


def _shown(nodes: pl.DataFrame) -> pl.DataFrame:
    """The node table as it may be seen, with label, size and colour."""
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
        share = (strength / strength.max()).fill_nan(0.0)
    else:
        share = pl.lit(0.0)
    group = pl.col("community") if "community" in columns else pl.lit(len(COLOURS))
    channels = [
        group.replace_strict(dict(enumerate(shades)), default=grey, return_dtype=pl.Int64).alias(name)
        for name, grey, shades in zip("rgb", GREY, zip(*COLOURS, strict=True), strict=True)
    ]
    return nodes.with_columns(size=(SIZES[0] + share * (SIZES[1] - SIZES[0])).round(2)).with_columns(channels)


def _attributes(schema: pl.Schema, fixed: Iterable[str]) -> list[str]:
    return [name for name in schema if name not in set(fixed)]


def _type(kind: pl.DataType) -> str:
    """The type's name, which is the same in both formats."""
    if kind == pl.Boolean:
        return "boolean"
    if kind.is_integer():
        return "long"
    return "double" if kind.is_float() or kind.is_decimal() else "string"


def _text(name: str, kind: pl.DataType, day: bool = False) -> pl.Expr:
    """A column as text that may stand in XML; null stays null."""
    value = pl.col(name)
    if kind.is_float():
        return pl.when(value.is_finite()).then(value).cast(pl.String)
    if kind == pl.Boolean or kind.is_numeric():
        return value.cast(pl.String)
    if day:
        return value.dt.strftime("%Y-%m-%d")
    if kind.is_temporal():
        return value.dt.to_string("iso:strict")
    if isinstance(kind, pl.List | pl.Array):
        value = value.cast(pl.List(pl.String)).list.drop_nulls().list.join("|")
    elif isinstance(kind, pl.Struct):
        value = pl.when(value.is_not_null()).then(value.struct.json_encode())
    elif kind == pl.Binary:
        return value.bin.encode("hex")
    else:
        value = value.cast(pl.String)
    return value.str.replace_all(FORBIDDEN, "").str.replace_many(ESCAPES)


def _in(template: str, name: str, schema: pl.Schema, day: bool = False) -> pl.Expr:
    """The column's text set into the template; null where it has none, which writes nothing."""
    return pl.format(template, _text(name, schema[name], day))


def _escaped(name: str) -> str:
    return str(pl.select(pl.lit(name).str.replace_all(FORBIDDEN, "").str.replace_many(ESCAPES)).item())


def _between(ties: pl.DataFrame | pl.LazyFrame, ids: pl.Series) -> Iterator[pl.DataFrame]:
    """The ties among these nodes in bounded pieces, with a running number."""
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


def _lines(frames: Iterable[pl.DataFrame], parts: list[pl.Expr]) -> Iterator[str]:
    for frame in frames:
        for piece in frame.iter_slices(ROWS):
            yield piece.select(pl.concat_str(parts, ignore_nulls=True).str.join("\n")).item()


def _write(path: Path, parts: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in parts:
            file.writelines(f"{text}\n" for text in part)
