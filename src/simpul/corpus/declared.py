"""A reader's declared mapping put to work: what it says in words about each field is what is done with it.

A field's source is a column of a table, or a path in JSON: `a.b` is a field of an object, `a[].b` that field of each element of a list.
`a | b` names alternatives, of which the first that is there counts; so do several fields for one column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import polars as pl

from simpul.corpus import cells, chunks, headers, values
from simpul.corpus.chunks import Chunk
from simpul.corpus.extras import extra
from simpul.corpus.reader import Field, Options
from simpul.corpus.records import RAW_POSTS, TEXTS, Schema
from simpul.corpus.rejects import FileRefused
from simpul.corpus.texts import clean

ID, TIME = "posts.native_id", "posts.created_at"
MENDED = ("posts.text", "posts.author_name", "posts.author", "posts.parent_author")
WHOLE = (ID, "posts.parent", "posts.root", "posts.shared")  # ids that Excel may have rounded
OF_ACCOUNTS = ("followers", "following")
TRUE = ("true", "1", "yes", "ya", "y")
NESTED = r"^[\[{]"  # JSON where an id should be
COMPUTED = (
    "kind",
    "flag",
)  # types whose fields only serve expressions of the reader, unless the column is `posts.extra`


def schema(mapping: Iterable[Field], *more: str) -> Schema:
    """The type of a JSON line that has all sources of the mapping, and `more` paths; every scalar is text.

    What is declared as text and is an object or a list comes as its JSON.
    """
    tree: dict[str, Any] = {}
    paths = [(path, field.type == "list") for field in mapping for path in field.source.split(" | ")]
    for path, listed in [*paths, *((path, False) for path in more)]:
        *around, last = (path if "[]" in path or not listed else f"{path}[]").split(".")
        branch = tree
        for name in around:
            branch = branch.setdefault(name, {})
        branch.setdefault(last, {})
    return {name.removesuffix("[]"): _kind(name, below) for name, below in tree.items()}


def _kind(name: str, below: dict[str, Any]) -> pl.DataType | type[pl.DataType]:
    fields = {inner.removesuffix("[]"): _kind(inner, deeper) for inner, deeper in below.items()}
    kind = pl.Struct(fields) if fields else pl.String
    return pl.List(kind) if name.endswith("[]") else kind


def at(path: str) -> pl.Expr:
    """The value at a path of a frame of that schema; of a path through a list, the list of values."""
    first, *names = path.split(".")
    return _below(pl.col(first.removesuffix("[]")), first, names)


def _below(value: pl.Expr, name: str, names: list[str]) -> pl.Expr:
    if not names:
        return value
    inner = names[0].removesuffix("[]")
    if name.endswith("[]"):
        cells = _below(pl.element().struct.field(inner), names[0], names[1:])
        flat = cells.explode() if any(each.endswith("[]") for each in names) else cells
        return value.list.eval(flat.drop_nulls())
    return _below(value.struct.field(inner), names[0], names[1:])


def localised(form: str, mapping: Iterable[Field]) -> tuple[Field, ...]:
    """The mapping of a table whose sources are fields of the header dictionary, with the headers themselves as sources."""
    return tuple(replace(field, source=headers.names(form, field.source)) for field in mapping)


def flag(cell: pl.Expr) -> pl.Expr:
    """Whether a cell says yes, in the spellings of exports; null where it says nothing."""
    return cell.cast(pl.String).str.strip_chars().str.to_lowercase().is_in(TRUE)


def records(
    rows: pl.DataFrame,
    mapping: Iterable[Field],
    platform: str | pl.Expr,
    options: Options,
    computed: Mapping[str, pl.Expr],
    *,
    zone: str = "UTC",
    separator: str = ",",
    dots: bool = True,
    counted: pl.Expr | None = None,
    observed_at: pl.Expr | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
    mend: Callable[[pl.Series], pl.Series] | None = None,
) -> Chunk:
    """Posts, counts and rejects of rows whose columns (or structs) are the mapping's sources; `row` numbers them.

    `computed` gives columns of posts from the sources or from declared columns under their full name (`posts.text`), and `kind` is
    needed there. `zone` is that of times which carry none. Lists in one cell are cut at `separator`; links, hashtags and mentions that no field
    gives are found in the text (`dots`: whether handles may hold them). Counts are taken where `counted` is true or not given.
    `names` says what the file calls a source, for rejects. `mend` repairs damaged text. Of several rows with one id the first is kept. Raises FileRefused
    (`file_columns` without an id, `date_order_unknown`).
    """
    if rows.is_empty():
        return Chunk()
    # rechunked: Polars 2.1 panics on string expressions over some columns that are in several pieces
    rows, sources = _named(rows.rechunk(), mapping, separator)
    sources = {column: names.get(source, source) for column, source in sources.items()}
    if ID not in rows.columns:
        raise FileRefused("file_columns", column=next((f.source for f in mapping if f.column == ID), None))
    if mend:
        rows = rows.with_columns(mend(rows[name]) for name in MENDED if name in sources)
    rows, repaired = clean(rows)
    refused = [repaired.with_columns(pl.col("column").replace(sources))]
    rows = rows.with_columns(platform=pl.lit(platform) if isinstance(platform, str) else platform)
    if ID in sources:
        rows, bad = cells.sound_ids(rows, {name: sources[name] for name in WHOLE if name in sources}, ID)
        refused.append(bad)
    notes: list[tuple[str, str]] = []
    if "created_at" not in computed:
        rows, bad, notes = cells.dated(rows, TIME, sources.get(TIME), options.day_first, zone)
        refused.append(bad)
    metrics = {name: name.partition(".")[2] for name in sources if name.startswith("observations.")}
    rows, bad = cells.counts(rows, {name: sources[name] for name in metrics})
    refused.append(bad)

    told = _computed(rows, computed, dots)
    rows = rows.with_columns(observed_at=pl.lit(None) if observed_at is None else observed_at)
    rows = rows.with_columns(**told).filter(pl.col(ID).is_not_null())
    rows = rows.unique(ID, keep="first", maintain_order=True)
    posts = rows.select("platform", "row", *_columns(rows.columns))
    return Chunk(
        posts=posts,
        observations=_observations(rows, metrics, counted),
        rejects=pl.concat(refused).sort("row", maintain_order=True),
        notes=notes,
    )


def _named(
    rows: pl.DataFrame, mapping: Iterable[Field], separator: str
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The rows with the declared columns under their full names, and the source of each for rejects."""
    sources: dict[str, str] = {}
    given: dict[str, list[pl.Expr]] = {}
    beside: dict[str, pl.Expr] = {}
    for field in mapping:
        for path in field.source.split(" | "):
            if path.split(".")[0].removesuffix("[]") not in rows.columns and path not in rows.columns:
                continue
            value = pl.col(path) if path in rows.columns else at(path)
            if field.column == "posts.extra":
                name = field.source.split(" | ")[0].rpartition(".")[2].replace(" ", "_")
                beside[name] = pl.coalesce(beside[name], value) if name in beside else value
            elif field.type not in COMPUTED:
                sources.setdefault(field.column, path)
                given.setdefault(field.column, []).append(_typed(value, field, rows, separator))
    named = [pl.coalesce(cells).alias(column) for column, cells in given.items()]
    if beside:
        named.append(extra(beside).alias("posts.extra"))
    return rows.with_columns(named), sources


