"""A chat's file is named after a person, a group or a number: no file of a study, and no list that is handed on, may say it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simpul.cli import app

pytestmark = pytest.mark.usefixtures("as_person")

SECRETS = ("Rahmat", "sitiaminah", "Melati", "0000-1111", "Paguyuban", "Tutik", "Yuniarti", "Darsono")
TELEGRAM = {"name": "x", "type": "private_group", "id": 7, "messages": [{"id": n, "type": "message", "date_unixtime": str(1772500000 + n), "from": "A", "from_id": "user1", "text": "Beras belum datang"} for n in range(3)]}  # fmt: skip
META = {"participants": [{"name": "A"}, {"name": "B"}], "messages": [{"sender_name": "A", "timestamp_ms": 1772500000000 + n, "content": "Bansos kapan cair"} for n in range(3)], "title": "x"}  # fmt: skip
CHATS = {
    "Chat WhatsApp dengan Pak Rahmat.txt": "".join(f"0{day}/03/26 08.00 - Pak Rahmat: Beras habis\n14/03/26 09.00 - Bu A: Nggih\n" for day in (1, 2, 3)),
    "Melati RW 05.txt": "[2026-03-05, 10:00] A: Beras\n[2026-03-06, 10:00] B: Nggih\n[2026-03-07, 10:00] B: Nggih\n",
    "Paguyuban_Warga/result.json": json.dumps(TELEGRAM),
    "your_instagram_activity/messages/inbox/sitiaminah_17/message_1.json": json.dumps(META),
    "Yuniarti.json": json.dumps(META | {"title": "y"}),
    "Grup Tutik.csv": "id,platform,author,text,created_at,kind\n1,whatsapp,A,Beras,2026-03-14,message\n",
}  # fmt: skip
BROKEN = {
    "WhatsApp Chat with +62 812-0000-1111.txt": "",
    "your_instagram_activity/messages/inbox/darsono_18/message_2.json": "{\"rusak",
}  # fmt: skip
HANDED_ON = ("manifest.json", "rejects.csv", "gaps.csv", "report.html", "findings.json")


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    path = tmp_path / "unduhan.zip"
    with zipfile.ZipFile(path, "w") as stream:
        for name, content in (CHATS | BROKEN).items():
            stream.writestr(name, content)
        stream.writestr("aneh.csv", "halo,dunia\n1,2\n")
    return path


@pytest.mark.parametrize("basis", [("--basis", "group-consent"), ()], ids=["read", "refused"])
def test_no_shared_file_names_a_chat(drop: Path, tmp_path: Path, basis: tuple[str, ...]) -> None:
    posts = tmp_path / "kiriman.csv"
    posts.write_text(
        "id,platform,author,text,created_at,likes\n1,facebook,a,Beras bansos habis,2026-03-14,\n2,facebook,a,Beras,2026-03-14,3\n"
    )
    out = tmp_path / "hasil"
    result = CliRunner().invoke(app, ["study", str(drop), str(posts), *basis, "--out", str(out)])
    assert result.exit_code == 1, result.output
    corpus = "".join(path.read_text("utf-8") for path in (out / "corpus" / "batches").glob("*.json"))
    assert all(secret.lower() in corpus.lower() for secret in SECRETS)  # where the analyst finds them
    for name in HANDED_ON:
        text = (out / name).read_text("utf-8-sig").lower()
        assert [secret for secret in SECRETS if secret.lower() in text] == [], name
    files = {file["file"] for file in json.loads((out / "manifest.json").read_text("utf-8"))["inputs"]}
    assert {"unduhan.zip!aneh.csv", "kiriman.csv"} < files  # what is no chat keeps its name
    assert {name.partition(":")[0] for name in files if ":" in name} == {
        "whatsapp", "telegram", "signal", "meta_messages", "chat"
    }  # fmt: skip


def test_a_list_of_rejects_to_hand_on_names_no_chat(drop: Path, tmp_path: Path) -> None:
    workspace, target = ("--workspace", str(tmp_path / "ruang")), tmp_path / "ditolak.csv"
    run = CliRunner().invoke
    assert run(app, ["import", str(drop), *workspace]).exit_code == 1
    assert run(app, ["rejects", "--csv", str(target), *workspace]).exit_code == 0
    listed = target.read_text("utf-8-sig") + run(app, ["rejects", "--json", *workspace]).stdout
    assert [secret for secret in SECRETS if secret.lower() in listed.lower()] == []
    assert listed.count("basis_missing") == 2 * len(CHATS) and "aneh.csv" in listed
