"""Retention periods take out what is due and nothing else; the documents say what the workspace holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.corpus import retention
from simpul.corpus.privacy_settings import UNSET, Settings, read_settings
from simpul.corpus.store import Store, StoreProblem

pytestmark = pytest.mark.usefixtures("as_person")
POSTS = "id,platform,author,text,created_at,likes\n1,x,zqbudi,Beras cair kapan,2026-03-05 10:00,3\n"
CHAT = "28/08/25 07.00 - Zqsri: Beras\n28/08/25 07.05 - Zqmin: Sabar\n28/08/25 07.06 - Zqsri: Nggih\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(POSTS)
    (tmp_path / "chat.txt").write_text(CHAT)
    call = ["import", tmp_path / "a.csv", tmp_path / "chat.txt", "--workspace", tmp_path / "ruang", "--basis", "group-consent"]  # fmt: skip
    assert CliRunner().invoke(app, [str(part) for part in call]).exit_code == 0
    return tmp_path / "ruang"


def simpul(home: Path, *call: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, [*call, "--workspace", str(home)])
    assert result.exit_code == code, result.output
    return result.output


def days(**periods: dict[str, int]) -> Settings:
    return Settings({}, {}, periods)


def test_each_source_has_its_period_and_what_is_not_due_stays(home: Path) -> None:
    store, now = Store(home / "corpus"), datetime.now(UTC)
    kept = days(default={"identities": 90, "records": 365}, whatsapp={"identities": 30, "records": 180})

    def due(after: int) -> list[tuple[str, str]]:
        return sorted((one.file, one.what) for one in retention.due(store, kept, now + timedelta(days=after)))

    assert due(29) == []
    assert due(31) == [("chat.txt", "identities")]
    assert due(91) == [("a.csv", "identities"), ("chat.txt", "identities")]
    assert due(181) == [("a.csv", "identities"), ("chat.txt", "records")]
    retention.apply(store, kept, now + timedelta(days=31))
    assert store.scan("identities").collect()["handle"].drop_nulls().to_list() == ["zqbudi"]
    assert store.scan("posts").collect().height == 4
    assert due(31) == []
    retention.apply(store, kept, now + timedelta(days=400))
    assert store.batches() == [] and list(store.root.glob("*/*.parquet")) == []


def test_a_format_comes_before_its_platform_and_no_period_means_never(home: Path) -> None:
    kept = days(default={"records": 10}, whatsapp={"identities": 5}, generic_table={})
    assert kept.period("whatsapp", "whatsapp", "records") is None
    assert kept.period("generic_table", "*", "records") is None
    assert kept.period("bluesky", "bluesky", "records") == 10


def test_on_the_command_line(home: Path) -> None:
    assert "belum diatur" in simpul(home, "retention", "--dry-run", code=2)
    assert "privacy.toml" in simpul(home, "privacy", "settings")
    assert "Sudah ada" in simpul(home, "privacy", "settings")
    assert "0 melewati" in simpul(home, "retention", "--dry-run")
    (home / "privacy.toml").write_text("[retention.whatsapp]\nrecords = 0\n")
    found = json.loads(simpul(home, "retention", "--dry-run", "--json"))
    assert [(one["file"], one["what"]) for one in found] == [("chat.txt", "records")]
    assert len(Store(home / "corpus").batches()) == 2
    simpul(home, "retention", "--yes")
    assert [batch.file for batch in Store(home / "corpus").batches()] == ["a.csv"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("[retention.x]\nposts = 3\n", "retention.x.posts"),
        ("[retention.x]\nrecords = -1\n", "retention.x.records"),
        ("[retention.x]\nrecords = true\n", "retention.x.records"),
        ("[retention]\nx = 3\n", "retention.x"),
        ("[controler]\nname = 'a'\n", "controler"),
        ("[controller]\nnama = 'a'\n", "controller.nama"),
        ("[", "Invalid initial character"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, content: str, key: str) -> None:
    (tmp_path / "privacy.toml").write_text(content)
    with pytest.raises(StoreProblem, match=key):
        read_settings(tmp_path)


def test_the_documents_say_what_the_workspace_holds_and_name_nobody(home: Path, tmp_path: Path) -> None:
    simpul(home, "privacy", "settings")
    settings = (home / "privacy.toml").read_text()
    (home / "privacy.toml").write_text(settings.replace('name = ""', 'name = "Dinas | Contoh"', 1))
    told = simpul(home, "privacy", "documents", "--out", str(tmp_path / "dok"))
    assert "controller.address" in told and "controller.name" not in told
    record, dpia, notice = (
        (tmp_path / "dok" / name).read_text("utf-8")
        for name in ("catatan-pemrosesan.md", "dpia.md", "pemberitahuan.md")
    )
    assert "Dinas \\| Contoh" in record and UNSET in record
    [chat] = [line for line in record.splitlines() if "WhatsApp" in line and "group-consent" in line]
    assert [cell.strip() for cell in chat.split("|")][2] == "1" and "30 hari" in chat and "180 hari" in chat
    assert "pasal 34" in dpia and "anggota grup setuju" in notice and "3×24 jam" in notice
    for text in (record, dpia, notice):
        assert not any(name in text for name in ("zqbudi", "Zqsri", "chat.txt", "{{", "None"))


def test_documents_of_an_empty_workspace(tmp_path: Path) -> None:
    simpul(tmp_path / "kosong", "privacy", "documents", "--out", str(tmp_path / "dok"))
    assert "belum ada impor" in (tmp_path / "dok" / "catatan-pemrosesan.md").read_text("utf-8")
