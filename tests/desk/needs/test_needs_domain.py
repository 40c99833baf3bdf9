"""What may be done with a need, by whom, and what is left of it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from simpul.desk.needs import domain
from simpul.desk.needs.access import counted, need_for, visible
from simpul.desk.needs.brokers import broker_states
from simpul.desk.needs.domain import MOVES, Stale
from simpul.desk.needs.models import FollowUp, Need, Source, State
from simpul.desk.people.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_every_pair_of_states(before: State, after: State, make: Any, people: Any, affairs: Any) -> None:
    need = make(state=before)
    given = {"reason": "sudah dicek", "referred_to": affairs.other}

    if after not in MOVES[before]:
        with pytest.raises(ValidationError):
            domain.move(need, after, by=people["officer"], **given)
        assert (
            Need.objects.get().state,
            FollowUp.objects.count(),
            Event.objects.filter(action__startswith="need").count(),
        ) == (before, 0, 0)
        return
    if MOVES[before][after]:
        with pytest.raises(ValidationError):
            domain.move(need, after, by=people["officer"], reason="  ", referred_to=affairs.other)
        assert Need.objects.get().state == before
    line = domain.move(need, after, by=people["officer"], **given)

    kept = Need.objects.get()
    assert (kept.state, kept.decided_by, kept.decided_by_name) == (after, people["officer"], "Orang officer")
    assert (line.before, line.after, line.by_name, line.agency_name) == (
        before,
        after,
        "Orang officer",
        "Dinas Sosial",
    )
    assert kept.referred_to == (affairs.other if after is State.REFERRED else None)
    assert Event.objects.filter(action=f"need_{after}").count() == 1


def test_every_state_can_be_left_or_was_decided_to_be_an_end() -> None:
    assert set(MOVES) == set(State)
    reached = {to for moves in MOVES.values() for to in moves}
    assert reached == set(State)


def test_a_referral_names_a_body(make: Any, people: Any) -> None:
    with pytest.raises(ValidationError, match="Pilih badan"):
        domain.move(make(), State.REFERRED, by=people["officer"], reason="bukan kota")


@pytest.mark.parametrize("who", ["leader", "researcher", "auditor", "admin"])
def test_who_does_not_decide_is_refused(who: str, make: Any, people: Any) -> None:
    with pytest.raises(PermissionDenied):
        domain.confirm(make(), by=people[who])
    assert Need.objects.get().state == State.PROPOSED


def test_an_officer_decides_for_the_own_agency_and_an_analyst_for_all(
    make: Any, people: Any, affairs: Any
) -> None:
    own, other = make(), make(agency=affairs.other, urusan=affairs.health)

    with pytest.raises(PermissionDenied):
        domain.confirm(other, by=people["officer"])
    domain.confirm(own, by=people["officer"])
    domain.confirm(other, by=people["analyst"])

    assert set(Need.objects.values_list("state", flat=True)) == {State.CONFIRMED}


def test_who_sees_what(make: Any, people: Any, affairs: Any) -> None:
    own, other, touching = (
        make(),
        make(agency=affairs.other, urusan=affairs.health),
        make(agency=affairs.other, urusan=affairs.health),
    )
    touching.others.add(affairs.social)
    everything = {own, other, touching}

    assert set(visible(people["officer"])) == {own, touching}
    assert set(visible(people["officer of another agency"])) == {other, touching}
    assert set(visible(people["analyst"])) == everything
    assert set(visible(people["leader"])) == set()
    assert set(counted(people["leader"])) == everything
    assert set(counted(people["admin"])) == set()
    with pytest.raises(Http404):
        need_for(people["officer"], other.pk)
    with pytest.raises(PermissionDenied):
        domain.confirm(need_for(people["officer"], touching.pk), by=people["officer"])


def test_of_two_who_decide_at_once_the_second_is_told(make: Any, people: Any) -> None:
    need = make()
    stale = Need.objects.get(pk=need.pk)
    domain.confirm(need, by=people["officer"])

    with pytest.raises(Stale):
        domain.reject(stale, by=people["approver"], reason="bukan kebutuhan")
    assert Need.objects.get().state == State.CONFIRMED


def test_a_decision_keeps_the_rule_as_it_was_worded(make: Any, people: Any, affairs: Any) -> None:
    need = make()
    domain.confirm(need, by=people["officer"])

    affairs.pkh.who = "tingkat 1–5"
    affairs.pkh.save()

    kept = need.programmes.get()
    assert "tingkat 1–4" in kept.rule
    assert "1–5" not in kept.rule


def test_a_corrected_need_finds_its_new_urusan_and_agency(make: Any, people: Any, affairs: Any) -> None:
    need = make()

    domain.correct(
        need,
        by=people["officer"],
        sub_need="N05.2",
        reason="soal KIS",
        others=[affairs.social, affairs.health],
    )

    kept = Need.objects.get()
    assert (kept.sub_need, kept.urusan, kept.agency, kept.state, kept.proposed) == (
        "N05.2",
        affairs.health,
        affairs.other,
        State.CONFIRMED,
        "",
    )
    assert list(kept.others.all()) == [affairs.social]  # the leading one is not among the others
    line = FollowUp.objects.get()
    assert (line.kind, line.before, line.after) == ("corrected", "proposed", "confirmed")
    assert line.changes["sub_need"][0].startswith("N02.1")
    with pytest.raises(PermissionDenied):
        domain.correct(need, by=people["officer"], place="99.71.01.1001")  # it is another agency's now


def test_many_are_confirmed_only_where_they_are_own_proposals_and_not_urgent(
    make: Any, people: Any, affairs: Any
) -> None:
    plain, urgent, other, met = make(), make(urgency=3), make(agency=affairs.other), make(state=State.MET)

    assert domain.confirm_many([n.pk for n in (plain, urgent, other, met)], by=people["officer"]) == 1

    assert list(Need.objects.filter(state=State.CONFIRMED)) == [plain]
    assert plain.programmes.count() == 1
    assert FollowUp.objects.get().need == plain
    with pytest.raises(ValidationError):
        domain.confirm_many(range(51), by=people["officer"])


def test_follow_ups_are_only_ever_added(make: Any, people: Any) -> None:
    line = domain.note(make(), "sudah dikunjungi, telepon 081234567890", by=people["officer"])

    assert "081234567890" not in line.text
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()


def test_what_an_officer_writes_down_is_masked_and_a_broker_gets_a_code(people: Any, affairs: Any) -> None:
    need = domain.write_down(
        by=people["officer"], statement="Bu RT: NIK 3371012345670001 belum dapat PKH\0", sub_need="N02.2", source=Source.BROKER,
        place="99.71.01.1001", families=3, broker_role="rt_head",
    )  # fmt: skip
    other = domain.write_down(
        by=people["officer"], statement="dari loket", sub_need="N02.2", source=Source.OFFICER
    )

    assert "3371012345670001" not in need.statement
    assert need.code is not None
    assert (len(need.code), other.code, need.agency, need.state) == (6, None, affairs.own, State.CONFIRMED)
    assert [voice.row[:4] for voice in broker_states("99.71.01")] == [
        (need.code, "99.71.01.1001", "Tidak pernah menerima bantuan apa pun", "dikonfirmasi")
    ]
    assert broker_states("99.71.02") == []
