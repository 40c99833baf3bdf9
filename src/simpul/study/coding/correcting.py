"""Shares of a study corrected by what people coded, beside what was counted from the model's labels."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from simpul.language.evaluation.questions import QUESTIONS, check
from simpul.language.labels import LABELS
from simpul.measures.evidence import Conditions, all_hold
from simpul.measures.findings import tidy, to_json
from simpul.measures.material import Material
from simpul.measures.measure import Measure
from simpul.measures.registry import measures
from simpul.study.coding.estimating import LEAST, Ints, corrected_share
from simpul.study.coding.settling import CODES
from simpul.study.folder import Folder
from simpul.study.numbers import days, offset_of
from simpul.study.request import Request, StudyProblem

NO_CODE = "none"  # of a question with several codes: the text has none of them
HIT, MISS, OUTSIDE = 0, 1, 2  # what the model made of a text


def read_codes(path: Path) -> pl.DataFrame:
    """What people coded: a study's folder, its `tables/codes.parquet`, or a CSV with the columns post_id, variable, code
    [, how, stratum, of].

    Raises StudyProblem where it is none.
    """
    file = Folder(path).path("codes") if path.is_dir() else path
    try:
        frame = pl.read_csv(file, infer_schema=False) if file.suffix == ".csv" else pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise StudyProblem(
            f"Kode buatan orang tidak dapat dibaca dari {file}: {problem}. Buat dengan `simpul code apply`, atau pakai CSV.",
            f"What people coded cannot be read from {file}: {problem}. Make it by `simpul code apply`, or use a CSV.",
        ) from problem
    lacking = [name for name in ("post_id", "variable", "code") if name not in frame.columns]
    if lacking:
        names = ", ".join(lacking)
        raise StudyProblem(f"{file} tidak punya kolom {names}.", f"{file} lacks the columns {names}.")
    absent = [pl.lit(None).alias(name) for name in CODES if name not in frame.columns]
    rows = frame.with_columns(absent).select(pl.col(name).cast(kind, strict=False) for name, kind in CODES.items())  # fmt: skip
    rows = rows.filter(pl.col("post_id").is_not_null() & (pl.col("code").str.strip_chars() != ""))
    twice = rows.filter(pl.struct("post_id", "variable").is_duplicated())
    if twice.height:
        raise StudyProblem(
            f"{file}: {twice['post_id'][0]} punya dua kode untuk {twice['variable'][0]}. Satukan dengan |, atau hapus salah satu.",
            f"{file}: {twice['post_id'][0]} has two codes for {twice['variable'][0]}. Join them by |, or delete one.",
        )
    return rows.sort("variable", "post_id")


def correct(folder: Folder, codes: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Writes `codes`, those of posts in this study, and `findings` with the shares that can be corrected; returns the codes.

    A share can be where it is of texts, where its rule reads labels that are all among the coded questions, and where LEAST
    coded texts are in its base. Suppressed and missing figures stay so. Raises StudyProblem where no coded text is in the study,
    and EvaluationProblem for a code that the label of its question does not know.
    """
    _check(codes)
    here = codes.join(folder.scan("posts").select("post_id").collect(), on="post_id", how="semi")
    if here.is_empty():
        raise StudyProblem(
            f"Tidak satu pun dari {codes['post_id'].n_unique()} teks yang dikode ada di studi ini. Pakai kode dari studi dengan bahan dan benih yang sama.",
            f"None of the {codes['post_id'].n_unique()} coded texts is in this study. Use codes from a study of the same material and seed.",
        )
    folder.write("codes", here)
    table = pl.read_parquet(folder.path("findings"))
    found = _corrections(folder, here, table, request)
    schema = {"id": pl.String, "corrected": pl.Float64, "corrected_low": pl.Float64, "corrected_high": pl.Float64, "corrected_n": pl.Int64}  # fmt: skip
    corrections = pl.DataFrame(found, schema=schema, orient="row")
    findings = tidy(table.drop(list(schema)[1:], strict=False).join(corrections, on="id", how="left"))
    folder.write("findings", findings)
    with folder.whole("findings.json") as path:
        path.write_bytes(to_json(findings))
    return here


def _check(codes: pl.DataFrame) -> None:
    for (name,), rows in codes.partition_by("variable", as_dict=True).items():
        if name in QUESTIONS:
            check(rows.select(pl.col("code").replace(NO_CODE, "").alias(str(name))), "codes")


def overlaid(labels: pl.LazyFrame, codes: pl.DataFrame) -> pl.LazyFrame:
    """The labels with what people coded in place of what the model said, for the posts that they coded."""
    schema = labels.collect_schema()
    for (name,), rows in codes.partition_by("variable", as_dict=True, maintain_order=True).items():
        if name not in schema or name not in LABELS:
            continue
        said = rows.select("post_id", coded=pl.col("code").replace(NO_CODE, "").cast(schema[str(name)], strict=False))  # fmt: skip
        labels = (
            labels.join(said.lazy(), on="post_id", how="left")
            .with_columns(pl.coalesce("coded", str(name)).alias(str(name)))
            .drop("coded")
        )
    return labels


