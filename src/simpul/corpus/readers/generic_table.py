"""Any table of posts, comments or messages: CSV, XLSX or NDJSON, with a column map in a TOML file or our own record names as header.

docs/adding-a-format.md describes the map. In NDJSON a name with dots is a path into nested objects.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import polars as pl

from simpul.corpus import cells, column_map, values
from simpul.corpus.chunks import Chunk, counts, rejects
from simpul.corpus.column_map import LISTS, RECORD, ColumnMap
from simpul.corpus.content_ids import content_ids
from simpul.corpus.ndjson import ndjson
from simpul.corpus.places import place_code
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.records import METRICS, POST_KINDS, Schema
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import HEAD, Source
from simpul.corpus.tables import Tables, header, table
from simpul.corpus.texts import utf8
from simpul.corpus.vocabulary import choices, plain

MEDIA = ("image", "video", "audio", "document", "sticker", "link", "poll")
IDS = ("id", "parent", "root", "shared")
AUTHORS = ("author", "parent_author", "shared_author")


def recognise(source: Source) -> Match:
    head = _head(source)
    if head is None:
        return NO
    if (path := column_map.beside(source)) is not None:
        its_own = path.name != column_map.NAME
        reason = (f"peta kolom {path.name}", f"column map {path.name}")
        try:
            fits = not head.lacks(column_map.load(path))
        except FileRefused:
            return Match(100 if its_own else 60, reason)
        if its_own or fits:
            return Match(100 if its_own else 99, reason)
    if column_map.own_names(head.columns) is None:
        return NO
    return Match(70, ("judul kolomnya nama catatan Simpul", "its header has the names of our records"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    head = _head(source)
    if head is None:
        raise FileRefused("file_unknown")
    export = _Export(source, head, _plan(source, head, options), options)
    if lacking := head.lacks(export.plan):
        raise FileRefused("file_columns", column=lacking[0])
    unread = ", ".join(head.unread(export.plan))
    notes = [(f"Kolom yang tidak dibaca: {unread}.", f"Columns not read: {unread}.")] if unread else []
    for frame, bad in export.pieces():
        yield export.chunk(frame, bad, notes)


# --- what the file is --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Head:
    """The columns of a table; for NDJSON the keys of its first objects, and these."""

    columns: list[str]
    samples: list[dict[str, Any]]

    def path(self, name: str) -> list[str]:
        """The steps to a column; more than one only in nested objects."""
        return name.split(".") if self.samples and name not in self.columns else [name]

    def lacks(self, plan: ColumnMap) -> list[str]:
        """The columns that the map names and the file does not have. JSON may leave keys out, so there only two count."""
        names = plan.sources()
        if self.samples:
            names = [plan.columns[name] for name in ("id", "text") if name in plan.columns]
        return [name for name in names if self.path(name)[0] not in self.columns]

    def unread(self, plan: ColumnMap) -> list[str]:
        used = {self.path(name)[0] for name in plan.sources()}
        return [name for name in self.columns if name not in used]

    def schema(self, plan: ColumnMap) -> Schema:
        """The fields of an NDJSON file that the map names: texts, or lists of texts where the file has lists.

        Raises FileRefused(`map_invalid`) for a column that holds an object, or a list where a record has none.
        """
        tree: dict[str, Any] = {}
        for field, name in [
            *plan.columns.items(),
            *((f"metrics.{key}", name) for key, name in plan.metrics.items()),
        ]:
            kinds = {type(_value(sample, self.path(name))) for sample in self.samples}
            if dict in kinds or (list in kinds and field not in LISTS):
                raise FileRefused("map_invalid", column=f"{field}: {name}")
            *path, leaf = self.path(name)
            node = tree
            for step in path:
                node = node.setdefault(step, {})
            node[leaf] = pl.List(pl.String) if list in kinds else pl.String
        return {name: _struct(node) for name, node in tree.items()}


def _struct(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    return pl.Struct({name: _struct(inner) for name, inner in node.items()})


def _value(sample: Any, path: list[str]) -> Any:
    for step in path:
        sample = sample.get(step) if isinstance(sample, dict) else None
    return sample


def _head(source: Source) -> _Head | None:
    """The head of a table or an NDJSON file; None for anything else."""
    if samples := _samples(source):
        return _Head(list(dict.fromkeys(key for sample in samples for key in sample)), samples)
    columns = header(source)
    return None if columns is None else _Head(columns, [])


def _samples(source: Source) -> list[dict[str, Any]]:
    try:
        with utf8(source) as stream:
            head = stream.read(HEAD).decode("utf-8", errors="replace")
    except (FileRefused, OSError):
        return []
    samples = []
    for line in head.split("\n") if head.lstrip().startswith("{") else ():
        try:
            sample = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(sample, dict):
            samples.append(sample)
    return samples


def _plan(source: Source, head: _Head, options: Options) -> ColumnMap:
    """The map that was named, else the one beside the file, else our own names; a folder's map only where it fits."""
    if options.columns:
        return column_map.load(options.columns)
    path, own = column_map.beside(source), column_map.own_names(head.columns)
    if path is not None:
        plan = column_map.load(path)
        if own is None or path.name != column_map.NAME or not head.lacks(plan):
            return plan
    if own is None:
        raise FileRefused("file_columns", column="id, platform, author, text, created_at")
    return own


