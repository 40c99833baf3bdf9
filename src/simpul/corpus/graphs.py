"""A network from anywhere as actors and ties: who is who among its nodes, and what their attributes mean.

Ids inside a graph file (`n1`, `0`) hold for that file only, labels and codes for the whole workspace. So a node's key is, in this order:
its label, where no other node of the file bears it, else its id; a key that looks like an office's code (`RT-03`) is the person whom the
survey knows by that code; a bare id belongs to the file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from simpul.corpus import cells, headers, survey
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.forms import Problems
from simpul.corpus.questionnaire import HOUSEHOLD, PILLAR_OF_ROLE, WAVE, Question
from simpul.corpus.reader import Field, Options
from simpul.corpus.vocabulary import plain, questions

PEOPLE, TIES = "people_table", "edge_table"  # the header dictionaries for attributes of nodes and of edges
ASKED = (
    Question("kind", "choice", ("actor_kind",)),
    Question("role", "choice", ("role",)),
    Question("pillar", "choice", ("pillar",)),
    *(each for each in HOUSEHOLD if each.field != "household_code"),
    WAVE,
)
SAID = (
    Question("relation", "choice", ("relation",)),
    Question("channel", "choice", ("channel",)),
    Question("topic", "choice", ("need",)),
    WAVE,
)
BARE = r"^[a-z]?\d{1,6}$"
CODE = r"^[a-z\d][a-z\d ._/-]*\d[a-z\d ._/-]*$"  # latin letters and digits with a digit among them
UNDIRECTED = ["undirected", "mutual", "false", "0", "no", "tidak", "dua arah"]
BOTH_WAYS = (
    "Hubungan tanpa arah masuk sebagai dua arah.",
    "Ties without direction are stored in both directions.",
)
MAPPING = (
    *(Field(headers.names(PEOPLE, each), f"actors.{each}", "kind") for each in ("kind", "role", "pillar")),
    Field(headers.names(PEOPLE, "place"), "actors.place", "place"),
    Field(headers.names(TIES, "relation"), "survey_ties.relation", "kind"),
    Field(headers.names(TIES, "channel"), "survey_ties.channel", "kind"),
    Field(headers.names(TIES, "topic"), "survey_ties.topic", "kind"),
    Field(headers.names(TIES, "weight"), "survey_ties.weight", "number"),
    Field(headers.names(TIES, "wave"), "survey_ties.wave", "text"),
)


@dataclass
class Graph:
    """Nodes (`row`, `id`, and if given `label`) and edges (`row`, `source`, `target`, and if given `directed`), with their attributes
    as text columns under the titles that the file gives them.

    `closed`: every edge's ends must be among the nodes. `scope` makes bare ids the file's own; empty where they are an office's codes.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame
    directed: bool = True  # edges that do not say it themselves
    closed: bool = False
    scope: str = ""
    refused: list[pl.DataFrame] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def chunk(graph: Graph, options: Options) -> Chunk:
    """Actors and ties of the graph; what cannot be read of an attribute leaves its cell empty and is told."""
    problems: Problems = []
    nodes = keyed(graph.nodes, graph.scope)
    actors = people(nodes, options, problems)
    edges, more = _ends(graph, nodes, problems)
    ties, both = _ties(edges, graph.directed, options, problems)
    unread = [
        *_unread(PEOPLE, nodes.columns, ("id", "label", "key", "row")),
        *_unread(TIES, edges.columns, ("source", "target", "directed", "row")),
    ]
    names = ", ".join(dict.fromkeys(unread))
    notes = [*graph.notes, *([BOTH_WAYS] if both else [])]
    if names:
        notes.append((f"Kolom yang tidak dibaca: {names}.", f"Columns not read: {names}."))
    return Chunk(
        actors=pl.concat([actors, more], how="diagonal").unique(
            "actor_id", keep="first", maintain_order=True
        ),
        survey_ties=ties,
        rejects=pl.concat([*graph.refused, rejects(problems)]),
        notes=notes,
    )


# --- nodes ------------------------------------------------------------------------------------------------


def keyed(nodes: pl.DataFrame, scope: str) -> pl.DataFrame:
    """The nodes with `key`, by which the workspace knows them."""
    label = pl.col("label").str.strip_chars() if "label" in nodes.columns else pl.lit(None, pl.String)
    alone = pl.when((label != "") & ~label.str.to_lowercase().is_duplicated()).then(label)
    return nodes.with_columns(label=alone).with_columns(
        key=pl.coalesce(_key(pl.col("label"), ""), _key(pl.col("id"), scope))
    )


def _key(name: pl.Expr, scope: str) -> pl.Expr:
    spelling = name.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    code = pl.lit("alter:code:") + spelling.str.replace_all(
        r"[\s._-]", ""
    )  # as `survey.alter_ids` spells them
    own = pl.lit(f"node:{scope}:") + spelling
    return (
        pl.when(spelling == "").then(None)
        .when(spelling.str.contains(BARE) & bool(scope)).then(own)
        .when(spelling.str.contains(CODE)).then(code)
        .otherwise(pl.lit("node:") + spelling)
    )  # fmt: skip


