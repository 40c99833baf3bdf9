"""Work that the worker does in the background; tasks take ids and call what does it."""

from __future__ import annotations

from functools import partial

from django_tasks import task

from simpul.desk.insight import indexing
from simpul.desk.insight.models import ImportJob, Study


@task()
def index_study(study_id: int) -> None:
    """Makes a study's posts searchable, unless they are."""
    study = Study.objects.filter(pk=study_id).first()
    if study is not None and indexing.index_of(study.path) is None:
        indexing.build(study.path)


@task()
def bring_in(job_id: int) -> None:
    """Reads files that were brought in."""
    from simpul.desk.insight.incoming import read_in
    from simpul.desk.insight.working import carry_out

    job = ImportJob.objects.filter(pk=job_id).first()
    if job is not None:
        carry_out(job, partial(read_in, job))


@task()
def make_study(study_id: int) -> None:
    """Makes a study of what was brought in."""
    from simpul.desk.insight.making import make
    from simpul.desk.insight.working import carry_out

    study = Study.objects.filter(pk=study_id).first()
    if study is not None:
        carry_out(study, partial(make, study))
