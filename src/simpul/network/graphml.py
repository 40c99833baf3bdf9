"""GraphML, which nearly every network program reads, written as a stream."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.network.shown import Ties, attributes, between, lines, shown, write
from simpul.network.xml_text import escaped, placed, type_name, xml


def write_graphml(path: Path, ties: Ties, nodes: pl.DataFrame) -> None:
    """Write GraphML with the same content and the same rules as `gexf.write_gexf`; positions, sizes and colours are data too.

    Raises ValueError if a single household is among the nodes: group them first (`groups.grouped`).
    """
    nodes, schema = shown(nodes), ties.collect_schema()
    of_node, of_edge = attributes(nodes.schema, ("id",)), attributes(schema, ("source", "target"))
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for owner, names in (("node", of_node), ("edge", of_edge)):
        kinds = nodes.schema if owner == "node" else schema
        head += [
            f'<key id="{owner}{key}" for="{owner}" attr.name="{escaped(name)}" attr.type="{type_name(kinds[name])}"/>'
            for key, name in enumerate(names)
        ]
    node = [
        pl.format('<node id="{}">', xml("id", pl.String())),
        *(
            placed(f'<data key="node{key}">{{}}</data>', name, nodes.schema)
            for key, name in enumerate(of_node)
        ),
        pl.lit("</node>"),
    ]
    ends = (xml(end, pl.String()) for end in ("source", "target"))
    edge = [
        pl.format('<edge id="{}" source="{}" target="{}">', "row", *ends),
        *(placed(f'<data key="edge{key}">{{}}</data>', name, schema) for key, name in enumerate(of_edge)),
        pl.lit("</edge>"),
    ]
    write(
        path,
        [[*head, '<graph edgedefault="directed">'], lines([nodes], node),
         lines(between(ties, nodes["id"]), edge), ["</graph>", "</graphml>"]],
    )  # fmt: skip