def _corrections(
    folder: Folder, codes: pl.DataFrame, findings: pl.DataFrame, request: Request
) -> Iterator[tuple[Any, ...]]:
    coded = set(codes["variable"].unique()) & set(LABELS)
    wanted = [one for one in measures().values() if _can_be(one, coded)]
    tables = dict(folder.scans()) | {"labels": overlaid(folder.scan("labels"), codes)}
    material = Material(tables, *days(folder, request), offset_of(request.timezone))
    ids = codes["post_id"].unique().to_list()
    try:
        for view in {one.counted.name: one.counted for one in wanted}.values():
            said = material.read(view).filter(pl.col("post_id").is_in(ids))
            for measure in (one for one in wanted if one.counted is view):
                shown = findings.filter(measure=measure.id, status="ok")
                for id, kind, subject in shown.select("id", "subject_kind", "subject_id").iter_rows():
                    figure = _one(measure, kind, subject, folder.scan(view.name), said, codes, coded)
                    if figure:
                        yield id, *figure
    finally:
        material.release()


def _can_be(measure: Measure, coded: set[str]) -> bool:
    view = measure.view
    if view is None or not view.labels or view.key != ("post_id",):
        return False
    share = measure.interval and (measure.hit or measure.whole) and not (measure.denominator or measure.value)
    columns = [name for name, *_ in (*measure.where, *measure.hit)] + list(view.subjects.values())
    return bool(share) and any(view.labels.get(name) in coded for name in columns)


def _one(
    measure: Measure, kind: str, subject: str, model: pl.LazyFrame, said: pl.DataFrame, codes: pl.DataFrame, coded: set[str]
) -> tuple[float, float, float, int] | None:  # fmt: skip
    """Value, interval and n of one corrected figure; None where it cannot be."""
    view = measure.counted
    about: Conditions = () if kind == "corpus" else ((view.subjects[kind], "==", subject),)
    where = measure.where if measure.whole else (*measure.where, *about)
    hit = about if measure.whole else measure.hit
    read = {view.labels[name] for name, *_ in (*where, *hit) if name in view.labels}
    if not read or not read <= coded:
        return None
    base = tuple(each for each in where if each[0] not in view.labels)
    inside = tuple(each for each in where if each[0] in view.labels)
    rules = {"base": base, "inside": inside, "hit": (*inside, *hit)}
    rows = _marked(_weighted(said, codes, read), **rules).filter("base")
    if rows["inside"].sum() < LEAST:
        return None
    sorted_ = pl.when("hit").then(HIT).when("inside").then(MISS).otherwise(OUTSIDE)
    made = _marked(model, **rules).filter("base").select("post_id", sorted_.alias("class"))
    known = made.filter(pl.col("post_id").is_in(rows["post_id"].to_list()))
    counted, classes = pl.collect_all([made.group_by("class").len(), known])
    rows = rows.join(classes, on="post_id").sort("post_id")
    totals: Ints = np.zeros(3, np.int64)
    for place, number in counted.iter_rows():
        totals[place] = number
    found = corrected_share(
        totals, rows["class"].to_numpy().astype(np.int64), rows["inside"].to_numpy(), rows["hit"].to_numpy(),
        rows["weight"].to_numpy(), domain=any(each[1] != "not_null" for each in inside),
    )  # fmt: skip
    if found is None:
        return None
    return found.value * measure.scale, found.low * measure.scale, found.high * measure.scale, found.n


def _weighted(said: pl.DataFrame, codes: pl.DataFrame, read: set[str]) -> pl.DataFrame:
    """The coded texts that answer all these questions, each with the number of texts that it stands for."""
    answered = codes.filter(pl.col("variable").is_in(list(read)))
    whole = (
        answered.group_by("post_id", "stratum", "of")
        .agg(pl.col("variable").n_unique().alias("answers"))
        .filter(pl.col("answers") == len(read))
        .with_columns(weight=(pl.col("of") / pl.len().over("stratum")).fill_null(1.0))
    )
    return said.join(whole.select("post_id", "weight"), on="post_id").sort("post_id")


def _marked(frame: Any, **rules: Conditions) -> Any:
    """The frame with a column for each rule that says whether a row fulfils it; never null."""
    marks = {name: all_hold("post_id", conditions) for name, conditions in rules.items()}
    return (
        nw.from_native(frame).with_columns(**marks).to_native().with_columns(pl.col(*rules).fill_null(False))
    )


def codings(codes: pl.DataFrame) -> list[dict[str, Any]]:
    """What the manifest says of the codes: how many texts people coded for each question, and how."""
    counted = codes.group_by("variable", "how").len().sort("variable", "how")
    told: dict[str, dict[str, int]] = {}
    for variable, how, number in counted.iter_rows():
        told.setdefault(variable, {})[how or "given"] = number
    return [{"variable": name, "texts": sum(ways.values()), **ways} for name, ways in told.items()]


def digest(codes: pl.DataFrame) -> str:
    """The hash of what people coded."""
    return hashlib.blake2b(codes.write_csv().encode(), digest_size=16).hexdigest()
