"""The registers as sheets of a reference workbook: what imports and studies of this desk go by, beside the workbook that was brought in."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

from django.utils import timezone

from simpul.corpus import reference_sheets
from simpul.corpus.forms import Form, handle
from simpul.corpus.inert import WORKBOOK
from simpul.corpus.reference import Reference, starter_reference
from simpul.corpus.vocabulary import choices, plain
from simpul.desk.affairs.models import Agency, Holding, Indicator, OfficialAccount, Place, PlanPriority

Rows = list[dict[str, object]]
NAME = "reference"  # in the workspace: a folder per state of the registers and the workbook, so that a study can be verified later
KEPT = 16  # signs of a digest that name such a folder


def beside(root: Path, workbook: Path | None, says: Reference) -> Path | None:
    """A folder with the workbook, if there is one, and the registers' sheets beside it, to be read by `read_reference`.

    The workbook has the first word: what it `says` of a sheet, and of an account that it lists, is believed alone. None where
    neither says anything.
    """
    added = _added(says)
    if not added:
        return workbook
    said = json.dumps({form.name: rows for form, rows in added}, sort_keys=True, default=str).encode()
    digest = hashlib.sha256(said + (workbook.read_bytes() if workbook else b"")).hexdigest()[:KEPT]
    folder = root / NAME / digest
    if not folder.exists():
        _write(folder, added, workbook)
    return folder


def _write(folder: Path, added: list[tuple[Form, Rows]], workbook: Path | None) -> None:
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    _write_sheets(draft / "registers.xlsx", added)
    if workbook:
        shutil.copyfile(workbook, draft / "workbook.xlsx")
    draft.rename(folder)


def _write_sheets(path: Path, added: list[tuple[Form, Rows]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, WORKBOOK) as book:
        for form, rows in added:
            sheet = book.add_worksheet(form.name)
            for place, column in enumerate(form.columns):
                sheet.write_string(0, place, column.field)
                for line, row in enumerate(rows, 1):
                    sheet.write_string(line, place, _written(row.get(column.field)))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "" if value is None else str(value)  # a date in ISO form


# --- what the registers say ------------------------------------------------------------------------------------


def _added(workbook: Reference) -> list[tuple[Form, Rows]]:
    """The sheets of the registers that add something to a workbook."""
    today = timezone.localdate()
    missing = {
        reference_sheets.CITY_SHEET: [] if workbook.city is not None else _city(),
        reference_sheets.PLACES_SHEET: [] if _lists_places(workbook) else _places(),
        reference_sheets.AGENCIES_SHEET: [] if workbook.agencies is not None else _agencies(today),
        reference_sheets.REGISTER_SHEET: _accounts(workbook),
        reference_sheets.PLAN_SHEET: [] if workbook.plan is not None else _plan(),
        reference_sheets.PROGRAMMES_SHEET: [] if workbook.programmes is not None else _programmes(),
    }
    return [(form, rows) for form, rows in missing.items() if rows]


def _lists_places(workbook: Reference) -> bool:
    """Whether it has a sheet of places; without one its reader takes the shipped ones."""
    shipped = starter_reference().places
    if workbook.places is None or shipped is None:
        return workbook.places is not None
    return not set(workbook.places.drop("aliases").rows()) <= set(shipped.drop("aliases").rows())


def _city() -> Rows:
    """The one city (or else regency) of this desk; none where it cannot be told which."""
    for kind in (Place.Kind.CITY, Place.Kind.REGENCY):
        found = list(Place.objects.filter(kind=kind)[:2])
        if found:
            city = found[0]
            return [{"name": city.name, "place": city.code, "source": city.source}] if len(found) == 1 else []
    return []


def _places() -> Rows:
    names = ("code", "name", "kind", "population", "poor", "year", "valid_from", "valid_to", "source")
    known = Place.objects.exclude(kind=Place.Kind.PROVINCE)
    return [{name: getattr(place, name) for name in names} | {"aliases": place.aliases} for place in known]


def _agencies(today: date) -> Rows:
    """The city's own, with the affairs that they hold today; bodies outside it owe nobody an account."""
    held: dict[int, list[str]] = defaultdict(list)
    for agency, code in Holding.objects.on(today).values_list("agency_id", "urusan__code"):
        held[agency].append(code)
    own = Agency.objects.on(today).filter(level=Agency.Level.CITY)
    return [
        {"code": each.code, "name": each.name, "urusan": "; ".join(sorted(set(held[each.pk]))), "source": each.source, "date": each.valid_from}
        for each in own
    ]  # fmt: skip


def _accounts(workbook: Reference) -> Rows:
    """Every period of the accounts that the workbook does not list."""
    listed = (
        set() if workbook.register is None else set(workbook.register.select("platform", "author").rows())
    )
    names = ("platform", "handle", "name", "kind", "place", "admin", "decree", "opened", "valid_from", "valid_to", "source")  # fmt: skip
    return [
        {name: getattr(account, name) for name in names} | {"agency": account.agency.code if account.agency else None}
        for account in OfficialAccount.objects.select_related("agency")
        if _key(account) not in listed
    ]  # fmt: skip


def _key(account: OfficialAccount) -> tuple[str, str]:
    """As the workbook's reader knows an account."""
    platform = choices("platform").get(plain(account.platform), account.platform)
    return platform, (handle(account.handle) or "").lower()


def _plan() -> Rows:
    names = ("issue", "rank", "document", "year", "source")
    return [{name: getattr(each, name) for name in names} for each in PlanPriority.objects.all()]


def _programmes() -> Rows:
    return [
        {"agency": each.agency.code, "programme": each.programme, "indicator": each.name, "pro_poor": each.pro_poor, "need": each.need,
         "target": each.target, "achieved": each.achieved, "year": each.year, "source": each.source}
        for each in Indicator.objects.select_related("agency")
    ]  # fmt: skip
