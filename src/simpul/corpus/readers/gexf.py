"""GEXF 1.0 to 1.3, the format of Gephi: nodes and edges with their declared attributes, hierarchies of nodes laid flat."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from simpul.corpus import graphs
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.graph_xml import bare, begins_with, default, steps
from simpul.corpus.graphs import Graph, attributes
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

Row = dict[str, str | None]


def recognise(source: Source) -> Match:
    if not begins_with(source, b"gexf"):
        return NO
    return Match(97, ("graf GEXF", "a GEXF graph"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    titles: dict[str, str] = {}  # "node.0" → the attribute's title
    usual: dict[str, Row] = {"node": {}, "edge": {}}
    found: dict[str, list[Row]] = {"node": [], "edge": []}
    open_nodes: list[Row] = []  # nodes may stand inside nodes
    declared, direction = "node", "undirected"
    for begins, tag, element in steps(source):
        if begins:
            if tag == "graph":
                direction = element.get("defaultedgetype") or direction
            elif tag == "attributes":
                declared = element.get("class") or "node"
            elif tag == "node":
                open_nodes.append(usual["node"] | {name: element.get(name) for name in ("id", "label")})
                found["node"].append(open_nodes[-1])
            continue
        if tag == "attribute":
            title = element.get("title") or str(element.get("id"))
            titles[f"{declared}.{element.get('id')}"] = title
            if (value := default(element)) is not None:
                usual.setdefault(declared, {})[title] = value
        elif tag == "node":
            open_nodes.pop().update(_values(element, "node", titles))
            element.clear()
        elif tag == "edge":
            found["edge"].append(usual["edge"] | _edge(element) | _values(element, "edge", titles))
            element.clear()
    unnamed = [
        (at, "node.id", "id_missing", None) for at, row in enumerate(found["node"], 1) if not row["id"]
    ]
    yield graphs.chunk(
        Graph(
            nodes=attributes(found["node"], ("id", "label")),
            edges=attributes(found["edge"], ("source", "target", "directed")),
            directed=direction == "directed",
            closed=True,
            scope=source.digest()[:12],
            refused=[rejects(unnamed)],
        ),
        options,
    )


def _edge(element: Element) -> Row:
    given = {"directed": "type", "weight": "weight", "time": "start", "relation": "kind"}
    return {name: element.get(name) for name in ("source", "target")} | {
        name: value for name, attribute in given.items() if (value := element.get(attribute)) is not None
    }


def _values(element: Element, kind: str, titles: dict[str, str]) -> Row:
    """The attributes of an element under their titles; of values over time the last."""
    values = (each for group in element if bare(group.tag) == "attvalues" for each in group)
    return {
        titles.get(f"{kind}.{name}", str(name)): each.get("value")
        for each in values
        if (name := each.get("for") or each.get("id"))
    }


READER = Reader(
    name="gexf",
    version=1,
    platform="survey",
    title=("Graf GEXF (Gephi)", "GEXF graph (Gephi)"),
    gives=("ties", "actors"),
    obtain=("Di Gephi: File > Export > Graph file > GEXF.", "In Gephi: File > Export > Graph file > GEXF."),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("node.label", "actors.actor_id", "id", "derived"),
        Field("node.id", "actors.actor_id", "id", "refused"),
        Field("edge.source", "survey_ties.source", "id", "refused"),
        Field("edge.target", "survey_ties.target", "id", "refused"),
        Field("edge.start", "survey_ties.observed_at", "time"),
        *graphs.MAPPING,
    ),
    steps=(
        ("Buka grafnya di Gephi dan pastikan kolom Label berisi nama atau kode yang berlaku di seluruh kota.", "Open the graph in Gephi and make sure that Label holds names or codes that hold for the whole city."),
        ("Pilih File > Export > Graph file, jenis GEXF.", "Choose File > Export > Graph file, type GEXF."),
        ("Sertakan atribut (Attributes) pada pilihan ekspor.", "Include attributes among the export's options."),
    ),
    gaps=("no_absent",),
)  # fmt: skip
