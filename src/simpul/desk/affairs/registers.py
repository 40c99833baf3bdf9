"""The registers of this room, each declared once: what its list shows, what a form asks, by what a row is known again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from simpul.desk.affairs import models as facts

PERIOD = ("valid_from", "valid_to", "source", "mark", "note")


@dataclass(frozen=True)
class Register:
    """One kind of fact. `key` names the fields that say which fact a row is about."""

    slug: str  # in addresses, and the name of its sheet or file
    model: type[facts.Dated]
    title: str | Promise
    lead: str | Promise
    key: tuple[str, ...]
    own: tuple[str, ...]  # fields beside those of `Dated`
    shown: tuple[str, ...]  # columns of its list
    searched: tuple[str, ...]
    aliases: tuple[str, ...] = ()  # other names of its file

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.own, *PERIOD)

    def field(self, name: str) -> models.Field[Any, Any]:
        found = self.model._meta.get_field(name)
        assert isinstance(found, models.Field)
        return found

    @property
    def headings(self) -> list[str]:
        """Names of the fields in the language that is spoken, in order."""
        return [str(self.field(name).verbose_name) for name in self.fields]

    @property
    def links(self) -> tuple[str, ...]:
        """Fields that point to another register's rows."""
        return tuple(name for name in self.fields if self.field(name).is_relation)


ALL = (
    Register(
        "perangkat-daerah", facts.Agency, _("Perangkat daerah"),
        _("Perangkat daerah kota, dan badan di luar kota yang memutuskan hal yang ditanyakan warga."),
        ("code",), ("code", "name", "level", "contact", "six_days", "successor"),
        ("code", "name", "level", "contact"), ("code", "name"), ("agencies", "bodies", "opd"),
    ),
    Register(
        "urusan", facts.Urusan, _("Urusan"),
        _("Urusan pemerintahan dengan kodenya, dan hal di luar kewenangan kota beserta apa yang tetap dapat dilakukan kota."),
        ("code",), ("code", "name", "kind", "city_can"), ("code", "name", "kind", "city_can"), ("code", "name", "city_can"),
        ("affairs_outside", "affairs_neighbour"),
    ),
    Register(
        "pemegang", facts.Holding, _("Pemegang urusan"),
        _("Perangkat daerah mana memegang urusan mana, dan sejak kapan. Kebutuhan dikaitkan dengan urusan, lalu dengan pemegangnya."),
        ("agency", "urusan", "valid_from"), ("agency", "urusan", "leads"), ("urusan", "agency", "leads"),
        ("agency__name", "agency__code", "urusan__name", "urusan__code"), ("holdings", "outside_holdings"),
    ),
    Register(
        "program-bantuan", facts.Programme, _("Program"),
        _("Aturan, besar, dan syarat tiap program menurut masa berlakunya. Aturan baru menjadi baris baru; keputusan lama menyimpan aturan lama."),
        ("code", "valid_from"),
        ("code", "name", "kind", "who", "bring", "where", "until", "complain", "amount", "document", "urusan", "agency_kind", "pro_poor", "place", "area", "needs"),
        ("name", "who", "urusan", "pro_poor"), ("code", "name", "who", "needs"), ("programmes",),
    ),
    Register(
        "indikator", facts.Indicator, _("Indikator program"),
        _("Indikator kinerja program perangkat daerah: mana yang ditujukan bagi warga miskin."),
        ("agency", "programme", "name", "year"), ("agency", "programme", "name", "pro_poor", "need", "target", "achieved", "year"),
        ("agency", "programme", "name", "pro_poor", "year"), ("programme", "name", "agency__name"), ("indicators",),
    ),
    Register(
        "wilayah", facts.Place, _("Wilayah"),
        _("Kota, kecamatan, dan kelurahan menurut kode Kemendagri."),
        ("code",), ("code", "name", "kind", "aliases", "population", "poor", "year"),
        ("code", "name", "kind", "population", "poor", "year"), ("code", "name", "aliases"), ("places", "tempat"),
    ),
    Register(
        "akun-resmi", facts.OfficialAccount, _("Akun resmi"),
        _("Akun yang berbicara atas nama kota atau lembaga, siapa pengelolanya, dan surat penunjukannya."),
        ("platform", "handle", "valid_from"), ("platform", "handle", "name", "kind", "agency", "place", "admin", "decree", "opened"),
        ("handle", "platform", "name", "agency", "admin", "decree"), ("handle", "name", "agency__name"), ("accounts",),
    ),
    Register(
        "prioritas", facts.PlanPriority, _("Prioritas rencana"),
        _("Peringkat isu dalam RPJMD dan RKPD, untuk dibandingkan dengan percakapan warga."),
        ("issue", "document", "year"), ("issue", "rank", "document", "year"), ("rank", "issue", "document", "year"),
        ("issue", "document"), ("plan",),
    ),
    Register(
        "hari-libur", facts.DayOff, _("Hari libur dan hari kerja"),
        _("Tambahan atau perubahan atas kalender libur nasional: SKB, libur setempat, hari kerja pengganti."),
        ("day",), ("day", "name", "works"), ("day", "name", "works"), ("name",), ("days_off",),
    ),
)  # fmt: skip


@cache
def by_slug() -> dict[str, Register]:
    return {register.slug: register for register in ALL}


def register_of(slug: str) -> Register:
    """The register of an address; 404 if there is none."""
    try:
        return by_slug()[slug]
    except KeyError:
        raise Http404("no such register") from None


def register_for(model: type[models.Model]) -> Register:
    return next(register for register in ALL if register.model is model)


@cache
def names_of(register: Register) -> dict[str, str]:
    """Plain column name → field: by the field itself, and by its name in either language."""
    from simpul.corpus.vocabulary import plain

    found = {plain(name): name for name in register.fields}
    for language in ("id", "en"):
        with override(language):
            found |= {
                plain(heading): name for name, heading in zip(register.fields, register.headings, strict=True)
            }
    return found
