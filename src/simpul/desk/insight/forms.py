"""What is asked before files come in, and before a study begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from simpul.corpus.basis import BASES
from simpul.desk.affairs.forms import DateInput
from simpul.desk.affairs.models import Place
from simpul.desk.insight.models import ImportJob
from simpul.desk.uploads import MUCH


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One file or several."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files] or [super().clean(None)]


class ImportForm(forms.Form):
    """Files, what they are, and for chats why they may be read."""

    dropped = ManyFilesField(label=gettext_lazy("Berkas"), allow_empty_file=True)
    form = forms.ChoiceField(
        label=gettext_lazy("Isinya"),
        choices=ImportJob.Form.choices,
        widget=forms.RadioSelect,
        initial=ImportJob.Form.EXPORTS,
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Tanggal seperti 03/04/2026"), choices=ImportJob.Order.choices, required=False
    )
    basis = forms.ChoiceField(label=gettext_lazy("Bila ada percakapan, dasarnya"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = get_language() == "en"
        told = [(code, words[english]) for code, words in BASES.items()]
        self.fields["basis"].choices = [("", _("tidak ada percakapan di dalamnya")), *told]  # type: ignore[attr-defined]

    def clean_dropped(self) -> list[UploadedFile[Any]]:
        files: list[UploadedFile[Any]] = self.cleaned_data["dropped"]
        if sum(file.size or 0 for file in files) > MUCH:
            raise forms.ValidationError(_("Berkas lebih besar dari 2 GB. Bagi menjadi beberapa kali."))
        return files


class StudyForm(forms.Form):
    """What a study is about."""

    title = forms.CharField(label=gettext_lazy("Judul"), max_length=120)
    since = forms.DateField(
        label=gettext_lazy("Hari pertama"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Kosong: dari kiriman pertama."),
    )
    until = forms.DateField(
        label=gettext_lazy("Hari terakhir"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Kosong: sampai kiriman terakhir."),
    )
    place = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        larger = (Place.Kind.CITY, Place.Kind.REGENCY, Place.Kind.DISTRICT)
        places = Place.objects.filter(kind__in=larger).values_list("code", "name")
        self.fields["place"].choices = [("", _("semua yang masuk")), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and since > until:
            raise forms.ValidationError(_("Hari pertama lebih akhir daripada hari terakhir. Tukar keduanya."))
        return asked
