"""Two studies compared: what changed beyond noise, and what was done in the meantime, side by side and never as cause."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from simpul.measures.intervals import Z, difference
from simpul.measures.multiplicity import ALPHA, benjamini_hochberg
from simpul.study.request import StudyProblem

Words = tuple[str, str]  # Indonesian, English
CHANGES: dict[str, Any] = {
    "measure": pl.String,
    "subject_kind": pl.String,
    "subject_id": pl.String,
    "unit": pl.String,
    "before": pl.Float64,
    "before_n": pl.Int64,
    "after": pl.Float64,
    "after_n": pl.Int64,
    "difference": pl.Float64,
    "low": pl.Float64,  # 95 % interval of the difference; null where one value has none
    "high": pl.Float64,
    "p_adjusted": pl.Float64,  # Benjamini & Hochberg over all that was tested of one kind of subject
    "verdict": pl.String,  # up, down (beyond noise), noise, untested
}
DONE: dict[str, Any] = {
    "what": pl.String,  # posts, posts:<purpose>, answers, or the kind of an action that was recorded
    "before": pl.Int64,
    "after": pl.Int64,
    "before_30": pl.Float64,  # per 30 days
    "after_30": pl.Float64,
}
SAMPLE_NOTE = (
    "Perubahan ini terjadi setelah atau bersamaan dengan yang dilakukan; itu belum berarti akibatnya. Untuk mengetahuinya perlu pembanding: "
    "kelurahan atau akun serupa yang tidak mendapat kegiatan itu, diukur pada waktu yang sama, dan sedapatnya ditentukan dengan undian.",
    "These changes came after, or together with, what was done; that does not make them its effect. To know, one needs a control: similar "
    "kelurahan or accounts without the activity, measured at the same time, and chosen by lot where that can be.",
)
OVERLAP_NOTE = (
    "Jangka waktu kedua studi bertumpang tindih, jadi perubahannya tidak diuji.",
    "The windows of the two studies overlap, so changes are not tested.",
)


@dataclass(frozen=True)
class Side:
    """One of the two studies: its folder, its window [since, until) and its findings."""

    root: Path
    since: date
    until: date
    findings: pl.DataFrame
    manifest: dict[str, Any]

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    def table(self, name: str) -> pl.DataFrame | None:
        path = self.root / "tables" / f"{name}.parquet"
        return pl.read_parquet(path) if path.exists() else None


@dataclass(frozen=True)
class Comparison:
    before: Side
    after: Side
    changes: pl.DataFrame  # CHANGES, sorted by measure and subject
    done: pl.DataFrame  # DONE
    actions: (
        pl.DataFrame
    )  # date, kind, text: what was recorded between the start of the first and the end of the second
    notes: tuple[Words, ...]


def compare(one: Path, other: Path, actions: Path | None = None) -> Comparison:
    """The earlier study, then the later, whatever order they are named in.

    The interval of a difference is MOVER's (`measures.intervals.difference`), from the intervals of both findings; that many persons
    and accounts speak in both windows makes it too wide rather than too narrow. `actions`: a CSV with date (tanggal), kind (jenis)
    and text (kegiatan). Raises StudyProblem for a folder that is no study and for a file of actions that is none.
    """
    before, after = sorted((side(one), side(other)), key=lambda each: (each.since, each.until))
    overlap = before.until > after.since
    changes = _judged(_paired(before.findings, after.findings), tested=not overlap)
    return Comparison(
        before, after, changes, _done(before, after), _actions(actions, before, after),
        tuple(_notes(before, after, overlap)),
    )  # fmt: skip


def side(root: Path) -> Side:
    """A study's folder as one side of a comparison; raises StudyProblem where it is none."""
    try:
        findings = pl.read_parquet(root / "tables" / "findings.parquet")
        manifest = json.loads((root / "manifest.json").read_text("utf-8"))
        since, until = (date.fromisoformat(str(findings[end].max())[:10]) for end in ("from", "to"))
        known = findings.select(
            "measure", "subject_kind", "subject_id", "unit", "status", "n", "value", "low", "high"
        )
    except (FileNotFoundError, ValueError, TypeError, pl.exceptions.PolarsError) as fault:
        raise StudyProblem(
            f"{root} bukan folder studi yang utuh. Buat dahulu dengan `simpul study … --out {root}`.",
            f"{root} is no complete folder of a study. Make it first by `simpul study … --out {root}`.",
        ) from fault
    return Side(root, since, until, known, manifest)


