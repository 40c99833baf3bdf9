"""What is done to facts: they change with a history, and a programme's new rule does not overwrite the old one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from simpul.desk.affairs.models import Dated, Programme, Revision
from simpul.desk.people.models import User


@transaction.atomic
def change(fact: Dated, values: dict[str, Any], *, by: User | None, reason: str = "") -> Revision | None:
    """Sets these fields and writes down who changed what; None where nothing changed. `by` None is Simpul itself."""
    new = fact.pk is None
    before = {} if new else _written(type(fact).objects.get(pk=fact.pk), values)
    for name, value in values.items():
        setattr(fact, name, value)
    after = _written(fact, values)
    changes = {
        name: ["" if new else before[name], after[name]]
        for name in after
        if (after[name] if new else before[name] != after[name])
    }
    if not changes:
        return None
    fact.save()
    return Revision.objects.create(
        kind=fact._meta.model_name or "",
        key=fact.pk,
        label=str(fact)[:250],
        by=by,
        by_name=by.name if by else "Simpul",
        changes=changes,
        reason=reason[:300],
    )


def _written(fact: models.Model, names: dict[str, Any]) -> dict[str, str]:
    return {name: "" if (value := getattr(fact, name)) is None else str(value) for name in names}


@transaction.atomic
def renew(programme: Programme, *, since: date, values: dict[str, Any], by: User, reason: str) -> Programme:
    """The rule of a programme from a day on: the old row ends the day before, the new one begins.

    Raises ValidationError where the new rule would begin before the old one did.
    """
    if programme.valid_from and since <= programme.valid_from:
        raise ValidationError(_("Aturan baru harus mulai sesudah aturan lama."))
    if (programme.valid_to and since <= programme.valid_to) or programme.valid_to is None:
        change(programme, {"valid_to": since - timedelta(days=1)}, by=by, reason=reason)
    fresh = Programme(code=programme.code)
    change(
        fresh, {**values, "code": programme.code, "valid_from": since, "valid_to": None}, by=by, reason=reason
    )
    return fresh


def history(fact: Dated) -> models.QuerySet[Revision]:
    """What happened to a fact, newest first."""
    return Revision.objects.filter(kind=fact._meta.model_name, key=fact.pk)
