"""What the screens of this room share: the study they speak of, or the page that says how to get one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from simpul.desk.insight import studies
from simpul.desk.insight.figures import Figures, figures_of
from simpul.desk.insight.models import Study


def study_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of the room: with the studies to choose from beside it."""
    return render(request, template, {"studies": studies.finished(), **context})


def figures_for(request: HttpRequest) -> tuple[Study, Figures] | None:
    """The study of this page with its figures; None where there is nothing to show yet."""
    study = studies.asked_for(request)
    if study is None:
        return None
    try:
        return study, figures_of(study)
    except FileNotFoundError:
        return None


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """The empty state of every screen: what to do first."""
    return render(request, "insight/nothing_yet.html")
