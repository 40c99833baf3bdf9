"""The measures of a study on the engine asked for, and the figures that other rooms measured, as one table of findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from simpul.measures.computing import compared
from simpul.measures.deciding import unavailable
from simpul.measures.figures import from_figures
from simpul.measures.findings import finish, to_json
from simpul.measures.indicator_sets import frame
from simpul.measures.intervals import wilson
from simpul.measures.lagged import lags, weekly
from simpul.measures.material import Material
from simpul.measures.measure import UNITS
from simpul.measures.registry import measures, views
from simpul.measures.series import series
from simpul.study.alerts import alerts
from simpul.study.comparing import Side
from simpul.study.folder import Folder
from simpul.study.manifest import Manifest
from simpul.study.request import Request, StudyProblem
from simpul.study.window import window


def check(engine: str) -> None:
    """Raises StudyProblem where the engine cannot run here."""
    if engine == "spark":
        from simpul.measures.spark import missing

        if why := missing():
            raise StudyProblem(*why)


def measure(folder: Folder, request: Request, manifest: Manifest) -> None:
    """Writes `findings` (and `findings.json`) and the views whose rows are their evidence."""
    since, until = days(folder, request)
    tables = _tables(folder, request.engine)
    material = Material(tables, since, until, offset_of(request.timezone), folder.root)
    try:
        counted, beside = compared(material)
        folder.write("contrasts", beside)
        folder.write("series", series(material))
        folder.write("indicator_sets", frame())
        for name, view in views().items():
            folder.write(name, material.read(view))
    finally:
        material.release()
    figures = [*_whole(manifest), *_accounts(folder, manifest), *_reach(folder)]
    handed = from_figures(figures, material.since, material.until, offset=material.offset)
    everything = pl.concat([counted, handed, _missing(folder, handed, material)]).sort("id")
    folder.write("findings", everything)
    folder.write("agenda_lags", lags(weekly(folder.scan("coded_texts"), request.timezone)))
    folder.write("alerts", alerts(_side(folder, everything, request)))
    with folder.whole("findings.json") as path:
        path.write_bytes(to_json(everything))


def _side(folder: Folder, findings: pl.DataFrame, request: Request) -> Side:
    """The study so far, as one that is compared or watched."""
    since, until = (date.fromisoformat(findings[end][0][:10]) for end in ("from", "to"))
    return Side(folder.root, since, until, findings, {"parameters": {"timezone": request.timezone}})


def days(folder: Folder, request: Request) -> tuple[datetime | None, datetime | None]:
    """The window asked for. An end that was left open is that of the posts; without posts, it lies a day from the other."""
    since, until = window(request)
    if folder.scan("posts").head(1).collect().is_empty():
        day = timedelta(days=1)
        since, until = since or (until and until - day), until or (since and since + day)
    return since, until


def _tables(folder: Folder, engine: str) -> Mapping[str, Any]:
    if engine == "polars":
        return folder.scans()
    from simpul.measures.spark import session

    spark = session()
    return {path.stem: spark.read.parquet(str(path)) for path in sorted(folder.tables.glob("*.parquet"))}


def offset_of(timezone: str) -> int:
    """Hours ahead of UTC; Indonesia's three zones have no daylight saving."""
    ahead = datetime(2026, 1, 1, tzinfo=ZoneInfo(timezone)).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds() // 3600)


def _missing(folder: Folder, handed: pl.DataFrame, material: Material) -> pl.DataFrame:
    """Measures of the network of which there is no figure at all, each with the reason."""
    found = set(handed["measure"])
    silent = [one for one in measures().values() if one.view is None and one.id not in found]
    if not silent:
        return handed.clear()
    tables = ["ties" if one.subjects == ("account",) else "survey_ties" for one in silent]
    filled = {name for name in tables if folder.scan(name).head(1).collect().height}
    reasons = [f"{'no_rows' if name in filled else 'table_absent'}:{name}" for name in tables]
    cells = [unavailable(one, reason) for one, reason in zip(silent, reasons, strict=True)]
    return finish(pl.concat(cells), material.labels)


Figures = Iterator[dict[str, Any]]


