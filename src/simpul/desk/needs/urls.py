"""Addresses of this room: each screen brings its own."""

from __future__ import annotations

from simpul.desk.needs import views
from simpul.desk.screens import addresses

app_name = "needs"
urlpatterns = addresses(views)
