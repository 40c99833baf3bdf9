"""Addresses of this room, one line each."""

from __future__ import annotations

from django.urls import path

from simpul.desk.insight.views import (
    answers,
    author,
    draft,
    found,
    imports,
    keywords,
    listen,
    measures,
    network,
    overview,
    plan,
    stages,
    studies,
    voices,
)

app_name = "insight"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("simak/", listen.listen, name="listen"),
    path("simak/utas/", listen.thread, name="thread"),
    path("simak/angka/", found.mentions, name="mentions"),
    path("simak/hitungan/", found.counts_csv, name="counts_csv"),
    path("simak/penulis/", author.author, name="author"),
    path("simak/set/", keywords.save_set, name="save_set"),
    path("simak/set/<int:pk>/hapus/", keywords.delete_set, name="delete_set"),
    path("simak/siapkan/", listen.make_searchable, name="make_searchable"),
    path("jejaring/", network.network, name="network"),
    path("jejaring/data/<slug:layer>/", network.network_data, name="network_data"),
    path("suara/", voices.voices, name="voices"),
    path("isu/", plan.plan, name="plan"),
    path("tahapan/", stages.stages, name="stages"),
    path("tulis/", draft.draft, name="draft"),
    path("perlu-dijawab/", answers.answers, name="answers"),
    path("perlu-dijawab/tandai/", answers.mark, name="mark"),
    path("ukur/", measures.catalogue, name="catalogue"),
    path("ukur/<slug:id>/", measures.measure, name="measure"),
    path("ukur/<slug:id>/csv/", measures.measure_csv, name="measure_csv"),
    path("angka/", measures.find, name="find"),
    path("angka/<slug:code>/", measures.figure, name="figure"),
    path("impor/", imports.imports, name="imports"),
    path("impor/masukkan/", imports.bring_in, name="bring_in"),
    path("impor/<int:pk>/", imports.import_job, name="import"),
    path("impor/<int:pk>/ditolak/", imports.rejects_csv, name="rejects_csv"),
    path("impor/<slug:batch>/batalkan/", imports.undo, name="undo"),
    path("kajian/", studies.studies, name="studies"),
    path("kajian/mulai/", studies.start, name="start_study"),
    path("kajian/<slug:slug>/", studies.study, name="study"),
    path("kajian/<slug:slug>/tampilkan/", studies.show, name="show_study"),
    path("kajian/<slug:slug>/unduh/<slug:kind>/", studies.download, name="download_study"),
]
