"""`simpul erase` reaches the ledger: an erased person's needs stay as counts, without the words and without whose they were."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from typer.testing import CliRunner

from simpul.cli import app
from simpul.corpus.erasures import MARK as GONE
from simpul.corpus.store import Store
from simpul.desk.insight.models import Mark
from simpul.desk.needs import exporting
from simpul.desk.needs.models import Need
from simpul.desk.needs.proposing import sealed
from simpul.desk.people.models import Event

pytestmark = pytest.mark.django_db
POSTS = (
    "id,platform,kind,author,text,created_at\n"
    "102,x,post,ZqBudi,PKH dereng cair,2026-03-05 10:00\n"
    "103,x,post,sri_rt4,Sama @zqbudi beras belum datang,2026-03-05 11:00\n"
    "104,x,post,zqbudiman,Bansos macet @zqbudiwati,2026-03-05 12:00\n"
)


def simpul(*call: object) -> Any:
    return CliRunner().invoke(app, [str(part) for part in call])


def erase(home: Path, *call: str) -> Any:
    done = simpul("erase", "x:zqbudi", "--json", "--workspace", home, *call)
    assert done.exit_code == 0, done.output or done.exception
    return json.loads(done.stdout)


@pytest.fixture
def home(as_person: None, tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(POSTS)
    assert simpul("import", tmp_path / "a.csv", "--workspace", tmp_path / "ruang").exit_code == 0
    return tmp_path / "ruang"


@pytest.fixture
def ledger(home: Path, make: Callable[..., Need]) -> list[Need]:
    """A need for each post, a second one of the first post, and one that the same person told an officer's list without a post."""
    rows = Store(home / "corpus").scan("posts").select("post_id", "account_id", "text").collect()
    voices = {text.split()[0]: (post, account, text) for post, account, text in rows.rows()}
    budi, sri, other = (voices[word] for word in ("PKH", "Sama", "Bansos"))

    def need(post: str, account: str, text: str, **more: Any) -> Need:
        words = text[-4:]
        given = {
            "statement": text, "post_id": post, "voicer": sealed("person", account)[:16], "origin": sealed("post", post),
            "evidence": [{"words": words.lower(), "start": len(text) - 4, "end": len(text)}], "state": "confirmed",
        }  # fmt: skip
        return make(**{**given, **more})

    Mark.objects.create(post_id=budi[0], verb="answered", reason="sudah ditelepon")
    Mark.objects.create(post_id=sri[0], verb="answered", reason="sudah dijawab")
    return [need(*budi), need(*budi, origin=None, post_id="", sub_need="N02.2"), need(*sri), need(*other)]


def kept(needs: list[Need]) -> list[dict[str, Any]]:
    return [Need.objects.filter(pk=need.pk).values().get() for need in needs]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The workspace has a desk, and this process is it."""
    (home / "desk.sqlite3").touch()

    def run(call: tuple[str, ...], *, input: str, env: dict[str, str], **_options: Any) -> Any:
        assert env["SIMPUL_HOME"] == str(home)
        said, out = io.StringIO(input), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin", said)
            call_command(*call[call.index("forget") :], stdout=out)
        return SimpleNamespace(returncode=0, stdout=out.getvalue(), stderr="")

    monkeypatch.setattr(subprocess, "run", run)


@pytest.mark.usefixtures("here")
def test_an_erased_person_leaves_the_ledger_and_the_counts_stay(home: Path, ledger: list[Need]) -> None:
    before, lines = kept(ledger), Event.objects.count()
    dry = erase(home, "--dry-run")
    assert (kept(ledger), Event.objects.count()) == (before, lines)

    done = erase(home, "--yes")
    assert done["desk"] == {"needs": 2, "mentions": 1, "marks": 1, "searches": 0} == dry["desk"]
    assert json.loads(Path(done["certificate"]).read_text())["desk"] == done["desk"]

    first, second, sri, other = kept(ledger)
    same = ("source", "sub_need", "urusan_id", "agency_id", "place", "state", "code", "voiced_at", "families")
    for gone, was in ((first, before[0]), (second, before[1])):
        assert {name: gone[name] for name in same} == {name: was[name] for name in same}
        assert (gone["statement"], gone["post_id"], gone["origin"], gone["evidence"]) == (GONE, "", None, [])
    assert first["voicer"] == second["voicer"] != before[0]["voicer"]  # still counts as one person
    assert sri["statement"] == f"Sama {GONE} beras belum datang"
    assert sri["evidence"][0] == {
        "words": "tang",
        "start": len(sri["statement"]) - 4,
        "end": len(sri["statement"]),
    }
    assert (sri["post_id"], other) == (before[2]["post_id"], before[3])
    assert list(Mark.objects.order_by("pk").values_list("post_id", "reason")) == [
        ("", ""),
        (sri["post_id"], "sudah dijawab"),
    ]
    assert [text for text, _needs in exporting.lessons(Need.objects.all())][1:] == [
        sri["statement"],
        other["statement"],
    ]
    assert ledger[0].follow_ups.get().by_name == "Simpul"
    event = Event.objects.get(action="ledger_cleared")
    assert (event.target, event.details) == ("", {"needs": 2, "mentions": 1, "marks": 1})

    again = erase(home, "--yes")
    assert again["desk"] == {"needs": 0, "mentions": 0, "marks": 0, "searches": 0}


def test_a_desk_that_cannot_be_asked_is_told_of_before_anything_goes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "desk.secret").touch()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    told = simpul("erase", "x:zqbudi", "--yes", "--workspace", home)
    assert (told.exit_code, "DATABASE_URL" in told.output) == (2, True)
    assert Store(home / "corpus").scan("posts").collect().height == 3
