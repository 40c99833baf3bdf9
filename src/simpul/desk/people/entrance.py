"""How people come in: what allauth asks of us, passwords, the second factor, and when a session is over."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from simpul.desk.people.doors import recently_proved
from simpul.desk.people.models import User
from simpul.desk.people.rights import SECOND_FACTOR

SEEN = "seen"
BEFORE_SECOND_FACTOR = ("/akun/", "/pilihan/", "/akun-saya/", "/sehat/")


class Account(DefaultAccountAdapter):  # type: ignore[misc]  # allauth comes untyped
    """Nobody signs up, mails are not needed, and who proved themselves a moment ago is not asked again."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        request = context.request
        return request is None or not recently_proved(request)

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template and "logged_" in message_template:
            return  # a person sees that they are in
        super().add_message(request, level, message_template, *args, **kwargs)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets lie encrypted; the QR code is drawn here; a role that needs a second factor keeps one."""

    def get_totp_issuer(self) -> str:
        return "Simpul"

    def build_totp_svg(self, url: str) -> str:
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=3, light="#fff")
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # the desk's secret was changed: such a factor opens nothing
            return ""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if settings.DEMO or authenticator.user.role not in SECOND_FACTOR:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def has_second_factor(user: User) -> bool:
    factors = Authenticator.objects.filter(user=user)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"simpul.second-factor" + str(secret).encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class LocalWords:
    """Refuses passwords that are little more than words everybody here would try first."""

    WORDS = (
        "simpul magelang kominfo diskominfo dinsos dinkes bappeda bapperida pemkot pemkab pemerintah walikota bupati wonogiri "
        "jateng jawatengah indonesia merdeka pancasila garuda bismillah alhamdulillah rahasia katasandi sandi password admin "
        "selamat sayang cinta bansos kemiskinan tidar gethuk qwerty asdfgh zxcvbn semangat sejahtera"
    ).split()

    def validate(self, password: str, user: object = None) -> None:
        rest = password.casefold()
        for word in sorted(self.WORDS, key=len, reverse=True):
            rest = rest.replace(word, "")
        letters = sum(sign.isalpha() for sign in rest)
        if len(set(password)) < 5 or (letters < 4 and rest != password.casefold()):
            raise ValidationError(
                _("Sandi ini terlalu mudah ditebak di sini. Pakailah beberapa kata yang tidak berkaitan."),
                code="local_word",
            )

    def get_help_text(self) -> str:
        return _("Bukan nama kota, kantor, atau kata yang dicoba semua orang.")


class Entrance:
    """After signing in: ends a session nobody uses, and asks those who need a second factor to set one first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(user := request.user, User):
            if self._is_stale(request):
                logout(request)
                return redirect(f"{reverse('account_login')}?next={request.path}")
            if self._must_set_second_factor(request, user):
                return redirect(reverse("mfa_index") + "?wajib=1")
        return self.get_response(request)

    def _is_stale(self, request: HttpRequest) -> bool:
        now, seen = int(time.time()), request.session.get(SEEN)
        if seen is None or now - seen > 600:  # written seldom: pages stay quick
            request.session[SEEN] = now
        return seen is not None and now - seen > settings.SESSION_IDLE_SECONDS

    def _must_set_second_factor(self, request: HttpRequest, user: User) -> bool:
        if settings.DEMO or user.role not in SECOND_FACTOR or request.path.startswith(BEFORE_SECOND_FACTOR):
            return False
        return not has_second_factor(user)
