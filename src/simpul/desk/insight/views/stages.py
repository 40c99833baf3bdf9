"""Tahapan: what of the four stages each agency has in place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from simpul.desk.insight.pages import figures_for, nothing_yet, study_page
from simpul.desk.insight.stages import RULES, STAGES, lines_of
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right


@require_safe
@door(Right.READ_FINDINGS)
def stages(request: HttpRequest) -> HttpResponse:
    """Agencies × stages, with the rules by which a stage is complete."""
    found = figures_for(request)
    if found is None:
        return nothing_yet(request)
    study, figures = found
    rules = [(name, [words for of, words in RULES.values() if of == stage]) for stage, name in STAGES.items()]
    lines = lines_of(study, figures)
    own = getattr(request.user, "agency_id", None)
    lines.sort(key=lambda line: line.agency.pk != own)
    return study_page(
        request, "insight/stages.html", study=study, lines=lines, rules=rules, stages=STAGES.values(), own=own
    )
