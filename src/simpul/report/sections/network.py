"""Who reaches whom: the picture, its brokers, and how far information gets to poor families."""

from __future__ import annotations

import polars as pl

from simpul.report import charts
from simpul.report.numbers import figure, interval, number, shown
from simpul.report.picture import draw
from simpul.report.sections.blocks import Block, Card, Cards, Chart, Picture, Section, Table, Text
from simpul.report.study import Finding, Study
from simpul.report.words import Say


def build(study: Study, say: Say) -> Section | None:
    if not study.has("nodes") or study.table("nodes").is_empty():
        return None
    figures = ("nodes", "ties", "reciprocity_pairs", "communities")
    cards = [
        Card(say(f"card_{id}"), _bare(found, study), say(f"card_{id}_detail"), id)
        for id in figures
        if (found := study.one(id))
    ]
    blocks: list[Block] = [Picture(say("picture"), draw(study, say), say("picture_note")), Cards(cards)]
    parts: list[Block | None] = [
        _accounts(study, say),
        _coverage(study, say),
        _sources(study, say),
        _brokers(study, say),
    ]
    blocks += [block for block in parts if block is not None]
    if not study.has("reach"):
        blocks.append(Text([say("no_survey")], "warn"))
    return Section("jejaring", say("network"), say("network_lead"), blocks)


def _bare(found: Finding, study: Study) -> str:
    """The number without its unit, which the card's label says."""
    return figure(shown(found, study.language).split(" ")[0], found)


def _accounts(study: Study, say: Say) -> Table | None:
    """The named accounts that most others turn to or pass through."""
    named = study.table("nodes").filter(pl.col("name").is_not_null(), layer="online")
    if named.is_empty():
        return None
    top = named.sort("betweenness", "degree_in", "id", descending=[True, True, False], nulls_last=True).head(
        10
    )
    rows = [
        [
            study.accounts.get(row["id"], row["name"]),
            number(row["degree_in"], study.language),
            number(row["degree_out"], study.language),
            number(row["betweenness"], study.language, 4),
        ]
        for row in top.iter_rows(named=True)
    ]
    return Table(
        [say("account"), say("degree_in"), say("degree_out"), say("betweenness")],
        rows,
        numeric=(1, 2, 3),
        caption=say("accounts_table"),
    )


def _coverage(study: Study, say: Say) -> Chart | None:
    found = [(k, study.one(f"cakupan_{k}")) for k in (1, 2, 3)]
    points = [
        (str(k), f["value"], f["low"], f["high"], f["n"]) for k, f in found if f and f["status"] == "ok"
    ]
    if not points:
        return None
    frame = pl.DataFrame(points, schema=["step", "share", "low", "high", "n"], orient="row")
    drawn = charts.steps(frame, "step", "share", (say("steps"), say("percent_of_poor")))
    rows = [
        [f"{k}", shown(f, study.language), interval(f, study.language), number(f["n"], study.language)]
        for k, f in found
        if f and f["status"] == "ok"
    ]
    return Chart(
        "chart-coverage",
        say("coverage_chart"),
        drawn,
        Table([say("steps"), "%", say("interval"), "n"], rows, numeric=(0, 1, 2, 3)),
        " ".join([say("survey_note"), *_answered(study, say)]),
    )


def _answered(study: Study, say: Say) -> list[str]:
    """How many households answered, as one sentence; nothing where that is not said."""
    if not study.has("responses"):
        return []
    answered, named = (
        study.table("responses").filter(pl.col("place").is_null()).select("answered", "named").row(0)
    )
    shown = ["<5" if count is None else number(count, study.language) for count in (answered, named)]
    return [say("survey_answered", answered=shown[0], named=shown[1])]


def _sources(study: Study, say: Say) -> Chart | None:
    from simpul.measures.catalogue.information import ROLES

    at = 0 if study.language == "id" else 1
    found = [(names[at], study.one(f"sumber_{role}")) for role, names in ROLES.items()]
    rows = sorted(
        ((name, f) for name, f in found if f and f["status"] == "ok"), key=lambda row: -row[1]["value"]
    )
    if not rows:
        return None
    frame = pl.DataFrame(
        [(name, f["value"], f["low"], f["high"]) for name, f in rows],
        schema=["role", "value", "low", "high"],
        orient="row",
    )
    drawn = charts.dots(frame, "value", "role", "low", "high", say("percent_of_poor_naming"), (0, 100))
    table = Table(
        [say("source"), "%", say("interval"), "n"],
        [
            [name, shown(f, study.language), interval(f, study.language), number(f["n"], study.language)]
            for name, f in rows
        ],
        numeric=(1, 2, 3),
    )
    return Chart("chart-sources", say("sources_chart"), drawn, table)


def _brokers(study: Study, say: Say) -> Table | None:
    """Brokers by role and place, never by name: how many families hang on one person."""
    from simpul.measures.catalogue.information import ROLES

    if not study.has("brokers"):
        return None
    top = study.table("brokers").filter(pl.col("direct").fill_null(0) > 0).head(10)
    if top.is_empty():
        return None
    top = top.join(_sureness(study), on="id", how="left", maintain_order="left")
    at = 0 if study.language == "id" else 1
    rows = [
        [
            ROLES[role][at] if role in ROLES else role or "–",
            study.places.get(place, "–"),
            number(direct, study.language) if direct is not None else "<5",
            number(sole, study.language) if sole is not None else "<5",
            f"{number(round(100 * among), study.language)} %" if among is not None else "–",
        ]
        for role, place, direct, sole, among in top.select(
            "role", "place", "direct", "sole", "among_top"
        ).rows()
    ]
    return Table(
        [say("role"), say("kelurahan"), say("families_direct"), say("families_sole"), say("among_top")],
        rows,
        numeric=(2, 3, 4),
        caption=say("brokers_table"),
        note=say("brokers_note"),
    )


def _sureness(study: Study) -> pl.DataFrame:
    """In what share of drawn surveys a broker is among the five without whom most families lose access."""
    if not study.has("broker_ranks"):
        return pl.DataFrame(schema={"id": pl.String, "among_top": pl.Float64})
    return study.table("broker_ranks").filter(measure="coverage_lost").select("id", "among_top")
