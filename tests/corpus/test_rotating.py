"""A new key: everybody has a new pseudonym, the same in all tables and texts, and what the corpus says stays."""

from __future__ import annotations

import base64
import json
import multiprocessing
import os
import signal
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.corpus.compacting import compact
from simpul.corpus.key import KeyProblem, workspace_key
from simpul.corpus.pseudonyms import pseudonym
from simpul.corpus.reading import read_corpus
from simpul.corpus.rotating import Rotated, rotate, settled_key
from simpul.corpus.store import Store

pytestmark = pytest.mark.usefixtures("as_person")
HEADER = "id,platform,kind,author,text,created_at,likes,parent,mentions\n"
POSTS = HEADER + (
    "101,x,post,sri_rt4,Beras cair @zqbudi @tak_dikenal,2026-03-05 09:00,9,,zqbudi|tak_dikenal\n"
    "102,x,reply,ZqBudi,Dereng dapat,2026-03-05 10:00,3,101,\n103,x,reply,sri_rt4,Sabar @zqbudi,2026-03-05 11:00,4,999,zqbudi\n"
)
CHAT = "28/08/25 07.00 - Zqsri: Beras\n28/08/25 07.05 - Zqmin: Sabar @6281200001111\n28/08/25 07.06 - Zqsri: Nggih\n"


def simpul(*call: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(part) for part in call])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.csv").write_text(POSTS)
    (tmp_path / "inbox" / "chat.txt").write_text(CHAT)
    bring(tmp_path / "inbox", tmp_path / "ruang")
    return tmp_path / "ruang"


def bring(inbox: Path, home: Path) -> None:
    simpul("import", inbox, "--workspace", home, "--basis", "group-consent")


def whole(home: Path) -> dict[str, pl.DataFrame]:
    return {name: table.collect() for name, table in read_corpus(Store(home / "corpus")).items()}


def shape(tables: dict[str, pl.DataFrame]) -> dict[str, list[object]]:
    """The tables with every pseudonym replaced by its number in order of appearance, row by row of the source."""
    seen: dict[str, int] = {}
    posts = tables["posts"].sort("created_at")
    found = posts.select(pl.concat_str(pl.all().exclude("mentions", "links", "hashtags", "created_at").cast(pl.String), separator=" ", ignore_nulls=True)).to_series()  # fmt: skip
    tails = found.str.extract_all(r"~[a-z2-7]{26}").to_list()
    return {
        "order": [[seen.setdefault(tail, len(seen)) for tail in row] for row in tails],
        "heights": [table.height for table in tables.values()],
    }


@pytest.mark.parametrize("packed", [False, True])
def test_everybody_is_renewed_and_a_later_import_knows_them(home: Path, tmp_path: Path, packed: bool) -> None:
    before, old = whole(home), workspace_key(home)
    if packed:
        compact(Store(home / "corpus"))
    done = rotate(home)
    new, after = workspace_key(home), whole(home)
    assert old != new
    assert shape(after) == shape(before)
    said = str(
        [path.read_bytes() for path in home.rglob("*.json")] + [table.rows() for table in after.values()]
    )
    for handle in ("zqbudi", "sri_rt4"):
        assert pseudonym(handle, old, "account:x") not in said
        assert pseudonym(handle, new, "account:x") in said
    assert "@~" + pseudonym("zqbudi", new, "account:x") in after["posts"].filter(pl.col("text").str.starts_with("Sabar @"))["text"].str.join(" ")[0]  # fmt: skip
    assert (
        isinstance(done, Rotated) and done.orphans == 3
    )  # @tak_dikenal, a number nobody wrote from, and the post 999
    assert {batch.key for batch in Store(home / "corpus").batches()} == {done.new_key}
    bring(tmp_path / "inbox", home)
    again = whole(home)
    assert again["posts"].height == before["posts"].height
    assert again["accounts"].equals(after["accounts"])


def test_on_the_command_line_and_with_a_new_secret(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(simpul("key", "rotate", "--yes", "--json", "--workspace", home))["orphans"] == 3
    old = os.environ["SIMPUL_KEY"]
    monkeypatch.setenv("SIMPUL_KEY", base64.b64encode(b"n" * 32).decode())
    assert "memakai kunci lain" in simpul("key", "rotate", "--yes", "--workspace", home, code=2)
    monkeypatch.setenv("SIMPUL_OLD_KEY", old)
    assert "tidak punya identitas" in simpul("key", "rotate", "--yes", "--workspace", home)
    monkeypatch.delenv("SIMPUL_OLD_KEY")
    accounts = Store(home / "corpus").scan("accounts").collect()["account_id"]
    assert "x:~" + pseudonym("zqbudi", workspace_key(home), "account:x") in accounts


def test_who_was_erased_stays_out_after_a_rotation(home: Path, tmp_path: Path) -> None:
    simpul("erase", "x:zqbudi", "--yes", "--workspace", home)
    rotate(home)
    (tmp_path / "inbox" / "a.csv").write_text(POSTS + "104,x,post,zqbudi,Lagi,2026-03-06 09:00,1,,\n")
    bring(tmp_path / "inbox", home)
    posts = Store(home / "corpus").scan("posts").collect()
    assert pseudonym("zqbudi", workspace_key(home), "account:x") not in str(posts.rows())
    assert posts["text"].str.contains("Lagi|Dereng dapat").sum() == 0
    with pytest.raises(KeyProblem, match="remembered under the old secret"):
        rotate(home, b"o" * 32)


def _die(home: Path, at: int) -> None:
    real, left = Path.replace, [at]

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, target)

    Path.replace = replace  # type: ignore[method-assign]
    rotate(home)


@pytest.mark.parametrize("at", [0, 2, 4, 7, 10])
def test_kill_9_leaves_the_old_key_or_the_new_one(home: Path, at: int) -> None:
    before, old = whole(home), workspace_key(home)
    process = multiprocessing.get_context("spawn").Process(target=_die, args=(home, at))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    key = settled_key(home)
    after = whole(home)
    assert shape(after) == shape(before)
    assert "x:~" + pseudonym("zqbudi", key, "account:x") in after["accounts"]["account_id"]
    assert (key == old) == (at < 2)  # two manifests are staged before it is ready
    rotate(home)
    assert shape(whole(home)) == shape(before)
