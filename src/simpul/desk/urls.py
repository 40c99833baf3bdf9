"""The addresses of the desk: each room brings its own."""

from __future__ import annotations

from django.urls import include, path

from simpul.desk import preferences
from simpul.desk.needs.api import api

urlpatterns = [
    path("pilihan/", preferences.choose, name="choose"),
    path("akun/", include("simpul.desk.people.account_urls")),
    path("", include("simpul.desk.people.urls")),
    path("urusan/", include("simpul.desk.affairs.urls")),
    path("api/", api.urls),
    path("kebutuhan/", include("simpul.desk.needs.urls")),
    path("", include("simpul.desk.insight.urls")),
]
