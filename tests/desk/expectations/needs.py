"""The room `needs`: officers open their own agency's needs; another agency's are 404."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from expectations import EVERYBODY, OTHER, Opens, holders
from simpul.desk.affairs.models import Holding, Urusan
from simpul.desk.needs.models import Item, Need, Sample
from simpul.desk.people.rights import Right

READERS, DECIDERS, CODERS = holders(Right.READ_POSTS), holders(Right.DECIDE_NEED), holders(Right.CODE_NEEDS)
COUNTERS, EXPORTERS, RECORDERS = holders(Right.READ_NEEDS), holders(Right.EXPORT), holders(Right.RECORD_NEED)
OWN = frozenset({OTHER})  # who has the right by role, yet is of another agency


def world(people: dict[str, Any], agencies: Any, study: Any) -> Any:
    social = Urusan.objects.create(code="1.06", name="Sosial", kind=Urusan.Kind.BASIC)
    Holding.objects.create(agency=agencies.own, urusan=social)
    need = Need.objects.create(
        source="online", statement="kis mati", sub_need="N05.1", urusan=social, agency=agencies.own
    )
    sample = Sample.objects.create(title="Uji", created_by=people["analyst"])
    sample.coders.set([people["officer"], people["analyst"]])
    item = Item.objects.create(sample=sample, need=need, position=1)
    return SimpleNamespace(need=need, sample=sample, item=item)


def one(world: Any) -> tuple[int]:
    return (world.need.pk,)


def sample(world: Any) -> tuple[int]:
    return (world.sample.pk,)


EXPECTED = {
    "needs:ledger": Opens(READERS),
    "needs:inbox": Opens(DECIDERS),
    "needs:write-down": Opens(RECORDERS),
    "needs:save-need": Opens(RECORDERS, method="POST"),
    "needs:confirm-many": Opens(DECIDERS, method="POST"),
    "needs:propose": Opens(holders(Right.IMPORT), method="POST"),
    "needs:agencies": Opens(COUNTERS),
    "needs:places": Opens(COUNTERS),
    "needs:trend": Opens(COUNTERS),
    "needs:downloads": Opens(EXPORTERS),
    "needs:download": Opens(EXPORTERS, args=lambda world: ("csv",)),
    "needs:lessons": Opens(EXPORTERS),
    "needs:voices": Opens(EXPORTERS),
    "needs:samples": Opens(CODERS),
    "needs:draw": Opens(CODERS, method="POST"),
    "needs:need": Opens(READERS - OWN, args=one, unknown=OWN),
    "needs:correct": Opens(DECIDERS - OWN, args=one, unknown=OWN),
    "needs:save-correction": Opens(DECIDERS - OWN, method="POST", args=one, data=lambda world: {"sub_need": "N05.2"}, unknown=OWN),
    "needs:move": Opens(DECIDERS - OWN, method="POST", args=one, data=lambda world: {"to": "confirmed"}, unknown=OWN),
    "needs:note": Opens(DECIDERS - OWN, method="POST", args=one, data=lambda world: {"text": "sudah ditelepon"}, unknown=OWN),
    "needs:decide": Opens(DECIDERS - OWN, method="POST", args=one, data=lambda world: {"act": "confirm"}, unknown=OWN),
    "needs:sample": Opens(CODERS - {OTHER, "approver"}, args=sample, unknown=frozenset({OTHER, "approver"})),
    "needs:answer": Opens(
        frozenset({"officer", "analyst"}), method="POST", args=sample, data=lambda world: {"item": world.item.pk, "code": "N05.1"},
        unknown=frozenset({OTHER, "approver"}),
    ),
    "api:api-root": Opens(EVERYBODY, public=True, answers=frozenset({404})),
    "api:openapi-json": Opens(COUNTERS),
    "api:openapi-view": Opens(COUNTERS),
    "api:needs": Opens(READERS),
    "api:need": Opens(READERS - OWN, args=one, unknown=OWN),
    "api:taxonomy": Opens(COUNTERS),
    "api:by_place": Opens(COUNTERS),
    "api:by_agency": Opens(COUNTERS),
    "api:by_urusan": Opens(COUNTERS),
}  # fmt: skip
