"""The household survey as KoboToolbox exports it: answers on one sheet, the people they name on another."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from simpul.example.atlas import NEEDS
from simpul.example.city import City
from simpul.example.exports.workbook import write_workbook
from simpul.example.survey import REFUSED

FORM = "Survei rumah tangga"
REPEAT = "perantara"
FIRST_DAY = datetime(2026, 5, 4, 8, 30)  # noqa: DTZ001 local time of the interviewers
ANSWERS = {
    "kode_rumah_tangga": "household_code", "kelurahan": "place", "miskin": "poor", "kerentanan": "vulnerability",
    "umur": "age_group", "jenis_kelamin": "sex", "pekerjaan": "occupation", "hp_internet": "internet_phone",
    "kecakapan_digital": "digital_skill", "sumber_informasi": "preferred_source",
    "saluran_informasi": "preferred_channel", "isi_informasi": "preferred_content", "kepercayaan": "trust",
}  # XML names of the standard questionnaire # fmt: skip
PEOPLE = {
    "peran": "alter_role", "kode_perantara": "alter_code", "rt_rw": "alter_unit", "sebutan": "alter_name",
    "kelurahan_perantara": "alter_place", "saluran": "alter_channel", "topik": "alter_topic", "frekuensi": "alter_weight",
}  # fmt: skip
RELATIONS = ("informs", "asks", "trusts", "works_with")


def write(city: City, path: Path) -> None:
    """The workbook, with XML values and headers, several answers both joined and as 0/1 columns, and a few refusals to answer."""
    homes = pl.concat([city.survey.households, _refusals()], how="diagonal").with_row_index("_index", 1)
    main = homes.with_columns(**_times()).select(
        "start",
        "end",
        pl.lit("1").alias("gelombang"),
        pl.when(pl.col("household_code").is_null())
        .then(pl.lit("false"))
        .otherwise(pl.lit("true"))
        .alias("persetujuan"),
        *(_text(field).alias(name) for name, field in ANSWERS.items()),
        pl.col("needs").list.join(" ").alias("kebutuhan"),
        *(pl.col("needs").list.contains(need).cast(pl.Int8).alias(f"kebutuhan/{need}") for need in NEEDS),
        pl.col("_index").cast(pl.Int64).add(730_000).alias("_id"),
        pl.Series(
            "_uuid", [str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{city.seed}-{each}")) for each in homes["_index"]]
        ),
        "_submission_time",
        *(pl.lit(None, pl.String).alias(name) for name in ("_validation_status", "_notes")),
        pl.lit("submitted_via_web").alias("_status"),
        pl.lit("enumerator").alias("_submitted_by"),
        pl.lit("vTirtaloka1").alias("__version__"),
        pl.lit(None, pl.String).alias("_tags"),
        "_index",
    )
    parents = homes.select("household_code", _parent_index="_index")
    ties = city.survey.ties.join(parents, on="household_code", how="left", maintain_order="left")
    people = ties.sort("_parent_index", maintain_order=True).with_row_index("_index", 1).select(
        *(_text(field).alias(name) for name, field in PEOPLE.items()),
        pl.col("alter_relation").list.join(" ").alias("hubungan"),
        *(pl.col("alter_relation").list.contains(name).cast(pl.Int8).alias(f"hubungan/{name}") for name in RELATIONS),
        "_index",
        pl.lit(FORM).alias("_parent_table_name"),
        "_parent_index",
    )  # fmt: skip
    write_workbook(path, {FORM: main, REPEAT: people})


def _refusals() -> pl.DataFrame:
    """Visits where nobody agreed to answer."""
    return pl.DataFrame({"day": pl.Series(range(REFUSED)) * 2 % 26})


def _times() -> dict[str, pl.Expr]:
    """When the interview took place (local, with its zone) and when it was sent (UTC, without saying so)."""
    minute = (pl.int_range(pl.len()) * 47) % 480
    start = pl.lit(FIRST_DAY) + pl.duration(days=pl.col("day"), minutes=minute)
    return {
        "start": start.dt.strftime("%Y-%m-%dT%H:%M:%S.000+07:00"),
        "end": (start + timedelta(minutes=24)).dt.strftime("%Y-%m-%dT%H:%M:%S.000+07:00"),
        "_submission_time": (start - timedelta(hours=6)).dt.strftime("%Y-%m-%dT%H:%M:%S"),
    }


def _text(field: str) -> pl.Expr:
    column = pl.col(field)
    if field in ("poor", "internet_phone"):
        return column.cast(pl.String)
    if field == "alter_weight":
        return column.cast(pl.Int64)
    return column
