"""Taking an erased person out of the ledger (UU 27/2022 art. 43): a need stays as a count with its code and place, without the words and without whose they were."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from simpul.corpus.erasing import Subject, purge
from simpul.corpus.erasures import MARK as GONE
from simpul.desk.insight.models import Mark
from simpul.desk.needs.models import FollowUp, Need
from simpul.desk.needs.proposing import sealed
from simpul.desk.people.trail import SOFTWARE, record

AT_ONCE = 500  # ids in one question to the database
BASIS = "UU 27/2022 pasal 8, 43–45"


@transaction.atomic
def forget(subject: Subject, dry: bool = False) -> dict[str, int]:
    """How many needs were the person's, how many statements of others spoke of them, and how many marks stood on their posts.

    The needs are known by the post, or by who voiced them. What officers wrote themselves (entries, notes, reasons with a need) and
    the trail are not reached, nor needs of a pseudonym that was since renewed.
    """
    theirs = _of(subject)
    told = [] if dry else list(Need.objects.filter(pk__in=theirs).values_list("pk", flat=True))
    others = _speaking_of(subject, theirs)
    marks = _among("post_id", subject.posts, Mark)
    counts = {"needs": len(theirs), "mentions": len(others), "marks": len(marks)}
    if dry or not any(counts.values()):
        return counts
    now = timezone.now()
    someone = secrets.token_hex(8)  # still one person where people are counted, and nobody's any more
    for pks in _pieces(told):
        Need.objects.filter(pk__in=pks).update(
            statement=GONE, post_id="", origin=None, voicer=someone, evidence=[], changed_at=now
        )
    for need in others:
        need.changed_at = now
    Need.objects.bulk_update(others, ["statement", "evidence", "changed_at"], batch_size=AT_ONCE)
    for pks in _pieces(marks):
        Mark.objects.filter(pk__in=pks).update(post_id="", reason="")
    with override("id"):
        FollowUp.objects.bulk_create(
            (FollowUp(need_id=pk, by_name=SOFTWARE, kind=FollowUp.Kind.NOTE, at=now, text=_("Pernyataan dihapus atas permintaan yang bersangkutan.")) for pk in told),
            batch_size=AT_ONCE,
        )  # fmt: skip
    details: dict[str, Any] = {**counts}
    record(None, "ledger_cleared", reason=BASIS, **details)
    return counts


def _of(subject: Subject) -> list[int]:
    """Keys of the person's needs."""
    voicers = [sealed("person", id)[:16] for id in sorted(subject.ids)]
    return sorted({*_among("post_id", subject.posts, Need), *_among("voicer", voicers, Need)})


def _among(field: str, values: Iterable[str], model: Any) -> list[int]:
    wanted = sorted(values)
    return [
        pk
        for piece in _pieces(wanted)
        for pk in model.objects.filter(**{f"{field}__in": piece}).values_list("pk", flat=True)
    ]


def _pieces(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _speaking_of(subject: Subject, theirs: list[int]) -> list[Need]:
    """Needs of others whose words named the person, with the name taken out; not saved."""
    found = Q(pk__in=())
    for trace in subject.traces:
        found |= Q(statement__icontains=trace)
    own = set(theirs)
    needs = [need for need in Need.objects.filter(found).only("statement", "evidence") if need.pk not in own]
    if not needs:
        return []
    cleared = purge("needs", pl.DataFrame({"statement": [need.statement for need in needs]}), subject)[0]
    changed = []
    for need, statement in zip(needs, cleared["statement"], strict=True):
        if statement != need.statement:
            need.evidence = _moved(need.evidence, need.statement, statement)
            need.statement = statement
            changed.append(need)
    return changed


def _moved(evidence: list[dict[str, Any]], before: str, after: str) -> list[dict[str, Any]]:
    """The words that decided, where they stand now; those that went out decide no more."""
    moved = []
    for each in evidence:
        words = before[int(each["start"]) : int(each["end"])]
        if (at := after.find(words)) >= 0:
            moved.append({**each, "start": at, "end": at + len(words)})
    return moved
