"""How well word passes among the people of one place: where it passes well, neighbours know who is poor."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import Schema
from simpul.network.distances import efficiency
from simpul.network.graph import from_edges

LEAST = 5
SAMPLED = "ego_sample"
SMALL = "few_people"
DIFFUSIVENESS: Schema = {
    "place": pl.String,
    "value": pl.Float64,  # 0…1; null where undefined
    "people": pl.Int64,  # of the place, with or without ties; null below `LEAST`
    "reason": pl.String,  # why there is no value
}


def diffusiveness(
    ties: pl.DataFrame, actors: pl.DataFrame, sampled: bool, least: int = LEAST
) -> pl.DataFrame:
    """The global efficiency of each place's own network (columns `DIFFUSIVENESS`, by place), direction ignored.

    Mean of 1 / steps over all pairs of people of the place, along ties among them; who has none counts as out of reach. `actors` has
    `actor_id` and `place`, as fine as the survey has it (RT or kelurahan). Undefined below `least` people, and for ego networks
    (`sampled`): who knows whom was then asked of some only.
    Sources: Latora and Marchiori 2001; Alatas, Banerjee, Chandrasekhar, Hanna and Olken, American Economic Review 106 (2016),
    where targeting by the community works better in hamlets through whose network word passes better.
    """
    people = actors.select("actor_id", "place").drop_nulls().unique("actor_id", keep="last").sort("actor_id")
    rows: list[tuple[str, float | None, int | None, str | None]] = []
    for (place,), members in people.sort("place").group_by("place", maintain_order=True):
        ids = members["actor_id"]
        if len(ids) < least:
            rows.append((str(place), None, None, SMALL))
            continue
        if sampled:
            rows.append((str(place), None, len(ids), SAMPLED))
            continue
        among = ties.filter(pl.col("source").is_in(ids.implode()), pl.col("target").is_in(ids.implode()))
        rows.append((str(place), efficiency(from_edges(among, ids, directed=False)).value, len(ids), None))
    return pl.DataFrame(rows, schema=DIFFUSIVENESS, orient="row")
