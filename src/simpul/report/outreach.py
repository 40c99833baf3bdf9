"""A plan of outreach for people: the blocks that the printable sheet and the report of a study share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import altair as alt
import polars as pl

from simpul.measures.catalogue.information import ROLES
from simpul.report import charts
from simpul.report.numbers import DASH, number
from simpul.report.sections.blocks import Block, Card, Cards, Chart, Table, Text
from simpul.report.study import Language
from simpul.report.words import Say, speaker

FRAMES = ("plan", "groups", "curve", "comparison", "price", "robustness", "unreached", "routes")
CHANNELS = (
    "face_to_face", "meeting", "phone", "whatsapp", "loudspeaker", "paper", "social_media", "broadcast", "other",
)  # fmt: skip
SMALL = "<5"


@dataclass(frozen=True)
class Told:
    """A plan as it was written down, and how to speak of it."""

    figures: dict[str, Any]
    frames: dict[str, pl.DataFrame]
    language: Language
    places: dict[str, str] = field(default_factory=dict)
    prefix: str = "outreach"  # of the charts' ids, for two languages may stand in one page

    @cached_property
    def say(self) -> Say:
        return speaker(self.language, "outreach_words.csv")

    def number(self, value: float | None, digits: int = 0) -> str:
        return number(value, self.language, digits)

    def percent(self, share: float | None, digits: int = 0) -> str:
        return DASH if share is None else f"{self.number(100 * share, digits)}%"

    def span(self, low: float, high: float, digits: int = 0) -> str:
        return f"{self.number(low, digits)}–{self.number(high, digits)}"

    def signed(self, value: float, low: float, high: float) -> str:
        """A difference with its interval, such as `+8.3 (7.9 … 8.7)`."""
        marks = [
            ("+" if each > 0 else "−" if each < 0 else "") + self.number(abs(each), 1)
            for each in (value, low, high)
        ]
        return f"{marks[0]} ({marks[1]} … {marks[2]})"

    def place(self, code: str | None) -> str:
        if code == "other":
            return self.say("other")
        return DASH if code is None else self.places.get(code, code)

    def role(self, role: str | None) -> str:
        return ROLES[role][self.language == "en"] if role in ROLES else role or DASH

    def channel(self, channel: str | None) -> str:
        return self.say(f"channel_{channel}") if channel in CHANNELS else channel or DASH


def blocks(told: Told, tick: bool = False) -> list[Block]:
    """The plan from whom to visit to what it rests on; with `tick` the list of visits has a box for who came."""
    made: list[Callable[[Told], Block | None]] = [
        _cards, partial(_visits, tick=tick), _curve, _groups, _comparison, _robustness, _unreached, _routes, _excluded, _how,
    ]  # fmt: skip
    return [block for make in made if (block := make(told)) is not None]


def _cards(told: Told) -> Cards:
    say, figures = told.say, told.figures
    ways = {row["way"]: row for row in told.frames["comparison"].iter_rows(named=True)}
    cards = [
        Card(say("card_reached", days=figures["days"]), told.number(figures["reached"], 1), say("of_families", families=told.number(figures["families"]))),
        Card(say("card_certificate"), told.percent(figures["certificate"]["ratio"]), say("card_certificate_detail")),
    ]  # fmt: skip
    if figures["lowest_group"] is not None:
        other = told.percent(ways["most_reach"]["lowest_group"], 1)
        possible = figures["lowest_group"]["possible"]
        cards.append(
            Card(
                say("card_lowest"),
                told.percent(ways["plan"]["lowest_group"], 1),
                say("card_lowest_detail", other=other, possible=told.percent(possible, 1))
                if possible
                else say("card_too_few", fewest=told.number(figures["fewest"])),
            )
        )
    if ways["popular"]["times"] is not None:
        cards.append(
            Card(say("card_times"), told.number(ways["popular"]["times"], 1), _beside_popular(told, ways))
        )
    cards.append(Card(say("card_robust"), told.percent(figures["robust_ratio"])))
    return Cards(cards)


def _beside_popular(told: Told, ways: dict[str, dict[str, Any]]) -> str:
    """Why a plan may reach fewer than the most popular would, where it was meant to be fair."""
    popular, most = ways["popular"], ways["most_reach"]["families"]
    if popular["times"] >= 1 or most <= popular["families"]:
        return told.say("card_times_detail")
    return told.say("card_times_fair", times=told.number(most / popular["families"], 2))


def _visits(told: Told, tick: bool) -> Table:
    say = told.say
    rows = [
        [
            DASH if row["order"] is None else str(row["order"]), _whole(row["code"]), told.role(row["role"]), told.place(row["place"]), told.channel(row["channel"]),
            SMALL if row["within_reach"] is None else told.number(row["within_reach"]),
            SMALL if row["families"] is None else told.number(row["families"], 1), _where(told, row["where"]),
            *([say("briefed") if row["briefed"] else "☐"] if tick else []),
        ]
        for row in told.frames["plan"].iter_rows(named=True)
    ]  # fmt: skip
    head = [
        say(name)
        for name in ("order", "code", "role", "place", "channel", "within_reach", "expected", "where")
    ]
    return Table(
        head + ([say("present")] if tick else []), rows, (0, 5, 6), say("visits"), say("visits_note")
    )


def _where(told: Told, groups: str | None) -> str:
    """Expected families by group, from `A 6.8 | B 1.2`."""
    parts = [part.rsplit(" ", 1) for part in (groups or "").split(" | ") if part]
    return ", ".join(f"{told.place(group)} {told.number(float(count), 1)}" for group, count in parts) or DASH


def _whole(code: str) -> str:
    """A code that no line breaks."""
    return code.replace("-", "\u2011")


def _curve(told: Told) -> Chart:
    say, whole = told.say, told.frames["curve"].filter(pl.col("group").is_null())
    names = {"plan": say("plan"), "popular": say("popular")}
    frame = whole.select("day", pl.col("way").replace_strict(names), pl.col("share", "low", "high") * 100)
    x = alt.X("day", type="quantitative", title=say("day"), axis=alt.Axis(tickMinStep=1, format="d"))
    band = alt.Chart(frame.drop_nulls("low")).mark_area(color=charts.SOFT, opacity=0.55)
    band = band.encode(x=x, y=alt.Y("low", type="quantitative", title=say("percent")), y2="high")
    lines = alt.Chart(frame).mark_line(strokeWidth=2.5, point=True).encode(
        x=x,
        y=alt.Y("share", type="quantitative", title=say("percent")),
        color=alt.Color("way", type="nominal", legend=alt.Legend(title=None), scale=alt.Scale(domain=list(names.values()), range=[charts.DEEP, charts.WARM])),
        tooltip=[alt.Tooltip("way", type="nominal", title=" "), alt.Tooltip("day", type="quantitative", title=say("day")), alt.Tooltip("share", type="quantitative", format=",.1f", title=say("percent"))],
    )  # fmt: skip
    spec = charts.spec((band + lines).properties(width="container", height=230))
    plan, popular = (whole.filter(way=way) for way in names)
    rows = [
        [
            told.number(day),
            told.percent(share, 1),
            told.span(100 * low, 100 * high, 1),
            told.percent(other, 1),
        ]
        for (day, share, low, high), other in zip(
            plan.select("day", "share", "low", "high").rows(), popular["share"], strict=True
        )
    ]
    table = Table([say("day"), say("plan"), say("band"), say("popular")], rows, (0, 1, 2, 3))
    return Chart(f"{told.prefix}-curve", say("curve"), spec, table, say("curve_note"))


def _groups(told: Told) -> Chart | None:
    frame = told.frames["groups"]
    if told.figures["lowest_group"] is None and frame.height < 2:
        return None
    say = told.say
    named = frame.with_columns(
        group=pl.Series([told.place(name) for name in frame["group"]], dtype=pl.String)
    )
    spec = charts.dots(
        named.select("group", pl.col("share", "low", "high") * 100),
        "share",
        "group",
        "low",
        "high",
        say("percent"),
    )
    rows = [
        [
            group, told.number(families) if families >= 5 else SMALL, told.percent(share, 1), told.span(100 * low, 100 * high), told.percent(most, 1),
            told.percent(possible, 1),
        ]
        for group, families, share, low, high, most, possible in named.select("group", "families", "share", "low", "high", "share_most_reach", "possible").rows()
    ]  # fmt: skip
    table = Table(
        [say(name) for name in ("group", "families", "share", "band", "share_most", "share_possible")],
        rows,
        (1, 2, 3, 4, 5),
    )
    beyond = ", ".join(named.filter(pl.col("possible") == 0)["group"])
    note = f"{say('groups_note')} {say('groups_beyond', groups=beyond)}" if beyond else say("groups_note")
    return Chart(f"{told.prefix}-groups", say("groups"), spec, table, note)


def _comparison(told: Told) -> Table:
    say = told.say
    rows = [
        [
            say(row["way"]), told.number(row["families"], 1), told.span(row["low"], row["high"], 1),
            DASH if row["way"] == "plan" else told.signed(row["lead"], row["lead_low"], row["lead_high"]),
            DASH if row["times"] is None else told.number(row["times"], 2), told.percent(row["lowest_group"], 1),
        ]
        for row in told.frames["comparison"].iter_rows(named=True)
    ]  # fmt: skip
    head = [say("way"), say("families"), "95%", say("lead_of_plan"), say("times"), say("lowest")]
    return Table(head, rows, (1, 2, 3, 4, 5), say("comparison"), say("comparison_note"))


def _robustness(told: Told) -> Table:
    say = told.say
    rows = [
        [say(scenario), told.percent(share, 1), told.percent(possible, 1), told.percent(ratio)]
        for scenario, share, possible, ratio in told.frames["robustness"].rows()
    ]
    head = [say("scenario"), say("plan"), say("possible"), say("ratio")]
    return Table(head, rows, (1, 2, 3), say("robustness"), say("robustness_note"))


def _unreached(told: Told) -> Table:
    """The whole first, then the places that have families without a tie, without a route or on one broker."""
    say = told.say
    frame = told.frames["unreached"]
    whole = frame.filter(pl.col("group").is_null())
    hard = frame.filter(pl.col("group").is_not_null(), pl.col("state") != "several", pl.col("families") > 0)
    rows = [
        [
            say("all") if group is None else told.place(group), say(state), SMALL if families is None else told.number(families),
            DASH if missed is None else told.number(missed, 1), say(f"remedy_{state}"),
        ]
        for group, state, families, missed in pl.concat([whole, hard.sort("families", "group", descending=[True, False])]).rows()
    ]  # fmt: skip
    head = [say(name) for name in ("group", "state", "families", "not_reached", "remedy")]
    return Table(head, rows, (2, 3), say("unreached"))


def _routes(told: Told) -> Table | None:
    say = told.say
    rows = [
        [
            _whole(code),
            told.place(group),
            told.number(families),
            say("recruit") if second is None else f"{_whole(second)} · {told.role(role)}",
        ]
        for code, group, families, second, role in told.frames["routes"].rows()
    ]
    head = [say("only"), say("group"), say("families"), say("second")]
    return Table(head, rows, (2,), say("routes"), say("routes_note")) if rows else None


def _excluded(told: Told) -> Table | None:
    """Who was left out, with the reason that an officer gave; who declined gave none."""
    say = told.say
    rows = [
        [
            told.role(row["role"]),
            told.place(row["place"]),
            say("declined") if row["declined"] else row["reason"],
        ]
        for row in told.figures.get("exclusions", [])
    ]
    return Table([say("role"), say("place"), say("reason")], rows, (), say("excluded")) if rows else None


def _how(told: Told) -> Text:
    say, figures, certificate = told.say, told.figures, told.figures["certificate"]
    how = say(
        "how_1", sets=told.number(certificate["sets"]), seed=figures["seed"], reach=told.number(certificate["reach"], 1),
        low=told.number(certificate["low"], 1), high=told.number(certificate["high"], 1), best=told.number(certificate["best"], 1),
        failure=told.percent(certificate["failure"]),
    )  # fmt: skip
    notes = [note[told.language] for note in figures["notes"]]
    return Text([figures["guarantee"][told.language], how, say("how_2", aim=say(figures["aim"])), *notes])
