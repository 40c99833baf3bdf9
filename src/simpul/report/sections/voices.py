"""Voice and silence: the share of voices beside the share of the poor."""

from __future__ import annotations

import polars as pl

from simpul.report import charts
from simpul.report.numbers import Figure, number, shown
from simpul.report.sections.blocks import Block, Chart, Section, Table, Text
from simpul.report.study import Study
from simpul.report.words import Say

QUIET = 0.5  # voices at less than half of what the share of the poor would give


def silent(study: Study) -> list[str] | None:
    """Names of kelurahan whose voice is less than half of their share of the poor; None if that is not known."""
    found = study.of("voice_share", "place")
    known = found.filter(pl.col("status") == "ok")
    if known.is_empty():
        return None
    quiet = known.filter(pl.col("value") < QUIET).sort("value", "subject_id")["subject_id"]
    return [study.places.get(code, code) for code in quiet]


def build(study: Study, say: Say) -> Section | None:
    rows = _rows(study)
    if not rows:
        return None
    drawn = charts.dumbbells(
        pl.DataFrame([row[:3] for row in rows], schema=["place", "poor", "voice"], orient="row").drop_nulls(),
        "place",
        "poor",
        "voice",
        (say("share_of_poor"), say("share_of_voices")),
        say("percent_of_city"),
    )
    cells = [
        [
            place,
            number(poor, study.language, 1),
            number(voice, study.language, 1) if voice is not None else say("hidden"),
            ratio,
        ]
        for place, poor, voice, ratio in rows
    ]
    table = Table(
        [say("kelurahan"), say("share_of_poor"), say("share_of_voices"), say("ratio")],
        cells,
        numeric=(1, 2, 3),
    )
    names = silent(study) or []
    blocks: list[Block] = [Chart("chart-voices", say("voices_chart"), drawn, table, say("voices_rule"))]
    if names:
        blocks.insert(0, Text([say("silent_places", names=", ".join(names))], "warn"))
    return Section("suara", say("voices"), say("voices_lead"), blocks)


def _rows(study: Study) -> list[tuple[str, float, float | None, Figure]]:
    """Kelurahan with their share of the poor, their share of voices (None where suppressed) and the ratio; the poorest first."""
    if not study.has("places"):
        return []
    places = study.table("places").filter(
        (pl.col("code").str.len_chars() == 13) & pl.col("poor").is_not_null()
    )
    total = places["poor"].sum()
    rows = []
    for code, name, poor in places.select("code", "name", "poor").rows():
        share, ratio = study.one("need_share", "place", code), study.one("voice_share", "place", code)
        if ratio is None or not total:
            continue
        voice = share["value"] if share and share["status"] == "ok" else None
        rows.append((name, 100 * poor / total, voice, shown(ratio, study.language)))
    return sorted(rows, key=lambda row: (-row[1], row[0]))
