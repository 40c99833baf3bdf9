"""From a study's tables to findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl

from simpul.measures.clock import WIB
from simpul.measures.contrasts import CONTRASTS, contrasts
from simpul.measures.counting import count
from simpul.measures.deciding import decide, unavailable
from simpul.measures.findings import FINDINGS, LEAST, finish
from simpul.measures.material import Material
from simpul.measures.measure import Measure
from simpul.measures.protection import protect
from simpul.measures.registry import measures
from simpul.measures.subjects import Subjects, subjects_of
from simpul.measures.uncertainty import SPREAD, spreads
from simpul.measures.units import sums


def compute(
    tables: Mapping[str, Any],
    since: datetime | None = None,
    until: datetime | None = None,
    ids: Iterable[str] | None = None,
    *,
    least: int = LEAST,
    offset: int = WIB,
) -> pl.DataFrame:
    """All measures of the catalogue (or those of `ids`) on a study's tables, as a table of `findings.FINDINGS`.

    `tables`, the window [since, until) and `offset` are those of `Material`. Cells with fewer than `least` persons are
    suppressed. Measures without a view are not computed here: see `figures.from_figures`. Raises KeyError for an
    unknown id.
    """
    material = Material(tables, since, until, offset)
    try:
        return findings(material, ids, least=least)
    finally:
        material.release()


def findings(material: Material, ids: Iterable[str] | None = None, *, least: int = LEAST) -> pl.DataFrame:
    """As `compute`, keeping the material's views, which are the tables that the evidence queries name."""
    return compared(material, ids, least=least)[0]


def compared(
    material: Material, ids: Iterable[str] | None = None, *, least: int = LEAST
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The findings, and agencies and platforms each against all others (`contrasts.CONTRASTS`)."""
    catalogue = measures()
    wanted = [m for m in (catalogue[id] for id in (catalogue if ids is None else ids)) if m.view]
    if not wanted:
        return pl.DataFrame(schema=FINDINGS), pl.DataFrame(schema=CONTRASTS)
    known = subjects_of(material)
    lacking = {m.id: reason for m in wanted if (reason := _lack(m, material, known))}
    present = [m for m in wanted if m.id not in lacking]
    counted, summed = count(material, present), sums(material, present)
    sure = spreads(material, present, summed)
    cells = [_complete(m, _beside(counted[m.id], sure.get(m.id)), known, least) for m in present]
    absent = [unavailable(catalogue[id], reason) for id, reason in lacking.items()]
    table = pl.concat([*cells, *absent], how="diagonal_relaxed")
    found = finish(protect(table, known.parents, catalogue), material.labels)
    return found, contrasts(material, present, summed, found)


def _lack(measure: Measure, material: Material, known: Subjects) -> str | None:
    """Why nothing can be counted at all, if so."""
    if measure.counted.of_officials and known.parents.is_empty():
        return "no_officials"
    return material.lacks(measure.all_needs)


def _beside(cells: pl.DataFrame, spread: pl.DataFrame | None) -> pl.DataFrame:
    return cells.join(
        pl.DataFrame(schema=SPREAD) if spread is None else spread,
        on=["subject_kind", "subject_id"],
        how="left",
    )


def _complete(measure: Measure, cells: pl.DataFrame, known: Subjects, least: int) -> pl.DataFrame:
    """The cells decided, with known subjects of which nothing was counted: not available, or of a whole an honest zero."""
    missing = known.missing(measure.subjects, cells).with_columns(n=pl.lit(0))
    filled = pl.concat([cells, missing.cast(cells.select(missing.columns).schema)], how="diagonal")
    if filled.is_empty():
        return unavailable(measure)
    whole = [pl.col(name).fill_null(pl.col(name).max()) for name in ("whole_n", "whole_hit", "whole_of")]
    return decide(measure, filled.with_columns(whole), least)