def people(nodes: pl.DataFrame, options: Options, problems: Problems) -> pl.DataFrame:
    """Nodes with `key` as actors; a pillar that is not given follows from the role."""
    found = _found(PEOPLE, nodes.columns, {each.field for each in ASKED})
    texts = nodes.select("row", "key", *(_trimmed(column).alias(name) for name, column in found.items()))
    typed = survey.typed(texts, ASKED, options.place_codes, found, problems)
    role = pl.col("role")
    return typed.select(
        pl.col("key").alias("actor_id"),
        pl.exclude("key", "row", "pillar", "kind"),
        "row",
        kind=pl.col("kind").fill_null("person"),
        pillar=pl.coalesce(
            "pillar", role.replace_strict(PILLAR_OF_ROLE, default=None, return_dtype=pl.String)
        ),
    ).filter(pl.col("actor_id").is_not_null())


def _found(form: str, columns: Iterable[str], fields: set[str]) -> dict[str, str]:
    """Field → column, by the header dictionary, else by the words of the standard questionnaire."""
    columns = [name for name in columns if name not in ("row", "id", "key", "source", "target")]
    found = {name: column for name, column in headers.fields(form, columns).items() if name in fields}
    for column in columns:
        asked = questions().get(plain(column), "")
        if asked in fields and column not in found.values():
            found.setdefault(asked, column)
    return found


def _unread(form: str, columns: Iterable[str], own: tuple[str, ...]) -> list[str]:
    asked = {each.field for each in (ASKED if form == PEOPLE else SAID)}
    known = set(_found(form, columns, asked).values())
    return [name for name in headers.unknown(form, columns) if name not in own and name not in known]


def _trimmed(column: str) -> pl.Expr:
    text = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


# --- edges ------------------------------------------------------------------------------------------------


def _ends(graph: Graph, nodes: pl.DataFrame, problems: Problems) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The edges with keys for ends, and actors for ends that are no nodes; in a closed graph such edges are refused."""
    known = nodes.select("id", "key").drop_nulls().unique("id", keep="first")
    edges, strangers = graph.edges, []
    for end in ("source", "target"):
        bare = pl.col(end).str.strip_chars()
        edges = edges.with_columns(bare).join(
            known.rename({"id": end, "key": f"_{end}"}), on=end, how="left", maintain_order="left"
        )
        stranger = edges.filter(pl.col(f"_{end}").is_null())
        blank = stranger.filter(pl.col(end).is_null() | (pl.col(end) == ""))
        refused = stranger if graph.closed else blank
        problems += [(row, end, "actor_missing", None) for row in refused["row"]]
        edges = edges.with_columns(pl.coalesce(f"_{end}", _key(pl.col(end), graph.scope)).alias(f"_{end}"))
        edges = edges.filter(~pl.col("row").is_in(refused["row"].implode()))
        strangers.append(
            edges.filter(~pl.col(end).is_in(known["id"].implode())).select(actor_id=f"_{end}", row="row")
        )
    found = edges.drop("source", "target").rename({"_source": "source", "_target": "target"})
    return found, pl.concat(strangers).with_columns(kind=pl.lit("person"))


def _ties(
    edges: pl.DataFrame, directed: bool, options: Options, problems: Problems
) -> tuple[pl.DataFrame, bool]:
    """The ties, those without direction both ways, and whether there are any such."""
    found = _found(TIES, edges.columns, {"weight", "time", *(each.field for each in SAID)})
    texts = edges.select(
        "row", "source", "target", *(_trimmed(column).alias(name) for name, column in found.items())
    )
    typed = survey.typed(texts, SAID, options.place_codes, found, problems)
    typed = _weighed(typed, found.get("weight"), problems)
    times, bad, _ = cells.dated(
        typed if "time" in found else typed.with_columns(time=pl.lit(None, pl.String)), "time", found.get("time"),
        options.day_first, options.timezone,
    )  # fmt: skip
    problems += bad.select("row", "column", "code", "value").rows()
    ties = times.rename({"time": "observed_at"})
    says = (
        edges["directed"]
        if "directed" in edges.columns
        else pl.Series([None] * edges.height, dtype=pl.String)
    )
    undirected = says.str.to_lowercase().is_in(UNDIRECTED).fill_null(not directed)
    back = ties.filter(undirected).rename({"source": "target", "target": "source"}).select(ties.columns)
    return pl.concat([ties, back]), not back.is_empty()


def _weighed(ties: pl.DataFrame, column: str | None, problems: Problems) -> pl.DataFrame:
    if column is None:
        return ties.with_columns(weight=pl.lit(None, pl.Float64))
    weighed, bad = cells.counts(ties, {"weight": column})
    negative = weighed.filter(pl.col("weight") < 0)
    problems += [
        *bad.select("row", "column", "code", "value").rows(),
        *((row, column, "number_invalid", None) for row in negative["row"]),
    ]
    return weighed.with_columns(pl.when(pl.col("weight") >= 0).then("weight").alias("weight"))


def attributes(rows: Sequence[Mapping[str, str | None]], first: tuple[str, ...]) -> pl.DataFrame:
    """Dictionaries as a frame of text columns with `row` counted from 1; the columns `first` are always there."""
    names = dict.fromkeys([*first, *(name for row in rows for name in row)])
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )
    return frame.with_row_index("row", 1).with_columns(pl.col("row").cast(pl.Int64))
