"""From several coders' answers to one: what all say holds, what they differ on is decided by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from simpul.study.coding.answers import Answers, read_decisions
from simpul.study.coding.books import BETWEEN
from simpul.study.coding.sampling import Sample, texts_of
from simpul.study.coding.sheets import ADJUDICATION, write_adjudication
from simpul.study.request import StudyProblem

CODES: dict[str, pl.DataType | type[pl.DataType]] = {
    "post_id": pl.String,
    "variable": pl.String,  # the question; a label's name where it answers what that label answers
    "code": pl.String,  # several joined by |
    "how": pl.String,  # agreed (all coders said so), decided (they differed), single (one coder answered)
    "stratum": pl.String,  # of the sample
    "of": pl.Int64,  # texts in the stratum; null where the texts were not drawn as a sample
}


def disputed(answers: Answers) -> pl.DataFrame:
    """Answers that differ: key, variable, and a column for each coder. The order of several codes does not matter."""
    unlike = (
        answers.rows.with_columns(_set().alias("set"))
        .group_by("key", "variable")
        .agg(pl.col("set").n_unique())
        .filter(pl.col("set") > 1)
    )
    rows = answers.rows.join(unlike.select("key", "variable"), on=["key", "variable"], how="semi")
    wide = rows.pivot("coder", index=["key", "variable"], values="code")
    absent = [pl.lit(None, dtype=pl.String).alias(coder) for coder in answers.coders if coder not in wide.columns]  # fmt: skip
    return wide.with_columns(absent).select("key", "variable", *answers.coders).sort("key", "variable")


def adjudicate(study: Path, sample: Sample, answers: Answers) -> tuple[Path | None, int]:
    """Writes the sheet of decisions; returns it and the number of answers to decide, (None, 0) where all agree.

    Raises StudyProblem where decisions were filled in already.
    """
    if read_decisions(sample)[0]:
        path = sample.root / ADJUDICATION
        raise StudyProblem(
            f"{path} sudah berisi keputusan. Lanjutkan dengan `simpul code apply`, atau pindahkan berkas itu dahulu.",
            f"{path} holds decisions already. Go on by `simpul code apply`, or move that file first.",
        )
    rows = disputed(answers)
    if rows.is_empty():
        return None, 0
    texts = texts_of(study, sample).select("key", "context", "text")
    told = rows.join(texts, on="key", how="left", maintain_order="left")
    return write_adjudication(sample.root, sample.book, told, answers.coders), rows.height


def settle(sample: Sample, answers: Answers) -> pl.DataFrame:
    """One answer for each text and question, as a table of CODES sorted by variable and post.

    Raises StudyProblem while answers differ that nobody decided, or a decision cannot be read.
    """
    decided, refused = read_decisions(sample)
    open_ = {row[:2] for row in disputed(answers).select("key", "variable").iter_rows()}
    left = len(open_ - decided.keys())
    if left or refused:
        bad = "; ".join(f"{one.file} {one.cell}: {one.value}" for one in refused[:3])
        raise StudyProblem(
            f"{left} jawaban masih berbeda dan belum diputuskan; tidak terbaca: {bad or '–'}. Jalankan `simpul code adjudicate`, isi {ADJUDICATION}, lalu ulangi.",
            f"{left} answers differ and are not decided; unreadable: {bad or '–'}. Run `simpul code adjudicate`, fill in {ADJUDICATION}, then try again.",
        )
    rows = (
        answers.rows.group_by("key", "variable")
        .agg(pl.col("code").sort_by("coder").first(), pl.len())
        .with_columns(how=pl.when(pl.col("len") > 1).then(pl.lit("agreed")).otherwise(pl.lit("single")))
    )
    kept = {pair: code for pair, code in decided.items() if pair in open_}
    return (
        rows.join(_decisions(kept), on=["key", "variable"], how="left")
        .with_columns(
            code=pl.coalesce("decision", "code"),
            how=pl.when(pl.col("decision").is_not_null()).then(pl.lit("decided")).otherwise("how"),
        )
        .join(sample.rows, on="key")
        .select(pl.col(name).cast(kind) for name, kind in CODES.items())
        .sort("variable", "post_id")
    )


def _decisions(decided: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    rows = [(key, variable, code) for (key, variable), code in decided.items()]
    return pl.DataFrame(rows, schema={"key": pl.String, "variable": pl.String, "decision": pl.String}, orient="row")  # fmt: skip


def _set() -> pl.Expr:
    return pl.col("code").str.split(BETWEEN).list.sort().list.join(BETWEEN)
