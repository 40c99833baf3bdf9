"""Marking voices that waited: answered, referred, not ours. A post that was referred waits at the other agency."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from simpul.desk.affairs.models import Agency
from simpul.desk.insight import waiting
from simpul.desk.insight.models import Mark
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, Role, may
from simpul.desk.people.trail import record

CLOSING = (Mark.Verb.ANSWERED, Mark.Verb.NOT_OURS, Mark.Verb.REFERRED)


class MarkProblem(Exception):
    """A mark that cannot be set; the text says why, in the language of the page."""


def agency_of(user: User) -> str | None:
    """The code of the agency whose queue this person sees; None for those who see all. 404 for an officer without agency."""
    if user.role not in (Role.OFFICER, Role.APPROVER):
        return None
    if user.agency is None:
        raise Http404("an officer without agency has no queue")
    return user.agency.code


class Held(NamedTuple):
    """What a mark says, and the code of the agency that it refers to."""

    verb: str
    to: str | None


def newest_marks() -> dict[str, Held]:
    """The mark that holds, by post."""
    marks = Mark.objects.order_by("pk").values_list("post_id", "verb", "to__code")
    return {post: Held(verb, to) for post, verb, to in marks}


def closed(marks: dict[str, Held]) -> list[str]:
    """Posts that no longer wait where the study put them."""
    return [id for id, mark in marks.items() if mark.verb in CLOSING]


def referred_to(marks: dict[str, Held]) -> dict[str, list[str]]:
    """By agency, the posts that were referred to it and wait there."""
    found: dict[str, list[str]] = defaultdict(list)
    for id, mark in marks.items():
        if mark.verb == Mark.Verb.REFERRED and mark.to:
            found[mark.to].append(id)
    return found


@transaction.atomic
def mark(
    *, request: HttpRequest, user: User, index: Path, post_id: str, verb: str, to: Agency | None, reason: str
) -> Mark:
    """Adds a mark. 404 for a post that does not wait at this person's agency; MarkProblem where something is missing."""
    if not may(user, Right.ANSWER):
        raise Http404("no right to mark")
    owner = waiting.waits_for(index, post_id)
    marks = newest_marks()
    here = agency_of(user)
    sent = [code for code, posts in referred_to(marks).items() if post_id in posts]
    if owner is None or (here is not None and here not in (sent or [owner])):
        raise Http404("no such post in this queue")
    if verb not in Mark.Verb.values:
        raise MarkProblem(_("Pilih salah satu tanda."))
    if verb == Mark.Verb.REFERRED and to is None:
        raise MarkProblem(_("Sebutkan diteruskan kepada siapa."))
    if verb != Mark.Verb.ANSWERED and not reason.strip():
        raise MarkProblem(_("Tulis alasannya dalam beberapa kata."))
    made = Mark.objects.create(
        post_id=post_id, verb=verb, agency=user.agency, to=to if verb == Mark.Verb.REFERRED else None,
        reason=reason.strip()[:300], by=user,
    )  # fmt: skip
    record(
        request, f"voice_{verb}", post_id, reason=reason.strip()[:300], to=to.code if made.to and to else ""
    )
    return made
