"""Addresses of this room, one line each."""

from __future__ import annotations

from django.urls import path

from simpul.desk.insight.views import overview

app_name = "insight"
urlpatterns = [
    path("", overview.overview, name="overview"),
]
