"""The ledger of needs: what was voiced, by which source, whose affair it is, and what became of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where a need was voiced. Needs are counted by source and never summed over sources."""

    ONLINE = "online", _("Daring")
    SURVEY = "survey", _("Survei")
    BROKER = "broker", _("Perantara")
    OFFICER = "officer", _("Petugas")


class State(models.TextChoices):
    PROPOSED = "proposed", _("diusulkan")
    CONFIRMED = "confirmed", _("dikonfirmasi")
    IN_HAND = "in_hand", _("ditangani")
    MET = "met", _("terjawab")
    UNMET = "unmet", _("tidak terjawab")
    REFERRED = "referred", _("dirujuk")
    REJECTED = "rejected", _("ditolak")


OPEN = (State.PROPOSED, State.CONFIRMED)  # unanswered: no agency has taken it in hand yet


class Need(models.Model):
    """A need that somebody voiced, with provenance; the person is not in it."""

    source = models.CharField(_("sumber"), max_length=8, choices=Source)
    statement = models.TextField(_("pernyataan"))
    sub_need = models.CharField(_("kebutuhan"), max_length=6)
    urusan = models.ForeignKey(
        "affairs.Urusan", models.PROTECT, related_name="needs", verbose_name=_("urusan utama")
    )
    others = models.ManyToManyField(
        "affairs.Urusan", related_name="also_needs", blank=True, verbose_name=_("urusan lain")
    )
    agency = models.ForeignKey(
        "affairs.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("perangkat daerah"),
    )
    place = models.CharField(_("wilayah"), max_length=13, blank=True)
    families = models.PositiveIntegerField(_("jumlah keluarga"), null=True, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.PROPOSED)
    urgency = models.PositiveSmallIntegerField(_("kemendesakan"), default=0)
    voiced_at = models.DateTimeField(_("disuarakan"), default=timezone.now)
    dated = models.BooleanField(
        default=True
    )  # False: when it was voiced is not known; `voiced_at` only orders it
    created_at = models.DateTimeField(_("dicatat"), auto_now_add=True)
    changed_at = models.DateTimeField(_("diubah"), default=timezone.now)

    # provenance
    study = models.ForeignKey("insight.Study", models.SET_NULL, null=True, blank=True, related_name="+")
    post_id = models.CharField(max_length=160, blank=True)
    platform = models.CharField(max_length=20, blank=True)
    broker_role = models.CharField(_("peran perantara"), max_length=40, blank=True)
    spoken_for = models.CharField(_("untuk siapa"), max_length=40, blank=True)
    code = models.CharField(_("kode suara"), max_length=6, unique=True, null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    origin = models.CharField(
        max_length=64, unique=True, null=True, blank=True
    )  # so that nothing is proposed twice
    voicer = models.CharField(
        max_length=16, blank=True
    )  # keyed hash: who voiced it, only to count distinct people

    # what software proposed and why
    proposed = models.CharField(max_length=6, blank=True)
    alternatives = models.CharField(max_length=60, blank=True)  # further codes, best first, joined by |
    sure = models.FloatField(null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True)  # [{"words", "start", "end"}] of the statement

    # who decided
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by_name = models.CharField(_("diputuskan oleh"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    referred_to = models.ForeignKey(
        "affairs.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dirujuk ke"),
    )

    class Meta:
        verbose_name = _("kebutuhan")
        ordering = ("voiced_at", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="need_state_known"),
            models.CheckConstraint(condition=models.Q(source__in=Source.values), name="need_source_known"),
        )
        indexes = (
            models.Index(fields=("voiced_at", "id"), name="need_oldest"),
            models.Index(fields=("state", "voiced_at", "id"), name="need_state_oldest"),
            models.Index(fields=("source", "voiced_at", "id"), name="need_source_oldest"),
            models.Index(fields=("agency", "voiced_at", "id"), name="need_agency_oldest"),
            models.Index(fields=("state", "-urgency", "voiced_at", "id"), name="need_urgent_first"),
            models.Index(
                fields=("agency", "state", "-urgency", "voiced_at", "id"), name="need_agency_urgent"
            ),
            models.Index(
                fields=("state", "source", "-urgency", "voiced_at", "id", "agency"), name="need_source_urgent"
            ),
            models.Index(fields=("sub_need", "voiced_at", "id"), name="need_kind_oldest"),
            models.Index(fields=("place", "voiced_at", "id"), name="need_place_oldest"),
            models.Index(fields=("changed_at",), name="need_changed"),
            models.Index(fields=("post_id",), name="need_post"),
        )

    def __str__(self) -> str:
        return f"{self.sub_need} · {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("rows of this table are only ever added")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("rows of this table are never deleted")


class FollowUp(AppendOnly):
    """What happened to a need: a decision, a correction, a step, a note."""

    class Kind(models.TextChoices):
        RECORDED = "recorded", _("dicatat")
        MOVED = "moved", _("keadaan berubah")
        CORRECTED = "corrected", _("dibetulkan")
        NOTE = "note", _("tindak lanjut")

    need = models.ForeignKey(Need, models.CASCADE, related_name="follow_ups")
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("oleh"), max_length=120)
    agency_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.CharField(max_length=10, blank=True, choices=State)
    after = models.CharField(max_length=10, blank=True, choices=State)
    text = models.TextField(_("catatan"), blank=True)
    changes = models.JSONField(default=dict, blank=True)  # {field: [before, after]} in words

    class Meta:
        verbose_name = _("tindak lanjut")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("need", "at"), name="followup_of"),)

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind}"


class NeedProgramme(models.Model):
    """A programme that may answer a need, with its rule as it was worded when this was decided."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="programmes")
    programme = models.ForeignKey("affairs.Programme", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    rule = models.TextField()
    amount = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=2, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("program untuk kebutuhan")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("need", "programme"), name="need_programme_once"),)

    def __str__(self) -> str:
        return self.name


class Heard(models.Model):
    """That a source other than the net was listened to in a place, so that nothing voiced there means nothing, not silence."""

    place = models.CharField(max_length=13)
    source = models.CharField(max_length=8, choices=Source)
    people = models.PositiveIntegerField(default=0)
    study = models.ForeignKey("insight.Study", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("wilayah yang didengar")
        constraints = (models.UniqueConstraint(fields=("place", "source", "study"), name="heard_once"),)

    def __str__(self) -> str:
        return f"{self.place} {self.source}"


class Sample(models.Model):
    """Statements that two people code apart, to see how far they agree."""

    title = models.CharField(_("judul"), max_length=120)
    coders = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="samples", verbose_name=_("penyandi")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    seed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sampel")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A statement of a sample."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    need = models.ForeignKey(Need, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("sample", "position"), name="item_once"),)

    def __str__(self) -> str:
        return f"{self.sample_id}/{self.position}"


class Answer(models.Model):
    """The code that one coder gave to a statement; empty where it voices no need."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="answers")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    code = models.CharField(max_length=6, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "coder"), name="answer_once"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.code}"
