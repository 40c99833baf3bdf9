"""Ringkasan: what a mayor reads in two minutes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from simpul.desk.insight.pages import figures_for, nothing_yet, study_page
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right


@door(Right.READ_FINDINGS)
def overview(request: HttpRequest) -> HttpResponse:
    found = figures_for(request)
    if found is None:
        return nothing_yet(request)
    study, figures = found
    chosen = [
        figures.one(m) for m in ("poverty_share_official", "response_rate", "response_time", "terasing")
    ]
    return study_page(
        request,
        "insight/overview.html",
        study=study,
        chosen=[figure for figure in chosen if figure is not None],
    )
