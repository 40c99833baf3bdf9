"""NodeXL workbooks (XLSX): the sheets Edges and Vertices, whose first row names groups of columns and whose second row names the columns."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import graphs, tables
from simpul.corpus.chunks import Chunk
from simpul.corpus.graphs import Graph
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

EDGES, VERTICES, METRICS = "Edges", "Vertices", "Overall Metrics"
UNSAID = (
    "Buku kerja ini tidak mencatat apakah hubungannya berarah; dibaca sebagai berarah.",
    "This workbook does not record whether ties are directed; they were read as directed.",
)
ENDS = {"Vertex 1": "source", "Vertex 2": "target"}
OWN = {  # columns of NodeXL itself, which say how the graph is drawn or what was computed
    "Color", "Width", "Style", "Opacity", "Visibility", "Label Text Color", "Label Font Size", "Shape", "Size", "Image File",
    "Label Fill Color", "Label Position", "Tooltip", "Layout Order", "X", "Y", "Locked?", "Polar R", "Polar Angle", "Degree",
    "In-Degree", "Out-Degree", "Betweenness Centrality", "Closeness Centrality", "Eigenvector Centrality", "PageRank",
    "Clustering Coefficient", "Reciprocated Vertex Pair Ratio", "ID", "Dynamic Filter", "Vertex Group", "Reciprocated?",
}  # fmt: skip


def recognise(source: Source) -> Match:
    if not {EDGES, VERTICES} & set(tables.sheets(source)):
        return NO
    try:
        if set(ENDS) <= set(_sheet(source, EDGES)[0].columns):
            return Match(
                96, ("lembar Edges dengan Vertex 1 dan Vertex 2", "a sheet Edges with Vertex 1 and Vertex 2")
            )
    except FileRefused:
        pass
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    edges, refused = _sheet(source, EDGES)
    if not set(ENDS) <= set(edges.columns):
        raise FileRefused("file_columns", column=", ".join(ENDS))
    nodes = pl.DataFrame(schema={"row": pl.Int64, "id": pl.String})
    if VERTICES in tables.sheets(source):
        vertices, more = _sheet(source, VERTICES)
        refused = pl.concat([refused, more])
        if "Vertex" in vertices.columns:
            nodes = _without(vertices, OWN).rename({"Vertex": "id"})
            nodes = nodes.rename({"Label": "label"}) if "Label" in nodes.columns else nodes
    directed = _directed(source)
    graph = Graph(
        nodes, _without(edges, {*OWN, "Label"}).rename(ENDS), directed=directed is not False, scope=source.digest()[:12],
        refused=[refused], notes=[] if directed is not None else [UNSAID],
    )  # fmt: skip
    yield graphs.chunk(graph, options)


def _sheet(source: Source, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A sheet under its own column names, which stand in the second row where the first names groups of columns."""
    pieces = list(tables.table(source, sheet=name))
    rows = pl.concat([frame for frame, _ in pieces])
    refused = pl.concat([bad for _, bad in pieces])
    known = {*ENDS, "Vertex"}
    if known & set(rows.columns) or rows.is_empty() or not known & set(rows.drop("row").row(0)):
        return rows, refused
    names = dict(zip(rows.drop("row").columns, rows.drop("row").row(0), strict=True))
    kept = [column for column, title in names.items() if title]
    once = {title: column for column, title in reversed([(column, names[column]) for column in kept])}
    below = (
        rows.slice(1).select("row", *once.values()).rename({column: title for title, column in once.items()})
    )
    return below.with_columns(pl.col("row") - 1), refused


def _without(rows: pl.DataFrame, columns: set[str]) -> pl.DataFrame:
    return rows.drop([name for name in rows.columns if name in columns])


def _directed(source: Source) -> bool | None:
    """What the workbook says of its type; None where it was never computed."""
    if METRICS not in tables.sheets(source):
        return None
    try:
        cells = [
            cell
            for frame, _ in tables.table(source, sheet=METRICS)
            for row in frame.drop("row").rows()
            for cell in row
        ]
        cells += [name for frame, _ in tables.table(source, sheet=METRICS) for name in frame.columns]
    except FileRefused:
        return None
    said = {str(cell).strip().lower() for cell in cells} & {"directed", "undirected"}
    return None if len(said) != 1 else said == {"directed"}


READER = Reader(
    name="nodexl",
    version=1,
    platform="survey",
    title=("Buku kerja NodeXL", "NodeXL workbook"),
    gives=("ties", "actors"),
    obtain=("Simpan buku kerja NodeXL sebagai .xlsx apa adanya.", "Save the NodeXL workbook as .xlsx, as it is."),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("Label", "actors.actor_id", "id", "derived"),
        Field("Vertex", "actors.actor_id", "id", "refused"),
        Field("Vertex 1", "survey_ties.source", "id", "refused"),
        Field("Vertex 2", "survey_ties.target", "id", "refused"),
        Field("Relationship Date (UTC)", "survey_ties.observed_at", "time"),
        *graphs.MAPPING,
    ),
    steps=(
        ("Buka jejaringnya di NodeXL (Excel untuk Windows).", "Open the network in NodeXL (Excel for Windows)."),
        ("Tekan Calculate Metrics sekali, agar tercatat apakah hubungannya berarah.", "Press Calculate Metrics once, so that it is recorded whether ties are directed."),
        ("Simpan sebagai .xlsx dan impor; lembar Edges dan Vertices yang dibaca.", "Save as .xlsx and import; the sheets Edges and Vertices are read."),
    ),
    gaps=("no_absent",),
)  # fmt: skip
