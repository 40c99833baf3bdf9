"""Kelurahan and larger areas with their newest figures."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material

VILLAGE = 13  # characters in the code of a kelurahan or desa; shorter codes are larger areas


def village(place: nw.Expr) -> nw.Expr:
    """The code of the kelurahan, also of a code below it (RT, RW); null for larger areas."""
    code = place.str.slice(0, VILLAGE)
    return nw.when(code.str.len_chars() == VILLAGE).then(code)


def areas(material: Material) -> Frame:
    """One row per code, from its newest year: code, population, poor."""
    sheet = material.table("places").filter(~nw.col("code").is_null())
    newest = nw.col("year").is_null() | (nw.col("year") == nw.col("year").max().over("code"))
    return sheet.filter(newest).group_by("code").agg(nw.col("population").max(), nw.col("poor").max())


def villages(material: Material) -> Frame:
    """The kelurahan among them, as `place`."""
    return (
        areas(material)
        .filter(nw.col("code").str.len_chars() == VILLAGE)
        .select(nw.col("code").alias("place"), "population", "poor")
    )


def shares(material: Material) -> Frame:
    """Kelurahan with their share of all poor people and of all inhabitants: place, poor_share, population_share."""
    everyone = villages(material).select(all_poor=nw.col("poor").sum(), all_people=nw.col("population").sum())
    poor = nw.when(nw.col("all_poor") > 0).then(nw.col("poor") / nw.col("all_poor"))
    people = nw.when(nw.col("all_people") > 0).then(nw.col("population") / nw.col("all_people"))
    return (
        villages(material)
        .join(everyone, how="cross")
        .select("place", poor_share=poor, population_share=people)
    )


def population(material: Material) -> Frame:
    """One row: the inhabitants of all kelurahan listed, else of the largest area."""
    summed = areas(material).select(
        villages=nw.when(nw.col("code").str.len_chars() == VILLAGE).then(nw.col("population")).sum(),
        largest=nw.col("population").max(),
    )
    counted = nw.when(nw.col("villages") > 0).then(nw.col("villages"))
    return summed.select(population=nw.coalesce(counted, nw.col("largest")))
