"""GEXF 1.3, the format of Gephi and Gephi Lite, with places, colours and time, written as a stream."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.network.shown import DRAWN, Ties, attributes, between, lines, shown, write
from simpul.network.xml_text import escaped, placed, type_name, xml

DAYS = ("first_at", "last_at")


def write_gexf(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    """Write GEXF 1.3: attributes of any type, position, colour by community, size by strength, and each tie's time.

    `nodes` is a table such as `analyse(…).nodes`, `ties` one such as `ties.TIES`; all further columns become attributes. A
    node is labelled by its public name (`naming.public_name`), else by its id, which is a pseudonym for citizens. A tie stands
    on Gephi's timeline from the day of `first_at` to the day of `last_at`, always if it has no time. Ties of one pair and
    several types stay apart (`kind`). Ties to ids that are not among `nodes` are left out. Characters that XML cannot hold are
    removed, infinite and undefined numbers left out. Memory does not grow with the ties if they come as a lazy scan.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes, schema = shown(nodes), ties.collect_schema()
    of_node = attributes(nodes.schema, ("id", "label", *DRAWN))
    of_edge = attributes(schema, ("source", "target", "weight", *DAYS))
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
            f'<attribute id="{key}" title="{escaped(name)}" type="{type_name(kinds[name])}"/>'
            for key, name in enumerate(names)
        ]
        head.append("</attributes>")

    value = '<attvalue for="{}" value="{{}}"/>'
    node = [
        pl.format('<node id="{}" label="{}"><attvalues>', xml("id", pl.String()), xml("label", pl.String())),
        *(placed(value.format(key), name, nodes.schema) for key, name in enumerate(of_node)),
        pl.lit("</attvalues>"),
        pl.format('<viz:size value="{}"/>', "size"),
        pl.format('<viz:position x="{}" y="{}" z="0.0"/>', "x", "y"),
        pl.format('<viz:color r="{}" g="{}" b="{}"/>', "r", "g", "b"),
        pl.lit("</node>"),
    ]
    ends = (xml(end, pl.String()) for end in ("source", "target"))
    days = (("start", "first_at"), ("end", "last_at"))
    edge = [
        pl.format('<edge id="{}" source="{}" target="{}"', "row", *ends),
        *(
            placed(f' {attribute}="{{}}"', name, schema)
            for attribute, name in (("weight", "weight"), ("kind", "type"))
            if name in schema
        ),
        *(
            pl.format(f' {attribute}="{{}}"', pl.col(name).dt.strftime("%Y-%m-%d"))
            for attribute, name in days
            if name in schema and schema[name].is_temporal()
        ),
        pl.lit("><attvalues>"),
        *(placed(value.format(key), name, schema) for key, name in enumerate(of_edge)),
        pl.lit("</attvalues></edge>"),
    ]
    write(
        path,
        [[*head, "<nodes>"], lines([nodes], node), ["</nodes>", "<edges>"],
         lines(between(ties, nodes["id"]), edge), ["</edges>", "</graph>", "</gexf>"]],
    )  # fmt: skip
