"""The forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from simpul.desk.affairs.models import Agency
from simpul.desk.people.models import Invitation, User
from simpul.desk.people.rights import Role
from simpul.desk.people.trail import LONG_NUMBER, without_numbers

BELONGING = {Role.OFFICER, Role.APPROVER}


def no_long_number(name: str) -> None:
    """A name is no place for the number of a person, telephone or account."""
    if LONG_NUMBER.search(name):
        raise forms.ValidationError(_("Tulislah nama saja, tanpa nomor."))


class Belonging(forms.Form):
    """Name, role and agency; an officer and an approver act for an agency, so they must have one."""

    name = forms.CharField(label=_("Nama"), max_length=120, validators=[no_long_number])
    role = forms.ChoiceField(label=_("Peran"), choices=Role.choices)
    agency = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=Agency.objects.all(),
        required=False,
        empty_label=_("– tidak ada –"),
        help_text=_("Wajib untuk petugas dan penyetuju."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("role") in BELONGING and not given.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("Pilih perangkat daerah tempat orang ini bekerja."))
        return given


class Inviting(Belonging):
    email = forms.EmailField(
        label=_("Surel"), help_text=_("Dipakai untuk masuk. Tidak ada surat yang dikirim.")
    )
    field_order = ("name", "email", "role", "agency")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Orang dengan surel ini sudah ada di daftar."))
        return email


class Accepting(forms.Form):
    """The invited person's own part: a password, and in the first link name and address, too."""

    name = forms.CharField(
        label=_("Nama"),
        max_length=120,
        validators=[no_long_number],
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(label=_("Surel"), widget=forms.EmailInput({"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Sandi baru"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_(
            "Paling sedikit 12 huruf. Beberapa kata yang tidak berkaitan lebih baik daripada tanda baca."
        ),
    )
    again = forms.CharField(
        label=_("Sandi sekali lagi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        for field in ("name", "email"):
            if known := getattr(invitation, field):
                self.fields[field].initial = known
                self.fields[field].disabled = field == "email" or invitation.for_user is not None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        password = given.get("password")
        if password and password != given.get("again"):
            self.add_error("again", _("Kedua sandi tidak sama."))
        elif password:
            person = User(name=given.get("name", ""), email=given.get("email", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return given


class Reason(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=300, min_length=5)

    def clean_reason(self) -> str:
        return without_numbers(self.cleaned_data["reason"])


class TrailFilter(forms.Form):
    """What the trail is searched by; an unreadable value is told and leaves the list unfiltered by it."""

    q = forms.CharField(label=_("Siapa atau pada apa"), required=False, max_length=100)
    action = forms.ChoiceField()
    since = forms.DateField(label=_("Sejak"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Sampai"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, actions: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        in_words = sorted(actions.items(), key=lambda pair: str(pair[1]))
        self.fields["action"] = forms.ChoiceField(
            label=_("Tindakan"), required=False, choices=[("", _("Semua")), *in_words]
        )
