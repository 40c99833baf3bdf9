"""What was planted, and what came of it: the answers that a study of the example city should find."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from simpul.example.atlas import NEEDS, PLATFORMS
from simpul.example.topics import make_needs

if TYPE_CHECKING:
    from simpul.example.city import City

TALK = ("post", "comment", "reply", "quote")  # of citizens in public; shares repeat, messages are private


@dataclass(frozen=True)
class Truth:
    """Planted parameters, and under `counted` the same counted in the posts and the survey themselves (k of n).

    Nothing here was found by Simpul: counts rest on what each sentence was written to mean.
    """

    city: dict[str, Any]  # name, code, population, kelurahan, posts
    silent: str  # place code
    plan_rank: dict[str, int]  # top issue → rank
    answer_rate: dict[str, float]  # agency → planted share of answerable comments answered
    answer_hours: dict[str, float]  # agency → planted median
    official_poverty: dict[str, float]  # agency → planted share of its posts that are about poverty
    citizen_poverty: float
    registers: dict[str, list[float]]  # platform → shares of formal, colloquial, ngoko, krama
    need_mix: dict[str, dict[str, float]]  # place → need → share of voiced needs
    growth: dict[str, float]  # platform:handle → relative growth of followers in the half year
    online_brokers: list[str]  # platform:handle
    survey_brokers: list[dict[str, Any]]  # code, role, place, dependants (household codes)
    counted: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def make_truth(city: City) -> Truth:
    """Counts over all posts; at large scales this holds them in memory."""
    atlas, named = city.atlas, city.accounts.frame
    mix = make_needs(atlas, city.seed)
    growth = city.followers.unique(["platform", "handle"], maintain_order=True)
    return Truth(
        city={
            "name": atlas.name,
            "code": atlas.code,
            "population": atlas.population,
            "villages": [village.code for village in atlas.villages],
            "posts": city.size,
        },
        silent=atlas.silent.code,
        plan_rank={row["issue"]: row["rank"] for row in atlas.raw["plan"]},
        answer_rate={agency.code: agency.rate for agency in atlas.agencies},
        answer_hours={agency.code: agency.hours for agency in atlas.agencies},
        official_poverty={agency.code: agency.poverty for agency in atlas.agencies},
        citizen_poverty=atlas.share("citizen_poverty"),
        registers={platform: atlas.raw["registers"][platform] for platform in PLATFORMS},
        need_mix={
            village.code: {need: float(share) for need, share in zip(NEEDS, row, strict=True)}
            for village, row in zip(atlas.villages, mix, strict=True)
        },
        growth={f"{platform}:{handle}": share for platform, handle, share in growth.select("platform", "handle", "growth").rows()},
        online_brokers=[
            f"{platform}:{handle}" for platform, handle in named.filter("broker").select("platform", "handle").rows()
        ],
        survey_brokers=[
            row | {"dependants": city.survey.dependants([row["code"]])} for row in city.survey.brokers.to_dicts()
        ],
        counted=_count(city),
    )  # fmt: skip


def write_truth(city: City, path: Path) -> None:
    """Writes the truth as JSON; keep it out of the folder of exports."""
    path.write_text(json.dumps(city.truth.as_dict(), ensure_ascii=False, indent=1), "utf-8")


def _count(city: City) -> dict[str, Any]:
    posts = city.posts
    talk = posts.filter("is_citizen", pl.col("kind").is_in(TALK))
    official = posts.filter(pl.col("role").is_in(["official", "agency"]), kind="post")
    homes = city.survey.households
    return {
        "platforms": _tally(posts, "platform"),
        "kinds": _tally(posts, "kind"),
        "citizen_poverty": _share(talk),
        "citizen_poverty_with_communities": _share(posts.filter(pl.col("role").is_in(["citizen", "community"]), pl.col("kind").is_in(TALK))),
        "official_poverty": _share(official),
        "official_poverty_by_agency": {
            agency: _share(group) for agency, group in _parts(official, "agency")
        },
        "issues_of_citizens": _tally(talk.with_columns(pl.col("issue").str.extract(r"^(\d+)")), "issue"),
        "registers_of_citizens": _tally(talk, "register"),
        "languages_of_citizens": _tally(talk, "language"),
        "needs_by_place": _needs(talk),
        "needs_of_poverty_by_place": _needs(talk.filter(pl.col("issue").str.starts_with("1."))),
        "place_named": [talk["place"].is_not_null().sum(), len(talk)],
        "answers": _answers(posts),
        "personal": posts["personal"].is_not_null().sum(),
        "households": len(homes),
        "poor_households": homes["poor"].sum(),
        "poor_by_place": _tally(homes.filter("poor"), "place"),
        "poor_with_phone": [homes.filter("poor")["internet_phone"].sum(), homes["poor"].sum()],
        "poor_without_tie": homes.filter("poor").join(city.survey.ties, on="household_code", how="anti").height,
        "cut_by_brokers": [len(city.survey.dependants()), homes["poor"].sum()],
    }  # fmt: skip


def _needs(talk: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Texts per need, by the kelurahan that they name."""
    return {
        place: _tally(group, "need") for place, group in _parts(talk.drop_nulls(["place", "need"]), "place")
    }


def _parts(frame: pl.DataFrame, column: str) -> Iterator[tuple[str, pl.DataFrame]]:
    for (value,), group in frame.sort(column, maintain_order=True).partition_by(column, as_dict=True).items():
        yield value, group


def _share(frame: pl.DataFrame) -> list[int]:
    """[on poverty, all]"""
    return [int(frame["issue"].str.starts_with("1.").sum()), len(frame)]


def _tally(frame: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(frame.drop_nulls(column).group_by(column).len().sort(column).rows())


def _answers(posts: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Per agency: comments under its posts that ask for an answer (by citizens, not among themselves), those answered, median hours.

    `delays` are of the first answer to each comment.
    """
    own = posts.filter(pl.col("agency").is_not_null())
    threads = own.filter(kind="post").select(root_id="id", owner="agency")
    asked = (
        posts.filter("is_citizen", pl.col("intent").is_in(["complaint", "question", "request"]))
        .filter((pl.col("parent_id") == pl.col("root_id")) & (pl.col("kind") != "post"))
        .join(threads, on="root_id", how="inner", maintain_order="left")
    )
    replies = (
        own.filter(kind="reply").group_by("parent_id").agg(pl.col("created_at").min().alias("answered_at"))
    )
    joined = asked.join(replies, left_on="id", right_on="parent_id", how="left", maintain_order="left")
    hours = (pl.col("answered_at") - pl.col("created_at")).dt.total_seconds() / 3600
    counted = (
        joined.group_by("owner")
        .agg(answerable=pl.len(), answered=pl.col("answered_at").count(), median_hours=hours.median())
        .sort("owner")
    )
    return {row.pop("owner"): row for row in counted.to_dicts()}
