"""People who work with Simpul."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
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
