"""Reading any edge list: tables of several kinds and graph files, with what cannot be used listed instead of failing all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from simpul.study.graph_files import GRAPHS, read_graph
from simpul.study.request import StudyProblem

SOURCE = ("source", "from", "vertex 1", "dari", "asal", "sumber", "src")
TARGET = ("target", "to", "vertex 2", "ke", "tujuan", "dst")
WEIGHT = ("weight", "edge weight", "bobot")
FIRST = ("first_at", "start", "time", "created_at", "date", "waktu", "tanggal")
LAST = ("last_at", "end")
ID = ("id", "vertex", "node", "simpul", "actor_id")
LARGEST = 1e100  # beyond it sums of weights lose all digits

REJECTS = {"file": pl.String, "row": pl.Int64, "column": pl.String, "code": pl.String}
CODES = {
    "end_missing": (
        "Sumber atau tujuan kosong; hubungan ini dilewati.",
        "Source or target is empty; the tie was left out.",
    ),
    "weight_invalid": (
        "Bobot harus angka nol atau lebih; hubungan ini dilewati.",
        "A weight must be a number, zero or more; the tie was left out.",
    ),
    "time_invalid": (
        "Waktu tidak terbaca atau sebelum 1970; hubungan ini masuk tanpa waktu.",
        "The time cannot be read or is before 1970; the tie is kept without it.",
    ),
    "end_unknown": (
        "Ujung hubungan tidak ada di antara simpul berkas; hubungan ini dilewati.",
        "An end of the tie is not among the file's nodes; the tie was left out.",
    ),
    "id_missing": ("Id kosong; baris ini dilewati.", "The id is empty; the row was left out."),
    "id_conflict": (
        "Id ini sudah ada dengan isi lain; baris pertama yang dipakai.",
        "This id stands there already with other values; the first row is used.",
    ),
}


@dataclass
class Edges:
    """`ties`: source, target, and if given weight, type, first_at, last_at and any other column. `nodes`: of a graph file, with `id`.

    `rejects` has the columns `REJECTS`."""

    ties: pl.DataFrame
    nodes: pl.DataFrame | None = None
    directed: bool = True
    rejects: list[pl.DataFrame] = field(default_factory=list)


def read_edges(file: Path) -> Edges:
    """Reads CSV, TSV, Parquet, NDJSON, GEXF, GraphML or Pajek. Raises StudyProblem where the file cannot be read or has no ties at all."""
    if file.suffix.lower() in GRAPHS:
        graph = read_graph(file)
        found = Edges(graph.ties, graph.nodes, graph.directed)
        found.ties = _closed(found, file)
    else:
        table = read_table(file)
        names = {"source": _named(table, SOURCE), "target": _named(table, TARGET)}
        missing = [name for name, column in names.items() if column is None]
        if missing:
            raise _no_column(file, missing, table.columns)
        given = {name: _named(table, choices) for name, choices in (("weight", WEIGHT), ("first_at", FIRST), ("last_at", LAST))}  # fmt: skip
        renamed = {column: name for name, column in {**names, **given}.items() if column is not None}
        found = Edges(table.rename(renamed))
    read = found.ties.height
    found.ties = found.ties.with_row_index("row", 1).with_columns(pl.col("row").cast(pl.Int64))
    for clean in (_ends, _weights, _times):
        found.ties = clean(found, file)
    found.ties = found.ties.drop("row")
    if read and not found.ties.height:
        raise _nothing_left(file, found.rejects)
    return found


def read_actors(file: Path, tied: pl.Series) -> tuple[pl.DataFrame, int, list[pl.DataFrame]]:
    """The rows of those who are `tied`, one for each id; how many others the table has; and what was refused.

    The table is streamed, so that millions without a tie cost no more memory than a number each.
    """
    table = scan(file)
    columns = table.collect_schema().names()
    column = _named(columns, ID)
    if column is None:
        raise _no_column(file, ["id"], columns)
    named = table.rename({column: "id"}).with_columns(pl.col("id").cast(pl.String)).with_row_index("row", 1)
    blank = pl.col("id").is_null() | (pl.col("id").str.strip_chars() == "")
    counted = named.select(
        all=pl.col("id").filter(~blank).hash().n_unique(), blank=blank.sum(), first=pl.col("row").filter(blank).first()
    ).collect(engine="streaming")  # fmt: skip
    rows = named.join(tied.to_frame("id").lazy(), on="id", how="semi").collect(engine="streaming").sort("row")
    rest = [name for name in rows.columns if name not in ("row", "id")]
    different = rows.unique(["id", *rest], keep="first", maintain_order=True)
    again = different.filter(~pl.col("id").is_first_distinct())
    refused = [_rejects(again["row"], file, "id", "id_conflict")]
    if counted["blank"][0]:
        refused.append(_rejects(pl.Series([counted["first"][0]]), file, "id", "id_missing"))
    kept = rows.unique("id", keep="first", maintain_order=True).drop("row")
    return kept, int(counted["all"][0]) - kept.height, refused


def read_table(file: Path) -> pl.DataFrame:
    """A table as it lies on disk, texts as they are written. Raises StudyProblem where it cannot be read."""
    if not file.exists():
        raise StudyProblem(f"Tidak ada berkas {file}.", f"There is no file {file}.")
    try:
        return scan(file).collect()
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as fault:
        raise StudyProblem(
            f"{file.name} tidak dapat dibaca. Simpan sebagai “CSV UTF-8” dari Excel, dengan kolom yang sama banyak di tiap baris.",
            f"{file.name} cannot be read. Save it from Excel as “CSV UTF-8”, with as many columns in every row.",
        ) from fault


def scan(file: Path) -> pl.LazyFrame:
    """A table of any of the kinds, as text where the file does not say types."""
    readers: dict[str, Callable[[Path], pl.LazyFrame]] = {
        ".parquet": pl.scan_parquet,
        ".ndjson": lambda path: pl.scan_ndjson(path, infer_schema_length=None),
        ".jsonl": lambda path: pl.scan_ndjson(path, infer_schema_length=None),
        ".tsv": lambda path: pl.scan_csv(path, separator="\t", infer_schema=False),
        ".tab": lambda path: pl.scan_csv(path, separator="\t", infer_schema=False),
        ".csv": _csv,
        ".txt": _csv,
    }
    read = readers.get(file.suffix.lower())
    if read is None:
        known = " ".join(sorted({*readers, *GRAPHS}))
        raise StudyProblem(
            f"{file.name}: jenis berkas ini tidak dikenal. Yang dibaca: {known}. Simpan hubungannya sebagai CSV dengan kolom source dan target.",
            f"{file.name}: this kind of file is not known. Read are: {known}. Save the ties as CSV with the columns source and target.",
        )
    try:
        table = read(file)
        table.collect_schema()
        return table
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as problem:
        raise StudyProblem(
            f"{file.name} tidak dapat dibaca: {problem}", f"{file.name} cannot be read: {problem}"
        ) from problem


def _csv(file: Path) -> pl.LazyFrame:
    with file.open("rb") as stream:
        head = stream.readline(10_000)
    separator = max(",;\t", key=lambda sign: head.count(sign.encode()))
    return pl.scan_csv(file, separator=separator, infer_schema=False)


def _named(table: pl.DataFrame | list[str], choices: tuple[str, ...]) -> str | None:
    """The column of the table that bears one of the names, whatever its case; the first name wins."""
    columns = table if isinstance(table, list) else table.columns
    known = {column.strip().lower(): column for column in reversed(columns)}
    return next((known[name] for name in choices if name in known), None)


# --- cleaning ---------------------------------------------------------------------------------------------


def _ends(edges: Edges, file: Path) -> pl.DataFrame:
    ties = edges.ties.with_columns(pl.col("source", "target").cast(pl.String))
    for end in ("source", "target"):
        bad = pl.col(end).is_null() | (pl.col(end).str.strip_chars() == "")
        edges.rejects.append(_rejects(ties.filter(bad)["row"], file, end, "end_missing"))
        ties = ties.filter(~bad)
    return ties


def _closed(edges: Edges, file: Path) -> pl.DataFrame:
    """The ties of a graph file whose ends are among its nodes."""
    if edges.nodes is None:
        return edges.ties
    ties = edges.ties.with_row_index("row", 1)
    for end in ("source", "target"):
        known = pl.col(end).is_in(edges.nodes["id"].implode()) | pl.col(end).is_null()
        bad = ties.filter(~known)["row"]
        edges.rejects.append(_rejects(bad, file, end, "end_unknown"))
        ties = ties.filter(known)
    return ties.drop("row")


def _weights(edges: Edges, file: Path) -> pl.DataFrame:
    ties = edges.ties
    if "weight" not in ties.columns:
        return ties
    told = pl.col("weight").cast(pl.String).str.strip_chars()
    number = pl.col("weight").cast(pl.Float64, strict=False)
    read = ties.with_columns(weight=number, _absent=told.is_null() | (told == ""))
    good = pl.col("weight").is_between(0, LARGEST).fill_null(False) & pl.col("weight").is_not_nan()
    bad = ~(good | pl.col("_absent"))
    edges.rejects.append(_rejects(read.filter(bad)["row"], file, "weight", "weight_invalid"))
    return read.filter(~bad).with_columns(pl.col("weight").fill_null(1.0)).drop("_absent")


def _times(edges: Edges, file: Path) -> pl.DataFrame:
    ties = edges.ties
    for name in ("first_at", "last_at"):
        if name not in ties.columns:
            continue
        kind = ties.schema[name]
        read = ties.with_columns(_time(name, kind).alias("_time"))
        given = pl.col(name).is_not_null() & (pl.col(name).cast(pl.String).str.strip_chars() != "")
        good = pl.col("_time") >= pl.datetime(1970, 1, 1, time_zone="UTC")
        bad = read.filter(given & ~good.fill_null(False))["row"]
        edges.rejects.append(_rejects(bad, file, name, "time_invalid"))
        ties = read.with_columns(pl.when(good).then("_time").alias(name)).drop("_time")
    if "first_at" in ties.columns and "last_at" not in ties.columns:
        ties = ties.with_columns(last_at="first_at")
    return ties


def _time(name: str, kind: pl.DataType) -> pl.Expr:
    moment = pl.Datetime("us", "UTC")
    if kind == pl.Date:
        return pl.col(name).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    if isinstance(kind, pl.Datetime):
        return pl.col(name).cast(moment) if kind.time_zone else pl.col(name).dt.replace_time_zone("UTC").cast(moment)  # fmt: skip
    text = pl.col(name).cast(pl.String).str.strip_chars().str.replace(" ", "T", literal=True)
    zoned = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", strict=False, time_zone="UTC", time_unit="us")
    local = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", strict=False, time_unit="us")
    minute = text.str.to_datetime("%Y-%m-%dT%H:%M", strict=False, time_unit="us")
    day = text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))
    return pl.coalesce(zoned, pl.coalesce(local, minute, day).dt.replace_time_zone("UTC"))


# --- telling ----------------------------------------------------------------------------------------------


def _rejects(rows: pl.Series, file: Path, column: str, code: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"row": rows.cast(pl.Int64)}, schema={"row": pl.Int64}
    ).select(file=pl.lit(file.name), row="row", column=pl.lit(column), code=pl.lit(code))  # fmt: skip


def _no_column(file: Path, missing: list[str], columns: list[str]) -> StudyProblem:
    names, there = ", ".join(missing), ", ".join(columns)
    return StudyProblem(
        f"{file.name} tidak punya kolom {names}. Yang ada: {there}.",
        f"{file.name} has no column {names}. It has: {there}.",
    )


def _nothing_left(file: Path, rejects: list[pl.DataFrame]) -> StudyProblem:
    counted = pl.concat(rejects).group_by("code").len().sort("len", "code", descending=[True, False])
    told = [
        "; ".join(f"{count} × {CODES[code][at][:1].lower()}{CODES[code][at][1:]}" for code, count in counted.rows())
        for at in (0, 1)
    ]  # fmt: skip
    return StudyProblem(
        f"{file.name}: tidak ada hubungan yang dapat dipakai. {told[0]}",
        f"{file.name}: no tie can be used. {told[1]}",
    )
