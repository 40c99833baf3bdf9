"""The forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simpul.corpus.vocabulary import labels
from simpul.desk.affairs.models import Agency, Place, Urusan
from simpul.desk.needs.models import Need, Source
from simpul.desk.needs.taxonomy import choices, kinds
from simpul.desk.people.models import User
from simpul.desk.people.rights import Right, may

LONGEST = 4000
REASONS = (
    _("bukan kebutuhan"), _("bukan warga kota ini"), _("sudah tercatat"), _("sindiran atau guyonan"), _("tidak jelas"),
)  # fmt: skip


def _places() -> list[tuple[str, Any]]:
    kept = Place.objects.exclude(kind=Place.Kind.PROVINCE).values_list("code", "name", "kind")
    kinds_of = dict(Place.Kind.choices)
    return [("", _("tidak diketahui")), *((code, f"{name} ({kinds_of[kind]})") for code, name, kind in kept)]


class Correcting(forms.Form):
    """What an officer sets right about a need."""

    sub_need = forms.ChoiceField(label=_("Kebutuhan"), choices=choices)
    urusan = forms.ModelChoiceField(
        label=_("Urusan utama"), queryset=Urusan.objects.all(), required=False, empty_label=_("– ikut kebutuhannya –"),
        help_text=_("Tepat satu urusan memimpin."),
    )  # fmt: skip
    others = forms.ModelMultipleChoiceField(
        label=_("Urusan lain yang terkait"), queryset=Urusan.objects.all(), required=False
    )
    agency = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=Agency.objects.all(),
        required=False,
        empty_label=_("– ikut urusannya –"),
    )
    place = forms.ChoiceField(label=_("Wilayah"), choices=_places, required=False)
    families = forms.IntegerField(label=_("Jumlah keluarga"), min_value=1, max_value=100_000, required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=500, required=False)

    @classmethod
    def of(cls, need: Need) -> Correcting:
        fields = ("sub_need", "urusan", "agency", "place", "families")
        return cls(initial={name: getattr(need, name) for name in fields} | {"others": need.others.all()})

    def corrections(self, need: Need) -> dict[str, Any]:
        """What differs from the need; an urusan or agency left as it was follows a new sub-need or urusan."""
        given = dict(self.cleaned_data)
        del given["reason"]
        if given["sub_need"] != need.sub_need and given["urusan"] == need.urusan:
            given["urusan"] = None
        moved = given["sub_need"] != need.sub_need or given["urusan"] not in (None, need.urusan)
        if moved and given["agency"] == need.agency:
            given["agency"] = None
        return {name: value for name, value in given.items() if value is not None or name == "families"}


class WritingDown(forms.Form):
    """A need that an officer met or a broker passed on."""

    source = forms.ChoiceField(
        label=_("Dari mana"), choices=[(Source.BROKER.value, _("disampaikan perantara")), (Source.OFFICER.value, _("ditemui petugas"))]
    )  # fmt: skip
    statement = forms.CharField(
        label=_("Apa yang disampaikan"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}),
        help_text=_("Tanpa nama, alamat, atau nomor. NIK, telepon, dan nomor rekening disamarkan sebelum disimpan."),
    )  # fmt: skip
    sub_need = forms.ChoiceField(label=_("Kebutuhan"), choices=choices)
    place = forms.ChoiceField(label=_("Wilayah"), choices=_places, required=False)
    families = forms.IntegerField(label=_("Jumlah keluarga"), min_value=1, max_value=100_000, required=False)
    broker_role = forms.ChoiceField(
        label=_("Peran perantara"), required=False, choices=lambda: [("", "–"), *labels("role").items()]
    )
    urgency = forms.TypedChoiceField(
        label=_("Kemendesakan"), coerce=int, initial=0,
        choices=[(0, _("biasa")), (1, _("perlu segera")), (2, _("mendesak")), (3, _("darurat"))],
    )  # fmt: skip


class Referring(forms.Form):
    """To which body a need goes, and why."""

    referred_to = forms.ModelChoiceField(label=_("Dirujuk ke"), queryset=Agency.objects.all())
    reason = forms.CharField(label=_("Alasan"), max_length=500)


def coders() -> Any:
    """People who may code."""
    people = User.objects.filter(is_active=True).order_by("name")
    return [(user.pk, f"{user.name} ({user.role_name})") for user in people if may(user, Right.CODE_NEEDS)]


class Drawing(forms.Form):
    """A sample to be coded twice."""

    title = forms.CharField(label=_("Judul"), max_length=120)
    size = forms.IntegerField(label=_("Banyaknya pernyataan"), min_value=10, max_value=300, initial=50)
    source = forms.ChoiceField(
        label=_("Sumber"), choices=[(s.value, s.label) for s in (Source.ONLINE, Source.BROKER)]
    )
    first = forms.TypedChoiceField(label=_("Penyandi pertama"), coerce=int, choices=coders)
    second = forms.TypedChoiceField(label=_("Penyandi kedua"), coerce=int, choices=coders)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("first") is not None and given.get("first") == given.get("second"):
            self.add_error("second", _("Pilih orang lain sebagai penyandi kedua."))
        return given


def known_code(code: str) -> bool:
    return code == "" or code in kinds()
