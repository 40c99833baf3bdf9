"""Pages for who is new here, and the page that says whether the desk is well."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from simpul.desk import worker
from simpul.desk.frame import places_for
from simpul.desk.insight.emergency import emergency_numbers
from simpul.desk.people.doors import door
from simpul.desk.people.tour import steps_for


@door(None)
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    steps = steps_for(request)
    done = sum(step["done"] for step in steps)
    return render(
        request,
        "people/tour.html",
        {"steps": steps, "done": done, "next": next((s for s in steps if not s["done"]), None)},
    )


@door(None)
@require_safe
def help(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "people/help.html",
        {
            "hints": [place for place in places_for(request.user) if place.hint],
            "numbers": emergency_numbers("en" if get_language() == "en" else "id"),
        },
    )


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 if the database answers, all migrations are in and the worker beats; else 503. Says no more to anybody."""
    found = {"database": _database(), "migrations": False, "worker": worker.is_alive()}
    if found["database"]:
        executor = MigrationExecutor(connection)
        found["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    well = all(found.values())
    return JsonResponse({"well": well, **found}, status=200 if well else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
