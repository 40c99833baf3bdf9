"""Counts: one source at a time, no cell that shows fewer than five people, and the same on screen, in files and in the API."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from simpul.desk.needs import counting, exporting
from simpul.desk.needs.filters import Filters
from simpul.desk.needs.models import Heard, Need, State
from simpul.desk.needs.rounding import BASE, rounded

pytestmark = pytest.mark.django_db
HERE, THERE = "99.71.01.1001", "99.71.01.1002"
ONLINE = Filters(source="online")


@pytest.fixture
def heard(study: Any, make: Any) -> None:
    Heard.objects.create(place=HERE, source="survey", people=9, study=study)


def cells(table: counting.Table, code: str) -> dict[str, counting.Cell]:
    line = next(line for line in table.lines if line.code == code)
    return {column: cell for (column, _name), cell in zip(table.columns, line.cells, strict=True)}


def test_a_place_that_nobody_listened_to_never_reads_0(heard: None, make: Any) -> None:
    table = counting.places_table(Need.objects.all(), ONLINE)

    assert {cell.n for cell in cells(table, HERE).values()} == {0}
    assert {(cell.n, cell.unheard, cell.hidden) for cell in cells(table, THERE).values()} == {
        (None, True, False)
    }
    assert [line.heard for line in table.lines] == [True, False, True]


def test_one_loud_person_is_hidden_whatever_they_say(heard: None, make: Any) -> None:
    for _n in range(9):
        make(place=HERE, voicer="satu orang")

    assert cells(counting.places_table(Need.objects.all(), ONLINE), HERE)["N02"].hidden


def test_what_subtraction_would_tell_is_hidden_too(heard: None, make: Any) -> None:
    for _n in range(7):
        make(place=HERE, sub_need="N02.1")
    for _n in range(3):
        make(place=HERE, sub_need="N03.1")

    table = counting.places_table(Need.objects.all(), ONLINE)
    row = cells(table, HERE)
    line = table.lines[0]
    shown = [cell.n for cell in row.values() if cell.n is not None]
    assert row["N03"].hidden
    assert line.total.hidden or row["N02"].hidden
    assert line.total.hidden or line.total.n - sum(shown) >= 5  # type: ignore[operator]


def test_sources_stay_apart(heard: None, make: Any) -> None:
    for source, n in (("online", 6), ("survey", 8), ("broker", 5)):
        for _n in range(n):
            make(place=HERE, source=source)

    found = {
        s: cells(counting.places_table(Need.objects.all(), Filters(source=s)), HERE)["N02"].n
        for s in ("online", "survey", "broker")
    }
    assert found == {"online": 6, "survey": 8, "broker": 5}
    assert counting.by_source(Need.objects.all(), Filters()) == {
        "online": 6,
        "survey": 8,
        "broker": 5,
        "officer": 0,
    }


def test_rejected_proposals_are_no_needs(heard: None, make: Any) -> None:
    for _n in range(6):
        make(place=HERE, state=State.REJECTED)

    assert cells(counting.places_table(Need.objects.all(), ONLINE), HERE)["N02"].n == 0


def test_who_left_what_unanswered_longest(make: Any, affairs: Any) -> None:
    for n in range(6):
        make(sub_need="N03.1" if n else "N02.1", state=State.CONFIRMED)
    for _n in range(7):
        make(sub_need="N02.1")
    for _n in range(8):
        make(agency=affairs.other, urusan=affairs.health, state=State.MET)

    table = counting.holders_table(Need.objects.all(), ONLINE)
    lines = {line.code: line for line in table.lines}
    assert (
        cells(table, "dinsos")["proposed"].n,
        cells(table, "dinsos")["confirmed"].n,
        cells(table, "dinkes")["met"].n,
    ) == (7, 6, 8)
    assert lines["dinsos"].oldest == Need.objects.order_by("voiced_at")[0].voiced_at
    assert lines["dinkes"].oldest is None
    waiting = counting.waiting_table(Need.objects.all(), Filters(source="online", agency="dinsos"))
    assert [(row["sub_need"], row["n"]) for row in waiting] == [("N02.1", 8), ("N03.1", 5)]


def test_a_first_decision_hides_nothing_of_an_agencys_work(make: Any, affairs: Any) -> None:
    for state, n in ((State.PROPOSED, 20), (State.CONFIRMED, 1), (State.REJECTED, 2)):
        for _n in range(n):
            make(state=state)
    for state in (State.PROPOSED, State.MET, State.MET, State.UNMET, State.REJECTED):
        make(agency=affairs.other, urusan=affairs.health, voicer="satu orang", state=state)

    table = counting.holders_table(Need.objects.all(), ONLINE)

    lines = {line.code: line for line in table.lines}
    shown = {code: cell.n for code, cell in cells(table, "dinsos").items() if cell.n}
    assert shown == {"proposed": 20, "confirmed": 1, "rejected": 2}
    assert {cell.n for cell in (*lines["dinkes"].cells, lines["dinkes"].total)} == {
        None
    }  # one person, five voices
    assert table.totals is not None
    assert table.totals.total.hidden
    first = Need.objects.filter(state=State.PROPOSED).order_by("voiced_at")
    assert [lines[a.code].oldest for a in (affairs.own, affairs.other)] == [
        first.filter(agency=a)[0].voiced_at for a in (affairs.own, affairs.other)
    ]


def test_who_sees_one_agency_is_told_what_other_rows_hold(make: Any, signed_in: Any) -> None:
    make()
    told = "Baris lain hanya memuat"

    pages = {
        who: signed_in(who).get(reverse("needs:agencies")).content.decode() for who in ("officer", "analyst")
    }

    assert {who: told in page for who, page in pages.items()} == {"officer": True, "analyst": False}


def test_months_with_few_people_are_left_out(make: Any) -> None:
    for _n in range(40):  # a day apart from 3 March: 29 in March, 11 in April
        make()
    for _n in range(2):
        make(voiced_at=Need.objects.latest("voiced_at").voiced_at.replace(month=5, day=2))

    assert [n for _month, n in counting.trend(Need.objects.all(), ONLINE)] == [29, 11, None]


def test_facets_say_what_each_choice_would_show(make: Any, affairs: Any) -> None:
    make(place=HERE)
    make(place=THERE, sub_need="N05.2", agency=affairs.other, urusan=affairs.health, state=State.MET)
    chosen = Filters(source="online", place=HERE)

    found = counting.facets(Need.objects.all(), chosen)

    assert found["place"] == {HERE: 1, THERE: 1}  # the facet's own choice does not narrow it
    assert found["need"] == {"N02": 1}
    assert (found["agency"], found["state"]) == ({"dinsos": 1}, {"proposed": 1})
    for name, values in found.items():
        for value, n in values.items():
            query = {**chosen.query(), name: value}
            assert Filters.of(query).apply(Need.objects.all()).count() == n or n == 0


@pytest.fixture
def counted(heard: None, make: Any, affairs: Any) -> None:
    for n in range(30):
        make(
            place=HERE if n % 3 else THERE,
            sub_need="N02.1" if n % 2 else "N03.2",
            state=State.CONFIRMED if n % 5 else State.MET,
        )
    for n in range(12):
        make(
            place=HERE,
            agency=affairs.other,
            urusan=affairs.health,
            sub_need="N05.2",
            source="survey",
            voicer=f"s{n % 6}",
        )


def on_screen(client: Any, address: str) -> dict[tuple[str, str], counting.Cell]:
    table = client.get(address).context["table"]
    return {
        (line.code, code): cell
        for line in table.lines
        for (code, _n), cell in zip(table.columns, line.cells, strict=True)
    }


@pytest.mark.parametrize("source", ["online", "survey", "broker"])
@pytest.mark.parametrize("more", ["", "&agency=dinsos", "&need=N02", "&state=confirmed"])
def test_a_file_and_the_api_hold_what_the_screen_shows(
    source: str, more: str, counted: None, signed_in: Any
) -> None:
    client = signed_in("analyst")
    query = f"?source={source}{more}"
    places = on_screen(client, reverse("needs:places") + query)
    agencies = on_screen(client, reverse("needs:agencies") + query)

    text = client.get(reverse("needs:download", args=["csv"]) + query).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    written = {(name, row, column): (n, why) for name, _source, row, _r, column, _c, n, why in rows}
    for name, table in (("Wilayah", places), ("Perangkat daerah", agencies)):
        shown = {
            (name, *key): ("" if cell.n is None else str(cell.n), exporting.remark(cell))
            for key, cell in table.items()
        }
        assert shown == {key: value for key, value in written.items() if key[0] == name}
    for address, table in (("api:by_place", places), ("api:by_agency", agencies)):
        given = json.loads(client.get(reverse(address) + query).content)
        assert {(cell["row"], cell["column"]): cell["n"] for cell in given["cells"]} == {
            key: cell.n for key, cell in table.items()
        }
    small = [cell.n for cell in places.values() if cell.n and cell.n < 5]
    assert small == []


def test_the_workbook_holds_the_same_cells_and_says_what_they_mean(counted: None, signed_in: Any) -> None:
    client = signed_in("analyst")
    places = on_screen(client, reverse("needs:places") + "?source=online")

    content = client.get(reverse("needs:download", args=["xlsx"]) + "?source=online").content

    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = next(book[name] for name in book.sheetnames if name.startswith("Daring – Wilayah"))
    head = [str(cell.value).split(" ")[0] for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2, max_row=4):
        for at, cell in enumerate(row[2:-1], 2):
            shown = places[(str(row[0].value), head[at])]
            expected = shown.n if shown.n is not None else ("belum didengar" if shown.unheard else "< 5")
            assert cell.value == expected
    assert any("tidak pernah dijumlahkan" in str(row[1].value) for row in book.worksheets[0].iter_rows())


def test_an_export_asks_again_who_it_is_and_is_written_to_the_trail(
    counted: None, people: Any, signed_in: Any
) -> None:
    from django.test import Client

    from simpul.desk.people.models import Event

    long_ago = Client()
    long_ago.force_login(people["analyst"])
    address = reverse("needs:download", args=["csv"])

    assert long_ago.get(address).status_code == 302
    assert signed_in("officer").get(address).status_code == 403
    assert not Event.objects.filter(action="needs_exported").exists()
    assert signed_in("analyst").get(address).status_code == 200
    assert Event.objects.filter(action="needs_exported", actor="Orang analyst").count() == 1


def test_lessons_are_what_officers_decided_about_posts(
    make: Any, people: Any, signed_in: Any, tmp_path: Any
) -> None:
    from simpul.desk.needs import domain
    from simpul.language.retraining import head_named, read_labelled

    for n in range(21):
        domain.confirm(make(statement=f"pkh belum cair nomor {n}", post_id=f"p{n}"), by=people["officer"])
    domain.correct(make(statement="=kis mati", post_id="x"), by=people["officer"], sub_need="N05.1")
    domain.reject(make(statement="dagelan", post_id="y"), by=people["officer"], reason="bukan kebutuhan")
    make(statement="belum diputuskan", post_id="z")
    domain.write_down(by=people["officer"], statement="tulisan petugas", sub_need="N02.1", source="officer")  # type: ignore[arg-type]

    path = tmp_path / "latih.csv"
    path.write_bytes(signed_in("analyst").get(reverse("needs:lessons")).content)
    taught = read_labelled(path, head_named("need"))

    answers = dict(taught.select("text", "needs").rows())
    assert len(answers) == 23
    assert (answers["'=kis mati"], answers["dagelan"], answers["pkh belum cair nomor 3"]) == (
        "N05.1",
        "",
        "N02.1",
    )


# --- who may not open the rows ---------------------------------------------------------------------------------


def test_rounding_is_close_even_and_always_alike() -> None:
    for n in range(12):
        shown = [rounded(n, key) for key in range(400)]
        assert {each % BASE for each in shown} == {0}
        assert max(abs(each - n) for each in shown) < BASE
        assert abs(sum(shown) / len(shown) - n) < 0.4  # no drift
        assert shown == [rounded(n, key) for key in range(400)]


def test_who_opens_no_rows_cannot_subtract_tables_and_who_opens_them_sees_exact_counts(
    counted: None, make: Any, signed_in: Any
) -> None:
    for n in range(12):  # four of them are told by subtracting the filtered table from the whole
        make(place=HERE, sub_need="N04.1", state=State.MET if n < 8 else State.CONFIRMED)
    queries = ["?source=online", "?source=online&state=met", "?source=online&agency=dinsos", "?source=survey"]
    for name in ("needs:places", "needs:agencies"):
        for query in queries:
            seen = {who: on_screen(signed_in(who), reverse(name) + query) for who in ("leader", "analyst")}
            for at, cell in seen["analyst"].items():
                told = seen["leader"][at]
                assert (told.hidden, told.unheard) == (cell.hidden, cell.unheard)
                if cell.n is not None:
                    assert told.n is not None
                    assert told.n % BASE == 0
                    assert abs(told.n - cell.n) < BASE
    leader = signed_in("leader")
    every, same = (on_screen(leader, reverse("needs:places") + query) for query in (queries[0], queries[2]))
    assert every == same  # a filter that leaves out nobody draws nothing anew
    page = leader.get(reverse("needs:agencies") + queries[0])
    exact = counting.waiting_table(Need.objects.all(), ONLINE)
    assert {row["n"] % BASE for row in page.context["waiting"]} == {0}
    assert any(row["n"] % BASE for row in exact)
    assert "kelipatan lima" in page.content.decode()
    assert {n % BASE for _m, n in leader.get(reverse("needs:trend")).context["pictures"][0][2] if n} == {0}
    api = leader.get("/api/needs/by-place" + queries[0]).json()["cells"]
    assert {(c["row"], c["column"]): c["n"] for c in api} == {at: cell.n for at, cell in every.items()}
