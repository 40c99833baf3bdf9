"""Tables of ties, actors and exclusions as they come, made sure of: what cannot be used is said with its column and row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from simpul.corpus.vocabulary import choices, each_cell, plain
from simpul.network.reach import BROKER_ROLES

Pair = tuple[str, str]  # Indonesian, English

YES = ("true", "1", "1.0", "yes", "y", "ya", "ada", "punya")
NO = ("false", "0", "0.0", "no", "n", "tidak", "tdk", "belum", "")
NUMBERS = {"cost": (0.0, np.inf), "target_weight": (0.0, np.inf), "acceptance": (0.0, 1.0)}
TEXTS = ("kind", "role", "place", "agency")
FLAGS = ("poor", "internet_phone", "candidate")


Headers = Mapping[str, tuple[str, ...]]
HEADERS: Headers = {  # what people write over these columns, plainly spelt
    "source": ("dari", "asal"), "target": ("ke", "tujuan"), "relation": ("hubungan",), "channel": ("saluran", "lewat"),
    "probability": ("peluang",), "delay": ("hari", "jeda"),
    "id": ("nama", "name", "kode"), "kind": ("jenis",), "role": ("peran", "jabatan"),
    "place": ("kelurahan", "desa", "tempat", "kampung"), "poor": ("miskin", "keluarga miskin"),
    "internet_phone": ("punya hp", "hp internet", "hp", "gawai"), "agency": ("instansi", "dinas"), "candidate": ("calon",),
    "cost": ("biaya",), "acceptance": ("kehadiran", "bersedia hadir"), "target_weight": ("bobot",),
    "reason": ("alasan",), "declined": ("menolak",), "respondent": ("responden", "penjawab"), "nominee": ("disebut", "yang disebut"),
}  # fmt: skip
WORDS = ("relation", "channel", "role")  # answered in the words of the questionnaire


class OutreachProblem(Exception):
    """A plan cannot be made; `problem` is (Indonesian, English) and says what to do next."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.problem = (id, en)


def spoken(table: pl.DataFrame, headers: Headers = HEADERS) -> pl.DataFrame:
    """The table with the names of columns and the words for roles, channels and relations that people use turned into Simpul's.

    A column that stands there under its own name is never displaced, and a word that is not known stays as it is.
    """
    said = {plain(column): column for column in reversed(table.columns)}
    renamed: dict[str, str] = {}
    for name, others in headers.items():
        heard = next((said[each] for each in (plain(name), *others) if each in said), None)
        if name not in table.columns and heard is not None:
            renamed.setdefault(heard, name)
    known = table.rename(renamed)
    return known.with_columns(_word(known[name]) for name in WORDS if name in known.columns)


def _word(answers: pl.Series) -> pl.Series:
    meant = choices(answers.name)
    return each_cell(answers.cast(pl.String), lambda word: meant.get(plain(word), word), pl.String)


def checked_ties(ties: pl.DataFrame, both_ways: bool) -> pl.DataFrame:
    ties = spoken(ties)
    columns_there(ties, ("source", "target"), ("Tabel hubungan", "The table of ties"))
    rows = ties.with_columns(pl.col("source", "target").cast(pl.String))
    if "probability" in rows.columns:
        rows = rows.with_columns(number(rows, "probability", 0.0, 1.0))
    if "delay" in rows.columns:
        rows = rows.with_columns(number(rows, "delay", 0.0, 3650.0).ceil().cast(pl.Int64))
    wanted = [
        name
        for name in ("source", "target", "relation", "channel", "probability", "delay")
        if name in rows.columns
    ]
    rows = rows.select(wanted).drop_nulls(("source", "target")).filter(pl.col("source") != pl.col("target"))
    if both_ways:
        back = rows.rename({"source": "target", "target": "source"}).select(wanted)
        rows = pl.concat([rows, back])
    return rows


