"""The words that filters and posts are shown with, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simpul.report.study import PLATFORMS, Study

KINDS: dict[str, Promise] = {
    "post": _("kiriman"),
    "comment": _("komentar"),
    "reply": _("balasan"),
    "share": _("bagikan"),
    "quote": _("kutipan"),
    "message": _("pesan"),
    "report": _("laporan perantara"),
}
SENTIMENTS: dict[str, Promise] = {"negative": _("negatif"), "neutral": _("netral"), "positive": _("positif")}
TITLES: dict[str, Promise] = {
    "platform": _("Platform"),
    "kind": _("Jenis"),
    "issue": _("Isu"),
    "need": _("Kebutuhan"),
    "sentiment": _("Sentimen teks"),
    "place": _("Tempat"),
    "account": _("Akun resmi"),
}
LONGEST = 8  # values of a facet that are offered beside the list


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how it is called, how many of the newest posts have it, and whether it is chosen."""

    value: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter with the values worth choosing here."""

    id: str
    title: str
    choices: list[Choice]


def names_of(folder: Study) -> dict[str, Mapping[str, str]]:
    """By facet, what its values are called."""
    needs = dict(folder.needs.select("code", "name").rows())
    return {
        "platform": PLATFORMS,
        "kind": {id: str(name) for id, name in KINDS.items()},
        "issue": folder.issues,
        "need": needs,
        "sentiment": {id: str(name) for id, name in SENTIMENTS.items()},
        "place": folder.places,
        "account": folder.accounts,
    }


def facets_of(
    names: Mapping[str, Mapping[str, str]],
    counted: Mapping[str, Sequence[tuple[str, int]]],
    chosen: Mapping[str, str],
) -> list[Facet]:
    """The filters beside a list: of each the commonest values, and the chosen one in any case."""
    facets = []
    for id, title in TITLES.items():
        wanted = chosen.get(id, "")
        values = list(counted.get(id, ()))[:LONGEST]
        if wanted and wanted not in dict(values):
            values = [(wanted, dict(counted.get(id, ())).get(wanted, 0)), *values]
        choices = [
            Choice(value, names[id].get(value, value), count, value == wanted) for value, count in values
        ]
        if choices:
            facets.append(Facet(id, str(title), choices))
    return facets


def worded(posts: list[dict[str, Any]], names: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Posts with words for codes; the account is an institution's, or nobody's."""
    return [
        post
        | {
            "account": names["account"].get(post["account"], "") if post["account"] else "",
            "platform": names["platform"].get(post["platform"], post["platform"]),
            "kind": names["kind"].get(post["kind"], post["kind"]),
            "labels": [
                names[facet][value]
                for facet in ("issue", "sentiment", "place")
                if (value := post[facet]) in names[facet]
            ]
            + [names["need"].get(code, code) for code in post["need"]],
            "created_at": post["at"],
            "thread": post["root_id"] or post["post_id"],
        }
        for post in posts
    ]