def _typed(value: pl.Expr, field: Field, rows: pl.DataFrame, separator: str) -> pl.Expr:
    listed = isinstance(rows.clear().select(value).to_series().dtype, pl.List)
    if listed and field.type == "count":
        sums = value.list.eval(pl.element().cast(pl.Float64, strict=False)).list
        return pl.when(sums.len() > 0).then(sums.sum()).cast(pl.String)
    if field.type != "list":
        text = (value.list.first() if listed else value).cast(pl.String)
        nested = text.str.contains(NESTED) if field.type == "id" else pl.lit(False)
        return pl.when((text.str.strip_chars() != "") & ~nested).then(text)
    if listed:
        return value.cast(TEXTS)
    parts = value.cast(pl.String).str.split(separator).list.eval(pl.element().str.strip_chars())
    return parts.list.filter(pl.element() != "")


def _computed(rows: pl.DataFrame, computed: Mapping[str, pl.Expr], dots: bool) -> dict[str, pl.Expr]:
    told = {f"posts.{name}": value for name, value in computed.items()}
    text = told.get(
        "posts.text", pl.col("posts.text") if "posts.text" in rows.columns else pl.lit(None, pl.String)
    )
    found = {
        "posts.links": values.links(text),
        "posts.hashtags": values.hashtags(text),
        "posts.mentions": values.mentions(text, dots=dots),
    }
    for name, written in found.items():
        given = told.get(name, pl.coalesce(name, written) if name in rows.columns else written)
        if name != "posts.links":
            given = given.list.eval(pl.element().str.strip_chars("#@＃ []'\"").str.to_lowercase())
        told[name] = given.list.unique(maintain_order=True)
    return told


def _columns(names: Iterable[str]) -> list[pl.Expr]:
    declared = {f"posts.{name}": name for name in RAW_POSTS}
    return [pl.col(name).alias(declared[name]) for name in names if name in declared]


def _observations(rows: pl.DataFrame, metrics: dict[str, str], counted: pl.Expr | None) -> pl.DataFrame:
    """Counts of the posts, and of their authors; a count below 0 is how some exports write that they do not know it."""
    if not metrics:
        return chunks.conform(None, "observations")
    rows = rows.with_columns(pl.when(pl.col(name) >= 0).then(name).alias(name) for name in metrics)
    of_accounts = {name: metric for name, metric in metrics.items() if metric in OF_ACCOUNTS}
    of_posts = {name: metric for name, metric in metrics.items() if metric not in OF_ACCOUNTS}
    parts = []
    if of_posts:
        parts.append(chunks.counts(rows if counted is None else rows.filter(counted), of_posts, subject=ID))
    if of_accounts and "posts.author" in rows.columns:
        known = rows.filter(pl.col("posts.author").is_not_null()).unique(
            "posts.author", keep="last", maintain_order=True
        )
        parts.append(chunks.counts(known, of_accounts, subject="posts.author", subject_kind="account"))
    return pl.concat(parts) if parts else chunks.conform(None, "observations")


def joined(refused: pl.DataFrame, *parts: Chunk) -> Chunk:
    """Several chunks of one piece of a file, and what was refused of it before, as one chunk."""
    notes = [note for part in parts for note in part.notes]
    tables = {
        name: pl.concat(frames, rechunk=True)
        for name in ("posts", "accounts", "observations")
        if (
            frames := [
                chunks.conform(found, name) for part in parts if (found := getattr(part, name)) is not None
            ]
        )
    }
    bad = [refused, *(part.rejects for part in parts if part.rejects is not None)]
    return Chunk(
        **tables, rejects=pl.concat(bad).sort("row", maintain_order=True), notes=list(dict.fromkeys(notes))
    )
