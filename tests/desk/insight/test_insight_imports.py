"""Files in through the desk: read behind the door, refused with reasons, taken out again; and studies made of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from simpul.corpus.reference import read_reference
from simpul.desk import uploads
from simpul.desk.affairs.loading import load_starter
from simpul.desk.affairs.models import Agency, Indicator, OfficialAccount, Place, PlanPriority
from simpul.desk.insight import incoming, making
from simpul.desk.insight.models import ImportJob, Mark, State, Study
from simpul.desk.insight.studies import free_slug, make_current
from simpul.desk.insight.working import carry_out
from simpul.desk.people.models import Event
from simpul.study.request import StudyProblem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_person")]
POSTS = "penulis,teks,waktu,platform\nwarga satu,minta bantuan pkh,2026-01-03 08:00,facebook\nb,halo,bukan waktu,facebook\n"
MAP = '[columns]\nauthor = "penulis"\ntext = "teks"\ncreated_at = "waktu"\nplatform = "platform"\n'
CHAT = "23/01/26 07.59 - Pesan dan panggilan terenkripsi secara end-to-end.\n23/01/26 08.00 - Budi Santoso: halo semua\n23/01/26 08.01 - Siti: iya pak\n23/01/26 08.02 - Budi Santoso: beras belum datang\n"


@pytest.fixture(autouse=True)
def workspace(settings: Any, tmp_path: Path) -> Path:
    settings.ROOT, settings.MEDIA_ROOT = tmp_path, tmp_path / "desk-uploads"
    return tmp_path


@pytest.fixture
def analyst(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("analyst")


def drop(client: Client, *files: tuple[str, bytes | str], form: str = "exports", **said: str) -> Any:
    dropped = [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files
    ]
    return client.post(reverse("insight:bring_in"), {"dropped": dropped, "form": form, **said})


def last() -> ImportJob:
    return ImportJob.objects.latest("pk")


def packed(**members: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    return kept.getvalue()


def test_files_come_in_are_told_of_and_go_out_again(analyst: Client, workspace: Path) -> None:
    response = drop(
        analyst, ("satu.csv", POSTS), ("satu.csv.toml", MAP), ("dua.csv", POSTS.replace("halo", "hai")), ("dua.csv.toml", MAP),
        ("bukan.bin", b"\0\1\2"),
    )  # fmt: skip
    job = last()
    assert response["Location"] == reverse("insight:import", args=[job.pk])
    assert (job.state, job.files, len(job.batches)) == (State.DONE, 5, 3)
    assert not job.path.exists()  # the originals are gone
    page = analyst.get(response["Location"])
    posts = [
        {str(what): n for n, what in line.holds}["kiriman"] for line in page.context["batches"] if line.holds
    ]
    assert posts == [2, 2]
    assert {each["file"] for each in page.context["refused"]} >= {"bukan.bin"}
    table = analyst.get(reverse("insight:rejects_csv", args=[job.pk])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == sum(each["n"] for each in page.context["refused"])
    assert all(row["advice"] for row in rows)
    assert "warga satu" not in table
    first = incoming.store().batches()[0]
    analyst.post(reverse("insight:undo", args=[first.id]))
    assert first.id not in {batch.id for batch in incoming.store().batches()}
    assert analyst.post(reverse("insight:undo", args=[first.id])).status_code == 404
    assert Event.objects.filter(action="import_undone", target=first.id).count() == 1


def test_a_file_wholly_refused_did_not_come_in(analyst: Client, workspace: Path) -> None:
    page = analyst.get(drop(analyst, ("bukan.bin", b"\0\1\2"))["Location"])
    assert page.context["batches"] == []
    assert page.context["refused"]
    shown = page.content.decode()
    assert ("ditolak seluruhnya" in shown, "badge good" in shown, "Keluarkan" in shown) == (
        True,
        False,
        False,
    )
    every = analyst.get(reverse("insight:imports"))
    assert (every.context["in_vain"], every.context["batches"]) == ({last().pk}, [])


def test_a_zip_holds_many_and_a_name_leads_nowhere(analyst: Client, workspace: Path) -> None:
    drop(analyst, ("../../luar.zip", packed(a=POSTS, b=POSTS.replace("satu", "dua"))))
    assert len(last().batches) == 2
    assert not (workspace / "luar.zip").exists()
    assert {path.name for path in workspace.iterdir()} <= {"corpus", "desk-uploads", "reference", "salt"}


def test_a_chat_is_read_only_on_a_basis_and_its_name_is_not_shown(analyst: Client) -> None:
    chat = ("Chat WhatsApp dengan Budi Santoso.txt", CHAT)
    drop(analyst, chat)
    page = analyst.get(reverse("insight:import", args=[last().pk]))
    assert page.context["chats"]
    assert "Budi" not in page.content.decode()
    drop(analyst, chat, basis="group-consent")
    page = analyst.get(reverse("insight:import", args=[last().pk]))
    assert not page.context["chats"]
    assert incoming.store().scan("posts").collect().height == 3
    assert "Budi" not in page.content.decode()
    assert drop(analyst, chat, basis="karena ingin").status_code == 422


def test_the_reference_workbook_is_checked_before_it_is_kept(
    analyst: Client, workspace: Path, exported: Any
) -> None:
    drop(analyst, ("rujukan.xlsx", POSTS), form="reference")
    assert (last().state, incoming.workbook()) == (State.FAILED, None)
    assert "rujukan" in last().told
    drop(analyst, ("rujukan.xlsx", exported.reference.read_bytes()), form="reference")
    assert (last().state, incoming.workbook()) == (State.DONE, workspace / incoming.REFERENCE)


def test_an_import_without_a_workbook_knows_the_accounts_of_the_register(
    analyst: Client, agencies: Any, exported: Any
) -> None:
    """What the workbook says of an account holds; the register adds the accounts that it does not list."""
    accounts = [
        {"handle": "@Dinsos_Kota", "agency": agencies.own, "valid_to": date(2026, 1, 1)},
        {"handle": "dinsos_kota", "agency": agencies.other, "valid_from": date(2026, 1, 2)},
    ]
    for account in accounts:
        OfficialAccount.objects.create(platform="facebook", name="Dinas", **account)
    told = POSTS.replace("warga satu", "dinsos_kota")
    drop(analyst, ("satu.csv", told), ("satu.csv.toml", MAP))
    known = incoming.store().scan("accounts").filter(kind="agency").collect()
    assert known.select("handle", "agency").rows() == [("dinsos_kota", "dinkes")]

    drop(analyst, ("rujukan.xlsx", exported.reference.read_bytes()), form="reference")
    book = read_reference(exported.reference)
    listed = book.register.row(0, named=True)
    OfficialAccount.objects.create(platform=listed["platform"], handle=listed["handle"], agency=agencies.own)
    PlanPriority.objects.create(issue="1", rank=1)
    together = read_reference(incoming.reference())
    assert together.register.height == book.register.height + 2
    assert together.digest != book.digest
    assert together.rejects.equals(book.rejects)
    assert {name: frame.height for name, frame in together.tables().items() if name != "register"} == {
        name: frame.height for name, frame in book.tables().items() if name != "register"
    }


def test_a_study_goes_by_the_registers_where_no_workbook_was_brought_in(workspace: Path) -> None:
    load_starter()
    assert incoming.reference() == incoming.reference()
    PlanPriority.objects.create(issue="1", rank=2, document="RPJMD", year=2025)
    dinsos = Agency.objects.get(code="dinsos")
    Indicator.objects.create(agency=dinsos, programme="P", name="keluarga", pro_poor=True, year=2025)
    Place.objects.filter(code="33.71.01.1003").update(population=7420)
    said = read_reference(incoming.reference())
    assert said.rejects.height == 0
    assert said.city.select("name", "place").rows() == [("Kota Magelang", "33.71")]
    assert said.plan.select("issue", "rank").rows() == [("1", 2)]
    assert said.programmes.select("agency", "indicator", "pro_poor").rows() == [
        ("dinsos", "keluarga", "true")
    ]
    assert said.places.filter(code="33.71.01.1003")["population"].to_list() == [7420]
    held = dict(said.agencies.select("code", "urusan").rows())
    assert "1.06" in held["dinsos"]
    assert set(held) == set(Agency.objects.filter(level="city").values_list("code", flat=True))


@pytest.mark.parametrize(("order", "day"), [("day", "2026-04-03"), ("month", "2026-03-04")])
def test_dates_that_can_be_read_two_ways_are_read_as_the_form_says(
    order: str, day: str, analyst: Client
) -> None:
    file = ("satu.csv", POSTS.replace("2026-01-03", "03/04/2026").replace("bukan waktu", "05/04/2026 08:00"))
    page = analyst.get(drop(analyst, file, ("satu.csv.toml", MAP))["Location"])
    assert (page.context["undated"], page.context["nothing_came"]) == (True, True)
    page = analyst.get(drop(analyst, file, ("satu.csv.toml", MAP), order=order)["Location"])
    assert (page.context["undated"], page.context["nothing_came"]) == (False, False)
    first = incoming.store().scan("posts").select("created_at").collect()["created_at"].min()
    assert f"{first:%Y-%m-%d}" == day
    assert drop(analyst, file, order="terserah").status_code == 422


def test_a_request_that_is_too_large_is_refused_before_it_is_read(
    analyst: Client, study: Any, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LITTLE", 1000)
    monkeypatch.setattr(uploads, "MUCH", 3000)
    big = ("besar.csv", POSTS + "x" * 1500)
    checked = signed_in("leader")
    checked.get(reverse("insight:overview"))
    checked.handler.enforce_csrf_checks = True
    assert drop(checked, big).status_code == 400
    assert drop(analyst, ("besar.csv", "x" * 3000)).status_code == 400
    assert not ImportJob.objects.exists()
    assert drop(analyst, big).status_code == 302


def test_nothing_chosen_is_said_so(analyst: Client) -> None:
    response = analyst.post(reverse("insight:bring_in"), {"form": "exports"})
    assert response.status_code == 422
    assert response.context["form"].errors["dropped"]


# --- work in the background -----------------------------------------------------------------------------------


def test_work_is_done_once_and_says_how_far_it_is(people: Any) -> None:
    job = ImportJob.objects.create()
    told = []

    def work(progress: Any) -> None:
        progress("import", 1, 4)
        progress("import", 2, 4)  # too soon to be noted
        told.append(ImportJob.objects.values_list("state", "stage", "done", "of").get(pk=job.pk))

    carry_out(job, work)
    carry_out(job, work)
    assert told == [("running", "import", 1, 4)]
    assert ImportJob.objects.get(pk=job.pk).state == State.DONE


@pytest.mark.parametrize("fault", [StudyProblem("Kosong.", "Empty."), RuntimeError("rahasia")])
def test_a_failure_is_told_in_words_in_both_languages(fault: Exception, analyst: Client, caplog: Any) -> None:
    study = Study.objects.create(title="Gagal", slug="gagal", folder="studies/gagal")

    def work(progress: Any) -> None:
        raise fault

    carry_out(study, work)
    study.refresh_from_db()
    assert study.state == State.FAILED
    page = analyst.get(reverse("insight:study", args=["gagal"])).content.decode()
    assert study.problem.splitlines()[0] in page
    assert "rahasia" not in page
    assert len(study.problem.splitlines()) == 2


def test_a_study_of_nothing_fails_in_words_and_leaves_nothing(analyst: Client, workspace: Path) -> None:
    response = analyst.post(reverse("insight:start_study"), {"title": "Kosong", "place": ""})
    study = Study.objects.get()
    assert response["Location"] == reverse("insight:study", args=[study.slug])
    assert study.state == State.FAILED
    assert "simpul import" in study.told
    assert not study.path.exists()
    assert not any(stage.state for stage in making.stages_of(Study(stage="")))


def test_days_in_the_wrong_order_are_sent_back(analyst: Client) -> None:
    asked = {"title": "Terbalik", "since": "2026-02-01", "until": "2026-01-01", "place": ""}
    assert analyst.post(reverse("insight:start_study"), asked).status_code == 422
    assert not Study.objects.exists()


def test_one_study_is_shown_and_names_of_addresses_are_free() -> None:
    one, two = (Study.objects.create(title=t, slug=t, folder=t, state=State.DONE) for t in ("a", "b"))
    make_current(one)
    make_current(two)
    assert list(Study.objects.filter(is_current=True)) == [two]
    assert (free_slug("A"), free_slug("Mulai"), free_slug("!!")) == ("a-2", "mulai-2", "kajian")


def test_the_number_of_questions_to_the_database_does_not_grow_with_rows(analyst: Client, study: Any) -> None:
    urls = [
        reverse(f"insight:{name}")
        for name in ("imports", "studies", "stages", "answers", "overview", "catalogue")
    ]

    def asked() -> dict[str, int]:
        counts = {}
        for url in urls:
            analyst.get(url)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                analyst.get(url)
            counts[url] = len(queries)
        return counts

    before = asked()
    for n in range(12):
        ImportJob.objects.create()
        Study.objects.create(title="x", slug=f"x{n}", folder="x")
        agency = Agency.objects.create(code=f"opd{n}", name=f"OPD {n}")
        OfficialAccount.objects.create(platform="x", handle=f"opd{n}", agency=agency)
        Mark.objects.create(post_id=f"p{n}", verb="referred", agency=agency, to=agency)
    assert asked() == before
