"""Tables of ties, one row each: Gephi's and Cosmograph's edge tables, and those that an office keeps (`dari, ke, hubungan, …`), CSV or XLSX.

A table of people beside it, in the same folder or ZIP, says who the ends are; without one the ends are names or codes.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import graphs, headers
from simpul.corpus.chunks import Chunk
from simpul.corpus.companions import beside, of_one_name
from simpul.corpus.graphs import TIES, Graph
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.readers.people_table import is_edges, is_gephi, is_people, nodes_of
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table

ENDS = ("source", "target")


def recognise(source: Source) -> Match:
    columns = header(source)
    if columns is None or not is_edges(columns):
        return NO
    found = headers.fields(TIES, columns)
    ends = f"{found['source']} → {found['target']}"
    plain = {found[end].lower() for end in ENDS} == set(ENDS)
    return Match(88 if plain else 80, (f"tabel hubungan: {ends}", f"a table of ties: {ends}"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    pieces = list(table(source))
    rows = pl.concat([frame for frame, _ in pieces])
    found = headers.fields(TIES, rows.columns)
    if not set(found) >= set(ENDS):
        raise FileRefused("file_columns", column="source, target (dari, ke)")
    own = {found[name]: name for name in (*ENDS, "directed") if name in found}
    clash = [name for name in own.values() if name in rows.columns and name not in own]
    people = [nodes_of(other) for other in _people(source)]
    graph = Graph(
        nodes=pl.concat(people, how="diagonal")
        if people
        else pl.DataFrame(schema={"row": pl.Int64, "id": pl.String}),
        edges=rows.drop(clash).rename(own),
        scope=source.digest()[:12] if is_gephi(rows.columns) else "",
        refused=[bad for _, bad in pieces],
    )
    chunk = graphs.chunk(graph, options)
    if people:  # who they are is in their own table
        there = graphs.keyed(graph.nodes, graph.scope)["key"]
        assert chunk.actors is not None
        chunk.actors = chunk.actors.filter(~pl.col("actor_id").is_in(there.implode()))
    yield chunk


def _people(source: Source) -> list[Source]:
    """The tables of people that belong to the file, beside it; there even an id with a name will do."""
    return of_one_name(
        source, [other for other in beside(source) if is_people(header(other) or [], bare=True)]
    )


READER = Reader(
    name="edge_table",
    version=1,
    platform="survey",
    title=("Tabel hubungan (Gephi, Cosmograph, atau buatan sendiri)", "Table of ties (Gephi, Cosmograph, or one's own)"),
    gives=("ties", "actors"),
    obtain=(
        "Tulis satu baris per hubungan dengan kolom dari dan ke, atau ekspor tabel Edges dari Gephi sebagai CSV.",
        "Write one row per tie with the columns from and to, or export the Edges table of Gephi as CSV.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    beside=_people,
    mapping=(
        Field(headers.names(TIES, "source"), "survey_ties.source", "id", "refused"),
        Field(headers.names(TIES, "target"), "survey_ties.target", "id", "refused"),
        *(each for each in graphs.MAPPING if each.column.startswith("survey_ties.")),
        Field(headers.names(TIES, "time"), "survey_ties.observed_at", "time"),
        Field(headers.names(TIES, "source"), "actors.actor_id", "id", "refused"),
    ),
    steps=(
        ("Buat tabel dengan kolom dari dan ke: informasi mengalir dari yang pertama ke yang kedua.", "Make a table with the columns from and to: information flows from the first to the second."),
        ("Isi dengan kode yang berlaku di seluruh kota, atau nama; nama menjadi samaran saat diimpor.", "Fill in codes that hold for the whole city, or names; names become pseudonyms at import."),
        ("Boleh ditambah hubungan, saluran, topik, bobot, gelombang, dan waktu.", "Add relation, channel, topic, weight, wave and time if you have them."),
        ("Di Gephi: Data Laboratory > Edges > Export table, dan sama untuk Nodes; taruh keduanya di satu folder.", "In Gephi: Data Laboratory > Edges > Export table, and the same for Nodes; put both into one folder."),
    ),
    gaps=("no_absent",),
)  # fmt: skip
