"""How far the coders of a sample agree, question by question and code by code, and what to revise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.measures.agreement import RELY, TENTATIVE, Reliability, confusions, of_code, reliability
from simpul.study.coding.answers import Answers
from simpul.study.coding.books import BETWEEN, Variable
from simpul.study.coding.sampling import Sample

RELIABILITY: dict[str, pl.DataType | type[pl.DataType]] = {
    "variable": pl.String,
    "code": pl.String,  # null: the question as a whole
    "metric": pl.String,
    "units": pl.Int64,  # texts that two coders or more answered
    "given": pl.Int64,  # times that an answer, or this code, was given
    "alpha": pl.Float64,  # null where it is undefined
    "low": pl.Float64,
    "high": pl.Float64,
    "verdict": pl.String,  # one of VERDICTS
    "confused_with": pl.String,  # the code that others gave instead most often
    "times": pl.Int64,  # texts for which they did
}
VERDICTS = {
    "rely": ("dapat diandalkan", "can be relied upon"),
    "tentative": ("hanya untuk kesimpulan sementara", "for tentative conclusions only"),
    "revise": ("perjelas aturannya dan kode ulang", "make the rule clearer and code again"),
    "undefined": ("tidak terdefinisi: kurang jawaban, atau hanya satu kode", "not defined: too few answers, or one code only"),
}  # fmt: skip
Floats = npt.NDArray[np.float64]


def agreement(sample: Sample, answers: Answers, seed: int = 0) -> pl.DataFrame:
    """A table of RELIABILITY: for each question its α with interval, then the α of each code against all others.

    Of a question with several codes an answer is the set of them: each pair of text and code is a unit that holds or not.
    """
    found: list[dict[str, Any]] = []
    for variable in sample.book:
        given = answers.rows.filter(variable=variable.name)
        one = _several(variable, given, answers.coders) if variable.most > 1 else _single(variable, given, answers.coders)  # fmt: skip
        whole = reliability(one, variable.metric if variable.most == 1 else "nominal", seed=seed)
        units = _pairable(given)
        found.append({"variable": variable.name, "metric": variable.metric, "given": given.height, **_told(whole), "units": units})  # fmt: skip
        found += _codes(variable, given, answers.coders, units)
    return pl.DataFrame(found, schema=RELIABILITY)


def verdict(alpha: float | None) -> str:
    """What an α allows, one of VERDICTS."""
    if alpha is None or math.isnan(alpha):
        return "undefined"
    return "rely" if alpha >= RELY else "tentative" if alpha >= TENTATIVE else "revise"


def _codes(
    variable: Variable, given: pl.DataFrame, coders: Sequence[str], units: int
) -> list[dict[str, Any]]:
    if variable.most > 1:
        sets = _several(variable, given, coders).reshape(len(coders), -1, len(variable.codes))
        alphas = [of_code(sets[:, :, place], 1) for place in range(len(variable.codes))]
        mixed: list[tuple[float, float, int]] = []
    else:
        values = _single(variable, given, coders)
        alphas = [of_code(values, variable.value(one.code)) for one in variable.codes]
        mixed = confusions(values)
    rows = []
    names = {variable.value(one.code): one.code for one in variable.codes}
    for one, alpha in zip(variable.codes, alphas, strict=True):
        times = given.filter(pl.col("code").str.split(BETWEEN).list.contains(one.code)).height
        if not times:
            continue
        place = variable.value(one.code)
        other = next(((set(pair[:2]) - {place}).pop(), pair[2]) for pair in [*mixed, (place, -1, 0)] if place in pair[:2])  # fmt: skip
        rows.append({
            "variable": variable.name, "code": one.code, "metric": "nominal", "units": units, "given": times,
            "alpha": _number(alpha), "verdict": verdict(alpha),
            "confused_with": names.get(other[0]), "times": other[1] or None,
        })  # fmt: skip
    return rows


def _single(variable: Variable, given: pl.DataFrame, coders: Sequence[str]) -> Floats:
    """Coder × text: the code as a number, NaN where nothing was answered."""
    keys = given["key"].unique().sort().to_list()
    table = np.full((len(coders), len(keys)), np.nan)
    at = {key: place for place, key in enumerate(keys)}
    for key, coder, code in given.select("key", "coder", "code").iter_rows():
        table[coders.index(coder), at[key]] = variable.value(code)
    return table


def _several(variable: Variable, given: pl.DataFrame, coders: Sequence[str]) -> Floats:
    """Coder × (text, code): 1 where the code was given, 0 where not, NaN where the text was not answered."""
    keys = given["key"].unique().sort().to_list()
    table = np.full((len(coders), len(keys), len(variable.codes)), np.nan)
    at = {key: place for place, key in enumerate(keys)}
    for key, coder, codes in given.select("key", "coder", "code").iter_rows():
        row = table[coders.index(coder), at[key]]
        row[:] = 0
        row[[variable.places[code] for code in codes.split(BETWEEN)]] = 1
    return table.reshape(len(coders), -1)


def _pairable(given: pl.DataFrame) -> int:
    return given.group_by("key").len().filter(pl.col("len") >= 2).height


def _told(found: Reliability) -> dict[str, Any]:
    return {
        "alpha": _number(found.alpha), "low": _number(found.low), "high": _number(found.high), "verdict": verdict(found.alpha),
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
