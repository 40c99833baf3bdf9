"""Two steps from a file to the registers: what would change, row by row with its errors; then the change itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from simpul.corpus.vocabulary import choices, plain
from simpul.desk.affairs.domain import change
from simpul.desk.affairs.models import Agency, Urusan
from simpul.desk.affairs.reading import Read, Row
from simpul.desk.affairs.registers import ALL, Register
from simpul.desk.people.models import User

LINKED: tuple[type[models.Model], ...] = (Agency, Urusan)  # other registers point to these by code
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"


@dataclass
class Step:
    """What one row of a file would do."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)  # field in words, what is wrong
    found: Any = None  # the fact that is there already
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # field in words, before, after

    @property
    def kind(self) -> str:
        if self.wrong:
            return WRONG
        if self.found is None:
            return NEW
        return CHANGED if self.changes else SAME

    @property
    def label(self) -> str:
        return " · ".join(str(self.values.get(name) or "") for name in self.row.register.key[:2])


def plan(read: Read) -> list[Step]:
    """What each row would do, in the order of the registers; nothing is written."""
    codes = {model: set(model._default_manager.values_list("code", flat=True)) for model in LINKED}
    for row in read.rows:
        if row.register.model in codes and row.cells.get("code"):
            codes[row.register.model].add(str(row.cells["code"]).strip())
    steps: list[Step] = []
    for register in ALL:
        rows = [row for row in read.rows if row.register is register]
        known = _known(register) if rows else {}
        seen: set[tuple[Any, ...]] = set()
        for row in rows:
            step = Step(row)
            _convert(step, codes)
            key = tuple(step.values.get(name) for name in register.key)
            if not step.wrong and key in seen:
                step.wrong.append(("", _("Baris ini sudah ada di atasnya dalam berkas yang sama.")))
            seen.add(key)
            step.found = known.get(key)
            _compare(step)
            steps.append(step)
    return steps


def _known(register: Register) -> dict[tuple[Any, ...], Any]:
    facts = register.model.objects.select_related(*register.links)
    return {tuple(_plain_value(fact, name) for name in register.key): fact for fact in facts}


def _plain_value(fact: Any, name: str) -> Any:
    value = getattr(fact, name)
    return value.code if isinstance(value, Agency | Urusan) else value


def _convert(step: Step, codes: dict[type[models.Model], set[str]]) -> None:
    register = step.row.register
    for name, cell in step.row.cells.items():
        column = register.field(name)
        try:
            step.values[name] = _value(column, cell, codes)
        except ValidationError as problem:
            step.wrong.append((str(column.verbose_name), " ".join(problem.messages)))
    for name in register.own:
        column = register.field(name)
        if not column.blank and not column.has_default() and step.values.get(name) in (None, "") and not any(
            told == str(column.verbose_name) for told, _why in step.wrong
        ):  # fmt: skip
            step.wrong.append((str(column.verbose_name), _("Wajib diisi.")))
    begin, end = step.values.get("valid_from"), step.values.get("valid_to")
    if begin and end and end < begin:
        step.wrong.append(("", _("“Berlaku sampai” tidak boleh sebelum “berlaku sejak”.")))


def _value(column: models.Field[Any, Any], cell: Any, codes: dict[type[models.Model], set[str]]) -> Any:
    text = cell.strip() if isinstance(cell, str) else cell
    if text in (None, ""):
        if column.has_default():
            return column.get_default()
        return None if column.null else ""
    if isinstance(column, models.ForeignKey):
        related = column.related_model
        if text not in codes[related]:
            raise ValidationError(_("Kode %(code)s tidak dikenal.") % {"code": text})
        return text
    if isinstance(column, models.BooleanField):
        said = text if isinstance(text, bool) else {"true": True, "false": False}.get(choices("yes_no").get(plain(str(text)), plain(str(text))))  # fmt: skip
        if said is None:
            said = {"1": True, "0": False}.get(str(text))
        if said is None:
            raise ValidationError(_("Tulis ya atau tidak."))
        return said
    if column.choices:
        return _choice(column, str(text))
    if isinstance(column, models.DateField):
        return text if isinstance(text, date) and not isinstance(text, datetime) else _date(str(text))
    if isinstance(text, str) and isinstance(column, models.FloatField | models.IntegerField):
        text = text.replace(",", ".")
    formfield = column.formfield()
    return column.clean(text, None) if formfield is None else formfield.clean(text)


def _date(text: str) -> date:
    from django.forms import DateField

    value = DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S"]).clean(text)
    assert isinstance(value, date)
    return value


def _choice(column: models.Field[Any, Any], text: str) -> str:
    known: dict[str, str] = {}
    for language in ("en", "id"):
        with override(language):
            known |= {plain(str(label)): str(value) for value, label in column.flatchoices}
    known |= {plain(str(value)): str(value) for value, _label in column.flatchoices}
    known |= {said: value for said, value in choices("place_kind").items() if value in known.values()}
    try:
        return known[plain(text)]
    except KeyError:
        raise ValidationError(_("%(value)s tidak ada dalam pilihan.") % {"value": text}) from None


def _compare(step: Step) -> None:
    if step.found is None or step.wrong:
        return
    for name, value in step.values.items():
        before = _plain_value(step.found, name)
        if before != value:
            heading = str(step.row.register.field(name).verbose_name)
            step.changes.append((heading, shown(before), shown(value)))


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return "–" if value in (None, "") else str(value)


@transaction.atomic
def apply(steps: list[Step], by: User | None, reason: str) -> int:
    """Writes what is new and what changed; rows with errors are left out. Returns how many facts were written."""
    written = 0
    codes: dict[type[models.Model], dict[str, models.Model]] = {}
    for step in steps:
        if step.kind not in (NEW, CHANGED):
            continue
        register = step.row.register
        fact = step.found or register.model()
        values = dict(step.values)
        ready = True
        for name in register.links:
            if values.get(name):
                related: Any = register.field(name).related_model
                if values[name] not in codes.get(related, {}):
                    codes[related] = {row.code: row for row in related.objects.all()}
                target = codes[related].get(values[name])
                ready = ready and target is not None  # its own row had errors
                values[name] = target
        if ready:
            change(fact, values, by=by, reason=reason)
            written += 1
    return written
