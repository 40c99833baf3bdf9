"""The ledger as JSON: the same filters, the same access and the same hidden cells as on the screen. Reading only."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from simpul.desk.needs import counting
from simpul.desk.needs.access import counted, need_for, showing, visible
from simpul.desk.needs.counting import Table
from simpul.desk.needs.filters import Filters
from simpul.desk.needs.models import Need
from simpul.desk.needs.taxonomy import kinds, name_of
from simpul.desk.needs.views.ledger import page_of
from simpul.desk.needs.views.shared import me
from simpul.desk.needs.views.tables import table_filters
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right

router = Router(tags=["needs"])
MOST = 200


class Given(Schema):
    """The filters of the ledger; an empty or unknown value leaves a side open."""

    source: str = Field("", description="online, survey, broker, officer")
    need: str = Field("", description="code of a need; a category takes in its sub-needs")
    urusan: str = Field("", description="code of an urusan")
    agency: str = Field("", description="code of an agency; tanpa for none")
    place: str = Field("", description="Kemendagri code, with what lies in it; tanpa for unknown")
    state: str = Field(
        "", description="proposed, confirmed, in_hand, met, unmet, referred, rejected; terbuka for unanswered"
    )
    age: str = Field("", description="7, 30, 90, lebih")
    q: str = Field("", description="words of the statement, or a voice's code")


class NeedOut(Schema):
    """One need. `statement` is masked as it was stored."""

    id: int
    source: str
    need: str
    name: str
    statement: str
    urusan: str
    others: list[str]
    agency: str | None
    place: str | None
    families: int | None
    state: str
    urgency: int
    voiced_at: datetime | None
    decided_at: datetime | None
    code: str | None


class Page(Schema):
    """Needs, oldest first; `after` goes on where this page ends, null at the end."""

    needs: list[NeedOut]
    after: int | None


class CellOut(Schema):
    """A count, for who may not open single needs a multiple of five; null where it is hidden (fewer than five people) or nobody was heard."""

    row: str
    column: str
    n: int | None
    status: str


class TableOut(Schema):
    source: str
    rows: dict[str, str]
    columns: dict[str, str]
    cells: list[CellOut]


class KindOut(Schema):
    code: str
    parent: str
    name: str
    urusan: str


@router.get("", response=Page, summary="Needs, one by one")
@decorate_view(door(Right.READ_POSTS))
def needs(
    request: HttpRequest,
    given: Query[Given],
    after: str = "",
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50,
) -> Any:
    found = (
        Filters.of(given.dict())
        .apply(visible(me(request)))
        .select_related("urusan", "agency")
        .prefetch_related("others")
    )
    rows, following = page_of(found, after, size=limit)
    return {"needs": [_need(each) for each in rows], "after": following}


@router.get("/taxonomy", response=list[KindOut], summary="What needs there are")
@decorate_view(door(Right.READ_NEEDS))
def taxonomy(request: HttpRequest) -> Any:
    return [
        {"code": kind.code, "parent": kind.parent, "name": kind.name, "urusan": kind.lead}
        for kind in kinds().values()
    ]


@router.get("/by-place", response=TableOut, summary="Need × kelurahan in one source")
@decorate_view(door(Right.READ_NEEDS))
def by_place(request: HttpRequest, given: Query[Given]) -> Any:
    return _counted(request, given, "places", counting.places_table)


@router.get("/by-agency", response=TableOut, summary="Agency × state in one source")
@decorate_view(door(Right.READ_NEEDS))
def by_agency(request: HttpRequest, given: Query[Given]) -> Any:
    return _counted(request, given, "holders-agency", counting.holders_table)


@router.get("/by-urusan", response=TableOut, summary="Urusan × state in one source")
@decorate_view(door(Right.READ_NEEDS))
def by_urusan(request: HttpRequest, given: Query[Given]) -> Any:
    return _counted(request, given, "holders-urusan", partial(counting.holders_table, by="urusan"))


@router.get("/{int:pk}", response=NeedOut, summary="One need")
@decorate_view(door(Right.READ_POSTS))
def need(request: HttpRequest, pk: int) -> Any:
    return _need(need_for(me(request), pk))


def _need(need: Need) -> dict[str, Any]:
    return {
        "id": need.pk, "source": need.source, "need": need.sub_need, "name": name_of(need.sub_need), "statement": need.statement,
        "urusan": need.urusan.code, "others": sorted(each.code for each in need.others.all()),
        "agency": need.agency.code if need.agency else None, "place": need.place or None, "families": need.families,
        "state": need.state, "urgency": need.urgency, "voiced_at": need.voiced_at if need.dated else None, "decided_at": need.decided_at, "code": need.code,
    }  # fmt: skip


def _counted(request: HttpRequest, given: Given, name: str, make: Any) -> dict[str, Any]:
    user, filters = me(request), table_filters(given.dict())
    scope = f"{user.role}/{user.agency_id}"
    table: Table = counting.remembered(
        name, scope, filters, partial(make, counted(user), filters, show=showing(user))
    )
    cells = [
        {"row": line.code, "column": code, "n": cell.n, "status": "unheard" if cell.unheard else "hidden" if cell.hidden else "ok"}
        for line in table.lines
        for (code, _name), cell in zip(table.columns, line.cells, strict=True)
    ]  # fmt: skip
    return {
        "source": table.source,
        "rows": {line.code: line.name for line in table.lines},
        "columns": dict(table.columns),
        "cells": cells,
    }


api = NinjaAPI(
    title="Simpul",
    version="1",
    description="The desk's ledger of needs, for those who signed in. Counts are per source and never summed over sources.",
    docs_decorator=door(Right.READ_NEEDS),
    urls_namespace="api",
)
api.add_router("/needs", router)
