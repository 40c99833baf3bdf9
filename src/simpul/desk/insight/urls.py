"""Addresses of this room, one line each."""

from __future__ import annotations

from django.urls import path

from simpul.desk.insight.views import answers, draft, listen, measures, overview, plan, voices

app_name = "insight"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("simak/", listen.listen, name="listen"),
    path("simak/utas/", listen.thread, name="thread"),
    path("simak/siapkan/", listen.make_searchable, name="make_searchable"),
    path("suara/", voices.voices, name="voices"),
    path("isu/", plan.plan, name="plan"),
    path("tulis/", draft.draft, name="draft"),
    path("perlu-dijawab/", answers.answers, name="answers"),
    path("perlu-dijawab/tandai/", answers.mark, name="mark"),
    path("ukur/", measures.catalogue, name="catalogue"),
    path("ukur/<slug:id>/", measures.measure, name="measure"),
    path("ukur/<slug:id>/csv/", measures.measure_csv, name="measure_csv"),
    path("angka/", measures.find, name="find"),
    path("angka/<slug:code>/", measures.figure, name="figure"),
]
