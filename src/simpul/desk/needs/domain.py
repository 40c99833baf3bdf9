"""What officers do with a need. States change by one table; every step leaves a line with the need and one in the trail."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.desk.affairs.models import Agency, Programme, Urusan
from simpul.desk.affairs.queries import holders, place_names, programmes_for
from simpul.desk.needs.access import decidable, insist
from simpul.desk.needs.models import FollowUp, Need, NeedProgramme, Source, State
from simpul.desk.needs.taxonomy import kinds, name_of
from simpul.desk.people.models import User
from simpul.desk.people.trail import record

By = HttpRequest | User
MOVES: dict[State, dict[State, bool]] = {  # from → to → whether a reason must be given
    State.PROPOSED: {State.CONFIRMED: False, State.REJECTED: True, State.REFERRED: True},
    State.CONFIRMED: {State.IN_HAND: False, State.MET: True, State.UNMET: True, State.REFERRED: True, State.REJECTED: True},
    State.IN_HAND: {State.MET: True, State.UNMET: True, State.REFERRED: True, State.CONFIRMED: True},
    State.MET: {State.IN_HAND: True},
    State.UNMET: {State.IN_HAND: True},
    State.REFERRED: {State.CONFIRMED: True, State.MET: True, State.UNMET: True},
    State.REJECTED: {State.PROPOSED: True},
}  # fmt: skip
VERBS: dict[State, Any] = {
    State.PROPOSED: gettext_lazy("Kembalikan menjadi usulan"), State.CONFIRMED: gettext_lazy("Konfirmasi"), State.IN_HAND: gettext_lazy("Mulai tangani"),
    State.MET: gettext_lazy("Nyatakan terjawab"), State.UNMET: gettext_lazy("Nyatakan tidak terjawab"), State.REFERRED: gettext_lazy("Rujuk"),
    State.REJECTED: gettext_lazy("Tolak"),
}  # fmt: skip
MANY = 50  # proposals confirmed in one step, all of them on the page that was looked at
LETTERS = "ABCDEFGHJKLMNPQRTUVWXY346789"  # none that a hand-written slip confuses


class Stale(Exception):
    """Somebody else changed this need in the meantime."""


def user_of(by: By) -> User:
    user = by.user if isinstance(by, HttpRequest) else by
    assert isinstance(user, User)
    return user


@transaction.atomic
def move(need: Need, to: State, *, by: By, reason: str = "", referred_to: Agency | None = None) -> FollowUp:
    """Brings a need from its state to another.

    Raises ValidationError for a move that the table does not know, for a missing reason, and for a referral to nobody;
    PermissionDenied where another agency decides; Stale where the state is no longer what this object says.
    """
    user = user_of(by)
    insist(user, need)
    before, reason = State(need.state), reason.strip()
    if to not in MOVES[before]:
        raise ValidationError(
            _("Dari “%(from)s” tidak dapat menjadi “%(to)s”.") % {"from": before.label, "to": to.label}
        )
    if MOVES[before][to] and not reason:
        raise ValidationError(_("Tulis alasannya."))
    if to is State.REFERRED and referred_to is None:
        raise ValidationError(_("Pilih badan yang dituju."))
    now = timezone.now()
    values: dict[str, Any] = {
        "state": to, "changed_at": now, "decided_at": now, "decided_by": user, "decided_by_name": user.name,
        "referred_to": referred_to if to is State.REFERRED else None,
    }  # fmt: skip
    _set(need, before, values)
    if to is State.CONFIRMED:
        _keep_programmes([need], now)
    text = f"{referred_to}: {reason}" if to is State.REFERRED else reason
    line = _follow(need, user, FollowUp.Kind.MOVED, before=before, after=to, text=text)
    record(by, f"need_{to}", f"need {need.pk}", reason=reason)
    return line


def confirm(need: Need, *, by: By) -> FollowUp:
    """Agrees with what was proposed."""
    return move(need, State.CONFIRMED, by=by)


def reject(need: Need, *, by: By, reason: str) -> FollowUp:
    """Says that this is no need."""
    return move(need, State.REJECTED, by=by, reason=reason)


@transaction.atomic
def correct(
    need: Need, *, by: By, reason: str = "", others: Iterable[Urusan] | None = None, **values: Any
) -> Need:
    """Sets sub_need, urusan, agency, place or families right; a proposal is confirmed by it.

    A new sub-need brings its own urusan unless one is given, and a new urusan its holder unless an agency is given.
    """
    user = user_of(by)
    insist(user, need)
    if set(values) - {"sub_need", "urusan", "agency", "place", "families"}:
        raise TypeError(f"cannot be corrected: {sorted(values)}")
    changed = {name: value for name, value in values.items() if getattr(need, name) != value}
    if "sub_need" in changed and "urusan" not in changed:
        changed["urusan"] = _urusan(kinds()[changed["sub_need"]].lead)
    if "urusan" in changed and "agency" not in changed:
        changed["agency"] = holders(timezone.localdate()).get(changed["urusan"].pk)
    names = place_names()
    words = {
        name: [_word(name, getattr(need, name), names), _word(name, value, names)]
        for name, value in changed.items()
    }
    before_others = {str(each) for each in need.others.all()} if others is not None else set()
    before, now = State(need.state), timezone.now()
    state = State.CONFIRMED if before is State.PROPOSED else before
    decided = (
        {"decided_at": now, "decided_by": user, "decided_by_name": user.name} if state is not before else {}
    )
    _set(need, before, {**changed, **decided, "state": state, "changed_at": now})
    if others is not None:
        chosen = [each for each in others if each.pk != need.urusan_id]
        need.others.set(chosen)
        if before_others != {str(each) for each in chosen}:
            words["others"] = [", ".join(sorted(before_others)), ", ".join(sorted(map(str, chosen)))]
    if "sub_need" in changed or state is not before:
        _keep_programmes([need], now)
    kind = FollowUp.Kind.CORRECTED if words else FollowUp.Kind.MOVED
    moved = {"before": before, "after": state} if state is not before else {}
    _follow(need, user, kind, text=reason.strip(), changes=words, **moved)
    record(by, "need_corrected", f"need {need.pk}", reason=reason, fields=sorted(words))
    return need


@transaction.atomic
def confirm_many(pks: Iterable[int], *, by: By) -> int:
    """Confirms proposals that were looked at together: at most fifty, own ones, none of them urgent. Returns how many."""
    user, wanted = user_of(by), sorted(set(pks))
    if len(wanted) > MANY:
        raise ValidationError(_("Paling banyak %(n)s sekaligus.") % {"n": MANY})
    chosen = list(decidable(user).filter(pk__in=wanted, state=State.PROPOSED, urgency__lt=2).order_by("pk"))
    now = timezone.now()
    Need.objects.filter(pk__in=[need.pk for need in chosen], state=State.PROPOSED).update(
        state=State.CONFIRMED, changed_at=now, decided_at=now, decided_by=user, decided_by_name=user.name
    )
    _keep_programmes(chosen, now)
    FollowUp.objects.bulk_create(
        FollowUp(
            need=need, at=now, by=user, by_name=user.name, agency_name=str(user.agency or ""),
            kind=FollowUp.Kind.MOVED, before=State.PROPOSED, after=State.CONFIRMED, text=_("dikonfirmasi bersama"),
        )
        for need in chosen
    )  # fmt: skip
    if chosen:
        record(by, "needs_confirmed", f"{len(chosen)} needs", needs=[need.pk for need in chosen])
    return len(chosen)


@transaction.atomic
def note(need: Need, text: str, *, by: By) -> FollowUp:
    """Adds what was done about a need, in masked words."""
    user = user_of(by)
    insist(user, need)
    if not text.strip():
        raise ValidationError(_("Tulis tindak lanjutnya."))
    Need.objects.filter(pk=need.pk).update(changed_at=timezone.now())
    line = _follow(need, user, FollowUp.Kind.NOTE, text=text)
    record(by, "need_followed_up", f"need {need.pk}")
    return line


@transaction.atomic
def write_down(
    *, by: By, statement: str, sub_need: str, source: Source, place: str = "", families: int | None = None,
    broker_role: str = "", spoken_for: str = "", urgency: int = 0, voiced_at: datetime | None = None,
) -> Need:  # fmt: skip
    """Records a need that an officer met, or that a broker passed on; a broker's voice gets a code to ask by."""
    user = user_of(by)
    urusan = _urusan(kinds()[sub_need].lead)
    now = timezone.now()
    need = Need.objects.create(
        source=source, statement=masked(statement.strip()), sub_need=sub_need, urusan=urusan, place=place,
        agency=holders(timezone.localdate()).get(urusan.pk), families=families, state=State.CONFIRMED,
        urgency=urgency, voiced_at=voiced_at or now, recorded_by=user, broker_role=broker_role, spoken_for=spoken_for,
        code=new_codes(1)[0] if source == Source.BROKER else None,
        decided_by=user, decided_by_name=user.name, decided_at=now,
    )  # fmt: skip
    need.others.set(Urusan.objects.filter(code__in=kinds()[sub_need].others))
    _keep_programmes([need], now)
    _follow(need, user, FollowUp.Kind.RECORDED, after=State.CONFIRMED)
    record(by, "need_recorded", f"need {need.pk}")
    return need


