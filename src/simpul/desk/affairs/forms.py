"""Forms over facts: each register's own fields, and why something is changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.desk.affairs.models import Dated
from simpul.desk.affairs.registers import Register

LARGEST = 5 * 1024 * 1024
SUFFIXES = (".xlsx", ".csv")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FactForm(forms.ModelForm[Dated]):
    """Base of the forms that `form_for` makes."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan perubahan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Tersimpan dalam riwayat bersama nama Anda."),
    )


def form_for(register: Register) -> type[FactForm]:
    """The form of a register's facts."""

    def field(column: Any, **given: Any) -> Any:
        found = column.formfield(**given)
        if isinstance(found, forms.DateField):
            found.widget = DateInput()
        if isinstance(found.widget, forms.Textarea):
            found.widget.attrs["rows"] = 3
        return found

    return forms.modelform_factory(  # type: ignore[return-value]
        register.model, form=FactForm, fields=register.fields, formfield_callback=field
    )


class FileForm(forms.Form):
    """A file with facts, of a sensible size and a known kind."""

    file = forms.FileField(label=gettext_lazy("Berkas XLSX atau CSV"), max_length=200)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Berkas lebih besar dari 5 MB. Bagi menjadi beberapa berkas."))
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError(_("Hanya XLSX dan CSV yang dapat dibaca di sini."))
        return file
