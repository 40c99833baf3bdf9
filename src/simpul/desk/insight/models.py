"""Studies the desk shows, and files that were brought in."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a piece of background work stands."""

    QUEUED = "queued", _("menunggu")
    RUNNING = "running", _("berjalan")
    DONE = "done", _("selesai")
    FAILED = "failed", _("gagal")


class Work(models.Model):
    """What the worker does in the background: its state, how far it is, and what went wrong in words."""

    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField(_("tahap"), max_length=40, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    of = models.PositiveBigIntegerField(default=0)
    problem = models.TextField(_("masalah"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("diminta"), auto_now_add=True)
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    @property
    def percent(self) -> int:
        """How far the stage is."""
        return 100 * min(self.done, self.of) // self.of if self.of else 0

    @property
    def told(self) -> str:
        """The problem in the language of the page; it is kept in Indonesian and, on a second line, English."""
        lines = self.problem.splitlines() or [""]
        return lines[-1 if get_language() == "en" else 0]


class ImportJob(Work):
    """Files that somebody brought in together, and the batches that they became."""

    class Form(models.TextChoices):
        EXPORTS = "exports", _("ekspor atau survei")
        REFERENCE = "reference", _("buku kerja rujukan")

    class Order(models.TextChoices):
        PROVEN = "", _("seperti terbukti dari berkasnya")
        DAY = "day", _("hari dahulu: 03/04 = 3 April")
        MONTH = "month", _("bulan dahulu: 03/04 = 4 Maret")

    form = models.CharField(_("isi"), max_length=10, choices=Form, default=Form.EXPORTS)
    basis = models.CharField(_("dasar membaca percakapan"), max_length=20, blank=True)
    order = models.CharField(
        _("urutan tanggal"), max_length=5, choices=Order, default=Order.PROVEN, blank=True
    )
    files = models.PositiveIntegerField(_("berkas"), default=0)
    size = models.PositiveBigIntegerField(_("bita"), default=0)
    batches = models.JSONField(default=list)

    class Meta:
        verbose_name = _("impor")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.pk}"

    @property
    def day_first(self) -> bool | None:
        """How 03/04 is read where a file does not prove it; None: not at all."""
        return {self.Order.DAY: True, self.Order.MONTH: False}.get(self.Order(self.order))

    @property
    def megabytes(self) -> float:
        return self.size / 1_000_000

    @property
    def path(self) -> Path:
        """Where its files lie until they have been read."""
        return Path(settings.MEDIA_ROOT) / "imports" / str(self.pk)


class Study(Work):
    """A study: what was asked, and the folder that holds what came out."""

    title = models.CharField(_("judul"), max_length=120)
    slug = models.SlugField(unique=True)
    folder = models.CharField(_("folder"), max_length=500)
    since = models.DateField(_("sejak"), null=True, blank=True)
    until = models.DateField(_("sampai"), null=True, blank=True)
    place = models.CharField(_("wilayah"), max_length=20, blank=True)
    is_current = models.BooleanField(_("yang ditampilkan"), default=False)

    class Meta:
        verbose_name = _("kajian")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("is_current",), condition=Q(is_current=True), name="one_current_study"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> Path:
        """The folder; a relative name lies under the workspace."""
        return settings.ROOT / self.folder


class Mark(models.Model):
    """What an officer said of a voice that waited. Marks are only added; the newest one of a post holds."""

    class Verb(models.TextChoices):
        ANSWERED = "answered", _("sudah dijawab")
        REFERRED = "referred", _("diteruskan")
        NOT_OURS = "not_ours", _("bukan urusan kami")
        REOPENED = "reopened", _("dibuka lagi")

    post_id = models.CharField(max_length=200, db_index=True)
    verb = models.CharField(_("tanda"), max_length=10, choices=Verb)
    agency = models.ForeignKey(
        "affairs.Agency", models.PROTECT, null=True, related_name="+", verbose_name=_("oleh")
    )
    to = models.ForeignKey(
        "affairs.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kepada")
    )
    reason = models.CharField(_("keterangan"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tanda")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.post_id}"


class KeywordSet(models.Model):
    """Words that are searched for again and again, as one types them in Simak."""

    name = models.CharField(_("nama"), max_length=80)
    words = models.CharField(_("kata"), max_length=400)
    agency = models.ForeignKey(
        "affairs.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("milik")
    )
    shared = models.BooleanField(_("dipakai bersama"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(_("diubah"), auto_now=True)

    class Meta:
        verbose_name = _("set kata kunci")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
