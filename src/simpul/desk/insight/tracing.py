"""The way back from a post to who wrote it: one at a time, for a stated reason, written to the trail before it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from simpul.corpus.store import Store
from simpul.desk.insight import incoming
from simpul.desk.insight.models import Study
from simpul.desk.people.trail import record

SHORTEST, LONGEST = 10, 300  # characters of a reason


class ReasonProblem(Exception):
    """A reason that says nothing; the text says so, in the language of the page."""


@dataclass(frozen=True)
class Author:
    """How an author is called on the platform, and where the post stands; either may be unknown."""

    platform: str
    handle: str
    link: str


def author_of(*, request: HttpRequest, study: Study, post_id: str, reason: str) -> Author:
    """The author of a post. 404 where the corpus holds no identity (any more); raises ReasonProblem without a reason."""
    why = " ".join(reason.split())
    if not SHORTEST <= len(why) <= LONGEST:
        raise ReasonProblem(_("Tulis alasannya, 10 sampai 300 huruf."))
    found = _identity(study.path, post_id)
    record(request, "author_traced", f"{study.slug}/{post_id}", reason=why)
    return found


def _identity(root: Path, post_id: str) -> Author:
    posts = pl.scan_parquet(root / "tables" / "posts.parquet").filter(post_id=post_id)
    rows = posts.select("account_id", "platform").collect().rows()
    if not rows or rows[0][0] is None:
        raise Http404("no such author")
    account, platform = rows[0]
    known = (
        _store(root)
        .scan("identities")
        .filter(pl.col("id").is_in([account, post_id]))
        .select("kind", "handle", "url")
        .collect()
    )
    handle = _first(known.filter(kind="account")["handle"])
    if not handle:
        raise Http404("the corpus holds no identity")
    link = _first(known.filter(kind="post")["url"])
    return Author(platform, handle, link if link.startswith(("https://", "http://")) else "")


def _store(root: Path) -> Store:
    """The corpus that a study was made of: inside its folder, else the desk's."""
    own = root / "corpus"
    return Store(own) if own.is_dir() else incoming.store()


def _first(values: pl.Series) -> str:
    return next((value for value in values if value), "")
