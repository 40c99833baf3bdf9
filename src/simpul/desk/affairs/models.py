"""Dated reference data: who holds which affair, which programmes there are and by what rules, and where. Law is data here."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

ALWAYS = Coalesce(
    "valid_from", Value(date(1, 1, 1), models.DateField())
)  # a null would be unlike any other null
ANY_YEAR = Coalesce("year", Value(0))


class Mark(models.TextChoices):
    """How sure a fact is: by what kind of source it is known."""

    OFFICIAL = "S", _("sumber resmi")
    SECONDARY = "S2", _("sumber kedua, perlu dipastikan")
    MEMORY = "M", _("dari ingatan, perlu dipastikan")
    EXAMPLE = "X", _("contoh rekaan")


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with a period of validity."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )


class Dated(models.Model):
    """A fact with its period, its source and how sure it is."""

    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=300, blank=True)
    mark = models.CharField(_("kepastian"), max_length=2, choices=Mark, blank=True)
    note = models.TextField(_("catatan"), blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_period",
                violation_error_message=_("“Berlaku sampai” tidak boleh sebelum “berlaku sejak”."),
            ),
        )

    def holds(self, day: date) -> bool:
        """Whether this fact holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def unsure(self) -> bool:
        """Whether somebody should check it before it is told to citizens as a fact."""
        return self.mark in (Mark.SECONDARY, Mark.MEMORY, "")


class Agency(Dated):
    """An organisation of the city (OPD), or a body outside it that owns an affair."""

    class Level(models.TextChoices):
        CITY = "city", _("kota")
        PROVINCE = "province", _("provinsi")
        CENTRE = "centre", _("pusat")
        OTHER = "other", _("badan lain")

    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=200)
    level = models.CharField(_("tingkat"), max_length=10, choices=Level, default=Level.CITY)
    contact = models.CharField(_("hubungan"), max_length=300, blank=True)
    six_days = models.BooleanField(_("bekerja pada hari Sabtu"), default=False)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="former",
        verbose_name=_("dilanjutkan oleh"),
    )

    class Meta(Dated.Meta):
        verbose_name = _("perangkat daerah")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def outside(self) -> bool:
        """Whether it is not the city's own."""
        return self.level != self.Level.CITY


