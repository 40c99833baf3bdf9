"""Entry sheets that an office keeps by hand: follower counts by date, and voices that brokers passed on."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from simpul.example.chance import stream
from simpul.example.city import City
from simpul.example.exports.fault import Fault
from simpul.example.exports.workbook import write_workbook
from simpul.example.phrases import bank

VOICES = 60  # of them two in five from the silent kelurahan
UNPERMITTED = (11, 37)  # rows whose citizen did not agree to be recorded
GROUPS = ["elderly", "children", "women", "disability", "chronic_illness"]


def write_followers(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`pengikut.xlsx`: each named account's followers, week by week."""
    table = city.followers.select("platform", "date", "followers", account="handle")
    write_workbook(
        folder / "pengikut.xlsx", {"followers": table.select("platform", "account", "date", "followers")}
    )
    return []


def write_voices(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`suara.xlsx`: what brokers passed on for others. With faults, two rows without the citizens' permission."""
    table = voices(city)
    refused = pl.int_range(1, pl.len() + 1).is_in(UNPERMITTED) if faults else pl.lit(False)
    table = table.with_columns(permission=pl.when(refused).then(pl.lit("Tidak")).otherwise(pl.lit("Ya")))
    sheet = table.select("date", "place", "role", "on_behalf_of", "message", "permission")
    write_workbook(folder / "suara.xlsx", {"voices": sheet})
    return (
        [Fault("suara.xlsx", row, "permission", "consent_missing", ()) for row in UNPERMITTED]
        if faults
        else []
    )


def voices(city: City) -> pl.DataFrame:
    """The voices with what they mean: date, place, role, on_behalf_of, message, need, issue."""
    chance = stream(city.seed, "survey", 1)
    brokers = city.survey.brokers
    silent = np.flatnonzero((brokers["place"] == city.atlas.silent.code).to_numpy())
    others = np.setdiff1d(np.arange(len(brokers)), silent)
    there = chance.random(VOICES) < 0.4
    pick = chance.random(VOICES)
    broker = np.where(
        there, silent[(pick * len(silent)).astype(int)], others[(pick * len(others)).astype(int)]
    )
    meaning = bank().truth.with_columns(text=bank().texts).filter("on_behalf", pl.col("need").is_not_null())
    said = meaning[(chance.random(VOICES) * len(meaning)).astype(int)]
    group = (chance.random(VOICES) * len(GROUPS)).astype(int)
    days = np.sort((chance.random(VOICES) * 180).astype(int))
    return said.select("need", "issue", message="text").with_columns(
        date=pl.Series([date(2026, 1, 1) + timedelta(days=int(day)) for day in days]),
        place=brokers["place"][broker],
        role=brokers["role"][broker],
        on_behalf_of=pl.Series(GROUPS).gather(group),
    )
