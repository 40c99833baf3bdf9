"""Tables of people, one row each: Gephi's node tables, and those that an office keeps (`kode, peran, kelurahan, …`), CSV or XLSX.

A person may be linked with an online account where the table says on which basis: official, broker or consent; never on X.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import graphs, headers
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.companions import beside, of_one_name
from simpul.corpus.forms import Problems, handle
from simpul.corpus.graphs import ASKED, PEOPLE
from simpul.corpus.questionnaire import HOUSEHOLD
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table
from simpul.corpus.vocabulary import choices, each_cell, plain, question, questions

LINK = ("platform", "account", "basis")
BASES = {
    "official": "official", "resmi": "official", "broker": "broker", "perantara": "broker", "consent": "consent",
    "persetujuan": "consent", "setuju": "consent",
}  # fmt: skip
TELLING = {each.field for each in ASKED} | {"account"}
GEPHI = {"timeset", "interval", "modularity class", "modularity_class"}


def recognise(source: Source) -> Match:
    columns = header(source)
    if columns is None or not is_people(columns, bare=True):
        return NO
    told = _told(columns)
    if not is_people(columns):
        ties = [other for other in beside(source) if is_edges(header(other) or [])]
        reason = ("ada tabel hubungannya di folder yang sama", "its table of ties is in the same folder")
        return Match(65, reason) if of_one_name(source, ties) else NO
    if is_gephi(columns):
        return Match(86, ("tabel simpul Gephi (Id, Label)", "a node table of Gephi (Id, Label)"))
    names = ", ".join(sorted(told)[:5])
    return Match(
        82 if told & {"role", "pillar", "kind"} else 65,
        (f"tabel orang: {names}", f"a table of people: {names}"),
    )


def is_people(columns: list[str], bare: bool = False) -> bool:
    """Whether a header names people and says who they are, or is that of Gephi's nodes; `bare`: or only has an id and a name."""
    found = set(headers.fields(PEOPLE, columns))
    if is_edges(columns) or not {"id", "label"} & found or "text" in headers.fields("generic_table", columns):
        return False
    both = {"id", "label"} <= found
    return len(_told(columns)) >= 2 or (both and (bare or is_gephi(columns)))


def is_edges(columns: list[str]) -> bool:
    """Whether a header is that of a table of ties."""
    return {"source", "target"} <= set(headers.fields(graphs.TIES, columns))


def is_gephi(columns: list[str]) -> bool:
    """Whether ids are Gephi's own numbers and no codes."""
    return bool({name.lower() for name in columns} & GEPHI)


def _told(columns: list[str]) -> set[str]:
    asked = {questions().get(plain(name), "") for name in columns}
    return (set(headers.fields(PEOPLE, columns)) | asked) & TELLING


def nodes_of(source: Source) -> pl.DataFrame:
    """The table's rows as nodes: `row`, `id`, `label` where given, and its other columns."""
    rows = pl.concat([frame for frame, _ in table(source)])
    found = headers.fields(PEOPLE, rows.columns)
    if not {"id", "label"} & set(found):
        raise FileRefused("file_columns", column="kode, nama")
    given = {name: pl.col(found[name]) for name in ("id", "label") if name in found}
    given.setdefault("id", given.get("label", pl.lit(None)))
    used = [found[name] for name in ("id", "label") if name in found]
    return rows.select("row", **given).hstack(
        rows.drop("row", *used, *(n for n in ("id", "label") if n in rows.columns and n not in used))
    )


def read(source: Source, options: Options) -> Iterator[Chunk]:
    nodes = graphs.keyed(nodes_of(source), source.digest()[:12] if is_gephi(header(source) or []) else "")
    problems: Problems = [
        (row, "id", "id_missing", None) for row in nodes.filter(pl.col("key").is_null())["row"]
    ]
    nodes = nodes.filter(pl.col("key").is_not_null())
    actors = graphs.people(nodes, options, problems)
    links = _links(nodes, problems)
    ragged = [bad for _, bad in table(source)]
    yield Chunk(
        actors=actors.unique("actor_id", keep="first", maintain_order=True),
        links=links,
        accounts=links.select("platform", "author").unique(maintain_order=True),
        rejects=pl.concat([rejects(problems), *ragged]),
        notes=_note(nodes.columns),
    )