def _paired(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What is known in both, with the interval of the difference where both have theirs."""
    key = ["measure", "subject_kind", "subject_id", "unit"]
    ok = pl.col("status") == "ok"
    both = after.filter(ok).drop("status").join(before.filter(ok).drop("status"), on=key, suffix="_before")
    ends = [
        (pl.col(name), pl.col(f"low{tail}"), pl.col(f"high{tail}"))
        for name, tail in (("value", ""), ("value_before", "_before"))
    ]
    gap, low, high = difference(*ends)
    return both.select(
        *key,
        before="value_before",
        before_n="n_before",
        after="value",
        after_n="n",
        difference=gap,
        low=low,
        high=high,
    )


def _judged(pairs: pl.DataFrame, tested: bool) -> pl.DataFrame:
    if not tested:
        pairs = pairs.with_columns(pl.lit(None, pl.Float64).alias(end) for end in ("low", "high"))
    gap = pl.col("difference")
    reach = pl.when(gap > 0).then(gap - pl.col("low")).otherwise(pl.col("high") - gap)
    z = pairs.select(
        pl.when(pl.col("low").is_not_null() & (reach > 0)).then(Z * gap.abs() / reach)
    ).to_series()
    pairs = pairs.with_columns(p=pl.Series(_two_sided(z.to_numpy().astype(np.float64))))
    adjusted = pl.col("p").map_batches(_adjusted, return_dtype=pl.Float64).over("subject_kind")
    verdict = (
        pl.when(pl.col("p_adjusted").is_null()).then(pl.lit("untested"))
        .when(pl.col("p_adjusted") >= ALPHA).then(pl.lit("noise"))
        .when(gap > 0).then(pl.lit("up")).otherwise(pl.lit("down"))
    )  # fmt: skip
    return (
        pairs.with_columns(p_adjusted=adjusted)
        .with_columns(verdict=verdict)
        .select(pl.col(name).cast(kind) for name, kind in CHANGES.items())
        .sort("measure", "subject_kind", "subject_id")
    )


def _adjusted(p: pl.Series) -> pl.Series:
    return pl.Series(benjamini_hochberg(p.to_numpy())).fill_nan(None)


def _two_sided(z: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    from scipy.special import ndtr

    chance: np.ndarray[Any, np.dtype[np.float64]] = 2 * ndtr(-z)
    return chance


def _done(before: Side, after: Side) -> pl.DataFrame:
    """Posts of official accounts, by purpose where that is labelled, and answers; counted in each window."""
    counts = [_counted(each) for each in (before, after)]
    rows = []
    for what in sorted(counts[0].keys() | counts[1].keys()):
        numbers = [count.get(what, 0) for count in counts]
        rates = [30 * n / each.days for n, each in zip(numbers, (before, after), strict=True)]
        rows.append((what, *numbers, *rates))
    return pl.DataFrame(rows, schema=DONE, orient="row")


def _counted(each: Side) -> dict[str, int]:
    found: dict[str, int] = {}
    posts, labels, comments = (each.table(name) for name in ("official_posts", "labels", "official_comments"))
    if posts is not None:
        found["posts"] = posts.height
        if labels is not None and "purpose" in labels.columns:
            known = (
                posts.select("post_id").join(labels.select("post_id", "purpose"), on="post_id").drop_nulls()
            )
            found |= {
                f"posts:{purpose}": count
                for purpose, count in known.group_by("purpose").len().rows()
                if purpose
            }
    if comments is not None:
        found["answers"] = int(comments["answered"].sum() or 0)
    return found


NAMES = {"tanggal": "date", "jenis": "kind", "kegiatan": "text"}


def _actions(path: Path | None, before: Side, after: Side) -> pl.DataFrame:
    schema = {"date": pl.Date, "kind": pl.String, "text": pl.String}
    if path is None:
        return pl.DataFrame(schema=schema)
    try:
        table = pl.read_csv(path, infer_schema=False).rename(NAMES, strict=False).select(*schema)
        dated = table.with_columns(pl.col("date").str.to_date("%Y-%m-%d"))
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise StudyProblem(
            f"{path} tidak terbaca sebagai daftar kegiatan. Perlu CSV dengan kolom tanggal (2026-03-01), jenis, kegiatan.",
            f"{path} cannot be read as a list of actions. It takes a CSV with the columns date (2026-03-01), kind, text.",
        ) from fault
    return dated.filter(pl.col("date").is_between(before.since, after.until, closed="left")).sort(
        "date", "kind", "text"
    )


def _notes(before: Side, after: Side, overlap: bool) -> list[Words]:
    notes = [OVERLAP_NOTE] if overlap else []
    versions = [each.manifest.get("simpul") for each in (before, after)]
    if versions[0] != versions[1]:
        notes.append((
            f"Kedua studi dihitung dengan versi Simpul yang berbeda ({versions[0]} dan {versions[1]}); rumusnya mungkin berubah. Jalankan ulang yang lama.",
            f"The studies were made by different versions of Simpul ({versions[0]} and {versions[1]}); formulas may have changed. Run the old one again.",
        ))  # fmt: skip
    cities = [(each.manifest.get("city") or {}).get("place") for each in (before, after)]
    if cities[0] != cities[1]:
        notes.append((
            f"Kedua studi tentang wilayah yang berbeda ({cities[0]} dan {cities[1]}).",
            f"The studies are about different places ({cities[0]} and {cities[1]}).",
        ))  # fmt: skip
    return [*notes, SAMPLE_NOTE]


FOLDER = "following"


def keep(found: Comparison) -> Path:
    """Writes the comparison into the later study's folder `following/`, for its report; returns that folder."""
    folder = found.after.root / FOLDER
    folder.mkdir(exist_ok=True)
    for name in ("changes", "done", "actions"):
        getattr(found, name).write_parquet(folder / f"{name}.parquet")
    about = {
        "before": {"from": found.before.since.isoformat(), "to": found.before.until.isoformat()},
        "after": {"from": found.after.since.isoformat(), "to": found.after.until.isoformat()},
        "notes": [list(note) for note in found.notes],
        "findings": digest(found.after.root),
    }
    (folder / "comparison.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return folder


def digest(root: Path) -> str:
    """By which a comparison knows that it is about these very findings."""
    return hashlib.blake2b((root / "findings.json").read_bytes(), digest_size=16).hexdigest()
