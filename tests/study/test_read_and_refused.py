"""Every planted fault is named, nothing else is refused, and every other post is in the study exactly once."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest
from planted import identities, matched, native_ids, table

from simpul.corpus.rejects import CODES
from simpul.example import City, Written
from simpul.example.survey import REFUSED


@pytest.fixture(scope="module")
def pairs(studied: Path, city: City) -> pl.DataFrame:
    return matched(studied, city)


def rescued(exported: Written) -> set[str]:
    """Posts whose own row is damaged but which another page of the API's answer carries whole, as what it refers to."""
    lines = (exported.exports / "x_api_v2.jsonl").read_text("utf-8").splitlines()
    cut = {fault.row for fault in exported.faults if fault.file == "x_api_v2.jsonl"}
    pages = [json.loads(line) for number, line in enumerate(lines, 1) if number not in cut]
    return {tweet["id"] for page in pages for tweet in page["includes"]["tweets"]}


def lost(exported: Written) -> set[str]:
    return {post for fault in exported.faults for post in fault.lost} - rescued(exported)


def test_each_fault_is_refused_with_its_code_and_row_and_nothing_else(
    studied: Path, exported: Written, city: City
) -> None:
    with (studied / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "row", "column", "code", "value", "advice"]
    homes = len(city.survey.households)
    planted = {(fault.file, fault.row, fault.code) for fault in exported.faults}
    planted |= {(exported.survey.name, homes + 1 + n, "consent_missing") for n in range(REFUSED)}
    assert sorted((row["file"], int(row["row"]), row["code"]) for row in rows) == sorted(planted)
    assert all(row["advice"] == CODES[row["code"]].id for row in rows)
    columns = {(fault.row, fault.column) for fault in exported.faults if fault.code == "id_damaged"}
    assert {(int(row["row"]), row["column"]) for row in rows if row["code"] == "id_damaged"} == columns


def test_every_post_not_lost_to_a_fault_is_there_once(
    studied: Path, exported: Written, city: City, pairs: pl.DataFrame
) -> None:
    assert len(lost(exported)) > 3
    planted = set(city.posts["id"]) - lost(exported)
    assert pairs["true_id"].len() == len(planted)
    assert set(pairs["true_id"]) == planted
    reports = table(studied, "posts").filter(kind="report")
    unpermitted = sum(fault.code == "consent_missing" for fault in exported.faults)
    assert (reports.height, unpermitted) == (60 - 2, 2)
    assert pairs.height + reports.height == table(studied, "posts").height
    assert table(studied, "posts")["post_id"].is_unique().all()


def test_posts_of_two_exports_become_one_with_both_their_columns(
    studied: Path, exported: Written, pairs: pl.DataFrame
) -> None:
    assert len(exported.twice) > 10
    both = pairs.filter(pl.col("true_id").is_in(exported.twice))
    assert both.height == len(exported.twice)
    counts = table(studied, "observations").filter(pl.col("subject").is_in(both["post_id"].implode()))
    assert counts.select("subject", "metric").is_unique().all()


def test_kind_time_text_and_author_are_those_of_the_post(pairs: pl.DataFrame) -> None:
    assert pairs.filter(pl.col("kind") != pl.col("true_kind")).is_empty()
    coarse = pl.col("platform").is_in(["whatsapp", "facebook", "instagram"])  # their exports give minutes
    step = pl.when(coarse).then(60).otherwise(1)
    times = [pl.col(name).dt.epoch("s") // step for name in ("created_at", "true_created_at")]
    assert pairs.filter(times[0] != times[1]).is_empty()
    masked = pl.col("true_text").str.contains("@", literal=True) | pl.col("true_personal").is_not_null()
    plain = pairs.filter(~masked, pl.col("kind") != "share")
    assert plain.height > 3000
    said, true = (pl.col(name).str.replace_all("\n", " ", literal=True) for name in ("text", "true_text"))
    assert plain.filter(said != true).is_empty()  # but for the line between YouTube's title and description
    people = pairs.select("platform", "account_id", "true_author").unique()
    assert people.select("platform", "account_id").is_unique().all()
    assert people.select("platform", "true_author").is_unique().all()


def test_answers_hang_on_what_they_answer(pairs: pl.DataFrame) -> None:
    """Also where the answered post is an account's own, so that another export knows it by its pseudonym only."""
    of = dict(pairs.select("true_id", "post_id").rows())
    answers = pairs.filter(pl.col("kind").is_in(["comment", "reply"]))
    assert answers.height > 3000
    for column in ("parent_id", "root_id"):
        wanted = answers[f"true_{column}"].replace_strict(of, default=None, return_dtype=pl.String)
        apart = answers.filter(wanted.is_not_null() & answers[column].ne_missing(wanted))
        flat = (
            (pl.col("platform") == "x") & pl.col(column).is_null() & pl.col("parent_account_id").is_not_null()
        )
        assert apart.filter(~flat).is_empty(), column  # tweet-harvest names only whom a reply answers
        assert apart.height < 100


def test_the_office_and_the_press_keep_their_names_and_citizens_do_not(studied: Path, city: City) -> None:
    accounts, people = table(studied, "accounts"), city.accounts.frame
    named = people.filter(pl.col("kind").is_in(["official", "agency", "business", "media"]))
    kept = accounts.filter(pl.col("handle").is_not_null())
    assert set(kept["account_id"]) == set(
        named.select(pl.format("{}:{}", "platform", pl.col("handle").str.to_lowercase())).to_series()
    )
    assert accounts.filter(pl.col("handle").is_null() & pl.col("name").is_not_null()).is_empty()
    hidden = accounts.filter(pl.col("handle").is_null())
    assert hidden.filter(~pl.col("account_id").str.contains(r"^[a-z]+:~[a-z2-7]{26}$")).is_empty()
    assert set(hidden["account_id"]) == set(identities(studied).filter(kind="account")["id"])
    assert native_ids(studied)["native"].null_count() == 0
