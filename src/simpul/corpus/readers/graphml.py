"""GraphML: nodes and edges with the attributes that its keys declare; graphs inside graphs are laid flat, hyperedges refused."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from simpul.corpus import graphs
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.forms import Problems
from simpul.corpus.graph_xml import bare, begins_with, default, steps
from simpul.corpus.graphs import Graph, attributes
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

Row = dict[str, str | None]


def recognise(source: Source) -> Match:
    if not begins_with(source, b"graphml"):
        return NO
    return Match(97, ("graf GraphML", "a GraphML graph"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    titles: dict[str, str] = {}
    usual: dict[str, Row] = {"node": {}, "edge": {}}
    nodes: list[Row] = []
    edges: list[Row] = []
    open_nodes: list[Row] = []  # a node may hold a graph
    defaults = ["undirected"]
    problems: Problems = []
    for begins, tag, element in steps(source):
        if begins:
            if tag == "graph":
                defaults.append(element.get("edgedefault") or defaults[-1])
            elif tag == "node":
                open_nodes.append(usual["node"] | {"id": element.get("id")})
                nodes.append(open_nodes[-1])
            continue
        if tag == "graph":
            defaults.pop()
        elif tag == "key":
            titles[str(element.get("id"))] = title = element.get("attr.name") or str(element.get("id"))
            about = element.get("for") or "all"
            if (value := default(element)) is not None:
                for kind in usual:
                    usual[kind] |= {title: value} if about in (kind, "all") else {}
        elif tag == "node":
            open_nodes.pop().update(_data(element, titles))
            element.clear()
        elif tag == "edge":
            says = {"true": "directed", "false": "undirected"}.get(
                element.get("directed") or "", defaults[-1]
            )
            ends = {name: element.get(name) for name in ("source", "target")}
            edges.append(usual["edge"] | _data(element, titles) | ends | {"directed": says})
            element.clear()
        elif tag == "hyperedge":
            problems.append((len(edges) + 1, "hyperedge", "row_kind", None))
            element.clear()
    problems += [(at, "node.id", "id_missing", None) for at, row in enumerate(nodes, 1) if not row["id"]]
    yield graphs.chunk(
        Graph(
            nodes=attributes(nodes, ("id",)),
            edges=attributes(edges, ("source", "target", "directed")),
            closed=True,
            scope=source.digest()[:12],
            refused=[rejects(problems)],
        ),
        options,
    )


def _data(element: Element, titles: dict[str, str]) -> Row:
    """The attributes of an element under their declared names."""
    found = (each for each in element if bare(each.tag) == "data")
    return {titles.get(str(each.get("key")), str(each.get("key"))): each.text for each in found}


READER = Reader(
    name="graphml",
    version=1,
    platform="survey",
    title=("Graf GraphML", "GraphML graph"),
    gives=("ties", "actors"),
    obtain=(
        "Dari Gephi, NodeXL, yEd, igraph, NetworkX, atau VOSON: ekspor sebagai GraphML.",
        "From Gephi, NodeXL, yEd, igraph, NetworkX or VOSON: export as GraphML.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("node.label", "actors.actor_id", "id", "derived"),
        Field("node.id", "actors.actor_id", "id", "refused"),
        Field("edge.source", "survey_ties.source", "id", "refused"),
        Field("edge.target", "survey_ties.target", "id", "refused"),
        *graphs.MAPPING,
    ),
    steps=(
        ("Pastikan tiap simpul punya label: nama atau kode yang berlaku di seluruh kota.", "Make sure that every node has a label: a name or a code that holds for the whole city."),
        ("Ekspor grafnya sebagai GraphML (.graphml), dengan atributnya.", "Export the graph as GraphML (.graphml), with its attributes."),
    ),
    gaps=("no_absent",),
)  # fmt: skip
