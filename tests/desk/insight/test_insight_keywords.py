"""Keyword sets, Social Mention's four numbers, counts to take along, and the way to an author."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from simpul.desk.insight import counts, indexing, mentioning, search
from simpul.desk.insight.models import KeywordSet
from simpul.desk.people.models import Event

pytestmark = pytest.mark.django_db
OTHER = "officer of another agency"


@pytest.fixture
def index(study: Any) -> Path:
    return indexing.index_of(study.path) or indexing.build(study.path)


def save(client: Client, **form: Any) -> Any:
    return client.post(reverse("insight:save_set"), {"nama": "Bantuan", "kata": "pkh OR blt", **form})


# --- sets ---------------------------------------------------------------------------------------------------


def test_a_set_belongs_to_an_agency_until_it_is_shared(
    index: Path, people: Any, signed_in: Callable[[str], Client]
) -> None:
    mine, other = signed_in("officer"), signed_in(OTHER)
    save(mine)
    kept = KeywordSet.objects.get()
    page = reverse("insight:listen") + f"?set={kept.pk}&kata=pkh"
    assert (kept.agency, kept.words, kept.by) == (people["officer"].agency, "pkh OR blt", people["officer"])
    assert list(signed_in("approver").get(page).context["sets"]) == [kept]
    assert list(other.get(reverse("insight:listen")).context["sets"]) == []
    assert other.get(page).status_code == 404

    save(mine, set=kept.pk, bersama="on", kata="pkh")

    assert list(other.get(page).context["sets"]) == [kept]
    assert save(other, set=kept.pk, nama="Direbut").status_code == 404
    assert other.post(reverse("insight:delete_set", args=[kept.pk])).status_code == 404
    kept.refresh_from_db()
    assert (kept.name, kept.words) == ("Bantuan", "pkh")
    mine.post(reverse("insight:delete_set", args=[kept.pk]))
    assert not KeywordSet.objects.exists()
    actions = Event.objects.filter(action__startswith="keyword").order_by("number")
    assert [event.action for event in actions] == ["keyword_set_saved"] * 2 + ["keyword_set_deleted"]


@pytest.mark.parametrize(
    "form",
    [{"nama": " "}, {"nama": "x" * 81}, {"kata": "-pkh"}, {"kata": "?!"}, {"kata": "a " * 300}, {"nama": "bantuan"}],
)  # fmt: skip
def test_what_cannot_be_searched_for_is_not_kept(
    form: dict[str, str], index: Path, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("analyst")
    save(client)
    answer = save(client, **form)
    assert answer.status_code == 302
    assert [one.name for one in KeywordSet.objects.all()] == ["Bantuan"]


# --- four numbers -------------------------------------------------------------------------------------------


def test_the_four_numbers_are_those_of_the_study_for_the_texts_on_poverty(study: Any) -> None:
    tables = study.path / "tables"
    labels = pl.read_parquet(tables / "labels.parquet")
    poverty = labels.filter(pl.col("issue").str.contains(r"^1(\.|$)"))["post_id"].to_list()
    whole = pl.read_parquet(tables / "findings.parquet").filter(
        pl.col("measure").is_in(mentioning.FOUR), subject_kind="corpus"
    )
    same = ("measure", "value", "n", "status", "numerator", "denominator", "from", "to")

    found = mentioning.measured(study.path, poverty)

    expected = {row["measure"]: [row[name] for name in same] for row in whole.to_dicts()}
    assert {row["measure"]: [row[name] for name in same] for row in found} == expected
    assert len(expected) == 4


def test_the_card_says_n_and_hides_what_fewer_than_five_wrote(
    study: Any, index: Path, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("officer")
    address = reverse("insight:mentions")
    figures = client.get(address, {"kata": "bantuan"}).context["figures"]
    assert [one.measure for one in figures] == list(mentioning.FOUR)
    assert all(one.n >= 5 for one in figures)
    by = pl.read_parquet(study.path / "tables" / "posts.parquet").filter(kind="comment")
    few = by.filter(pl.col("account_id").str.contains(":~", literal=True))["post_id"].head(3).to_list()
    hidden = mentioning.measured(study.path, few)
    assert {row["status"] for row in hidden} == {"suppressed"}
    assert client.get(address, {"kata": "zzqqxx"}).context["figures"] == []
    assert client.get(address, {"kata": "a " * 300}).context["figures"] == []


# --- counts -------------------------------------------------------------------------------------------------


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_counts_of_a_search_are_those_of_its_texts(
    study: Any, index: Path, signed_in: Callable[[str], Client]
) -> None:
    found = rows_of(signed_in("analyst").get(reverse("insight:counts_csv"), {"kata": "bantuan"}))
    ids = search.post_ids(index, search.Query("bantuan"))
    posts = pl.read_parquet(study.path / "tables" / "posts.parquet").filter(pl.col("post_id").is_in(ids))
    months = posts["created_at"].dt.convert_time_zone("Asia/Jakarta").dt.strftime("%Y-%m").value_counts()
    assert found[0]["kiriman"] == str(len(ids))
    shown = {row["kode"]: row["kiriman"] for row in found if row["menurut"] == "bulan" and row["kiriman"]}
    assert shown
    expected = {month: str(count) for month, count in months.rows()}
    assert shown == {month: count for month, count in expected.items() if month in shown}
    assert "~" not in "".join(cell for row in found for cell in row.values())
    assert Event.objects.first().action == "search_exported"


def test_no_small_cell_leaves_and_none_can_be_worked_out(study: Any, index: Path) -> None:
    names: dict[str, dict[str, str]] = {"issue": {}, "place": {}}
    small = 0
    for words in ("bantuan", "pkh", "beras", "banjir", "bidan", "sekolah"):
        query = search.Query(words)
        texts = counts._texts(study.path, search.post_ids(index, query))
        rows = list(counts.count_rows(study.path, index, query, names))
        for by in counts.BY:
            people = dict(
                texts.group_by(pl.col(by).fill_null(""))
                .agg(pl.col("person").drop_nulls().n_unique())
                .iter_rows()
            )
            gone = [code for kind, code, _, posts, _ in rows if kind == by and posts is None]
            tiny = {code for code, persons in people.items() if 0 < persons < 5}
            small += len(tiny)
            assert tiny <= set(gone)
            assert len(gone) != 1
            assert not gone or sum(people[code] for code in gone) >= 5
    assert small > 0  # there was something to hide


# --- the way to an author -----------------------------------------------------------------------------------

REASON = "menghubungi warga yang meminta obat hari ini"


def traced(study: Any) -> tuple[str, str, str]:
    """A post, its author's pseudonym, and the handle that the corpus keeps."""
    identities = pl.read_parquet(study.path / "corpus" / "identities" / "*.parquet")
    posts = pl.read_parquet(study.path / "tables" / "posts.parquet").select("post_id", "account_id")
    known = identities.filter(kind="account").select(account_id="id", handle="handle").drop_nulls()
    row = posts.join(known, on="account_id").sort("post_id").row(0)
    return str(row[0]), str(row[1]), str(row[2])


