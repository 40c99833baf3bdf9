"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from simpul.desk.people import help, views

app_name = "people"
urlpatterns = [
    path("undangan/<str:secret>/", views.accept, name="accept"),
    path("akun-saya/", views.account, name="account"),
    path("orang/", views.people, name="people"),
    path("orang/undang/", views.invite, name="invite"),
    path("orang/undangan/<int:pk>/tarik/", views.withdraw, name="withdraw"),
    path("orang/hak/", views.rights, name="rights"),
    path("orang/<int:pk>/", views.person, name="person"),
    path("orang/<int:pk>/ubah/", views.change, name="change"),
    path("orang/<int:pk>/nonaktifkan/", views.deactivate, name="deactivate"),
    path("orang/<int:pk>/aktifkan/", views.reactivate, name="reactivate"),
    path("orang/<int:pk>/sandi-baru/", views.renew, name="renew"),
    path("orang/<int:pk>/lepas-faktor-kedua/", views.drop_second_factor, name="drop-second-factor"),
    path("mode-bantuan/mulai/", views.start_staff_mode, name="start-staff-mode"),
    path("mode-bantuan/selesai/", views.end_staff_mode, name="end-staff-mode"),
    path("jejak/", views.trail, name="trail"),
    path("jejak/jejak.csv", views.export_trail, name="export-trail"),
    path("jam-pertama/", help.tour, name="tour"),
    path("bantuan/", help.help, name="help"),
    path("sehat/", help.health, name="health"),
]
