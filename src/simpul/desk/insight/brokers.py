"""Brokers of the survey by role and place, with how sure their rank is; never a name."""

from __future__ import annotations

from dataclasses import dataclass

from simpul.measures.catalogue.information import ROLES
from simpul.report.study import Study


@dataclass(frozen=True)
class Broker:
    """One broker: whom they reach directly, who has no other, and their rank over resamples of the network."""

    role: str
    place: str
    direct: int | None
    sole: int | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    among_top: float | None  # percent of draws in which this broker is among the first five
    account: bool


def brokers_of(folder: Study) -> list[Broker]:
    """All brokers, the one who reaches most families first; numbers under five are hidden."""
    if not folder.has("brokers"):
        return []
    table = folder.table("brokers")
    if folder.has("broker_ranks"):
        ranks = folder.table("broker_ranks").unique("id", keep="first", maintain_order=True)
        table = table.join(ranks, on="id", how="left", maintain_order="left")
    english = folder.language == "en"
    return [
        Broker(
            ROLES[row["role"]][english] if row["role"] in ROLES else row["role"] or "–", folder.places.get(row["place"], row["place"] or "–"),
            None if row["suppressed"] else row["direct"], None if row["suppressed"] else row["sole"],
            row.get("rank"), row.get("rank_low"), row.get("rank_high"),
            None if row.get("among_top") is None else 100 * row["among_top"], bool(row["account"]),
        )
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