def _whole(manifest: Manifest) -> Figures:
    """Figures of what people do online, else of the survey; n is the number of actors in it."""
    layer = "online" if manifest.network["online"]["nodes"]["value"] else list(manifest.network)[-1]
    for name, figure in manifest.network[layer].items():
        id = "ei_index" if name == "ei_pillar" else name
        if id not in measures():
            continue
        scale = UNITS[measures()[id].unit].scale
        value = figure["value"]
        yield {
            "measure": id, "subject_kind": "corpus", "subject_id": "all", "value": None if value is None else value * scale,
            "numerator": figure["numerator"], "denominator": figure["denominator"], "n": int(manifest.network[layer]["nodes"]["value"]),
            "reason": figure.get("reason"),
            "evidence": {"table": "nodes", "where": [["layer", "==", layer]]},
        }  # fmt: skip


OF_ACCOUNTS = (
    "degree_in", "degree_out", "betweenness", "pagerank", "core", "closeness", "eigenvector", "constraint", "effective_size",
    "coordinator", "itinerant", "gatekeeper", "representative", "liaison",
)  # fmt: skip


def _accounts(folder: Folder, manifest: Manifest) -> Figures:
    """Figures of the accounts that keep their names; citizens are never subjects."""
    named = folder.scan("nodes").filter(pl.col("name").is_not_null(), layer="online").sort("id").collect()
    for row in named.iter_rows(named=True):
        behind = {"degree_in": ("ties", "target"), "degree_out": ("ties", "source")}
        for id in OF_ACCOUNTS:
            table, column = behind.get(id, ("nodes", "id"))
            yield {
                "measure": id, "subject_kind": "account", "subject_id": row["id"], "value": row[id],
                "n": int(manifest.network["online"]["nodes"]["value"]),
                "evidence": {"table": table, "where": [*_layer(table), [column, "==", row["id"]]]},
            }  # fmt: skip


def _layer(table: str) -> list[list[Any]]:
    return [["layer", "==", "online"]] if table == "nodes" else []


# The households behind a share of `reach`, as conditions on `access`; all poor households where nothing is said.
HOUSEHOLDS: dict[str, list[list[Any]]] = {
    "sumber": [["informants", ">=", 1]],
    "sumber_antarpribadi": [["informants", ">=", 1]],
    "kerapuhan": [["steps", "not_null", None]],
}


def _reach(folder: Folder) -> Figures:
    """How information reaches poor households, for the whole survey and by place; n is the number of households it is a share of, of the median time that of those asked."""
    if not folder.path("reach").exists():
        return
    for row in folder.scan("reach").filter(group="poor").collect().iter_rows(named=True):
        id = _reach_id(row["measure"], row["item"])
        if id not in measures():
            continue
        kind, subject = ("place", row["place"]) if row["place"] else ("corpus", "all")
        n = row["n"] if row["denominator"] is None else row["denominator"]
        figure = {"measure": id, "subject_kind": kind, "subject_id": subject, "n": n}
        if row["suppressed"]:
            yield figure | {"value": 0.0, "n": 0, "persons": 1}
            continue
        top, base = row["numerator"], row["denominator"]
        low, high = _interval(top, base)
        where: list[list[Any]] = [["poor", "==", True]]
        where += HOUSEHOLDS.get(id) or HOUSEHOLDS.get(row["measure"]) or []
        where += [["place", "==", row["place"]]] if row["place"] else []
        yield figure | {
            "value": None if row["value"] is None else UNITS[measures()[id].unit].scale * row["value"],
            "numerator": top, "denominator": base,
            "low": low, "high": high, "method": "wilson" if low is not None else None,
            "evidence": {"table": "access", "where": where},
        }  # fmt: skip


def _interval(top: int | None, base: int | None) -> tuple[float | None, float | None]:
    """In percent; rounding must not move the ends of a share of none or all."""
    if top is None or not base:
        return None, None
    low, high = wilson(float(top), float(base))
    return 100 * low if top else 0.0, 100 * high if top < base else 100.0


def _reach_id(measure: str, item: str) -> str:
    if measure == "ketergantungan":
        return "sumber_antarpribadi" if item == "named" else measure
    return f"{measure}_{item}" if item and measure != "waktu" else measure
