"""The screens of this room: registers, one fact with its history, and files in two steps."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simpul.desk.affairs import domain
from simpul.desk.affairs.forms import FileForm, form_for
from simpul.desk.affairs.models import Dated, Place, Programme, Upload
from simpul.desk.affairs.registers import ALL, Register, register_of
from simpul.desk.affairs.showing import cells, rows, workbook
from simpul.desk.exports import csv_file, file
from simpul.desk.people.doors import door
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, may
from simpul.desk.people.trail import record

PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(Right.READ_AFFAIRS)
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """All registers with how much they hold, and what still wants checking."""
    today = timezone.localdate()
    shown = [
        {"register": register, "count": register.model.objects.count(), "unsure": _unsure(register), "now": register.model.objects.on(today).count()}
        for register in ALL
    ]  # fmt: skip
    context = {"registers": shown, "empty": not any(each["count"] for each in shown), "city": _city()}
    return _render(request, "affairs/registers.html", context)


def _unsure(register: Register) -> int:
    return int(register.model.objects.filter(mark__in=("S2", "M", "")).count())


def _city() -> Place | None:
    found: Place | None = Place.objects.filter(kind=Place.Kind.CITY).first()
    return found


@door(Right.READ_AFFAIRS)
@require_safe
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """One register: searched, and by default what holds today."""
    register = register_of(slug)
    words, when = request.GET.get("q", "")[:200].strip(), request.GET.get("masa", "kini")
    found = register.model.objects.select_related(*register.links)
    if when != "semua":
        found = found.on(timezone.localdate())
    if words:
        found = found.filter(
            Q(*[Q(**{f"{name}__icontains": words}) for name in register.searched], _connector=Q.OR)
        )
    if (mark := request.GET.get("kepastian", "")) == "periksa":
        found = found.filter(mark__in=("S2", "M", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    context = {
        "register": register, "page": page, "q": words, "when": when, "mark": mark,
        "headings": [register.field(name).verbose_name for name in register.shown],
        "lines": [(fact, cells(fact, register.shown)) for fact in page],
    }  # fmt: skip
    return _render(request, "affairs/facts.html", context)


@door(Right.READ_AFFAIRS)
@require_safe
def fact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A fact with everything it says, and who changed what when."""
    register = register_of(slug)
    found = _fact(register, pk)
    versions = (
        Programme.objects.filter(code=found.code).exclude(pk=pk) if isinstance(found, Programme) else None
    )
    context = {
        "register": register, "fact": found, "versions": versions, "renewable": isinstance(found, Programme),
        "pairs": [(register.field(name).verbose_name, cell) for name, cell in zip(register.fields, cells(found, register.fields), strict=True)],
        "history": [(line, _worded(register, line.changes)) for line in domain.history(found)[:100]],
    }  # fmt: skip
    return _render(request, "affairs/fact.html", context)


