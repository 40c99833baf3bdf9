"""Tahapan: what of the four stages each agency has in place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from simpul.desk.frame import Place
from simpul.desk.insight.apps import READ
from simpul.desk.insight.figures import Figures
from simpul.desk.insight.models import Study
from simpul.desk.insight.pages import study_page, with_figures
from simpul.desk.insight.stages import RULES, STAGES, lines_of
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right


@require_safe
@door(Right.READ_FINDINGS)
@with_figures
def stages(request: HttpRequest, study: Study, figures: Figures) -> HttpResponse:
    """Agencies × stages, with the rules by which a stage is complete."""
    rules = [(name, [words for of, words in RULES.values() if of == stage]) for stage, name in STAGES.items()]
    lines = lines_of(study, figures)
    own = getattr(request.user, "agency_id", None)
    lines.sort(key=lambda line: line.agency.pk != own)
    return study_page(
        request, "insight/stages.html", study=study, lines=lines, rules=rules, stages=STAGES.values(), own=own
    )


urlpatterns = [
    path("tahapan/", stages, name="stages"),
]
PLACE = Place(
    gettext_lazy("Tahapan"), "insight:stages", Right.READ_FINDINGS, "stages", READ, 40,
    gettext_lazy("Apa yang sudah ada di setiap perangkat daerah, dari rencana sampai evaluasi."),
)  # fmt: skip
