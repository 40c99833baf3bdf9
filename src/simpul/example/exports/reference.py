"""The reference workbook of the example city."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from simpul.example.city import City
from simpul.example.exports import registers
from simpul.example.exports.workbook import write_workbook

PERSONS = 3.4  # per family
GROUPS = {"all": 1.0, "elderly": 0.31, "disability": 0.04, "women": 0.17, "children": 0.36}
SOURCE = {"source": "Data rekaan untuk contoh", "date": date(2026, 1, 5)}


def write(city: City, path: Path) -> None:
    """`referensi.xlsx` with every sheet of the reference workbook."""
    sheets = {
        "city": [{"name": city.atlas.name, "place": city.atlas.code}],
        "places": _places(city),
        "population": _population(city),
        "accounts": _accounts(city),
        "agencies": [
            {"code": agency.code, "name": agency.name, "urusan": "; ".join(agency.urusan)}
            for agency in city.atlas.agencies
        ],
        "plan": [row | {"year": 2025} for row in city.atlas.raw["plan"]],
        "offers": city.atlas.raw["offers"],
        "programmes": registers.programmes(city),
        "indicators": registers.indicators(city),
        "checklist": registers.checklist(city),
        "maturity": registers.maturity(city),
        "expenditures": registers.expenditures(city),
    }
    frames = {
        name: pl.DataFrame([SOURCE | row for row in rows], infer_schema_length=None)
        for name, rows in sheets.items()
    }
    write_workbook(path, frames)


def _places(city: City) -> list[dict[str, Any]]:
    atlas, year = city.atlas, city.atlas.year
    rows: list[dict[str, Any]] = [
        {"code": atlas.code, "name": atlas.name.removeprefix("Kota "), "kind": "city", "aliases": None, "population": atlas.population, "poor": sum(v.poor for v in atlas.villages), "year": year}
    ]  # fmt: skip
    rows += [{"code": code, "name": name, "kind": "district", "year": year} for code, name in atlas.districts]
    rows += [
        {"code": v.code, "name": v.name, "kind": "village", "aliases": "; ".join(v.aliases) or None, "population": v.population, "poor": v.poor, "year": year}
        for v in atlas.villages
    ]  # fmt: skip
    return rows


def _population(city: City) -> list[dict[str, Any]]:
    return [
        {
            "place": village.code,
            "group": group,
            "families": round(village.population / PERSONS * share),
            "poor": round(village.poor / PERSONS * share),
            "year": city.atlas.year,
        }
        for village in city.atlas.villages
        for group, share in GROUPS.items()
    ]


def _accounts(city: City) -> list[dict[str, Any]]:
    """All named accounts. Some have no admin, and some of those no decree: that too is a finding."""
    named = city.accounts.frame.filter(~pl.col("kind").is_in(["citizen", "broker"]))
    rows = []
    for number, row in enumerate(named.to_dicts()):
        office = row["pillar"] == "government"
        rows.append(
            {
                "platform": row["platform"],
                "handle": row["handle"],
                "name": row["name"],
                "kind": row["kind"],
                "agency": row["agency"],
                "pillar": row["pillar"],
                "place": city.atlas.code if office else None,
                "admin": "Pranata humas" if office and number % 3 else None,
                "decree": f"SK 480/{number + 10}/2025" if office and number % 4 == 1 else None,
                "opened": date(2016 + number % 9, 1 + number % 12, 1 + number % 28),
            }
        )
    return rows