def new_codes(count: int) -> list[str]:
    """Codes of six signs that no need carries."""
    found: list[str] = []
    while len(found) < count:
        drawn = {
            "".join(secrets.choice(LETTERS) for _i in range(6)) for _j in range(count - len(found))
        } - set(found)
        found += drawn - set(Need.objects.filter(code__in=drawn).values_list("code", flat=True))
    return found


def masked(text: str) -> str:
    """The text without what leads back to a person, as at the corpus's door."""
    import polars as pl

    from simpul.corpus.masking import mask

    clean = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or not sign.isascii())
    clean = clean.replace("\0", "").encode("utf-8", "replace").decode()
    return str(mask(pl.Series([clean]), "offline", _key(), frozenset())[0])


def _key() -> bytes:
    from hashlib import blake2b

    return blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"needs-mask").digest()


def _urusan(code: str) -> Urusan:
    found: Urusan | None = Urusan.objects.filter(code=code).first()
    if found is None:
        raise ValidationError(_("Urusan %(code)s belum ada dalam data rujukan.") % {"code": code})
    return found


def _set(need: Need, before: State, values: dict[str, Any]) -> None:
    """Writes only if nobody moved the need in the meantime."""
    if not Need.objects.filter(pk=need.pk, state=before).update(**values):
        raise Stale
    for name, value in values.items():
        setattr(need, name, value)


