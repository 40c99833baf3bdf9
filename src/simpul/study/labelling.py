"""Texts to labels, in pieces, so that memory does not grow with the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from simpul.study.folder import Folder
from simpul.study.request import Progress, StudyProblem

PIECE = 200_000  # texts that are labelled at once


def label_posts(folder: Folder, places: pl.DataFrame | None, progress: Progress) -> None:
    """Writes `labels`: one row per post of `posts`, in the same order."""
    from pyarrow import parquet

    from simpul.language import label

    posts = parquet.ParquetFile(folder.path("posts"))
    total = posts.metadata.num_rows
    progress("label", 0, max(total, 1))
    done = 0
    with folder.whole("tables/labels.parquet") as path:
        writer = None
        for piece in _pieces(posts):
            labels = label(piece["text"], places)
            table = pl.concat([piece.select("post_id"), labels], how="horizontal").to_arrow(
                compat_level=pl.CompatLevel.oldest()
            )
            writer = writer or parquet.ParquetWriter(
                path, table.schema, compression="zstd", compression_level=1
            )
            writer.write_table(table)
            done += piece.height
            progress("label", done, max(total, 1))
        assert writer is not None
        writer.close()


def _pieces(posts: object) -> Iterator[pl.DataFrame]:
    """The posts' ids and texts in pieces; one empty piece if there are none, so that the table has its columns."""
    empty = True
    for batch in posts.iter_batches(PIECE, columns=["post_id", "text"]):  # type: ignore[attr-defined]
        empty = False
        yield pl.DataFrame(pl.from_arrow(batch))
    if empty:
        yield pl.DataFrame(schema={"post_id": pl.String, "text": pl.String})


def label_file(
    file: Path, column: str, out: Path, reference: Path | None = None, model: Path | None = None
) -> None:
    """Adds the labels to a table of texts (CSV, NDJSON, Parquet; the endings decide) and writes it to `out`.

    `model` is a file of `simpul train`, else the shipped one. Raises StudyProblem for an unknown ending, a missing column, and
    a column that a label would overwrite; ModelProblem for a file that is no model.
    """
    from simpul.language import LABELS, label, load_model
    from simpul.study.inputs import reference_of

    frame = read_table(file)
    if column not in frame.columns:
        names = ", ".join(frame.columns)
        raise StudyProblem(
            f"Kolom {column} tidak ada di {file.name}. Yang ada: {names}.",
            f"{file.name} has no column {column}. It has: {names}.",
        )
    taken = sorted(set(frame.columns) & set(LABELS))
    if taken:
        names = ", ".join(taken)
        raise StudyProblem(
            f"{file.name} sudah punya kolom {names}. Ganti namanya dahulu.",
            f"{file.name} already has the columns {names}. Rename them first.",
        )
    places = reference_of(reference).places
    labels = label(frame[column].cast(pl.String), places, model=load_model(model))
    _write(pl.concat([frame, labels], how="horizontal"), out)


def read_table(file: Path) -> pl.DataFrame:
    """A table of texts from a CSV, NDJSON or Parquet file; raises StudyProblem where it cannot be read."""
    suffix = file.suffix.lower()
    try:
        if suffix == ".csv":
            return pl.read_csv(file, infer_schema=False)
        if suffix in (".ndjson", ".jsonl"):
            return pl.read_ndjson(file, infer_schema_length=None)
        if suffix == ".parquet":
            return pl.read_parquet(file)
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise StudyProblem(
            f"{file.name} tidak dapat dibaca: {problem}", f"{file.name} cannot be read: {problem}"
        ) from problem
    raise _ending(file)


def _write(frame: pl.DataFrame, out: Path) -> None:
    suffix = out.suffix.lower()
    if suffix == ".csv":
        frame.write_csv(out)
    elif suffix in (".ndjson", ".jsonl"):
        frame.write_ndjson(out)
    elif suffix == ".parquet":
        frame.write_parquet(out)
    else:
        raise _ending(out)


def _ending(file: Path) -> StudyProblem:
    return StudyProblem(
        f"Akhiran {file.suffix or '(tanpa akhiran)'} tidak dikenal. Pakai .csv, .ndjson, atau .parquet.",
        f"The ending {file.suffix or '(none)'} is not known. Use .csv, .ndjson or .parquet.",
    )
