"""The screens of this room: people and invitations, the trail, one's own account, staff mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from simpul.desk.exports import csv_file
from simpul.desk.people import domain, queries
from simpul.desk.people.doors import door
from simpul.desk.people.entrance import has_second_factor
from simpul.desk.people.forms import Accepting, Belonging, Inviting, Reason, TrailFilter
from simpul.desk.people.models import User
from simpul.desk.people.rights import IN_WORDS, MATRIX, SECOND_FACTOR, STAFF_MODE, Right, Role
from simpul.desk.people.trail import actions, record, without_numbers

LINK = "people:new-link"  # of the session: shown once, then forgotten
WHY_NOT = {
    "last_admin": _("Ini admin terakhir. Jadikan orang lain admin lebih dahulu."),
    "self": _("Ini tidak dapat dilakukan pada akun sendiri. Mintalah admin lain."),
    "used": _("Tautan ini sudah dipakai."),
    "taken": _("Surel ini sudah dipakai orang lain."),
}


# --- people ---------------------------------------------------------------------------------------------------


@door(Right.MANAGE_PEOPLE)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    return _people(request, Inviting())


@door(Right.MANAGE_PEOPLE, sure=True)
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    form = Inviting(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    invitation, secret = domain.invite(request=request, **form.cleaned_data)
    return _show_link(request, secret, invitation.name)


@door(Right.MANAGE_PEOPLE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    domain.withdraw(request=request, invitation=queries.invitation_of(_me(request), pk))
    messages.success(request, _("Undangan ditarik."))
    return redirect("people:people")


@door(Right.MANAGE_PEOPLE)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.user_for(_me(request), pk)
    form = Belonging(initial={"name": found.name, "role": found.role, "agency": found.agency})
    return _person(request, found, form)


@door(Right.MANAGE_PEOPLE, sure=True)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.user_for(_me(request), pk)
    form = Belonging(request.POST)
    if not form.is_valid():
        return _person(request, found, form, status=422)
    return _done(request, lambda: domain.change(request=request, user=found, **form.cleaned_data), found)


@door(Right.MANAGE_PEOPLE, sure=True)
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.user_for(_me(request), pk)
    return _done(request, lambda: domain.deactivate(request=request, user=found), found)


@door(Right.MANAGE_PEOPLE, sure=True)
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.user_for(_me(request), pk)
    return _done(request, lambda: domain.reactivate(request=request, user=found), found)


@door(Right.MANAGE_PEOPLE, sure=True)
@require_POST
def drop_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.user_for(_me(request), pk)
    return _done(request, lambda: domain.drop_second_factor(request=request, user=found), found)


@door(Right.MANAGE_PEOPLE, sure=True)
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.user_for(_me(request), pk)
    if not found.is_active:
        raise Http404
    secret = domain.renew(request=request, user=found)[1]
    return _show_link(request, secret, found.name)


@door(Right.MANAGE_PEOPLE)
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    rows = [
        (IN_WORDS[right], [role in MATRIX[right] for role in Role], right in STAFF_MODE) for right in Right
    ]
    return render(request, "people/rights.html", {"roles": [role.label for role in Role], "rows": rows})


# --- the door from outside ------------------------------------------------------------------------------------


@never_cache
@sensitive_post_parameters("password", "again")
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """The one page for who is not here yet: behind the link's secret, no other right."""
    invitation = domain.invitation_for(secret)
    if invitation is None:
        return render(request, "people/link_closed.html", status=404)
    form = Accepting(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "email", "password")}
        try:
            user = domain.accept(request=request, invitation=invitation, **given)
        except domain.NotPossible as problem:
            form.add_error(None, str(WHY_NOT[str(problem)]))
        else:
            return _let_in(request, user)
    return render(
        request,
        "people/accept.html",
        {"form": form, "invitation": invitation},
        status=422 if form.errors else 200,
    )


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    """A new person goes on to the second factor; who has one already proves it at the sign-in form."""
    if has_second_factor(user):
        messages.success(request, _("Sandi baru tersimpan. Silakan masuk."))
        return redirect("account_login")
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="password")
    must = user.role in SECOND_FACTOR and not settings.DEMO
    return redirect(reverse("mfa_index") + "?wajib=1" if must else "people:tour")


# --- the trail ------------------------------------------------------------------------------------------------


@door(Right.READ_TRAIL)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    form = TrailFilter(request.GET, actions=actions())
    form.is_valid()
    rows, before = queries.page_before(queries.events(form.cleaned_data), request.GET.get("before", ""))
    shown = [(event, actions().get(event.action, event.action)) for event in rows]
    return render(request, "people/trail.html", {"form": form, "events": shown, "before": before})


@door(Right.READ_TRAIL)
@require_safe
def export_trail(request: HttpRequest) -> HttpResponse:
    form = TrailFilter(request.GET, actions=actions())
    form.is_valid()
    record(request, "trail_exported", asked=without_numbers(request.GET.urlencode()))
    return csv_file(queries.rows_of(queries.events(form.cleaned_data)), "jejak.csv")


# --- oneself --------------------------------------------------------------------------------------------------


@door(None)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    context = {
        "has_factor": has_second_factor(me),
        "needs_factor": me.role in SECOND_FACTOR,
        "is_admin": me.role == Role.ADMIN,
    }
    return render(request, "people/account.html", context | {"form": Reason(), "mode": me.staff_mode})


@door(Right.MANAGE_PEOPLE, sure=True)
@require_POST
def start_staff_mode(request: HttpRequest) -> HttpResponse:
    form = Reason(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulislah alasannya, paling sedikit lima huruf."))
        return redirect("people:account")
    domain.start_staff_mode(request=request, user=_me(request), reason=form.cleaned_data["reason"])
    return redirect("/")


@door(Right.MANAGE_PEOPLE)
@require_POST
def end_staff_mode(request: HttpRequest) -> HttpResponse:
    domain.end_staff_mode(request=request, user=_me(request))
    return redirect("people:account")


# --- what several views do ------------------------------------------------------------------------------------


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _people(request: HttpRequest, form: Inviting, status: int = 200) -> HttpResponse:
    link = request.session.pop(LINK, None) if request.method == "GET" and LINK in request.session else None
    context = {
        "form": form,
        "everybody": queries.everybody(),
        "invitations": queries.open_invitations(),
        "link": link,
    }
    return render(request, "people/people.html", context, status=status)


def _person(request: HttpRequest, found: User, form: Belonging, status: int = 200) -> HttpResponse:
    context = {
        "person": found,
        "form": form,
        "has_factor": has_second_factor(found),
        "self": found.pk == _me(request).pk,
    }
    return render(request, "people/person.html", context, status=status)


def _show_link(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """After the redirect the page shows the link, once: it lies in no address and in no log."""
    request.session[LINK] = [name, request.build_absolute_uri(reverse("people:accept", args=[secret]))]
    return redirect("people:people")


def _done(request: HttpRequest, verb: Callable[[], None], found: User) -> HttpResponse:
    try:
        verb()
    except domain.NotPossible as problem:
        messages.error(request, str(WHY_NOT[str(problem)]))
    else:
        messages.success(request, _("Tersimpan dan berlaku mulai sekarang."))
    return redirect("people:person", found.pk)