# --- from the file's columns to records --------------------------------------------------------------------


@dataclass
class _Export:
    """A file with its column map, and the order of its dates once the whole file had to be asked."""

    source: Source
    head: _Head
    plan: ColumnMap
    options: Options
    day_first: bool | None = None

    def pieces(self) -> Tables:
        if self.head.samples:
            return ndjson(self.source, self.head.schema(self.plan))
        return table(self.source)

    def named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`row`, all fields of RECORD (null where the file has none), and the counts as `metrics.<name>`."""

        def cell(name: str) -> pl.Expr:
            first, *path = self.head.path(name)
            return reduce(lambda found, step: found.struct.field(step), path, pl.col(first))

        given = {field: cell(name) for field, name in self.plan.columns.items()}
        absent = [pl.lit(None, pl.String).alias(field) for field in RECORD if field not in given]
        counted = [cell(name).alias(f"metrics.{metric}") for metric, name in self.plan.metrics.items()]
        return frame.select("row", *(found.alias(field) for field, found in given.items()), *absent, *counted)

    def chunk(self, frame: pl.DataFrame, bad: pl.DataFrame, notes: list[tuple[str, str]]) -> Chunk:
        plan, refused = self.plan, [bad]
        rows, bad = _identified(self.named(frame), plan)
        refused.append(bad)
        rows, bad = _classified(rows, plan)
        refused.append(bad)
        places = {name: place_code(name, self.options.place_codes) for name in _distinct(rows["place"])}
        rows, bad = _translated(rows, "place", places, plan, "place_unknown")
        refused.append(bad)
        rows, bad, note = self._dated(rows)
        refused.append(bad)
        counted = {f"metrics.{name}": column for name, column in plan.metrics.items()}
        rows, bad = cells.counts(rows, counted)
        refused.append(bad)
        return Chunk(
            posts=_posts(rows, plan),
            observations=counts(rows, {f"metrics.{name}": name for name in plan.metrics}, subject="id"),
            rejects=pl.concat(refused),
            notes=notes + note,
        )

    def _dated(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[tuple[str, str]]]:
        column = self.plan.columns.get("created_at")
        zone = self.plan.zone or self.options.timezone
        if column is None or self.plan.time_format is None:
            return cells.dated(rows, "created_at", column, self._order(rows["created_at"]), zone)
        time = rows["created_at"].str.to_datetime(self.plan.time_format, time_unit="us", strict=False)
        if time.dtype.time_zone is None:  # type: ignore[attr-defined]
            time = time.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        read = rows.with_columns(time.dt.convert_time_zone("UTC").alias("created_at"))
        unread = rows.filter(rows["created_at"].is_not_null() & read["created_at"].is_null())
        if unread.height and unread.height == rows["created_at"].count():
            raise FileRefused("map_invalid", column="times.format", value=unread["created_at"][0])
        return read, cells.refuse(unread, "created_at", column, "date_invalid"), []

    def _order(self, dates: pl.Series) -> bool | None:
        """Whether the day comes first: told, else None where these dates show it, else as the whole file shows."""
        told = self.plan.day_first if self.plan.day_first is not None else self.options.day_first
        if told is not None or not cells.undecided(dates):
            return told
        if self.day_first is None:
            whole = pl.concat(self.named(frame)["created_at"] for frame, _ in self.pieces())
            self.day_first = values.day_order(whole)
        return self.day_first


def _identified(rows: pl.DataFrame, plan: ColumnMap) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with whole ids. Without a column for it the id is derived from the content; equal rows far apart then share one."""
    ids = {name: plan.columns[name] for name in IDS if name in plan.columns}
    if "id" not in ids:
        content = ["platform", "author", "created_at", "text"]
        rows = rows.with_columns(content_ids(rows, content, "generic_table").alias("id"))
    return cells.sound_ids(rows, {"id": "id", **ids}, "id")


