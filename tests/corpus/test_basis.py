"""A closed chat is read on a stated basis, or not at all; everything else needs none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.corpus.importing import Import, import_paths
from simpul.corpus.store import Store

CHAT = "28/08/25 07.00 - Bu Sri: Beras dereng cair\n28/08/25 07.05 - Pak Min: Sabar nggih\n28/08/25 07.06 - Bu Sri: Nggih\n"
POST = "id,platform,author,text,created_at\n1,x,budi,Beras cair kapan,2026-03-05 10:00\n"
OTHER_FORMAT = (
    "id,platform,kind,author,text,created_at\n1,telegram,message,budi,Beras cair kapan,2026-03-05 10:00\n"
)


@pytest.fixture
def how(tmp_path: Path) -> Import:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "chat.txt").write_text(CHAT)
    (tmp_path / "inbox" / "post.csv").write_text(POST)
    return Import(Store(tmp_path / "corpus"), b"k" * 32)


def bring(how: Import, folder: Path) -> list[tuple[str, str, int]]:
    batches = import_paths([folder], how)
    return [(batch.file, batch.basis, batch.rows.get("posts", 0)) for batch in batches]


def test_a_chat_without_a_basis_is_refused_and_nothing_of_it_is_kept(how: Import, tmp_path: Path) -> None:
    assert bring(how, tmp_path / "inbox") == [("chat.txt", "", 0), ("post.csv", "", 1)]
    assert how.store.scan("rejects").select("file", "code", "value").collect().rows() == [
        ("chat.txt", "basis_missing", None)
    ]
    assert how.store.scan("identities").collect()["platform"].unique().to_list() == ["x"]


def test_its_basis_is_kept_with_a_chat_and_with_nothing_else(how: Import, tmp_path: Path) -> None:
    bring(how, tmp_path / "inbox")  # refused, and replaced now
    said = replace(how, basis="office-number")
    assert bring(said, tmp_path / "inbox") == [("chat.txt", "office-number", 3), ("post.csv", "", 1)]
    assert how.store.scan("rejects").collect().is_empty()
    assert bring(replace(how, basis="group-consent"), tmp_path / "inbox")[0] == (
        "chat.txt",
        "group-consent",
        3,
    )
    assert sorted(batch.basis for batch in how.store.batches()) == ["", "group-consent"]


@pytest.mark.parametrize(
    ("content", "kept"), [(OTHER_FORMAT, 0), (OTHER_FORMAT.replace(",message,", ",post,"), 1)]
)
def test_a_chat_in_a_table_is_a_chat_and_a_public_channel_is_none(
    how: Import, tmp_path: Path, content: str, kept: int
) -> None:
    (tmp_path / "a.csv").write_text(content)
    assert bring(how, tmp_path / "a.csv") == [("a.csv", "", kept)]


@pytest.mark.usefixtures("as_person")
def test_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT)
    call = ["import", str(tmp_path / "chat.txt"), "--workspace", str(tmp_path / "ruang"), "--json"]
    refused = CliRunner().invoke(app, call)
    assert refused.exit_code == 1
    assert CliRunner().invoke(app, [*call, "--basis", "rasa-ingin-tahu"]).exit_code == 2
    done = CliRunner().invoke(app, [*call, "--basis", "group-consent"])
    assert (done.exit_code, json.loads(done.stdout)[0]["basis"]) == (0, "group-consent")