def _worded(register: Register, changes: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """Changes with the fields' names; none for a fact that was new, since the page shows it whole."""
    if not any(before for before, _after in changes.values()):
        return []
    return [
        (str(register.field(name).verbose_name), before, after) for name, (before, after) in changes.items()
    ]


def _fact(register: Register, pk: int) -> Dated:
    return cast(Dated, get_object_or_404(register.model.objects.select_related(*register.links), pk=pk))


@door(Right.EDIT_AFFAIRS)
@require_safe
def new(request: HttpRequest, slug: str) -> HttpResponse:
    register = register_of(slug)
    return _form(request, register, form_for(register)(), None)


@door(Right.EDIT_AFFAIRS)
@require_POST
def create(request: HttpRequest, slug: str) -> HttpResponse:
    return _save(request, register_of(slug), None)


@door(Right.EDIT_AFFAIRS)
@require_safe
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register = register_of(slug)
    found = _fact(register, pk)
    return _form(request, register, form_for(register)(instance=found), found)


@door(Right.EDIT_AFFAIRS)
@require_POST
def save(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register = register_of(slug)
    return _save(request, register, _fact(register, pk))


def _form(
    request: HttpRequest, register: Register, form: Any, found: Dated | None, status: int = 200
) -> HttpResponse:
    context = {"register": register, "form": form, "fact": found}
    return _render(request, "affairs/form.html", context, status=status)


def _save(request: HttpRequest, register: Register, found: Dated | None) -> HttpResponse:
    fact = found or register.model()
    form = form_for(register)(request.POST, instance=fact)
    if not form.is_valid():
        return _form(request, register, form, found, status=422)
    values = {name: form.cleaned_data[name] for name in register.fields}
    line = domain.change(fact, values, by=_me(request), reason=form.cleaned_data["reason"])
    if line is not None:
        record(
            request,
            "fact_changed",
            f"{register.slug} {fact.pk}",
            reason=line.reason,
            fields=sorted(line.changes),
        )
    messages.success(request, _("Tersimpan.") if line else _("Tidak ada yang berubah."))
    return redirect("affairs:fact", register.slug, fact.pk)


@door(Right.EDIT_AFFAIRS)
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule of a programme from a day on, as a new row."""
    register = register_of("program-bantuan")
    old = get_object_or_404(Programme, pk=pk)
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
        values = {name: getattr(old, name) for name in register.own if name != "code"}
        reason = request.POST.get("reason", "").strip()[:300]
        fresh = domain.renew(
            old, since=since, values={**values, "source": "", "mark": ""}, by=_me(request), reason=reason
        )
    except (ValueError, ValidationError) as problem:
        said = (
            problem.messages
            if isinstance(problem, ValidationError)
            else [_("Tulis tanggal mulai aturan baru.")]
        )
        messages.error(request, " ".join(said))
        return redirect("affairs:fact", register.slug, pk)
    record(request, "rule_renewed", f"{register.slug} {fresh.pk}", reason=reason)
    messages.success(request, _("Aturan lama ditutup. Tulis sekarang apa yang baru, dan sumbernya."))
    return redirect("affairs:edit", register.slug, fresh.pk)


@door(Right.READ_AFFAIRS)
@require_safe
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse | StreamingHttpResponse:
    """A register as it can be read in again."""
    register = register_of(slug)
    found = register.model.objects.select_related(*register.links)
    if kind == "csv":
        record(request, "facts_exported", register.slug, format=kind)
        return csv_file(rows(register, found), f"{register.slug}.csv")
    if kind == "xlsx":
        record(request, "facts_exported", register.slug, format=kind)
        return file(workbook(register, found), f"{register.slug}.xlsx", SHEET)
    raise Http404


# --- files ---------------------------------------------------------------------------------------------------
@door(Right.EDIT_AFFAIRS)
@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    return _uploads(request, FileForm())


def _uploads(request: HttpRequest, form: FileForm, status: int = 200) -> HttpResponse:
    waiting = Upload.objects.defer("content").select_related("uploaded_by")[:20]
    return _render(request, "affairs/uploads.html", {"form": form, "uploads": waiting}, status=status)


@door(Right.EDIT_AFFAIRS)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _uploads(request, form, status=422)
    file = form.cleaned_data["file"]
    kept = Upload.objects.create(
        name=Path(file.name).name[:200], content=file.read(), uploaded_by=_me(request)
    )
    return redirect("affairs:preview", kept.pk)


@door(Right.EDIT_AFFAIRS)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change; nothing is written yet."""
    kept = get_object_or_404(Upload, pk=pk)
    steps, problems = _steps(kept)
    context = {
        "upload": kept, "steps": steps[:500], "more": max(0, len(steps) - 500), "problems": problems,
        "counts": Counter(step.kind for step in steps),
    }  # fmt: skip
    return _render(request, "affairs/preview.html", context)


@door(Right.EDIT_AFFAIRS)
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes what the preview showed; rows with errors stay out."""
    from simpul.desk.affairs.exchanging import apply as write

    kept = get_object_or_404(Upload, pk=pk)
    if not Upload.objects.filter(pk=pk, applied_at=None).update(applied_at=timezone.now()):
        messages.error(request, _("Berkas ini sudah diterapkan."))
        return redirect("affairs:preview", pk)
    written = write(_steps(kept)[0], _me(request), kept.name)
    record(request, "facts_imported", kept.name, written=written)
    messages.success(request, _("%(n)s fakta tersimpan.") % {"n": written})
    return redirect("affairs:registers")


@door(Right.EDIT_AFFAIRS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Loads the shipped starter set."""
    from simpul.desk.affairs.loading import load_starter

    written = load_starter(_me(request))
    record(request, "facts_imported", "starter", written=written)
    messages.success(request, _("%(n)s fakta tersimpan.") % {"n": written})
    return redirect("affairs:registers")


def _steps(kept: Upload) -> tuple[list[Any], list[tuple[str, str]]]:
    from simpul.desk.affairs.exchanging import plan
    from simpul.desk.affairs.reading import read

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (
            "berkas.xlsx"
            if kept.name.lower().endswith(".xlsx")
            else f"{Path(kept.name).stem[:80] or 'berkas'}.csv"
        )
        path.write_bytes(bytes(kept.content))
        try:
            found = read(path)
        except Exception as problem:  # a file can be broken in any way; the page says so instead of failing
            return [], [
                (kept.name, _("Berkas tidak dapat dibaca: %(why)s") % {"why": type(problem).__name__})
            ]
    return plan(found), found.problems


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(
        request, template, {**context, "may_edit": may(request.user, Right.EDIT_AFFAIRS)}, status=status
    )
