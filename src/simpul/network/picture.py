"""A network as a picture for print: A4 across, with title, legend, names that do not overlap, source and date; SVG and PNG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path

import numpy as np
import polars as pl

from simpul.network.drawing import REST, Drawing, bands, colour, drawing, pooled, radius_of
from simpul.network.graph import Floats
from simpul.network.groups import KIND as GROUP
from simpul.network.label_places import LINE, Box, place_labels
from simpul.network.shown import Ties
from simpul.network.text_width import FONT, shortened, width
from simpul.network.words import Language, Say, day, speaker
from simpul.network.xml_text import FORBIDDEN

WIDTH, HEIGHT = 1485, 1050  # five units to a millimetre
AREA = Box(50, 128, 1105, 990)
LEGEND = (1140, 1440)  # left and right edge
INK, SOFT, LINE_COLOUR = "#1c2526", "#5c6768", "#8d9899"
ARROWS = 150  # lines up to which each has its arrow
LINES = 4000  # lines up to which each is drawn
POOLED, BANDS = 2600, 14
FEW = 60  # nodes up to which each is named if it may be
BADGE = 10.5
NAMES = {FEW: FEW, 1500: 40}  # names at most, by the number of nodes
MANY_NAMES = 26
DOT = 2.2  # a circle smaller than this is a dot of a path


def draw(
    ties: Ties,
    nodes: pl.DataFrame,
    *,
    title: str,
    source: str = "",
    made: date | None = None,
    groups: Mapping[int, str] | None = None,
    language: Language = "id",
) -> str:
    """An SVG of the network of `nodes` (such as `analyse(…).nodes`) and `ties`.

    Colour tells the seven largest communities, called as `groups` says, else by their most tied members; area tells the number of
    ties. Up to `ARROWS` ties have arrows, up to `LINES` each is a line, above that ties within a community are pooled by place and those between
    communities are bands. Who may not be named has no name; the same input gives the same bytes.

    Raises ValueError if a single household is among the nodes (`groups.grouped`), or where they have no place.
    """
    say = speaker(language)
    drawn = drawing(ties, nodes, AREA, say)
    called = group_names(drawn, groups or {}, say)
    badges = _badges(drawn)
    names = place_names(drawn, list(badges.values()))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FONT}" role="img" aria-label="{_escaped(described(drawn, called, say))}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_head(drawn, nodes, title, say),
        *_ties(drawn),
        *_circles(drawn),
        *_names(names),
        *(
            _badge((box.left + box.right) / 2, (box.top + box.bottom) / 2, group)
            for group, box in badges.items()
        ),
        *_legend(drawn, called, len(names), nodes, say),
        *_foot(source, made, language, say),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def write_png(path: Path, svg: str, dots: float = 2.0) -> None:
    """The same picture in pixels, so many to a unit: 2 is 254 to the inch on A4."""
    import vl_convert

    path.write_bytes(vl_convert.svg_to_png(svg, scale=dots))


def place_names(drawn: Drawing, taken: list[Box] | None = None) -> dict[int, tuple[Box, str, float]]:
    """Row → box, name as it is written, and size of the letters; nothing is written over the boxes `taken`."""
    count = drawn.nodes.height
    if not count:
        return {}
    most = next((names for nodes, names in NAMES.items() if count <= nodes), MANY_NAMES)
    size = 15.0 if count <= FEW else 12.5
    captions = [shortened(_clean(each), 190, size) if each else "" for each in drawn.nodes["caption"]]
    order = np.array([row for row, each in enumerate(captions) if each], np.intp)[: most * 4]
    widths = np.array([width(each, size) for each in captions])
    radius = drawn.nodes["radius"].to_numpy()
    found = place_labels(drawn.places, radius, order, widths, size, AREA, most, taken, _along(drawn))
    return {row: (box, captions[row], size) for row, box in found.items()}


def _along(drawn: Drawing) -> Floats:
    """Points on the lines of a picture that has few of them: names avoid these."""
    if drawn.lines.height > ARROWS:
        return np.empty((0, 2))
    places, share = drawn.places, np.linspace(0.05, 0.95, 40)[:, None]
    a, b = (places[drawn.lines[end].to_numpy()][:, None, :] for end in ("source", "target"))
    bend = _bend(a, b)
    return np.asarray(((1 - share) ** 2 * a + 2 * share * (1 - share) * bend + share**2 * b).reshape(-1, 2))


def _bend(a: Floats, b: Floats) -> Floats:
    """The point that pulls the curve from a to b aside."""
    return (a + b) / 2 + 0.1 * np.stack([a[..., 1] - b[..., 1], b[..., 0] - a[..., 0]], -1)


# --- the network ------------------------------------------------------------------------------------------


def _ties(drawn: Drawing) -> list[str]:
    count = drawn.lines.height
    if not count:
        return []
    if count > LINES:
        return [*_pooled(drawn), *_bands(drawn)]
    return _arrows(drawn) if count <= ARROWS else _lines(drawn)


def _arrows(drawn: Drawing) -> list[str]:
    """Each tie as a slight curve with its head at the rim of the circle it leads to, as wide as it is heavy."""
    parts = [
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" '
        f'orient="auto"><path d="M0,0.8L8,4L0,7.2z" fill="{SOFT}"/></marker></defs>',
        f'<g fill="none" stroke="{LINE_COLOUR}" stroke-opacity=".75" marker-end="url(#head)">',
    ]
    heaviest = float(drawn.lines["weight"].max() or 1)  # type: ignore[arg-type]
    places, radius = drawn.places, drawn.nodes["radius"].to_numpy()
    for a, b, weight in drawn.lines.rows():
        way = places[b] - places[a]
        length = max(float(np.hypot(*way)), 1e-6)
        bend = _bend(places[a], places[b])
        start = _towards(places[a], bend, radius[a])
        end = _towards(places[b], bend, radius[b] + 2)
        if length <= radius[a] + radius[b]:
            continue
        wide = 0.8 + 2.4 * np.sqrt(weight / heaviest)
        parts.append(f'<path d="M{_xy(start)}Q{_xy(bend)} {_xy(end)}" stroke-width="{wide:.1f}"/>')
    return [*parts, "</g>"]


def _lines(drawn: Drawing) -> list[str]:
    """One line for each pair, faded the more there are; within a group in its colour."""
    pair = pl.DataFrame(
        {
            "a": drawn.lines.select(pl.min_horizontal("source", "target")).to_series(),
            "b": drawn.lines.select(pl.max_horizontal("source", "target")).to_series(),
        }
    ).unique(maintain_order=True)
    of, places = drawn.nodes["group"].to_numpy(), drawn.places
    faded = float(np.clip(9 / np.sqrt(pair.height), 0.16, 0.6))
    paths: dict[str, list[str]] = {}
    for a, b in pair.rows():
        stroke = colour(int(of[a])) if of[a] == of[b] else LINE_COLOUR
        paths.setdefault(stroke, []).append(f"M{_xy(places[a])}L{_xy(places[b])}")
    grey_first = sorted(paths, key=lambda stroke: (stroke != LINE_COLOUR, stroke))
    return [
        f'<path d="{"".join(paths[stroke])}" fill="none" stroke="{stroke}" stroke-width=".8" stroke-opacity="{faded:.2f}"/>'
        for stroke in grey_first
    ]


def _pooled(drawn: Drawing) -> list[str]:
    table = pooled(drawn).tail(POOLED)
    most = float(table["ties"].max() or 1)  # type: ignore[arg-type]
    parts: dict[tuple[int, int], list[str]] = {}
    for x1, y1, x2, y2, group, ties in table.rows():
        step = int(np.ceil(4 * np.sqrt(ties / most)))
        parts.setdefault((group, step), []).append(f"M{x1:.0f},{y1:.0f}L{x2:.0f},{y2:.0f}")
    return [
        f'<path d="{"".join(lines)}" fill="none" stroke="{colour(group)}" stroke-width="{0.35 * step:.2f}" stroke-opacity="{0.1 + 0.06 * step:.2f}"/>'
        for (group, step), lines in sorted(parts.items())
    ]


def _bands(drawn: Drawing) -> list[str]:
    table = bands(drawn).head(BANDS)
    at = _hearts(drawn)
    most = float(table["ties"].max() or 1)  # type: ignore[arg-type]
    paper = np.array([(AREA.left + AREA.right) / 2, (AREA.top + AREA.bottom) / 2])
    parts = [f'<g fill="none" stroke="{INK}" stroke-linecap="round" stroke-opacity=".22">']
    for a, b, ties in table.reverse().rows():
        bend = (at[a] + at[b]) / 2 * 0.8 + paper * 0.2
        parts.append(
            f'<path d="M{_xy(at[a])}Q{_xy(bend)} {_xy(at[b])}" stroke-width="{1 + 8 * np.sqrt(ties / most):.1f}"/>'
        )
    return [*parts, "</g>"]


def _hearts(drawn: Drawing) -> dict[int, Floats]:
    """Where a group is at home: the middle of its five most tied nodes, weighted by their ties."""
    core = drawn.nodes.sort("ties", "id", descending=[True, False]).group_by("group").head(5)
    weight = pl.col("ties") + 1
    middle = core.group_by("group").agg((pl.col("left", "top") * weight).sum() / weight.sum())
    return {group: np.array([x, y]) for group, x, y in middle.sort("group").rows()}


def _badges(drawn: Drawing) -> dict[int, Box]:
    """A number on each coloured group of a picture in which colours alone would have to be told apart."""
    if drawn.nodes.height <= FEW:
        return {}
    hearts = {group: at for group, at in _hearts(drawn).items() if group < REST}
    return {group: Box(x - BADGE, y - BADGE, x + BADGE, y + BADGE) for group, (x, y) in hearts.items()}


def _badge(x: float, y: float, group: int) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{BADGE - 1.5:g}" fill="#fff" stroke="{colour(group)}" stroke-width="3"/>'
        f'<text x="{x:.1f}" y="{y + 4.6:.1f}" font-size="13" font-weight="bold" text-anchor="middle" fill="{INK}">{group + 1}</text>'
    )


def _circles(drawn: Drawing) -> list[str]:
    """Small ones as dots of one path for each colour and size, large ones one by one on top, groups of households as squares."""
    dots: dict[tuple[int, float], list[str]] = {}
    parts: list[str] = []
    for left, top, radius, group, kind in drawn.nodes.reverse().select("left", "top", "radius", "group", "kind").rows():  # fmt: skip
        if kind == GROUP:
            side = radius * 1.8
            parts.append(
                f'<rect x="{left - side / 2:.1f}" y="{top - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}" rx="1.5" fill="{colour(group)}"/>'
            )
        elif radius < DOT:
            dots.setdefault((group, round(radius * 4) / 4), []).append(f"M{left:.1f},{top:.1f}h0")
        else:
            parts.append(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{radius:.1f}" fill="{colour(group)}"/>')
    small = [
        f'<path d="{"".join(places)}" fill="none" stroke="{colour(group)}" stroke-width="{2 * radius:.1f}" stroke-linecap="round" stroke-opacity="{0.45 if group == REST else 0.8}"/>'
        for (group, radius), places in sorted(dots.items(), key=lambda one: (one[0][1], -one[0][0]))
    ]
    return [*small, '<g stroke="#fff" stroke-width=".9">', *parts, "</g>"]


def _names(names: dict[int, tuple[Box, str, float]]) -> list[str]:
    parts = [
        f'<g fill="{INK}" stroke="#fff" stroke-width="3.2" stroke-opacity=".9" stroke-linejoin="round" paint-order="stroke">'
    ]
    for box, name, size in names.values():
        parts.append(
            f'<text x="{box.left:.1f}" y="{box.bottom - size * 0.26:.1f}" font-size="{size:g}">{_escaped(name)}</text>'
        )
    return [*parts, "</g>"]


# --- around it --------------------------------------------------------------------------------------------


def _head(drawn: Drawing, nodes: pl.DataFrame, title: str, say: Say) -> list[str]:
    groups = nodes["community"].n_unique() if "community" in nodes.columns and nodes.height else 0
    counts = say("counts", nodes=drawn.total, ties=drawn.lines.height, groups=groups)
    if drawn.nodes.height < drawn.total:
        counts += " · " + say("hidden", shown=drawn.nodes.height)
    middle = f'<text x="{(AREA.left + AREA.right) / 2}" y="{(AREA.top + AREA.bottom) / 2}" font-size="18" text-anchor="middle" fill="{SOFT}">{say("empty")}</text>'
    return [
        f'<text x="{AREA.left}" y="72" font-size="32" font-weight="bold" fill="{INK}">{_escaped(shortened(_clean(title), WIDTH - 100, 32, True))}</text>',
        f'<text x="{AREA.left}" y="102" font-size="17" fill="{SOFT}">{_escaped(counts)}</text>',
        "" if drawn.nodes.height else middle,
    ]


def group_names(drawn: Drawing, groups: Mapping[int, str], say: Say) -> dict[int, str]:
    """The name of each coloured group that is drawn; without one given, its three most tied members are its name."""
    found = {}
    for group in sorted(group for group in drawn.nodes["group"].unique() if group < REST):
        members = drawn.nodes.filter(group=group)["caption"].drop_nulls().head(3).to_list()
        found[group] = groups.get(group) or ", ".join(map(_clean, members)) or say("group", number=group + 1)
    return found


def _legend(
    drawn: Drawing, called: Mapping[int, str], named: int, nodes: pl.DataFrame, say: Say
) -> list[str]:
    left, right = LEGEND
    parts = [f'<g fill="{INK}" font-size="14">']
    top = AREA.top + 14.0
    if called:
        parts.append(_text(left, top, say("groups"), 14, True))
        top += 26
    sizes = _members(drawn)
    for group, name in called.items():
        parts.append(
            _badge(left + 9, top - 5, group)
            if drawn.nodes.height > FEW
            else f'<circle cx="{left + 9}" cy="{top - 5}" r="9" fill="{colour(group)}"/>'
        )
        count = say("count", n=sizes[group])
        room = right - left - 26 - width(count, 14) - 10
        for row, line in enumerate(_wrapped(name, room, 14, 2)):
            parts.append(_text(left + 26, top + row * 14 * LINE, line, 14))
            last = top + row * 14 * LINE
        parts.append(f'<text x="{right}" y="{top}" text-anchor="end" fill="{SOFT}">{count}</text>')
        top = last + 26
    rest = drawn.nodes.filter(pl.col("group") == REST).height
    if rest and "community" in nodes.columns:
        others = nodes.filter(pl.col("community") >= REST)["community"].n_unique()
        parts.append(f'<circle cx="{left + 9}" cy="{top - 5}" r="9" fill="{colour(REST)}"/>')
        parts.append(_text(left + 26, top, say("others", count=others), 14))
        parts.append(
            f'<text x="{right}" y="{top}" text-anchor="end" fill="{SOFT}">{say("count", n=rest)}</text>'
        )
        top += 26
    top += 14
    parts += _sizes(drawn, top, say)
    top += 92
    lines = drawn.lines.height
    told = [say("tie_arrow" if lines <= ARROWS else "tie_line" if lines <= LINES else "tie_bundle")]
    if drawn.nodes.filter(kind=GROUP).height:
        told.append(say("households"))
    told.append(say("named", count=named))
    for text in told:
        for line in _wrapped(text, right - left, 13, 4):
            parts.append(f'<text x="{left}" y="{top:.1f}" font-size="13" fill="{SOFT}">{_escaped(line)}</text>')  # fmt: skip
            top += 13 * 1.3
        top += 7
    return [*parts, "</g>"] if drawn.nodes.height else []


def _sizes(drawn: Drawing, top: float, say: Say) -> list[str]:
    """Three circles with their numbers of ties."""
    left, most = LEGEND[0], float(drawn.nodes["ties"].max() or 0)  # type: ignore[arg-type]
    parts, x = [_text(left, top, say("size"), 14, True)], left + 2.0
    for value in dict.fromkeys([max(1, round(most / 10)), max(1, round(most / 3)), max(1, round(most))]):
        radius = radius_of(value, most, drawn.nodes.height)
        count = say("count", n=value)
        parts.append(
            f'<circle cx="{x + radius:.1f}" cy="{top + 44}" r="{radius:.1f}" fill="none" stroke="{SOFT}" stroke-width="1.2"/>'
        )
        parts.append(_text(x + 2 * radius + 6, top + 49, count, 14))
        x += 2 * radius + 6 + width(count, 14) + 18
    return parts


def _foot(source: str, made: date | None, language: Language, say: Say) -> list[str]:
    said = [
        say("source", source=_clean(source)) if source else "",
        say("made", day=day(made, language)) if made else "",
    ]
    line = shortened(" · ".join(each for each in said if each), WIDTH - 100, 12.5)
    return [f'<text x="{AREA.left}" y="{HEIGHT - 24}" font-size="12.5" fill="{SOFT}">{_escaped(line)}</text>']


def described(drawn: Drawing, called: Mapping[int, str], say: Say) -> str:
    """The picture in a sentence, for who cannot see it."""
    sizes = _members(drawn)
    largest = "; ".join(f"{name} ({sizes[group]})" for group, name in list(called.items())[:3]) or "–"
    return say("described", nodes=drawn.total, ties=drawn.lines.height, largest=largest)


def _members(drawn: Drawing) -> dict[int, int]:
    return dict(drawn.nodes.group_by("group").len().rows())


# --- small things -----------------------------------------------------------------------------------------


def _text(x: float, y: float, text: str, size: float, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}>{_escaped(text)}</text>'


def _wrapped(text: str, room: float, size: float, most: int) -> list[str]:
    """The text in at most so many lines, the last one cut where it is longer."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [shortened(line, room, size) for line in lines]


def _towards(start: Floats, end: Floats, distance: float) -> Floats:
    way = end - start
    return start + way / max(float(np.hypot(*way)), 1e-6) * distance


def _xy(place: Floats) -> str:
    return f"{place[0]:.1f},{place[1]:.1f}"


def _clean(text: str) -> str:
    return " ".join(re.sub(FORBIDDEN, "", text).split())


def _escaped(text: str) -> str:
    return escape(_clean(text))
