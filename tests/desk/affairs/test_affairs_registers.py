"""Facts with periods and sources: their history, and files read in and written out."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from simpul.desk.affairs import domain, exchanging, queries
from simpul.desk.affairs.loading import load_starter
from simpul.desk.affairs.models import Agency, Holding, Place, Programme, Revision, Upload, Urusan
from simpul.desk.affairs.reading import read
from simpul.desk.affairs.registers import ALL, by_slug
from simpul.desk.affairs.showing import rows, workbook
from simpul.desk.exports import csv_file

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_a_change_is_written_down_and_no_change_is_not(people: Any, agencies: Any) -> None:
    line = domain.change(
        agencies.own, {"name": "Dinas Sosial Baru", "contact": ""}, by=people["analyst"], reason="Perda 3"
    )

    assert (line.changes, line.by_name, line.reason) == (
        {"name": ["Dinas Sosial", "Dinas Sosial Baru"]},
        "Orang analyst",
        "Perda 3",
    )
    assert domain.change(agencies.own, {"name": "Dinas Sosial Baru"}, by=people["analyst"]) is None
    assert list(domain.history(agencies.own)) == [line]
    assert list(domain.history(agencies.other)) == []


def test_a_new_rule_leaves_the_old_one_as_it_was(people: Any) -> None:
    old = Programme.objects.create(code="pkh", name="PKH", who="tingkat 1–4", valid_from=date(2025, 1, 1))

    new = domain.renew(
        old,
        since=date(2026, 7, 1),
        values={"name": "PKH", "who": "tingkat 1–5"},
        by=people["analyst"],
        reason="Permensos",
    )

    assert [(p.who, p.valid_from, p.valid_to) for p in Programme.objects.filter(code="pkh").order_by("valid_from")] == [
        ("tingkat 1–4", date(2025, 1, 1), date(2026, 6, 30)), ("tingkat 1–5", date(2026, 7, 1), None)
    ]  # fmt: skip
    assert list(Programme.objects.on(date(2026, 6, 30))) == [old]
    assert list(Programme.objects.on(date(2026, 7, 1))) == [new]
    with pytest.raises(ValidationError):
        domain.renew(new, since=date(2026, 7, 1), values={}, by=people["analyst"], reason="")


def test_a_period_that_ends_before_it_begins_and_a_fact_told_twice_are_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(code="x", name="X", valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))
    Programme.objects.create(code="pkh", name="PKH")
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.create(code="pkh", name="PKH lagi")


def test_the_starter_set_is_kota_magelang_with_a_source_for_every_fact() -> None:
    written = load_starter()

    assert written > 150
    assert load_starter() == 0
    assert len(queries.villages()) == 17
    held = queries.holders(TODAY)
    lead = {urusan.code: held[urusan.pk].code for urusan in Urusan.objects.all() if urusan.pk in held}
    assert (lead["1.06"], lead["1.02"], lead["L.03"], lead["3.29"]) == (
        "dinsos",
        "dinkes",
        "kemensos",
        "esdm-provinsi",
    )
    assert "7.01" not in lead  # three kecamatan lead it: nobody is guessed
    assert [
        a.code
        for a in Agency.objects.filter(
            pk__in=[held[u.pk].pk for u in Urusan.objects.filter(kind="outside")], level="city"
        )
    ] == []
    assert {each.mark for register in ALL for each in register.model.objects.all()} <= {"S", "S2", "M"}
    assert {p.code for p in queries.programmes_for("N02.1", TODAY)} == {"pkh"}
    assert "blt-desa" not in {p.code for p in queries.programmes_for("N02.4", TODAY)}  # a city has no desa


def test_programmes_of_another_city_answer_nobody_here() -> None:
    load_starter()
    assert "rtlh-kota" in {p.code for p in queries.programmes_for("N07.3", TODAY)}

    Place.objects.all().delete()

    assert "rtlh-kota" not in {p.code for p in queries.programmes_for("N07.3", TODAY)}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_leaves_can_be_read_in_again(kind: str, language: str, tmp_path: Path) -> None:
    load_starter()
    for register in ALL:
        facts = register.model.objects.select_related(*register.links)
        if not facts:
            continue
        path = tmp_path / f"{register.slug}.{kind}"
        with override(language):
            path.write_bytes(
                workbook(register, facts)
                if kind == "xlsx"
                else csv_file(rows(register, facts), "x.csv").content
            )
            found = read(path)
            steps = exchanging.plan(found)

        assert found.problems == []
        assert {(step.kind, tuple(step.changes)) for step in steps} == {("same", ())}, register.slug
        assert len(steps) == facts.count()


def test_the_reference_workbook_becomes_facts(exported: Any) -> None:
    found = read(exported.reference)
    steps = exchanging.plan(found)

    assert found.problems == []
    slugs = {step.row.register.slug for step in steps}
    assert slugs >= {"perangkat-daerah", "pemegang", "wilayah", "akun-resmi", "prioritas"}
    unknown = {told for step in steps for _name, told in step.wrong}
    assert unknown and all("tidak dikenal" in told for told in unknown)  # urusan are not there yet
    exchanging.apply(steps, None, "uji")
    assert (Place.objects.filter(kind="village").count(), Holding.objects.count()) == (17, 0)


def test_errors_are_told_by_row_and_nothing_is_written_before_it_is_applied(
    signed_in: Any, agencies: Any, people: Any
) -> None:
    client = signed_in("analyst")
    content = (
        "kode,nama,tingkat,berlaku sejak,berlaku sampai\n"
        "dinsos,Dinas Sosial Kota,kota,,\n"
        "=1+1,Rumus,kota,,\n"
        "kecil,Kecil,bulan,,\n"
        "balik,Terbalik,kota,2026-02-01,2026-01-01\n"
        "bagus,Dinas Bagus,provinsi,01/02/2026,\n"
    )
    before = sorted(Agency.objects.values_list("code", "name"))

    response = client.post(
        reverse("affairs:upload"),
        {"file": SimpleUploadedFile("perangkat-daerah.csv", content.encode())},
        follow=True,
    )

    kept = Upload.objects.get()
    assert response.redirect_chain[-1][0] == reverse("affairs:preview", args=[kept.pk])
    kinds = {step.row.where: step.kind for step in response.context["steps"]}
    name = "berkas" if "berkas:2" in kinds else "perangkat-daerah"
    assert [kinds[f"{name}:{n}"] for n in range(2, 7)] == ["changed", "wrong", "wrong", "wrong", "new"]
    assert sorted(Agency.objects.values_list("code", "name")) == before
    client.post(reverse("affairs:apply", args=[kept.pk]))
    assert sorted(Agency.objects.values_list("code", "name")) == [
        ("bagus", "Dinas Bagus"),
        ("dinkes", "Dinas Kesehatan"),
        ("dinsos", "Dinas Sosial Kota"),
    ]
    assert {line.by for line in Revision.objects.all()} == {people["analyst"]}
    client.post(reverse("affairs:apply", args=[kept.pk]))
    assert Revision.objects.count() == 2  # once


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.xlsx", b"PK\x03\x04rusak"), ("x.csv", b""), ("x.csv", b"\xff\xfe\x00"), ("x.csv", b"a,b\n1,2\n")],
)
def test_a_broken_file_is_explained(name: str, content: bytes, signed_in: Any, agencies: Any) -> None:
    client = signed_in("analyst")

    response = client.post(
        reverse("affairs:upload"), {"file": SimpleUploadedFile(name, content or b" ")}, follow=True
    )

    assert response.status_code == 200
    assert response.context["problems"]
    assert response.context["steps"] == []


def test_cells_leave_inert(agencies: Any) -> None:
    Agency.objects.filter(pk=agencies.own.pk).update(name="=cmd|' /C calc'!A0", contact="+62 811")
    register = by_slug()["perangkat-daerah"]
    facts = Agency.objects.filter(pk=agencies.own.pk)

    row = list(csv.reader(io.StringIO(csv_file(rows(register, facts), "x.csv").content.decode("utf-8-sig"))))[
        1
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(register, facts))).active

    assert row[1] == "'=cmd|' /C calc'!A0"
    assert row[3] == "'+62 811"
    assert [cell.data_type for cell in sheet[2][:4]] == ["s"] * 4


def test_a_form_keeps_its_history(signed_in: Any, agencies: Any) -> None:
    client = signed_in("analyst")
    address = reverse("affairs:save", args=["perangkat-daerah", agencies.own.pk])

    client.post(
        address, {"code": "dinsos", "name": "Dinas Sosial Kota", "level": "city", "reason": "Perda 5"}
    )

    page = client.get(reverse("affairs:fact", args=["perangkat-daerah", agencies.own.pk])).content.decode()
    assert "Dinas Sosial Kota" in page
    assert "Perda 5" in page
    assert "Orang analyst" in page


def test_a_list_asks_as_many_questions_for_many_rows_as_for_few(
    signed_in: Any, agencies: Any, django_assert_num_queries: Any
) -> None:
    client = signed_in("analyst")
    urusan = [Urusan.objects.create(code=f"1.{n:02}", name=f"Urusan {n}", kind="basic") for n in range(40)]
    Holding.objects.create(agency=agencies.own, urusan=urusan[0])
    address = reverse("affairs:facts", args=["pemegang"])
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Holding.objects.bulk_create(Holding(agency=agencies.own, urusan=each) for each in urusan[1:])
    with django_assert_num_queries(len(few)):
        client.get(address)
