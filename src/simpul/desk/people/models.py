"""People who work with Simpul, how they were invited, and the trail of what was done."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.desk.people.rights import Role


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user who signs in by `email`; without a password nobody can until one is set by invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with one role, in one agency or in none."""

    email = models.EmailField(_("surel"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    agency = models.ForeignKey(
        "affairs.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("perangkat daerah"),
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    joined_at = models.DateTimeField(_("bergabung"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label)

    @cached_property
    def staff_mode(self) -> StaffMode | None:
        """The staff mode that runs now; asked once per request, and only of admins."""
        if self.role != Role.ADMIN:
            return None
        return self.staff_modes.filter(ended_at__isnull=True, ends_at__gt=timezone.now()).first()


class Invitation(models.Model):
    """A link that lets one person in, once, until it expires. Only a digest of the link's secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    email = models.EmailField(_("surel"))
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    agency = models.ForeignKey(
        "affairs.Agency", models.PROTECT, null=True, blank=True, verbose_name=_("perangkat daerah")
    )
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="invitations", verbose_name=_("pengundang")
    )
    for_user = models.ForeignKey(  # a new password for somebody who is already here
        User, models.CASCADE, null=True, blank=True, related_name="renewals"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # used or withdrawn

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.expires_at > timezone.now()


class StaffMode(models.Model):
    """Half an hour in which an admin sees what others see, for a stated reason."""

    user = models.ForeignKey(User, models.CASCADE, related_name="staff_modes")
    reason = models.CharField(_("alasan"), max_length=300)
    started_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"


class AppendOnly(models.QuerySet["Event"]):
    """What was done stays done: rows are added, never changed or taken away."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("The trail is append-only.")

    update = delete = bulk_update = bulk_create = update_or_create = _refuse


class Event(models.Model):
    """One line of the trail. Ids and names are kept as they were; nothing here points to a row that may go."""

    number = models.BigIntegerField(_("nomor"), primary_key=True)
    at = models.DateTimeField(_("waktu"), db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(_("siapa"), max_length=200)
    role = models.CharField(_("peran"), max_length=20, blank=True)
    action = models.CharField(_("tindakan"), max_length=60, db_index=True)
    target = models.CharField(_("pada"), max_length=300, blank=True)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    address = models.CharField(_("dari"), max_length=45, blank=True)
    details_text = models.TextField(blank=True)  # JSON as it was hashed; a database would reorder its keys
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number} {self.actor} {self.action} {self.target}"

    @property
    def details(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.details_text or "{}")
        return found

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The trail is append-only.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("The trail is append-only.")
