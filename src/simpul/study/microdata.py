"""A table of households that somebody else made: CSV or Parquet, one row each, with yes and no in any common spelling."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.study.request import StudyProblem

YES = ("1", "1.0", "ya", "y", "yes", "true", "benar", "sudah", "ada")
NO = ("0", "0.0", "tidak", "t", "n", "no", "false", "salah", "belum", "tidak ada")


def households(path: Path, answers: tuple[str, ...], others: tuple[str, ...]) -> pl.DataFrame:
    """The columns `answers` as Booleans (null where empty) and `others` as texts.

    Raises StudyProblem for a file that cannot be read, a column that is not there, and an answer that is neither yes nor no.
    """
    try:
        table = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise StudyProblem(
            f"{path} tidak terbaca. Perlu CSV (UTF-8) atau Parquet dengan satu baris tiap keluarga.",
            f"{path} cannot be read. It takes a CSV (UTF-8) or Parquet with one row per household.",
        ) from fault
    lacking = [name for name in (*answers, *others) if name not in table.columns]
    if lacking:
        raise StudyProblem(
            f"{path} tidak punya kolom {', '.join(lacking)}. Yang ada: {', '.join(table.columns)}.",
            f"{path} has no column {', '.join(lacking)}. There are: {', '.join(table.columns)}.",
        )
    texts = table.select(
        pl.col(name).cast(pl.String).str.strip_chars() for name in dict.fromkeys((*answers, *others))
    )
    for name in answers:
        said = texts[name].str.to_lowercase().replace("", None)
        odd = said.filter(~said.is_in([*YES, *NO])).drop_nulls()
        if odd.len():
            raise StudyProblem(
                f"Kolom {name} memuat {odd.n_unique()} jawaban selain ya atau tidak, di {odd.len()} baris. Isi dengan ya/tidak atau 1/0.",
                f"The column {name} holds {odd.n_unique()} answers other than yes or no, in {odd.len()} rows. Use yes/no or 1/0.",
            )
        texts = texts.with_columns(said.is_in(list(YES)).alias(name))
    return texts.with_columns(pl.col(name).replace("", None) for name in others)
