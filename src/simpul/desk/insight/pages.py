"""What the screens of this room share: the study they speak of, or the page that says how to get one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from simpul.desk.insight import indexing, studies
from simpul.desk.insight.figures import KEPT, Figures, figures_of
from simpul.desk.insight.models import Study
from simpul.report.study import Language
from simpul.report.study import Study as Folder

P = ParamSpec("P")


def language() -> Language:
    """The language of the page."""
    return "en" if get_language() == "en" else "id"


def folder_of(study: Study) -> Folder:
    """A study's folder in the language of the page; what it has read is kept until the study changes."""
    return _folder(study.path, language(), (study.path / "manifest.json").stat().st_mtime_ns)


@lru_cache(maxsize=2 * KEPT)
def _folder(root: Path, spoken: Language, written: int) -> Folder:
    return Folder(root, spoken)


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


def indexed(request: HttpRequest) -> tuple[Study, Path]:
    """The study of this page with its search index; 404 where it has none."""
    study = studies.asked_for(request)
    index = indexing.index_of(study.path) if study else None
    if study is None or index is None:
        raise Http404("no index")
    return study, index


def with_figures(
    view: Callable[Concatenate[HttpRequest, Study, Figures, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hands a screen its study and figures; where there is none yet, the page that says how to get one comes instead."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = figures_for(request)
        return view(request, *found, *args, **kwargs) if found else nothing_yet(request)

    return shown


def with_index(
    view: Callable[Concatenate[HttpRequest, Study, Path, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hands a screen its study and search index, else the page that says how to get them."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        study = studies.asked_for(request)
        if study is None:
            return nothing_yet(request)
        index = indexing.index_of(study.path)
        if index is None:
            return study_page(request, "insight/not_indexed.html", study=study)
        return view(request, study, index, *args, **kwargs)

    return shown


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """The empty state of every screen: what to do first."""
    return render(request, "insight/nothing_yet.html")
