"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from simpul.desk.needs.views import inbox, ledger, samples, tables

app_name = "needs"
urlpatterns = [
    path("buku/", ledger.ledger, name="ledger"),
    path("buku/<int:pk>/", ledger.need, name="need"),
    path("buku/<int:pk>/pindah/", ledger.move, name="move"),
    path("buku/<int:pk>/catatan/", ledger.note, name="note"),
    path("buku/<int:pk>/betulkan/", ledger.correct, name="correct"),
    path("buku/<int:pk>/betulkan/simpan/", ledger.save_correction, name="save-correction"),
    path("buku/catat/", ledger.write_down, name="write-down"),
    path("buku/catat/simpan/", ledger.save_need, name="save-need"),
    path("usulan/", inbox.inbox, name="inbox"),
    path("usulan/<int:pk>/", inbox.decide, name="decide"),
    path("usulan/bersama/", inbox.confirm_many, name="confirm-many"),
    path("usulan/siapkan/", inbox.propose_now, name="propose"),
    path("penanganan/", tables.agencies, name="agencies"),
    path("penanganan/wilayah/", tables.places, name="places"),
    path("penanganan/perkembangan/", tables.trend, name="trend"),
    path("penanganan/unduh/", tables.downloads, name="downloads"),
    path("penanganan/unduh/kebutuhan.<str:kind>", tables.download, name="download"),
    path("penanganan/unduh/latih-kebutuhan.csv", tables.lessons, name="lessons"),
    path("penanganan/unduh/suara-perantara.csv", tables.voices, name="voices"),
    path("penyandian/", samples.samples, name="samples"),
    path("penyandian/ambil/", samples.draw, name="draw"),
    path("penyandian/<int:pk>/", samples.sample, name="sample"),
    path("penyandian/<int:pk>/jawab/", samples.answer, name="answer"),
]
