"""Coding a sample twice: each coder sees the statements only, and how far two agree is told when both are done."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from simpul.corpus.erasures import MARK as GONE
from simpul.desk.needs.access import visible
from simpul.desk.needs.domain import By, user_of
from simpul.desk.needs.models import Answer, Item, Sample
from simpul.desk.needs.taxonomy import kinds
from simpul.desk.people.models import User
from simpul.desk.people.trail import record


@transaction.atomic
def draw(*, by: By, title: str, size: int, source: str, coders: list[int], seed: int | None = None) -> Sample:
    """Draws statements at random from those the drawer may see. Raises ValidationError where there are too few, or not two coders."""
    user = user_of(by)
    if len(set(coders)) < 2:
        raise ValidationError(_("Pilih dua penyandi yang berbeda."))
    needs = visible(user).filter(source=source).exclude(statement=GONE)
    pool = list(needs.order_by("pk").values_list("pk", flat=True))
    if len(pool) < size:
        raise ValidationError(_("Baru ada %(n)s pernyataan dari sumber ini.") % {"n": len(pool)})
    seed = random.SystemRandom().randrange(2**31) if seed is None else seed
    chosen = random.Random(seed).sample(pool, size)
    sample = Sample.objects.create(title=title, created_by=user, seed=seed)
    sample.coders.set(User.objects.filter(pk__in=coders))
    Item.objects.bulk_create(Item(sample=sample, need_id=pk, position=n) for n, pk in enumerate(chosen, 1))
    record(by, "sample_drawn", f"sample {sample.pk}", size=size, coders=sorted(coders))
    return sample


def next_item(sample: Sample, coder: User) -> Item | None:
    """The first statement that this coder has not coded."""
    left = sample.items.exclude(answers__coder=coder).select_related("need")
    return left.order_by("position").first()


@transaction.atomic
def answer(item: Item, code: str, *, by: By) -> Answer:
    """Keeps a coder's code; once given it stays. Raises PermissionDenied for who does not code this sample."""
    user = user_of(by)
    if not item.sample.coders.filter(pk=user.pk).exists():
        raise PermissionDenied("no coder of this sample")
    if code and code not in kinds():
        raise ValidationError(_("Kode %(code)s tidak dikenal.") % {"code": code})
    given, _new = Answer.objects.get_or_create(item=item, coder=user, defaults={"code": code})
    return given


@dataclass(frozen=True)
class Progress:
    """How far the coders of a sample are: name and number of codes each."""

    size: int
    done: list[tuple[str, int]]

    @property
    def complete(self) -> bool:
        return bool(self.done) and all(n == self.size for _name, n in self.done)


def progress(sample: Sample) -> Progress:
    size = sample.items.count()
    given = Count("pk", filter=Q(item__sample=sample))
    counted = dict(Answer.objects.filter(item__sample=sample).values_list("coder").annotate(n=given))
    return Progress(
        size, [(coder.name, counted.get(coder.pk, 0)) for coder in sample.coders.order_by("name", "pk")]
    )


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's α with its 95 % interval; `differences`: item and the codes given, in order of the coders."""

    alpha: float
    low: float
    high: float
    units: int
    of_categories: float
    differences: list[tuple[Item, list[str]]]


def agreement(sample: Sample) -> Agreement | None:
    """How far the coders agree; None until all are done, so that nobody is led by another's codes."""
    if not progress(sample).complete:
        return None
    import numpy as np

    from simpul.measures.agreement import reliability

    coders = list(sample.coders.order_by("name", "pk").values_list("pk", flat=True))
    items = list(sample.items.select_related("need").order_by("position"))
    given = {
        (answer.item_id, answer.coder_id): answer.code
        for answer in Answer.objects.filter(item__sample=sample)
    }
    codes = [[given[item.pk, coder] for item in items] for coder in coders]

    def numbered(length: int | None) -> list[list[float]]:
        order = {
            code: float(n) for n, code in enumerate(sorted({code[:length] for row in codes for code in row}))
        }
        return [[order[code[:length]] for code in row] for row in codes]

    found = reliability(np.array(numbered(None)))
    rough = reliability(np.array(numbered(3)), resamples=200)
    columns = [list(column) for column in zip(*codes, strict=True)]
    differing = [(item, column) for item, column in zip(items, columns, strict=True) if len(set(column)) > 1]
    return Agreement(found.alpha, found.low, found.high, found.units, rough.alpha, differing)
