"""Two posts compared: which drew which response."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from simpul.measures.findings import LEAST
from simpul.measures.multiplicity import ALPHA, holm
from simpul.measures.proportions import pair

BASES = (
    "reach",
    "impressions",
    "followers_at",
)  # what a response is a share of, the first that both posts have
RESPONSES = ("likes", "citizen_comments", "shares", "saves", "clicks")
VARIANTS: dict[str, Any] = {
    "response": pl.String,  # likes, citizen_comments, shares, saves, clicks, intent:<label>, stance:<label>
    "base": pl.String,  # reach, impressions, followers_at; commenters for intent and stance
    "one": pl.Float64,  # responses to the first post; null where suppressed or unknown
    "one_of": pl.Float64,
    "other": pl.Float64,
    "other_of": pl.Float64,
    "difference": pl.Float64,  # of the shares, in percentage points
    "low": pl.Float64,  # 95 % interval (Newcombe)
    "high": pl.Float64,
    "effect": pl.Float64,  # Cohen's h
    "p_adjusted": pl.Float64,  # Holm over all responses of the pair
    "verdict": pl.String,  # one, other (drew more, beyond noise), noise, not_available, suppressed
}


def variants(posts: pl.DataFrame, comments: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """The table VARIANTS for two posts of `posts` (the view official_posts), with their `comments` (official_comments).

    Responses are shares of the people reached, else of the times shown, else of the followers at publication; what commenters said is a
    share of different commenters, each counted once. Fewer than five commenters: suppressed. A difference may come from
    the hour, the day or the audience as well as from the wording: only posts shown to parts of the audience by lot tell these apart.

    Raises KeyError for a post that is not among `posts`.
    """
    rows = {}
    for id in (one, other):
        found = posts.filter(post_id=id)
        if found.is_empty():
            raise KeyError(id)
        rows[id] = found.row(0, named=True)
    a, b = rows[one], rows[other]
    base = next((name for name in BASES if a[name] and b[name]), None)
    of = (a[base], b[base]) if base else (None, None)
    cells = [_cell(name, base, a[name], of[0], b[name], of[1]) for name in RESPONSES]
    return _judged([*cells, *_said(comments, one, other)])


def _said(comments: pl.DataFrame, one: str, other: str) -> list[dict[str, Any]]:
    """Shares of different commenters by what they said."""
    sides = [
        comments.filter(thread=id).with_columns(who=pl.coalesce(pl.col("author", "post_id").cast(pl.String)))
        for id in (one, other)
    ]
    of = [side["who"].n_unique() for side in sides]
    cells = []
    for column in ("intent", "stance"):
        kinds = pl.concat([side[column].cast(pl.String) for side in sides]).drop_nulls().unique().sort()
        counts = {
            kind: [side.filter(pl.col(column).cast(pl.String) == kind)["who"].n_unique() for side in sides]
            for kind in kinds
        }
        hidden = {kind for kind, pair_ in counts.items() if _few(*pair_, *of)}
        if len(hidden) == 1 and len(counts) > 1:  # the others would give it away
            hidden.add(min(counts.keys() - hidden, key=lambda kind: (sum(counts[kind]), kind)))
        cells += [
            _cell(f"{column}:{kind}", "commenters", k, of[0], j, of[1], hidden=kind in hidden)
            for kind, (k, j) in counts.items()
        ]
    return cells


def _few(*counts: int) -> bool:
    return any(0 < count < LEAST for count in counts)


def _cell(
    response: str, base: str | None, k: float | None, n: float | None, j: float | None, m: float | None, hidden: bool = False
) -> dict[str, Any]:  # fmt: skip
    cell: dict[str, Any] = {
        "response": response,
        "base": base,
        "verdict": "suppressed" if hidden else "not_available",
    }
    if hidden:
        return cell
    cell |= {"one": k, "one_of": n, "other": j, "other_of": m}
    if k is None or j is None or not n or not m or not 0 <= k <= n or not 0 <= j <= m:
        return cell
    found = pair(k, n, j, m)
    assert found is not None
    return cell | {
        "difference": 100 * found.difference, "low": 100 * found.low, "high": 100 * found.high, "effect": found.effect,
        "p": found.p, "verdict": "noise",
    }  # fmt: skip


def _judged(cells: list[dict[str, Any]]) -> pl.DataFrame:
    adjusted = holm(np.array([cell.get("p", np.nan) for cell in cells], dtype=np.float64))
    for cell, p in zip(cells, adjusted, strict=True):
        if np.isfinite(p):
            cell["p_adjusted"] = float(p)
            if p < ALPHA:
                cell["verdict"] = "one" if cell["difference"] > 0 else "other"
    return pl.DataFrame(cells, schema=VARIANTS)