def ask(client: Client, post: str, reason: str = REASON) -> Any:
    form = {"kiriman": post, "alasan": reason, "akar": post}
    return client.post(reverse("insight:author"), form)


def test_an_author_is_shown_once_for_a_reason_and_noted(
    study: Any, index: Path, signed_in: Callable[[str], Client]
) -> None:
    post, pseudonym, handle = traced(study)
    client = signed_in("officer")

    answer = ask(client, post)

    assert answer.status_code == 200
    assert handle in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    event = Event.objects.first()
    assert (event.action, event.reason, event.target) == ("author_traced", REASON, f"{study.slug}/{post}")
    assert handle not in event.details_text
    thread = client.get(reverse("insight:thread"), {"akar": post}).content.decode()
    assert handle not in thread
    assert pseudonym not in thread


def test_who_proves_it_again_goes_on_with_what_was_asked(study: Any, index: Path, people: Any) -> None:
    post, _, handle = traced(study)
    late = Client()
    late.force_login(people["officer"])
    proving = ask(late, post)["Location"]
    answer = late.post(
        proving, {"password": "jembatan-dua-sungai-7", "next": reverse("insight:author")}, follow=True
    )
    assert handle in answer.content.decode()


def test_without_a_reason_an_identity_or_a_proof_nothing_is_shown(
    study: Any, index: Path, tmp_path: Path, signed_in: Callable[[str], Client], people: Any
) -> None:
    post, _, handle = traced(study)
    client = signed_in("officer")
    for reason in ("", "   ", "iseng"):
        assert ask(client, post, reason).status_code == 302
    assert ask(client, "tidak-ada").status_code == 404
    assert ask(signed_in("analyst"), post).status_code == 403
    late = Client()
    late.force_login(people["officer"])  # signed in long ago: asks to prove it again
    answer = ask(late, post)
    assert answer.status_code == 302
    assert handle not in answer.content.decode()
    thread = client.get(reverse("insight:thread"), {"akar": post}).content.decode()
    assert (
        f'action="{reverse("insight:author")}"' in thread
    )  # a form whose address has a query is lost while one proves oneself
    assert not Event.objects.filter(action="author_traced").exists()

    study.folder = str(tmp_path / "bare")  # the same study where identities are past their retention
    study.save()
    shutil.copytree(
        Path(index).parent, tmp_path / "bare", ignore=shutil.ignore_patterns("identities", "report.html", "batches")
    )  # fmt: skip
    assert ask(client, post).status_code == 404
    assert not Event.objects.filter(action="author_traced").exists()