class Urusan(Dated):
    """An affair of government, or a matter that people bring to the city though another body decides it."""

    class Kind(models.TextChoices):
        BASIC = "basic", _("wajib pelayanan dasar")
        OTHER = "other", _("wajib non pelayanan dasar")
        OPTIONAL = "optional", _("pilihan")
        SUPPORT = "support", _("penunjang")
        ABSOLUTE = "absolute", _("absolut")
        GENERAL = "general", _("pemerintahan umum")
        OUTSIDE = "outside", _("di luar kewenangan kota")

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    city_can = models.TextField(_("yang dapat dilakukan kota"), blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("urusan")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Holding(Dated):
    """That an agency holds an affair, for a period."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="holdings", verbose_name=_("perangkat daerah")
    )
    urusan = models.ForeignKey(Urusan, models.CASCADE, related_name="holdings", verbose_name=_("urusan"))
    leads = models.BooleanField(_("pemegang utama"), default=True)

    class Meta(Dated.Meta):
        verbose_name = _("pemegang urusan")
        ordering = ("urusan__code", "-leads", "agency__name", "valid_from")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Dated.Meta.constraints,
            models.UniqueConstraint("agency", "urusan", ALWAYS, name="holding_once"),
        )

    def __str__(self) -> str:
        return f"{self.urusan} · {self.agency}"


class Programme(Dated):
    """A programme by the rules of one period; a new rule is a new row, so that a decision keeps the old one."""

    code = models.SlugField(_("kode"))
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=60, blank=True)
    who = models.TextField(_("siapa yang bisa"), blank=True)
    bring = models.TextField(_("yang dibawa"), blank=True)
    where = models.TextField(_("di mana"), blank=True)
    until = models.CharField(_("sampai kapan"), max_length=120, blank=True)
    complain = models.TextField(_("pengaduan"), blank=True)
    amount = models.TextField(_("besarnya"), blank=True)
    document = models.CharField(_("dasar"), max_length=300, blank=True)
    urusan = models.ForeignKey(
        Urusan, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("urusan")
    )
    agency_kind = models.CharField(_("jenis perangkat daerah"), max_length=60, blank=True)
    pro_poor = models.BooleanField(_("untuk warga miskin"), null=True, blank=True)
    place = models.CharField(_("wilayah"), max_length=13, blank=True)
    area = models.CharField(_("jenis wilayah"), max_length=20, blank=True)
    needs = models.CharField(_("kebutuhan yang dijawab"), max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("program")
        ordering = ("name", "-valid_from")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Dated.Meta.constraints,
            models.UniqueConstraint("code", ALWAYS, name="programme_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> str:
        """The rule in words, as it is kept with a decision."""
        parts = (self.who, self.bring, self.where, self.until, self.amount, self.complain)
        names = [str(self._meta.get_field(f).verbose_name) for f in ("who", "bring", "where", "until", "amount", "complain")]  # type: ignore[union-attr]  # fmt: skip
        return "\n".join(f"{name}: {text}" for name, text in zip(names, parts, strict=True) if text)


class Indicator(Dated):
    """A performance indicator of an agency's programme, and whether it is for poor residents."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="indicators", verbose_name=_("perangkat daerah")
    )
    programme = models.CharField(_("program"), max_length=300)
    name = models.CharField(_("indikator"), max_length=300)
    pro_poor = models.BooleanField(_("untuk warga miskin"), null=True, blank=True)
    need = models.CharField(_("kebutuhan"), max_length=6, blank=True)
    target = models.FloatField(_("target"), null=True, blank=True)
    achieved = models.FloatField(_("capaian"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("indikator program")
        ordering = ("agency__name", "programme", "name", "-year")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Dated.Meta.constraints,
            models.UniqueConstraint("agency", "programme", "name", ANY_YEAR, name="indicator_once"),
        )

    def __str__(self) -> str:
        return self.name


class Place(Dated):
    """A territory by its Kemendagri code; what lies in it begins with the same code."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("provinsi")
        CITY = "city", _("kota")
        REGENCY = "regency", _("kabupaten")
        DISTRICT = "district", _("kecamatan")
        VILLAGE = "village", _("kelurahan")

    code = models.CharField(_("kode"), max_length=13, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    aliases = models.TextField(_("nama lain"), blank=True)
    population = models.PositiveIntegerField(_("penduduk"), null=True, blank=True)
    poor = models.PositiveIntegerField(_("penduduk miskin"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun angka"), null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("wilayah")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def parent(self) -> str:
        """Code of the territory it lies in."""
        return self.code.rpartition(".")[0]


class OfficialAccount(Dated):
    """An account that speaks for the city, an agency or another institution, with who runs it and by what decree."""

    platform = models.CharField(_("platform"), max_length=20)
    handle = models.CharField(_("akun"), max_length=120)
    name = models.CharField(_("nama"), max_length=200, blank=True)
    kind = models.CharField(_("jenis"), max_length=20, default="agency")
    agency = models.ForeignKey(
        Agency,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("perangkat daerah"),
    )
    place = models.CharField(_("wilayah"), max_length=13, blank=True)
    admin = models.CharField(_("admin"), max_length=200, blank=True)
    decree = models.CharField(_("surat penunjukan"), max_length=200, blank=True)
    opened = models.DateField(_("dibuka"), null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("akun resmi")
        ordering = ("platform", "handle", "-valid_from")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Dated.Meta.constraints,
            models.UniqueConstraint("platform", "handle", ALWAYS, name="account_once"),
        )

    def __str__(self) -> str:
        return f"{self.handle} ({self.platform})"


class PlanPriority(Dated):
    """The rank of an issue in a planning document (RPJMD, RKPD)."""

    issue = models.CharField(_("isu"), max_length=6)
    rank = models.PositiveSmallIntegerField(_("peringkat"))
    document = models.CharField(_("dokumen"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("prioritas rencana")
        ordering = ("-year", "document", "rank")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Dated.Meta.constraints,
            models.UniqueConstraint("issue", "document", ANY_YEAR, name="priority_once"),
        )

    def __str__(self) -> str:
        return f"{self.document} {self.rank}"


class DayOff(Dated):
    """A day on which offices are closed, or work although a calendar of holidays says otherwise (SKB, a city's own decree)."""

    day = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    works = models.BooleanField(_("tetap hari kerja"), default=False)

    class Meta(Dated.Meta):
        verbose_name = _("hari libur")
        ordering = ("-day",)

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """Who changed which field of a fact when, from what to what; rows are only ever added."""

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    label = models.CharField(_("fakta"), max_length=250)
    at = models.DateTimeField(_("waktu"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("oleh")
    )
    by_name = models.CharField(max_length=120)
    changes = models.JSONField(_("perubahan"))
    reason = models.CharField(_("alasan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("riwayat")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("kind", "key", "-at"), name="revision_of"),)

    def __str__(self) -> str:
        return self.label


class Upload(models.Model):
    """A file that waits for somebody to look at what it would change, and to apply it."""

    name = models.CharField(_("berkas"), max_length=200)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("oleh")
    )
    uploaded_at = models.DateTimeField(_("diunggah"), auto_now_add=True)
    applied_at = models.DateTimeField(_("diterapkan"), null=True, blank=True)

    class Meta:
        verbose_name = _("impor")
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.name
