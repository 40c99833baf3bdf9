"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from simpul.desk.needs.views import inbox, ledger, samples, tables

app_name = "needs"
urlpatterns = [
    path("", ledger.ledger, name="ledger"),
    path("<int:pk>/", ledger.need, name="need"),
    path("<int:pk>/pindah/", ledger.move, name="move"),
    path("<int:pk>/catatan/", ledger.note, name="note"),
    path("<int:pk>/betulkan/", ledger.correct, name="correct"),
    path("<int:pk>/betulkan/simpan/", ledger.save_correction, name="save-correction"),
    path("catat/", ledger.write_down, name="write-down"),
    path("catat/simpan/", ledger.save_need, name="save-need"),
    path("usulan/", inbox.inbox, name="inbox"),
    path("usulan/<int:pk>/", inbox.decide, name="decide"),
    path("usulan/bersama/", inbox.confirm_many, name="confirm-many"),
    path("usulan/siapkan/", inbox.propose_now, name="propose"),
    path("penanganan/", tables.agencies, name="agencies"),
    path("wilayah/", tables.places, name="places"),
    path("perkembangan/", tables.trend, name="trend"),
    path("unduh/", tables.downloads, name="downloads"),
    path("unduh/kebutuhan.<str:kind>", tables.download, name="download"),
    path("unduh/latih-kebutuhan.csv", tables.lessons, name="lessons"),
    path("unduh/suara-perantara.csv", tables.voices, name="voices"),
    path("penyandian/", samples.samples, name="samples"),
    path("penyandian/ambil/", samples.draw, name="draw"),
    path("penyandian/<int:pk>/", samples.sample, name="sample"),
    path("penyandian/<int:pk>/jawab/", samples.answer, name="answer"),
]
