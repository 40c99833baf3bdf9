"""Erased means: not one byte of the workspace or its studies leads to the person, and no import brings them back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.corpus.erasing import Person
from simpul.corpus.key import workspace_key
from simpul.corpus.pseudonyms import pseudonym
from simpul.corpus.store import Store, StoreProblem

pytestmark = pytest.mark.usefixtures("as_person")
HEADER = "id,platform,kind,author,text,created_at,likes,parent,mentions\n"
POSTS = HEADER + (
    "101,x,post,dinsos_kota,Beras cair Senin @zqbudi,2026-03-05 09:00,9,,zqbudi\n"
    "102,x,reply,ZqBudi,Saya dereng dapat,2026-03-05 10:00,3,101,\n"
    '103,x,reply,sri_rt4,"Sama, Mas @zqbudi, wa 0812-0000-1111",2026-03-05 11:00,4,102,zqbudi\n'
    "104,x,post,zqbudiman,Orang lain,2026-03-05 12:00,1,,\n"
)
CHAT = (
    "28/08/25 07.00 - +62 812-0000-1111: Beras dereng cair\n28/08/25 07.05 - Pak Min: Sabar @6281200001111\n"
    "28/08/25 07.06 - Pak Min: Nggih\n"
)
LATER = HEADER + (
    "105,x,post,zqbudi,Tulisan baru,2026-03-06 10:00,2,,\n106,x,reply,sri_rt4,Lho @ZqBudi bali,2026-03-06 11:00,1,102,zqbudi\n"
)


def simpul(*call: object) -> str:
    result = CliRunner().invoke(app, [str(part) for part in call])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_text(POSTS)
    (inbox / "Chat WhatsApp dengan +62 812-0000-1111.txt").write_text(CHAT)
    simpul("import", inbox, "--workspace", tmp_path / "ruang", "--basis", "group-consent")
    return tmp_path / "ruang"


def contents(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file as text; Parquet also with all its cells in clear."""
    for path in folder.rglob("*"):
        if path.is_file():
            cells = pl.read_parquet(path).rows() if path.suffix == ".parquet" else ()
            yield path, f"{path} {path.read_bytes().decode('latin-1')} {cells}".lower()


def showing(folder: Path, *traces: str) -> set[str]:
    return {
        path.relative_to(folder).parts[0]
        for path, said in contents(folder)
        for trace in traces
        if trace in said
    }


def x(home: Path, handle: str) -> str:
    return pseudonym(handle, workspace_key(home), "account:x")


def erase(home: Path, *call: object) -> dict[str, object]:
    return json.loads(simpul("erase", *call, "--workspace", home, "--json", "--yes"))  # type: ignore[no-any-return]


def test_nothing_of_the_person_is_left_and_everything_of_the_others_is(home: Path, tmp_path: Path) -> None:
    traces = ("zqbudi'", x(home, "zqbudi"), pseudonym("102", workspace_key(home), "post:x"))
    assert showing(home, *traces) == {"corpus"}
    done = erase(home, "x:@ZqBudi")
    assert showing(home, *traces) == set()
    assert done["rows"] == {
        "accounts": 1, "identities": 2, "observations": 1, "posts": 1
    }  # fmt: skip
    posts = Store(home / "corpus").scan("posts").filter(platform="x").sort("row").collect()
    assert posts["text"].to_list()[0] == "Beras cair Senin [dihapus]"
    assert posts["text"].to_list()[1].startswith("Sama, Mas [dihapus], wa [telepon")
    assert posts["text"].to_list()[2] == "Orang lain"
    assert posts["mentions"].to_list() == [[], [], None]
    assert posts["parent_id"].to_list() == [None, None, None]
    assert posts["account_id"].to_list()[2] == "x:~" + x(home, "zqbudiman")
    counts = {batch.reader: batch.rows for batch in Store(home / "corpus").batches()}
    assert counts["generic_table"] == {"accounts": 3, "identities": 6, "observations": 3, "posts": 3}


