"""Who speaks in the example city: agencies, media, companies, communities and citizens, all with invented names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simpul.example.atlas import PLATFORMS, Atlas
from simpul.example.chance import letters, scrambled, stream

CITIZENS = {"x": 1300, "instagram": 1100, "facebook": 900, "youtube": 450, "bluesky": 80}  # at scale 1
GROWTH = (
    0.75  # citizens' accounts grow with this power of the scale: a larger record has more of each person too
)
DATES = pl.date_range(pl.date(2026, 1, 1), pl.date(2026, 7, 2), "1w", eager=True)


@cache
def words() -> dict[str, list[str]]:
    """The words of which names are made: `names.toml`."""
    return tomllib.loads(resources.files("simpul.example").joinpath("names.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Accounts:
    """All accounts. Citizens of one platform and kelurahan stand together, most active first.

    `frame` columns: platform, handle (the key by which texts and exports name it), name, kind, agency, pillar, home (place code),
    native_id, broker. `platform`, `home` (index of the village, -1 none) and `agency` (index, -1 none) are the same as arrays.
    """

    frame: pl.DataFrame
    platform: NDArray[np.int64]
    home: NDArray[np.int64]
    agency: NDArray[np.int64]
    first: NDArray[np.int64]  # first citizen of [platform, village]
    count: NDArray[np.int64]  # citizens of [platform, village]
    activity: NDArray[
        np.float64
    ]  # running sum of the citizens' weights within their group, over all accounts

    def of(self, platform: str, *kinds: str) -> NDArray[np.int64]:
        """Accounts of a platform and kind that are not citizens."""
        return np.flatnonzero(
            (self.frame["platform"] == platform).to_numpy() & self.frame["kind"].is_in(list(kinds)).to_numpy()
        )

    def citizens(
        self, platform: NDArray[np.int64] | int, village: NDArray[np.int64], u: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """One citizen per row, of the given platform and kelurahan; the more active ones more often."""
        first, count = self.first[platform, village], self.count[platform, village]
        below = np.where(first > 0, self.activity[first - 1], 0.0)
        total = self.activity[first + count - 1] - below
        found = np.searchsorted(self.activity, below + u * total, side="right")
        return np.asarray(np.clip(found, first, first + count - 1))


def make_accounts(atlas: Atlas, seed: int, scale: float) -> Accounts:
    """The accounts of a city of this scale."""
    named = _named(atlas)
    people, first, count = _citizens(atlas, scale, len(named))
    groups = _members(atlas)
    frame = pl.concat([named, people, groups], how="diagonal").with_columns(
        pl.col("broker").fill_null(False), pl.col("pillar").fill_null("household")
    )
    frame = _identified(frame, seed)
    codes = [village.code for village in atlas.villages]
    agencies = [agency.code for agency in atlas.agencies]
    rank = np.arange(len(frame)) - len(named)
    for start, length in zip(first.ravel(), count.ravel(), strict=True):
        rank[start : start + length] = np.arange(length)
    weights = np.where(frame["kind"].to_numpy() == "citizen", (np.abs(rank) + 3.0) ** -0.8, 0.0)
    return Accounts(
        frame,
        _index(frame["platform"], PLATFORMS),
        _index(frame["home"], codes),
        _index(frame["agency"], agencies),
        first,
        count,
        np.cumsum(weights),
    )


def _index(values: pl.Series, names: list[str] | tuple[str, ...]) -> NDArray[np.int64]:
    found = values.replace_strict(
        {name: number for number, name in enumerate(names)}, default=-1, return_dtype=pl.Int64
    )
    return found.fill_null(-1).to_numpy()


def _named(atlas: Atlas) -> pl.DataFrame:
    rows = [
        {
            "platform": platform,
            "handle": agency.handle,
            "name": agency.name if agency.code == "setda" else f"{agency.name} {atlas.name}",
            "kind": "official" if agency.code == "setda" else "agency",
            "agency": agency.code,
            "pillar": "government",
            "broker": False,
        }
        for agency in atlas.agencies
        for platform in agency.on
    ]
    rows += [
        {
            "platform": platform,
            "handle": handle,
            "name": name,
            "kind": group["kind"],
            "pillar": group["pillar"],
            "broker": group.get("broker", False),
        }
        for group in atlas.raw["others"]
        for handle, name in group["names"].items()
        for platform in group["on"]
    ]
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(home=pl.lit(None, pl.String))


def _citizens(
    atlas: Atlas, scale: float, offset: int
) -> tuple[pl.DataFrame, NDArray[np.int64], NDArray[np.int64]]:
    voice = np.array([village.voice * village.population for village in atlas.villages])
    counts = np.zeros((len(PLATFORMS), len(atlas.villages)), dtype=np.int64)
    for platform, base in CITIZENS.items():
        wanted = base * scale**GROWTH * voice / voice.sum()
        counts[PLATFORMS.index(platform)] = np.where(voice > 0, np.maximum(np.rint(wanted), 3), 0)
    flat = counts.ravel()
    first = (offset + np.cumsum(flat) - flat).reshape(counts.shape)
    platforms = np.repeat(np.repeat(np.arange(len(PLATFORMS)), len(atlas.villages)), flat)
    homes = np.repeat(np.tile(np.arange(len(atlas.villages)), len(PLATFORMS)), flat)
    people = pl.DataFrame(
        {
            "platform": pl.Series(PLATFORMS).gather(platforms),
            "handle": _handles(len(platforms), platforms == PLATFORMS.index("x")),
            "name": _names(len(platforms)),
            "kind": pl.Series(["citizen"]).gather(np.zeros(len(platforms), dtype=np.int64)),
            "home": pl.Series([village.code for village in atlas.villages]).gather(homes),
        }
    )
    return people, first, counts


def _handles(size: int, short: NDArray[np.bool_]) -> pl.Series:
    """Distinct invented handles; short ones fit the fifteen letters of X."""
    number = np.arange(size) * 7919 + 1237
    parts: dict[str, pl.Series] = {}
    for kind in ("objects", "moods", "tokens", "marks"):
        parts[kind] = pl.Series(words()[kind]).gather(number % len(words()[kind]))
        number = number // len(words()[kind])
    parts |= {"rank": pl.Series(np.arange(size)).cast(pl.String), "short": pl.Series(short)}
    brief = pl.concat_str(
        pl.col("objects").str.slice(0, 5), pl.lit("_"), pl.col("tokens").str.slice(0, 3), "rank"
    )
    full = pl.concat_str("objects", "marks", "moods", "marks", "tokens", "rank")
    return pl.DataFrame(parts).select(pl.when("short").then(brief).otherwise(full)).to_series()


def _names(size: int) -> pl.Series:
    number = np.arange(size)
    first, last = words()["first"], words()["last"]
    return (
        pl.Series(first).gather(number % len(first))
        + " "
        + pl.Series(last).gather(number * 7 // 3 % len(last))
    )


def _members(atlas: Atlas) -> pl.DataFrame:
    """Members of the WhatsApp groups by the name in the exporting phone, some only by number; the first one leads the group."""
    first, last = words()["first"], words()["last"]
    rows: list[dict[str, str]] = []
    for number, group in enumerate(atlas.raw["groups"]):
        for member in range(group["members"]):
            person = f"{first[len(rows) * 5 % len(first)]} {last[len(rows) % len(last)]}"
            name = f"+62 890-{number}{member:03}-{(member * 613) % 10000:04}" if member % 9 == 8 else person
            lead = ("Pak RT " if "RT" in group["name"] else "Bu Kader ") + person
            rows.append(
                {
                    "platform": "whatsapp",
                    "handle": lead if member == 0 else name,
                    "name": group["name"],
                    "kind": "broker" if member == 0 else "citizen",
                    "pillar": "community" if member == 0 else "household",
                    "home": group["village"],
                }
            )
    return pl.DataFrame(rows)


def _identified(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The platforms' internal ids: numbers, YouTube's channel ids (by which it names accounts), Bluesky's DIDs."""
    code = scrambled(np.arange(len(frame)), 11 + seed)
    digits = pl.Series(code % np.uint64(10**15)).cast(pl.String).str.zfill(15)
    mixed = letters(code) + letters(scrambled(code, 5))
    small = letters(code, 13, 36).str.to_lowercase() + letters(scrambled(code, 6), 11, 36).str.to_lowercase()
    frame = frame.with_columns(digits=digits, mixed=mixed, small=small)
    kind, citizen = pl.col("platform"), pl.col("kind") == "citizen"
    frame = frame.with_columns(
        native_id=pl.when(kind == "youtube")
        .then("UC" + pl.col("mixed"))
        .when(kind == "bluesky")
        .then("did:plc:" + pl.col("small"))
        .when(kind == "instagram")
        .then("17841" + pl.col("digits").str.slice(3))
        .when(kind == "facebook")
        .then("1000" + pl.col("digits").str.slice(4))
        .otherwise("1" + pl.col("digits")),
        name=pl.when((kind == "youtube") & citizen).then("@" + pl.col("handle")).otherwise("name"),
    )
    return frame.with_columns(
        handle=pl.when(kind == "youtube").then("native_id")
        .when(kind == "bluesky").then(pl.col("handle").str.replace_all(r"[_.]+", "-") + ".bsky.social")
        .otherwise("handle")
    ).drop("digits", "mixed", "small")  # fmt: skip


def make_followers(accounts: Accounts, seed: int) -> pl.DataFrame:
    """Weekly follower counts of all named accounts: platform, handle, date, followers, growth (planted, over the half year)."""
    chance = stream(seed, "followers")
    named = accounts.frame.filter(pl.col("kind") != "citizen", pl.col("platform") != "whatsapp")
    start = np.rint(np.exp(chance.normal(7.6, 0.8, len(named))) + 120)
    growth = np.round(np.where(chance.random(len(named)) < 0.12, -0.03, chance.random(len(named)) * 0.5), 3)
    weeks = np.arange(len(DATES)) / (len(DATES) - 1)
    followers = np.rint(start[:, None] * (1 + growth[:, None] * weeks)).astype(np.int64)
    each = np.repeat(np.arange(len(named)), len(DATES))
    return named[each].select(
        "platform",
        "handle",
        date=pl.Series(DATES).gather(np.tile(np.arange(len(DATES)), len(named))),
        followers=pl.Series(followers.ravel()),
        growth=pl.Series(growth).gather(each),
    )
