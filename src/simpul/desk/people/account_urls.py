"""What of allauth is open here: signing in and out, proving oneself again, password, second factor, sessions.

Its sign-up, mail and reset pages have no address: people come by invitation, and no mail server is needed.
"""

from __future__ import annotations

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("tidak-aktif/", views.account_inactive, name="account_inactive"),
    path("pastikan/", views.reauthenticate, name="account_reauthenticate"),
    path("sandi/", views.password_change, name="account_change_password"),
    path("faktor-kedua/", include("allauth.mfa.urls")),
    path("sesi/", include("allauth.usersessions.urls")),
]