def test_a_telephone_number_goes_from_chats_and_from_the_name_of_the_file(home: Path) -> None:
    tail = pseudonym("6281200001111", workspace_key(home), "account:whatsapp")
    assert showing(home, tail, "812-0000-1111") == {"corpus"}
    erase(home, "0812-0000-1111")
    assert showing(home, tail, "812-0000-1111", "6281200001111") == set()
    texts = Store(home / "corpus").scan("posts").filter(platform="whatsapp").collect()["text"].to_list()
    assert texts == ["Sabar [dihapus]", "Nggih"]


def test_no_later_import_brings_the_person_back(home: Path, tmp_path: Path) -> None:
    erase(home, "x:zqbudi")
    (tmp_path / "later.csv").write_text(LATER)
    (tmp_path / "again.csv").write_text(POSTS + "107,x,post,baru,Halo,2026-03-07 10:00,1,,\n")
    for name in ("later", "again"):
        simpul("import", tmp_path / f"{name}.csv", "--workspace", home)
    assert showing(home, "zqbudi'", x(home, "zqbudi")) == set()
    posts = Store(home / "corpus").scan("posts").filter(platform="x").collect()
    assert posts.filter(text="Lho [dihapus] bali").select("mentions", "parent_id").rows() == [([], None)]
    assert posts["text"].str.contains("Tulisan baru|dereng dapat").sum() == 0
    assert posts.filter(text="Halo").height == 1


def test_a_study_of_exports_forgets_too_and_its_pages_that_show_the_person_go(
    home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil"
    CliRunner().invoke(
        app, ["study", str(tmp_path / "inbox" / "a.csv"), "--out", str(out), "--workspace", str(home)]
    )
    key = workspace_key(
        home, bytes.fromhex(json.loads((out / "manifest.json").read_text())["parameters"]["salt"])
    )
    trace = pseudonym("zqbudi", key, "account:x")
    assert {"corpus", "tables"} <= showing(out, trace)
    done = erase(home, "x:zqbudi")
    assert list(done["studies"]) == [str(out)]  # type: ignore[call-overload]
    assert showing(out, trace, "zqbudi'") == set()
    posts = pl.read_parquet(out / "tables" / "posts.parquet")
    assert posts.height == 3 and pl.read_parquet(out / "tables" / "labels.parquet").height == 3
    CliRunner().invoke(
        app, ["study", str(tmp_path / "inbox" / "a.csv"), "--out", str(out), "--workspace", str(home)]
    )
    assert showing(out, trace, "zqbudi'") == set()
    assert (out / "report.html").exists()


def test_the_certificate_names_nobody(home: Path) -> None:
    path = Path(str(erase(home, "x:zqbudi")["certificate"]))
    told = path.read_text()
    assert json.loads(told)["rows"]["posts"] == 1
    assert "zqbudi" not in told and x(home, "zqbudi") not in told
    assert (
        json.loads(told)["remembered"] == json.loads((home / "corpus" / "erased.json").read_text())["hashes"]
    )


def test_a_dry_run_counts_and_changes_nothing(home: Path) -> None:
    before = dict(contents(home))
    assert erase(home, "x:zqbudi", "--dry-run")["rows"] == {
        "accounts": 1, "identities": 2, "observations": 1, "posts": 1
    }  # fmt: skip
    assert dict(contents(home)) == before


@pytest.mark.parametrize("said", ["zqbudi", "x:", ":a", "12", ""])
def test_whoever_is_not_named_is_not_erased(said: str) -> None:
    with pytest.raises(StoreProblem, match="names nobody"):
        Person.parse(said)


def test_a_number_and_a_handle_are_read_as_the_platform_does() -> None:
    assert Person.parse("+62 812-0000-1111") == Person("whatsapp", "6281200001111")
    assert Person.parse("whatsapp:~Bu Tutik") == Person("whatsapp", "bu tutik")
    assert Person.parse("X:@Budi_S") == Person("x", "budi_s")


def test_nobody_is_erased_while_somebody_imports(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simpul.corpus.store.PATIENCE", 0.1)
    with Store(home / "corpus").shared():
        result = CliRunner().invoke(app, ["erase", "x:zqbudi", "--yes", "--workspace", str(home)])
    assert result.exit_code == 2
    assert "sedang dipakai impor lain" in result.output
