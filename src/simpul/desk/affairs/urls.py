"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from simpul.desk.affairs import views

app_name = "affairs"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("mulai/", views.start, name="start"),
    path("impor/", views.uploads, name="uploads"),
    path("impor/unggah/", views.upload, name="upload"),
    path("impor/<int:pk>/", views.preview, name="preview"),
    path("impor/<int:pk>/terapkan/", views.apply, name="apply"),
    path("aturan-baru/<int:pk>/", views.renew, name="renew"),
    path("<slug:slug>/", views.facts, name="facts"),
    path("<slug:slug>/unduh.<str:kind>", views.export, name="export"),
    path("<slug:slug>/baru/", views.new, name="new"),
    path("<slug:slug>/simpan/", views.create, name="create"),
    path("<slug:slug>/<int:pk>/", views.fact, name="fact"),
    path("<slug:slug>/<int:pk>/ubah/", views.edit, name="edit"),
    path("<slug:slug>/<int:pk>/simpan/", views.save, name="save"),
]
