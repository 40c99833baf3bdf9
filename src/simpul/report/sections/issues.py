"""What is talked about, and how far poverty's share is from its rank in the plan."""

from __future__ import annotations

import polars as pl

from simpul.report import charts
from simpul.report.monthly import months_of
from simpul.report.numbers import figure, interval, number
from simpul.report.sections import lags
from simpul.report.sections.blocks import Block, Chart, Section, Table
from simpul.report.study import Study
from simpul.report.words import Say


def build(study: Study, say: Say) -> Section | None:
    shares = _shares(study)
    if shares.is_empty():
        return None
    blocks: list[Block] = [_chart(study, say, shares)]
    gaps = _gaps(study, say)
    if gaps:
        blocks.append(gaps)
    months = _months(study, say)
    if months:
        blocks.append(months)
    blocks += lags.blocks(study, say)
    return Section("isu", say("issues"), say("issues_lead"), blocks)


def _shares(study: Study) -> pl.DataFrame:
    """Shares of whole chapters of the code book (1, 2 … 10), citizens beside official accounts."""
    wanted = pl.col("measure").is_in(["issue_share", "issue_share_official"]) & (
        pl.col("subject_kind") == "issue"
    )
    chapter = ~pl.col("subject_id").str.contains(".", literal=True)
    return study.findings.filter(wanted & chapter & (pl.col("status") == "ok"))


def _chart(study: Study, say: Say, shares: pl.DataFrame) -> Chart:
    series = {"issue_share": say("citizens"), "issue_share_official": say("official_accounts")}
    names = {code: name for code, name in study.issues.items() if "." not in code}
    frame = shares.with_columns(
        name=pl.col("subject_id").replace_strict(names, default=None),
        series=pl.col("measure").replace_strict(series),
    ).filter(pl.col("name").is_not_null())
    largest = frame.group_by("name").agg(top=pl.col("value").filter(pl.col("measure") == "issue_share").max())
    order = frame.join(largest, on="name").sort(
        "top", "name", "series", descending=[True, False, False], nulls_last=True
    )
    drawn = charts.bars(
        order.select("name", "series", "value"), "value", "name", "series", {series["issue_share"]: charts.DEEP, series["issue_share_official"]: charts.SAND}, say("percent_of_texts")
    )  # fmt: skip
    rows = [
        [
            row["name"],
            row["series"],
            figure(number(row["value"], study.language, 1), row),
            interval(row, study.language),
            number(row["n"], study.language),
        ]
        for row in order.iter_rows(named=True)
    ]
    table = Table([say("issue"), say("whose"), "%", say("interval"), "n"], rows, numeric=(2, 3, 4))
    coded = [say("corrected_rule")] if order["corrected_n"].is_not_null().any() else []
    note = " ".join([say("issue_rule"), *coded])
    return Chart("chart-issues", say("issues_chart"), drawn, table, note)


def _gaps(study: Study, say: Say) -> Table | None:
    if not study.has("plan"):
        return None
    plan = study.table("plan").sort("rank").unique("issue", keep="first", maintain_order=True)
    rows = []
    for issue, rank in plan.select("issue", "rank").rows():
        citizens, official = (
            study.one(measure, "issue", issue) for measure in ("agenda_gap", "agenda_gap_official")
        )
        ranks = [
            figure(str(int(rank - found["value"])), found) if found and found["status"] == "ok" else "–"
            for found in (citizens, official)
        ]
        rows.append([study.issues.get(issue, issue), str(rank), *ranks])
    document = plan["document"].drop_nulls().unique().sort().to_list()
    head = [say("issue"), say("rank_plan"), say("rank_citizens"), say("rank_official")]
    return Table(head, rows, numeric=(1, 2, 3), caption=say("gap_table"), note="; ".join(document))


def _months(study: Study, say: Say) -> Chart | None:
    """Poverty's share by month; a month that is hidden or unknown is left empty."""
    voices = {"poverty_share_official": say("official_accounts"), "poverty_share_post": say("citizen_posts"), "poverty_share_comment": say("comments")}  # fmt: skip
    found = [(whose, month) for id, whose in voices.items() for month in months_of(study, id) if month.ok]
    if len({month.first for _, month in found}) < 2:
        return None
    frame = pl.DataFrame(
        [(month.first, whose, month.row["value"], month.run) for whose, month in found],
        schema=["month", "whose", "share", "run"], orient="row",
    )  # fmt: skip
    colours = dict(zip(voices.values(), (charts.SAND, charts.DEEP, charts.WARM), strict=True))
    drawn = charts.lines(frame, "month", "share", "whose", "run", colours, say("percent_poverty"))
    rows = [
        [f"{month.first:%m/%Y}", whose, month.text, month.interval, number(month.row["n"], study.language)]
        for whose, month in sorted(found, key=lambda pair: (pair[1].first, pair[0]))
    ]
    head = [say("month"), say("whose"), "%", say("interval"), "n"]
    return Chart("chart-months", say("months_chart"), drawn, Table(head, rows, numeric=(2, 3, 4)))