def _classified(rows: pl.DataFrame, plan: ColumnMap) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with platform, kind and media from the known choices; a row without a platform is refused."""
    refused = []
    for field, known in (("kind", POST_KINDS), ("media", MEDIA)):
        rows, bad = _translated(rows, field, {name: name for name in known}, plan)
        refused.append(bad)
    platforms = {
        name: choices("platform").get(plain(name), plain(name)) for name in _distinct(rows["platform"])
    }
    default = plan.platform and choices("platform").get(plain(plan.platform), plain(plan.platform))
    rows, _ = _translated(rows, "platform", platforms, plan)
    rows = rows.with_columns(
        pl.col("platform").fill_null(pl.lit(default, pl.String)), pl.col("kind").fill_null(plan.kind)
    )
    if rows["platform"].null_count():
        nowhere = rows.filter(pl.col("platform").is_null())
        refused.append(cells.refuse(nowhere, "platform", plan.columns.get("platform"), "platform_missing"))
        rows = rows.filter(pl.col("platform").is_not_null())
    return rows, pl.concat(refused)


def _translated(
    rows: pl.DataFrame,
    field: str,
    meanings: Mapping[str, str | None],
    plan: ColumnMap,
    code: str = "value_unknown",
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with a field's few distinct values translated, by lower case; null and a reject where one has no meaning."""
    known = {name: meanings.get(name, meanings.get(name.strip().lower())) for name in _distinct(rows[field])}
    read = rows.with_columns(pl.col(field).replace_strict(known, default=None, return_dtype=pl.String))
    if read[field].null_count() == rows[field].null_count():
        return read, rejects([])
    unknown = rows.filter(rows[field].is_not_null() & read[field].is_null())
    return read, cells.refuse(unknown, field, plan.columns.get(field), code)


def _distinct(column: pl.Series) -> list[str]:
    return column.drop_nulls().unique().to_list()


def _posts(rows: pl.DataFrame, plan: ColumnMap) -> pl.DataFrame:
    handle = pl.col(AUTHORS).str.strip_chars().str.strip_prefix("@").str.to_lowercase()
    return rows.select(
        "row", "platform", "kind", "author_id", "author_name", "parent", "root", "shared",
        "text", "created_at", "url", "place", "media",
        handle,
        *(_list(rows, name, plan).alias(name) for name in LISTS),
        native_id=pl.col("id"),
    )  # fmt: skip


def _list(rows: pl.DataFrame, name: str, plan: ColumnMap) -> pl.Expr:
    """A list field: from the file's list, from a cell cut at the separator, or else from the text."""
    if name not in plan.columns:
        find = {"links": values.links, "hashtags": values.hashtags, "mentions": values.mentions}[name]
        return find(pl.col("text"))
    given = pl.col(name) if rows.schema[name] == pl.List else pl.col(name).str.split(plan.separator)
    item = pl.element().str.strip_chars()
    if name != "links":
        item = item.str.strip_chars_start("#@").str.to_lowercase()
    return given.list.eval(item.filter(item != ""))


READER = Reader(
    name="generic_table",
    version=1,
    platform="*",
    title=("Tabel umum dengan peta kolom (CSV, XLSX, NDJSON)", "Any table with a column map (CSV, XLSX, NDJSON)"),
    gives=("posts", "comments", "counts"),
    obtain=(
        "Simpan tabel sebagai CSV, XLSX, atau NDJSON, lalu tulis peta kolomnya di simpul.toml pada folder yang sama.",
        "Save the table as CSV, XLSX or NDJSON, and write its column map into simpul.toml in the same folder.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("id", "posts.native_id", "id", "derived"),
        Field("platform", "posts.platform", "kind", "refused"),
        Field("kind", "posts.kind", "kind", "assumed"),
        Field("author", "posts.author", "id"),
        Field("author_id", "posts.author_id", "id"),
        Field("author_name", "posts.author_name", "text"),
        Field("parent", "posts.parent", "id"),
        Field("root", "posts.root", "id"),
        Field("shared", "posts.shared", "id"),
        Field("parent_author", "posts.parent_author", "id"),
        Field("shared_author", "posts.shared_author", "id"),
        Field("text", "posts.text", "text"),
        Field("created_at", "posts.created_at", "time"),
        Field("url", "posts.url", "text"),
        Field("place", "posts.place", "place"),
        *(Field(name, f"posts.{name}", "list", "derived") for name in LISTS),
        Field("media", "posts.media", "kind"),
        *(Field(metric, f"observations.{metric}", "count") for metric in METRICS),
    ),
    steps=(
        ("Simpan tabelnya sebagai CSV, XLSX, atau NDJSON.", "Save the table as CSV, XLSX or NDJSON."),
        ("Samakan judul kolom dengan nama di bawah, atau tulis simpul.toml yang memetakannya.", "Give the columns the names below, or write a simpul.toml that maps them."),
        ("Taruh simpul.toml di folder yang sama, atau sebutkan dengan --columns.", "Put simpul.toml into the same folder, or name it with --columns."),
    ),
)  # fmt: skip