def checked_actors(actors: pl.DataFrame) -> pl.DataFrame:
    actors = spoken(actors)
    columns_there(actors, ("id",), ("Tabel aktor", "The table of actors"))
    rows = actors.with_columns(pl.col("id").cast(pl.String)).drop_nulls("id")
    twice = rows.filter(pl.col("id").is_duplicated())
    if twice.height:
        count = twice["id"].n_unique()
        raise OutreachProblem(
            f"{count} id berdiri lebih dari sekali di tabel aktor. Satu baris untuk setiap aktor.",
            f"{count} ids stand more than once among the actors. One row for each actor.",
        )
    if not {"poor", "target_weight"} & set(rows.columns):
        raise OutreachProblem(
            "Tabel aktor tidak mengatakan keluarga mana yang miskin. Tambahkan kolom poor (ya/tidak) atau target_weight.",
            "The actors do not say which families are poor. Add the column poor (yes/no) or target_weight.",
        )
    if not {"role", "candidate"} & set(rows.columns):
        raise OutreachProblem(
            "Tabel aktor tidak mengatakan siapa yang dapat diberi pengarahan. Tambahkan kolom role atau candidate (ya/tidak).",
            "The actors do not say who may be briefed. Add the column role or candidate (yes/no).",
        )
    named = "candidate" in rows.columns
    texts = [
        pl.col(name).cast(pl.String) if name in rows.columns else pl.lit(None, dtype=pl.String).alias(name)
        for name in TEXTS
    ]
    flags = [
        yes_no(rows, name) if name in rows.columns else pl.lit(None, dtype=pl.Boolean).alias(name)
        for name in FLAGS
    ]
    numbers = [number(rows, name, *limits) for name, limits in NUMBERS.items() if name in rows.columns]
    rows = rows.with_columns(*texts, *flags, *numbers)
    return rows if named else rows.with_columns(candidate=pl.col("role").is_in(BROKER_ROLES).fill_null(False))


def columns_there(frame: pl.DataFrame, wanted: tuple[str, ...], what: Pair) -> None:
    missing = ", ".join(name for name in wanted if name not in frame.columns)
    if missing:
        there = ", ".join(frame.columns)
        raise OutreachProblem(
            f"{what[0]} tidak punya kolom {missing}. Yang ada: {there}.",
            f"{what[1]} has no column {missing}. It has: {there}.",
        )


def number(frame: pl.DataFrame, name: str, low: float, high: float, said: Pair | None = None) -> pl.Series:
    """The column as numbers; null where empty. `said` is what the column is called to people."""
    given = frame[name]
    values = given.cast(pl.Float64, strict=False)
    empty = given.is_null() | (given.cast(pl.String).str.strip_chars() == "")
    bad = (~(empty | (values.is_finite() & values.is_between(low, high)).fill_null(False))).arg_true()
    if bad.len():
        span = f"{low:g}…{high:g}" if np.isfinite(high) else f"≥ {low:g}"
        raise OutreachProblem(
            f"Kolom {said[0] if said else name}, baris {bad[0] + 1}: harus angka {span}.",
            f"Column {said[1] if said else name}, row {bad[0] + 1}: must be a number {span}.",
        )
    return values


def yes_no(frame: pl.DataFrame, name: str, said: Pair | None = None) -> pl.Series:
    text = frame[name].cast(pl.String).str.strip_chars().str.to_lowercase()
    bad = text.drop_nulls().filter(~text.drop_nulls().is_in([*YES, *NO]))
    if bad.len():
        raise OutreachProblem(
            f"Kolom {said[0] if said else name}: {bad[0]!r} bukan ya atau tidak.",
            f"Column {said[1] if said else name}: {bad[0]!r} is neither yes nor no.",
        )
    return pl.select(
        pl.when(text.is_in(YES)).then(True).when(text.is_in(NO[:-1])).then(False).alias(name)
    ).to_series()


def exclusions(excluded: pl.DataFrame | None, people: pl.DataFrame) -> pl.DataFrame:
    schema = {"id": pl.String, "reason": pl.String, "declined": pl.Boolean}
    if excluded is None or excluded.is_empty():
        return pl.DataFrame(schema=schema)
    excluded = spoken(excluded)
    columns_there(excluded, ("id",), ("Daftar pengecualian", "The list of exclusions"))
    reason = (
        pl.col("reason").cast(pl.String).str.strip_chars()
        if "reason" in excluded.columns
        else pl.lit(None, dtype=pl.String)
    )
    declined = (
        yes_no(excluded, "declined").fill_null(False) if "declined" in excluded.columns else pl.lit(False)
    )
    rows = excluded.select(pl.col("id").cast(pl.String), reason=reason, declined=declined)
    known_ids(rows["id"].to_list(), people)
    bare = rows.filter(~pl.col("declined") & (pl.col("reason").fill_null("") == ""))
    if bare.height:
        raise OutreachProblem(
            f"{bare.height} pengecualian tanpa alasan. Tulis alasan di kolom reason; siapa yang menolak sendiri cukup declined = ya.",
            f"{bare.height} exclusions without a reason. Write one in the column reason; who declined needs only declined = yes.",
        )
    return rows


def known_ids(ids: list[str], people: pl.DataFrame) -> None:
    unknown = set(ids) - set(people["id"])
    if unknown:
        raise OutreachProblem(
            f"{len(unknown)} id dalam daftar tidak ada di jejaring maupun tabel aktor.",
            f"{len(unknown)} ids of a list stand neither in the network nor among the actors.",
        )
