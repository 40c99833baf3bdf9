"""The room `affairs`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from expectations import Opens, holders
from simpul.desk.affairs.models import Programme, Upload
from simpul.desk.people.rights import Right

READERS, EDITORS = holders(Right.READ_AFFAIRS), holders(Right.EDIT_AFFAIRS)
FILE = "kode,nama,tingkat\nbaru,Dinas Baru,kota\n"


def world(people: dict[str, Any], agencies: Any, study: Any) -> Any:
    programme = Programme.objects.create(code="pkh", name="PKH")
    upload = Upload.objects.create(name="opd.csv", content=FILE.encode(), uploaded_by=people["analyst"])
    return SimpleNamespace(agency=agencies.own, programme=programme, upload=upload)


def register(world: Any) -> tuple[str]:
    return ("perangkat-daerah",)


def fact(world: Any) -> tuple[str, int]:
    return ("perangkat-daerah", world.agency.pk)


def uploaded(world: Any) -> tuple[int]:
    return (world.upload.pk,)


EXPECTED = {
    "affairs:registers": Opens(READERS),
    "affairs:facts": Opens(READERS, args=register),
    "affairs:fact": Opens(READERS, args=fact),
    "affairs:export": Opens(READERS, args=lambda world: ("perangkat-daerah", "csv")),
    "affairs:new": Opens(EDITORS, args=register),
    "affairs:create": Opens(EDITORS, method="POST", args=register, data=lambda world: {"code": "a", "name": "A", "level": "city"}),
    "affairs:edit": Opens(EDITORS, args=fact),
    "affairs:save": Opens(EDITORS, method="POST", args=fact, data=lambda world: {"code": "a", "name": "A", "level": "city"}),
    "affairs:renew": Opens(EDITORS, method="POST", args=lambda world: (world.programme.pk,), data=lambda world: {"since": "2026-12-01"}),
    "affairs:uploads": Opens(EDITORS),
    "affairs:upload": Opens(EDITORS, method="POST"),
    "affairs:preview": Opens(EDITORS, args=uploaded),
    "affairs:apply": Opens(EDITORS, method="POST", args=uploaded),
    "affairs:start": Opens(EDITORS, method="POST"),
}  # fmt: skip