def _follow(need: Need, user: User, kind: FollowUp.Kind, *, text: str = "", **fields: Any) -> FollowUp:
    return FollowUp.objects.create(
        need=need, by=user, by_name=user.name, agency_name=str(user.agency or ""), kind=kind,
        text=masked(text) if text else "", **fields,
    )  # fmt: skip


def _keep_programmes(needs: list[Need], now: datetime) -> None:
    """Keeps with each need the rules, as they are worded today, of the programmes that may answer it."""
    day = timezone.localdate()
    answering: dict[str, list[Programme]] = {
        code: programmes_for(code, day) for code in {need.sub_need for need in needs}
    }
    NeedProgramme.objects.filter(need__in=needs).delete()
    NeedProgramme.objects.bulk_create(
        NeedProgramme(
            need=need, programme=programme, name=programme.name, rule=programme.rule, amount=programme.amount,
            source=programme.source, mark=programme.mark, valid_from=programme.valid_from, kept_at=now,
        )
        for need in needs
        for programme in answering[need.sub_need]
    )  # fmt: skip


def _word(field: str, value: Any, places: dict[str, str]) -> str:
    if value in (None, ""):
        return ""
    if field == "sub_need":
        return f"{value} {name_of(value)}"
    return places.get(value, value) if field == "place" else str(value)
