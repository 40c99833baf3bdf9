"""The worked account of the research report, §3.5: every printed figure."""

from __future__ import annotations

import polars as pl
import pytest
from city_tables import at, cell
from worked_account import OFFICE, worked_account

from simpul.measures.computing import compute

# measure: value as printed, digits printed, numerator, denominator, n
PRINTED = {
    "p1": (75, 0, 3, 4, 4), "p2": (17.5, 1, 70, 4, 4), "p3": (17.157, 3, 70, 4080, 4),
    "c1": (50, 0, 2, 4, 4), "c2": (2.25, 2, 9, 4, 4), "c3": (2.206, 3, 9, 4080, 4),
    "v1": (50, 0, 2, 4, 4), "v2": (1.75, 2, 7, 4, 4), "v3": (1.716, 3, 7, 4080, 4),
    "e": (21.078, 3, 86, 4080, 4), "er_f": (8.431, 3, 86, 1020, 4), "er_f_post": (2.108, 3, 86, 4080, 4),
    "err_mean": (4.558, 3, 0.1823333333, 4, 4), "err_pooled": (5.733, 3, 86, 1500, 4),
    "klik": (20, 0, 20, None, 4), "klik_pesan": (2, 0, 2, 4, 4), "klik_jangkauan": (1.333, 3, 20, 1500, 4),
    "bagi_pesan": (2, 0, 2, 4, 4), "bagi": (11, 0, 11, None, 4), "unduh": (4, 0, 4, None, 4),
    "passive_ratio": (81.4, 1, 70, 86, 4), "silent_posts": (25, 0, 1, 4, 4), "response_rate": (66.7, 1, 2, 3, 3),
    "baru_ikut": (40, 0, 40, None, 2), "tumbuh_ikut": (4.0, 1, 40, 1000, 2), "pengikut": (1020, 0, 2040, 2, 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def account() -> pl.DataFrame:
    return compute(worked_account().tables(), at(), at(days=30), least=1)


@pytest.mark.parametrize("measure", PRINTED)
def test_printed_figure(account: pl.DataFrame, measure: str) -> None:
    value, digits, *counts = PRINTED[measure]
    finding = cell(account, measure, "account", OFFICE)
    assert finding["status"] == "ok"
    assert round(finding["value"], digits) == value
    assert [finding["numerator"], finding["denominator"], finding["n"]] == counts


def test_interval_of_the_response_rate(account: pl.DataFrame) -> None:
    finding = cell(account, "response_rate", "account", OFFICE)
    assert (round(finding["low"]), round(finding["high"])) == (21, 94)


def test_engagement_per_thousand_is_ten_times_the_rate_per_post(account: pl.DataFrame) -> None:
    for kind in ("account", "agency", "platform", "corpus"):
        rates = [cell(account, measure, kind)["value"] for measure in ("e", "er_f_post")]
        assert rates[0] == pytest.approx(10 * rates[1], rel=1e-9)


def test_the_denominator_is_the_mean_of_both_ends_and_not_the_end(account: pl.DataFrame) -> None:
    assert round(cell(account, "p3")["value"], 3) != 16.827
    assert round(1000 * 70 / (4 * 1040), 3) == 16.827


def test_the_rate_at_publication_takes_the_snapshot_before_it(account: pl.DataFrame) -> None:
    finding = cell(account, "er_f_at")
    assert finding["value"] == pytest.approx(100 * (49 + 20 + 17 + 0) / 1000 / 4, rel=1e-9)


def test_comments_say_how_they_were_counted(account: pl.DataFrame) -> None:
    assert cell(account, "c2")["reason"] == "comments_seen:2,4"
    assert cell(account, "p2")["reason"] is None


def test_three_commenters_are_too_few_to_be_shown() -> None:
    shown = compute(worked_account().tables(), at(), at(days=30))
    hidden = cell(shown, "response_rate", "account", OFFICE)
    assert (hidden["status"], hidden["reason"]) == ("suppressed", "few_persons:5")
    assert [hidden[name] for name in ("value", "numerator", "denominator", "n", "low", "high")] == [None] * 6
    assert cell(shown, "response_rate_all", "account", OFFICE)["value"] == pytest.approx(400 / 9)
    assert cell(shown, "p1", "account", OFFICE)["value"] == 75