def _links(nodes: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Persons and their accounts, each with its basis; what has none, or is on X, is refused."""
    found = headers.fields(PEOPLE, nodes.columns)
    nothing = pl.DataFrame(schema=dict.fromkeys(("platform", "author", "actor_id", "basis"), pl.String))
    if "account" not in found:
        return nothing
    cells = nodes.select(
        "row", actor_id="key", **{name: pl.col(found[name]) for name in LINK if name in found}
    )
    cells = cells.with_columns(pl.lit(None, pl.String).alias(name) for name in LINK if name not in found)
    given = cells.filter(pl.col("account").is_not_null())
    read = given.select(
        "row", "actor_id",
        platform=each_cell(given["platform"], lambda cell: choices("platform").get(plain(cell)), pl.String),
        author=each_cell(given["account"], handle, pl.String).str.to_lowercase(),
        basis=each_cell(given["basis"], lambda cell: BASES.get(plain(cell)), pl.String),
    )  # fmt: skip
    allowed = pl.all_horizontal(pl.col("platform", "author", "basis").is_not_null()) & (
        pl.col("platform") != "x"
    )
    refused = read.filter(~allowed.fill_null(False))
    problems += [(row, found["account"], "link_not_allowed", None) for row in refused["row"]]
    return read.filter(allowed).select(nothing.columns)


def _note(columns: list[str]) -> list[tuple[str, str]]:
    unread = [
        name for name in headers.unknown(PEOPLE, columns)
        if name not in ("row", "key") and questions().get(plain(name), "") not in TELLING
    ]  # fmt: skip
    names = ", ".join(unread)
    return [(f"Kolom yang tidak dibaca: {names}.", f"Columns not read: {names}.")] if unread else []


READER = Reader(
    name="people_table",
    version=1,
    platform="survey",
    title=("Tabel orang dan lembaga (Gephi, atau buatan sendiri)", "Table of people and organisations (Gephi, or one's own)"),
    gives=("actors", "accounts"),
    obtain=(
        "Tulis satu baris per orang dengan kolom kode, peran, pilar, dan kelurahan, atau ekspor tabel Nodes dari Gephi sebagai CSV.",
        "Write one row per person with the columns code, role, pillar and village, or export the Nodes table of Gephi as CSV.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(
        Field(headers.names(PEOPLE, "label"), "actors.actor_id", "id", "derived"),
        Field(headers.names(PEOPLE, "id"), "actors.actor_id", "id", "refused"),
        *(each for each in graphs.MAPPING if each.column.startswith("actors.")),
        *(
            Field(f"{question(each.field, 'xml')} | {question(each.field, 'id')}", f"actors.{each.field}", "kind")
            for each in HOUSEHOLD
            if each.field not in ("household_code", "place")
        ),
        Field(headers.names(PEOPLE, "platform"), "links.platform", "kind", "refused"),
        Field(headers.names(PEOPLE, "account"), "links.author", "id", "refused"),
        Field(headers.names(PEOPLE, "basis"), "links.basis", "kind", "refused"),
    ),
    steps=(
        ("Buat tabel dengan satu baris per orang atau lembaga; kolom kode dan peran sudah cukup.", "Make a table with one row per person or organisation; the columns code and role are enough."),
        ("Pakai kode yang sama dengan survei dan tabel hubungan, agar orangnya dikenali.", "Use the codes of the survey and of the table of ties, so that people are recognised."),
        ("Akun daring hanya untuk pejabat, perantara, atau yang setuju: isi kolom dasar dengan resmi, perantara, atau persetujuan.", "Online accounts only for officials, brokers or those who consented: write official, broker or consent into the column basis."),
    ),
    gaps=("no_absent",),
)  # fmt: skip
