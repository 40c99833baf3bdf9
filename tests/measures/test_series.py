"""Measures by month: they add up to the finding, keep gaps, hide small cells, and are cut where a platform changed its counts."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import polars as pl
import pytest
from city_tables import City, at

from simpul.measures.breaks import breaks
from simpul.measures.computing import compute
from simpul.measures.evidence import rows_behind
from simpul.measures.material import Material
from simpul.measures.measure import SUBJECT_KINDS
from simpul.measures.registry import measures
from simpul.measures.series import SERIES, series

OFFICE = "facebook:dinsos"
AUTUMN = datetime(2025, 9, 30, 17, tzinfo=UTC), datetime(2025, 12, 31, 17, tzinfo=UTC)  # October to December


@pytest.fixture(scope="module")
def months(material: Material) -> pl.DataFrame:
    return series(material)


def test_months_add_up_to_the_finding(months: pl.DataFrame, found: pl.DataFrame, material: Material) -> None:
    open_months = series(material, ["p2", "c2", "keluhan", "response_rate", "poverty_share_post"], least=1)
    assert open_months.schema == pl.Schema(SERIES)
    summed = open_months.group_by("measure", "subject_kind", "subject_id").agg(
        pl.col("n", "numerator", "denominator").sum()
    )
    both = summed.join(found, on=["measure", "subject_kind", "subject_id"], suffix="_whole").filter(
        pl.col("n") > 0
    )
    assert both.height > 60
    for name in ("n", "numerator", "denominator"):
        assert both[name].to_list() == pytest.approx(both[f"{name}_whole"].fill_null(0).to_list())


def test_every_month_has_its_row_and_a_reason_where_it_has_no_value(months: pl.DataFrame) -> None:
    assert set(months.group_by("measure", "subject_kind", "subject_id").len()["len"]) == {4}
    assert set(months["month"]) == {"2026-01", "2026-02", "2026-03", "2026-04"}
    nothing = months.filter(pl.col("status") != "ok")
    assert nothing["reason"].null_count() == 0
    assert nothing.select(pl.col("value", "low", "high").is_null().all()).row(0) == (True,) * 3
    assert set(months["subject_kind"]) <= set(SUBJECT_KINDS)


def test_a_hidden_month_cannot_be_worked_out_from_the_others(months: pl.DataFrame) -> None:
    hidden = months.filter(status="suppressed")
    assert (
        hidden.select(pl.col("value", "numerator", "denominator", "n").is_null().all()).row(0) == (True,) * 4
    )
    assert "complement" in set(hidden["reason"])
    per_series = months.group_by("measure", "subject_kind", "subject_id").agg(
        hidden=(pl.col("status") == "suppressed").sum(), shown=((pl.col("status") == "ok") & (pl.col("n") > 0)).sum()
    )  # fmt: skip
    personal = [id for id, measure in measures().items() if measure.persons]
    alone = per_series.filter(pl.col("measure").is_in(personal), hidden=1)
    assert alone["shown"].sum() == 0


def test_the_evidence_of_a_month_gives_its_rows(months: pl.DataFrame, material: Material) -> None:
    views = {measure.counted.name: measure.counted for measure in measures().values() if measure.monthly}
    tables = {name: material.read(view).lazy() for name, view in views.items()}
    some = months.filter(
        pl.col("status") == "ok", pl.col("measure").is_in(["c2", "keluhan_layanan", "pengikut_bulanan"])
    )
    assert some.height > 30
    for row in some.iter_rows(named=True):
        behind = rows_behind(tables, json.loads(row["evidence"])).collect()
        assert len(behind) == row["n"], row


def autumn() -> Material:
    """One post a month with impressions until November, with views from then on; half a month of either in November."""
    city = City()
    city.account(OFFICE, agency="dinsos")
    city.account("x:dinsos", agency="dinsos")
    days = [
        (10, 5, "impressions", 100),
        (11, 5, "impressions", 100),
        (11, 25, "views", 300),
        (12, 5, "views", 300),
    ]
    for month, day, metric, shown in days:
        for account in (OFFICE, "x:dinsos"):
            post = city.post(account, datetime(2025, month, day, tzinfo=UTC))
            city.counts(post, clicks=6, **{metric: shown})
    return Material(city.tables(), *AUTUMN)


def test_a_series_is_cut_where_a_platform_replaced_the_count() -> None:
    found = series(autumn(), ["ctr", "p2"])
    face = found.filter(measure="ctr", subject_kind="account", subject_id=OFFICE)
    assert face["segment"].to_list() == [0, 1, 1]
    assert face["value"].to_list() == [6, None, 2]
    november = face.row(1, named=True)
    assert november["reason"] == "metric_changed:facebook impressions,2025-11-15"
    assert november["changed"] == "facebook,impressions,2025-11-15"
    assert (november["status"], november["numerator"], november["n"]) == ("not_available", None, 2)
    other = found.filter(measure="ctr", subject_kind="account", subject_id="x:dinsos")
    assert other["segment"].unique().to_list() == [0]
    assert other["value"].to_list() == [6, 3, 2]
    assert found.filter(measure="ctr", subject_kind="agency")["value"].to_list() == [6, None, 2]
    likes = found.filter(measure="p2", subject_kind="account", subject_id=OFFICE)
    assert likes["changed"].null_count() == likes.height


def test_breaks_are_dated_sourced_and_of_known_counts() -> None:
    from simpul.corpus.records import METRICS

    assert [one.date for one in breaks()] == sorted(one.date for one in breaks())
    for one in breaks():
        assert {one.metric, one.replaced_by} <= set(METRICS)
        assert one.source.startswith("https://")
        assert all(one.note)


def test_monthly_measures_are_of_views_with_a_time_and_share_out_no_whole() -> None:
    monthly = [measure for measure in measures().values() if measure.monthly]
    assert len(monthly) > 25
    for measure in monthly:
        assert measure.counted.time in measure.counted.columns
        assert not measure.of_whole


def test_without_posts_there_is_nothing_to_show() -> None:
    city = City()
    city.account(OFFICE)
    material = Material(city.tables(), at(), at(days=40))
    found = series(material, ["p2", "c2"])
    assert set(found["status"]) <= {"not_available"}
    assert compute(city.tables(), at(), at(days=40), ["p2"])["status"].to_list() == ["not_available"]
