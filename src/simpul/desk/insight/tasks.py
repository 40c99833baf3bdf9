"""Work that the worker does in the background; tasks take ids and call what does it."""

from __future__ import annotations

from django_tasks import task

from simpul.desk.insight import indexing
from simpul.desk.insight.models import Study


@task()
def index_study(study_id: int) -> None:
    """Makes a study's posts searchable, unless they are."""
    study = Study.objects.filter(pk=study_id).first()
    if study is not None and indexing.index_of(study.path) is None:
        indexing.build(study.path)
