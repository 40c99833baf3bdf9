"""Which studies there are, and which one a page speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.text import slugify

from simpul.desk.insight.models import State, Study

RESERVED = {"mulai"}  # an address of its own


def register(folder: Path, title: str, *, current: bool = True) -> Study:
    """Shows a finished study's folder on the desk; a folder that is known keeps its entry."""
    root = Path(settings.ROOT).resolve()
    place = folder.resolve()
    name = str(place.relative_to(root)) if place.is_relative_to(root) else str(place)
    with transaction.atomic():
        study = Study.objects.filter(folder=name).first() or Study(folder=name, slug=free_slug(title))
        study.title, study.state, study.finished_at = title, State.DONE, timezone.now()
        study.save()
        if current:
            make_current(study)
        transaction.on_commit(lambda: _make_searchable(study.pk))
    return study


def _make_searchable(study_id: int) -> None:
    from simpul.desk.insight.tasks import index_study

    index_study.enqueue(study_id)


def free_slug(title: str) -> str:
    """A short name for addresses that no study has yet."""
    base = slugify(title)[:40] or "kajian"
    taken = set(Study.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(name for name in _candidates(base) if name not in taken | RESERVED)


def _candidates(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))


@transaction.atomic
def make_current(study: Study) -> None:
    """Lets pages that name no study speak of this one."""
    Study.objects.filter(is_current=True).exclude(pk=study.pk).update(is_current=False)
    Study.objects.filter(pk=study.pk).update(is_current=True)
    study.is_current = True


def finished() -> list[Study]:
    """Studies that can be looked at, newest first."""
    return list(Study.objects.filter(state=State.DONE))


def asked_for(request: HttpRequest) -> Study | None:
    """The study that the page names (`?studi=`, or a field of its form), else the current one; None where there is none yet. 404 for an unknown name."""
    done = Study.objects.filter(state=State.DONE)
    if slug := request.GET.get("studi") or request.POST.get("studi"):
        study = done.filter(slug=slug).first()
        if study is None:
            raise Http404("no such study")
        return study
    return done.filter(is_current=True).first() or done.first()
