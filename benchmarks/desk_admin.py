"""The ledger's list against Django's own admin list: the same 100,000 needs, the same run, pages per second.

Both are asked through the same WSGI application by somebody signed in, on SQLite, after one page each to warm up (the desk keeps its counts until the ledger
changes; the admin keeps none). The admin
shows the same columns with the same filters and search, as a plain `ModelAdmin` does. Run: `python -m benchmarks.desk_admin`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any

NEEDS = 100_000
PAGES = 40
WANTED = 3.0


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "SIMPUL_HOME": home,
            "SIMPUL_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "simpul.desk.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        _set_up()
        _fill()
        found = _compare()
    ratio = found["simpul"] / found["admin"]
    print(f"needs                 {NEEDS:>10,}")
    for name, rate in found.items():
        print(f"{name:<21} {rate:>10.1f} pages/s")
    print(f"ratio                 {ratio:>10.1f} (wanted: {WANTED})")
    return 0 if ratio >= WANTED else 1


def _set_up() -> None:
    """The desk with Django's admin beside it, both on a fresh database."""
    import django
    from django.conf import settings

    settings.INSTALLED_APPS.append("django.contrib.admin")
    settings.ROOT_URLCONF = "benchmarks.desk_admin"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _fill() -> None:
    from django.contrib.auth import get_user_model

    from simpul.desk.affairs.loading import load_starter
    from simpul.desk.affairs.models import Urusan
    from simpul.desk.affairs.queries import holders, villages
    from simpul.desk.needs.models import Need, State
    from simpul.desk.needs.taxonomy import kinds

    load_starter()
    get_user_model().objects.create_user("analis@contoh.id", "x" * 16, name="Analis", role="analyst")
    chance = random.Random(0)
    urusan = {each.code: each for each in Urusan.objects.all()}
    leads, start = holders(datetime.now(UTC).date()), datetime(2025, 1, 1, tzinfo=UTC)
    sub, places = [kind for kind in kinds().values() if kind.parent], [place.code for place in villages()]
    for first in range(0, NEEDS, 5000):
        rows = []
        for n in range(first, first + 5000):
            kind = chance.choice(sub)
            rows.append(
                Need(
                    source=chance.choice(("online",) * 8 + ("survey", "broker")), statement=f"suara ke-{n} tentang {kind.names[0]}",
                    sub_need=kind.code, urusan=urusan[kind.lead], agency=leads.get(urusan[kind.lead].pk), place=chance.choice([*places, ""]),
                    state=chance.choice(list(State)), voiced_at=start + timedelta(minutes=n * 7), voicer=f"{chance.randrange(40_000)}",
                )
            )  # fmt: skip
        Need.objects.bulk_create(rows)


def _compare() -> dict[str, float]:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(get_user_model().objects.get())
    addresses = {
        "simpul": [f"/kebutuhan/buku/?source=online&agency={agency}" for agency in ("", "dinsos", "dinkes", "disperkim")],
        "admin": [f"/admin/needs/need/?source__exact=online{more}" for more in ("", "&state__exact=met", "&state__exact=confirmed", "&urgency__exact=0")],
    }  # fmt: skip
    found = {}
    for name, pages in addresses.items():
        for page in pages:
            assert client.get(page).status_code == 200, page
        start = time.perf_counter()
        for n in range(PAGES):
            client.get(pages[n % len(pages)])
        found[name] = PAGES / (time.perf_counter() - start)
    return found


def _anything(admin: Any, request: Any, obj: Any = None) -> bool:
    """Everybody may do everything in the admin of this comparison."""
    return True


def _admin() -> Any:
    from django.contrib import admin

    from simpul.desk.needs.models import Need

    class Everything(admin.AdminSite):
        def has_permission(self, request: Any) -> bool:
            return True

    class Needs(admin.ModelAdmin[Need]):
        list_display = ("sub_need", "statement", "agency", "place", "state", "voiced_at")
        list_filter = ("source", "state", "urgency", "agency", "urusan")
        search_fields = ("statement",)
        list_per_page = 50
        ordering = ("voiced_at",)

        has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _anything
        has_module_permission = _anything

    site = Everything()
    site.register(Need, Needs)
    return site


def __getattr__(name: str) -> Any:
    """The addresses, made once Django is set up."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import path

    from simpul.desk.urls import urlpatterns as own

    patterns = [*own, path("admin/", _admin().urls)]
    globals()["urlpatterns"] = patterns
    return patterns


if __name__ == "__main__":
    sys.modules["benchmarks.desk_admin"] = sys.modules[__name__]
    sys.exit(main())
