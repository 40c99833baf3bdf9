"""The network as one page to explore: zoom, search, colour and size by any measure, who is around whom; and as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

import polars as pl

from simpul.network.drawing import REST, Drawing, colour, drawing
from simpul.network.groups import KIND as GROUP
from simpul.network.label_places import Box
from simpul.network.picture import described, group_names
from simpul.network.shown import Ties
from simpul.network.words import Language, Say, day, number, speaker

MOST_LINES = 60_000
MOST_VALUES = 200  # of an attribute that may colour nodes; the commonest have colours, the rest share a grey
LONGEST = 60  # signs of an attribute's value; longer ones are texts
ROWS = 100  # of the table
AREA = Box(0.0, 0.0, 1500.0, 900.0)
MEASURES = ("ties", "degree_in", "degree_out", "betweenness", "pagerank", "harmonic", "constraint", "core", "collective_influence", "stability")  # fmt: skip
HIDDEN = ("id", "name", "handle", "caption", "members", "x", "y", "component", "articulation", "community")


def page(
    ties: Ties,
    nodes: pl.DataFrame,
    *,
    title: str,
    source: str = "",
    made: date | None = None,
    groups: Mapping[int, str] | None = None,
    language: Language = "id",
) -> str:
    """One HTML file that asks no other host for anything. Arguments are those of `picture.draw`.

    At most 20,000 nodes and the `MOST_LINES` heaviest ties are in it, and it says so. Who may not be named is there without a name
    or id. Raises ValueError if a single household is among the nodes (`groups.grouped`), or where they have no place.
    """
    say = speaker(language)
    drawn = drawing(ties, nodes, AREA, say)
    called = group_names(drawn, groups or {}, say)
    table = drawn.nodes.select("id", "caption", "ties", "group", "kind").join(
        nodes.drop("kind", "ties", strict=False), on="id", how="left", maintain_order="left"
    )
    offered = [name for name in MEASURES if name in table.columns and table[name].null_count() < table.height]
    traits = _traits(nodes, table)
    names = [_name(caption, kind, say) for caption, kind in table.select("caption", "kind").rows()]
    content = {
        "lang": language,
        "name": names,
        "unnamed": [0 if caption else 1 for caption in table["caption"]],
        "x": (drawn.nodes["left"] / 1000).round(4).to_list(),
        "y": (drawn.nodes["top"] / 1000).round(4).to_list(),
        "group": table["group"].to_list(),
        "groups": [called.get(group, "") for group in range(REST)],
        "colours": [colour(group) for group in range(REST)],
        "rest": colour(REST),
        "measures": {name: table[name].cast(pl.Float64).round_sig_figs(5).fill_nan(None).to_list() for name in offered},
        "attributes": traits,
        "ends": _ends(drawn),
        "words": {
            "group": say("page_group"), "others": say("page_others"), "ego": say("page_ego"), "close": say("page_close"),
            "measures": {name: say(f"measure_{name}") for name in offered},
        },
    }  # fmt: skip
    rows = [
        {"name": name, "group": called.get(group) or say("page_others"), "values": [number(value, language) for value in values]}
        for name, (group, *values) in zip(names[:ROWS], table.head(ROWS).select("group", *offered).rows(), strict=True)
    ]  # fmt: skip
    return render(
        "page.html", language, say, title=title, counts=_counts(drawn, say), described=described(drawn, called, say),
        colours=[("", say("page_group")), *((key, one["title"]) for key, one in traits.items())],
        measures=[(name, say(f"measure_{name}")) for name in offered], rows=rows, data=embedded(content), script=asset("page.js"),
        foot=foot(source, made, language, say),
    )  # fmt: skip


def render(template: str, language: Language, say: Say, **values: Any) -> str:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(asset(template)).render(
        lang=language, say=say, style=asset("page.css"), **values
    )


def asset(name: str) -> str:
    return resources.files("simpul.network").joinpath(f"assets/{name}").read_text("utf-8")


def embedded(value: Any) -> str:
    """JSON that cannot close the element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def foot(source: str, made: date | None, language: Language, say: Say) -> str:
    said = [
        say("source", source=source) if source else "",
        say("made", day=day(made, language)) if made else "",
    ]
    return " · ".join(each for each in said if each)


def _counts(drawn: Drawing, say: Say) -> str:
    told = say("page_counts", nodes=drawn.total, ties=drawn.lines.height)
    if drawn.nodes.height < drawn.total:
        told += " · " + say("hidden", shown=drawn.nodes.height)
    if drawn.lines.height > MOST_LINES:
        told += " · " + say("page_lines", shown=MOST_LINES)
    return told


def _name(caption: str | None, kind: str | None, say: Say) -> str:
    return caption or say("page_household" if kind == GROUP else "page_unnamed")


def _traits(nodes: pl.DataFrame, table: pl.DataFrame) -> dict[str, Any]:
    """Attributes with few short values: their values, the commonest first, and the number of each node's."""
    found: dict[str, Any] = {}
    for name, kind in nodes.schema.items():
        if name in HIDDEN or not (kind == pl.String or kind == pl.Boolean):
            continue
        values = table[name].cast(pl.String)
        known = values.drop_nulls()
        if not 1 < known.n_unique() <= MOST_VALUES or (known.str.len_chars().max() or 0) > LONGEST:  # type: ignore[operator]
            continue
        common = known.value_counts(sort=True).sort("count", name, descending=[True, False])[name].to_list()
        codes = values.replace_strict({value: at for at, value in enumerate(common)}, default=-1, return_dtype=pl.Int64)  # fmt: skip
        found[name] = {"title": name, "values": common, "codes": codes.to_list()}
    return found


def _ends(drawn: Drawing) -> list[int]:
    """Both ends of each line, one after the other, the heaviest line first."""
    heaviest = drawn.lines.tail(MOST_LINES).reverse()
    return heaviest.select(pl.concat_list("source", "target").explode()).to_series().to_list()
