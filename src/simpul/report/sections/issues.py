"""What is talked about, and how far poverty's share is from its rank in the plan."""

from __future__ import annotations

import polars as pl

from simpul.report import charts
from simpul.report.numbers import figure, interval, number
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
    """Poverty's share by month; a month with fewer than five persons behind its texts is left out."""
    if not study.has("coded_texts"):
        return None
    series = {"official": say("official_accounts"), "post": say("citizen_posts"), "comment": say("comments")}
    zone = study.manifest["parameters"]["timezone"]
    frame = (
        study.table("coded_texts")
        .filter(pl.col("source").is_in(list(series)) & pl.col("created_at").is_not_null())
        .with_columns(
            month=pl.col("created_at").dt.convert_time_zone(zone).dt.truncate("1mo").dt.date(),
            whose=pl.col("source").replace_strict(series),
        )
        .group_by("month", "whose", "source")
        .agg(n=pl.len(), poor=(pl.col("chapter") == "1").sum(), persons=pl.col("person").n_unique())
        .filter((pl.col("source") == "official") | (pl.col("persons") >= 5))
        .with_columns(share=100 * pl.col("poor") / pl.col("n"))
        .sort("month", "whose")
    )
    if frame["month"].n_unique() < 2:
        return None
    colours = dict(zip(series.values(), (charts.SAND, charts.DEEP, charts.WARM), strict=True))
    drawn = charts.lines(
        frame.select("month", "whose", "share"), "month", "share", "whose", colours, say("percent_poverty")
    )
    rows = [
        [month.strftime("%m/%Y"), whose, number(share, study.language, 1), number(n, study.language)]
        for month, whose, share, n in frame.select("month", "whose", "share", "n").rows()
    ]
    return Chart(
        "chart-months",
        say("months_chart"),
        drawn,
        Table([say("month"), say("whose"), "%", "n"], rows, numeric=(2, 3)),
    )
