"""Work in the background."""

from __future__ import annotations

from django_tasks import task

from simpul.desk.insight.models import Study
from simpul.desk.needs.proposing import propose_from_study
from simpul.desk.people.models import User


@task()
def propose(study: int, user: int | None = None) -> dict[str, int]:
    """Proposals from a study; how many are new, by source."""
    by = User.objects.filter(pk=user).first() if user else None
    return dict(propose_from_study(Study.objects.get(pk=study), by))
