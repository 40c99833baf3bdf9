"""The key must be private, the same for all who race for it, and another in another workspace."""

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from simpul.corpus import key as keys
from simpul.corpus.key import KeyProblem, key_id, workspace_key

SECRET = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of its own, so that no test meets the key of the person who runs it."""
    monkeypatch.delenv("SIMPUL_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "simpul"


def problem(workspace: Path) -> tuple[str, str]:
    with pytest.raises(KeyProblem) as caught:
        workspace_key(workspace)
    return caught.value.problem


def test_first_use_makes_a_private_key_and_a_salt(home: Path, tmp_path: Path) -> None:
    first = workspace_key(tmp_path / "kota")
    assert len(first) == 32
    assert stat.S_IMODE((home / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert len(base64.b64decode((home / "key").read_text())) == 32
    assert len(bytes.fromhex((tmp_path / "kota" / "salt").read_text())) == 16
    assert workspace_key(tmp_path / "kota") == first
    assert sorted(p.name for p in home.iterdir()) == ["key"]
    assert sorted(p.name for p in (tmp_path / "kota").iterdir()) == ["salt"]


def test_another_workspace_and_another_person_have_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = workspace_key(tmp_path / "a"), workspace_key(tmp_path / "b")
    monkeypatch.setenv("SIMPUL_KEY", SECRET)
    assert len({here, there, workspace_key(tmp_path / "a"), workspace_key(tmp_path / "b")}) == 4


def test_environment_goes_before_the_file(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMPUL_KEY", f" {SECRET}\n")
    workspace_key(tmp_path / "a")
    assert not home.exists()


def test_chosen_salt_gives_the_same_key_anywhere_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMPUL_KEY", SECRET)
    assert workspace_key(tmp_path / "a", b"seed 7") == workspace_key(tmp_path / "b", b"seed 7")
    assert workspace_key(tmp_path / "a", b"seed 8") != workspace_key(tmp_path / "a", b"seed 7")
    assert not (tmp_path / "a").exists()


def test_derivation_is_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus outlives a version of the code: the same secret and salt must give the same key for ever."""
    monkeypatch.setenv("SIMPUL_KEY", SECRET)
    (tmp_path / "salt").write_text("000102030405060708090a0b0c0d0e0f\n")
    found = workspace_key(tmp_path)
    assert found.hex() == "fe222c294cad8c1807a05b79840c1e08be951036d8761dccc3535139dfbd2f87"
    assert key_id(found) == "4d50ad5b"


def test_default_folder_is_the_home_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    workspace_key(tmp_path / "a")
    assert (tmp_path / "rumah" / ".config" / "simpul" / "key").is_file()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o700, 0o644])
def test_key_open_to_others_is_refused(home: Path, tmp_path: Path, mode: int) -> None:
    workspace_key(tmp_path / "a")
    (home / "key").chmod(mode)
    indonesian, english = problem(tmp_path / "a")
    assert f"{mode:04o}" in indonesian
    assert english.endswith(f"Run: chmod 600 {home / 'key'}")


def test_read_only_key_is_accepted(home: Path, tmp_path: Path) -> None:
    first = workspace_key(tmp_path / "a")
    (home / "key").chmod(0o400)
    assert workspace_key(tmp_path / "a") == first


@pytest.mark.parametrize(
    "content",
    ["", "\n", "bukan base64!", SECRET[:-4], SECRET + "AAAA", "\x00\x01", SECRET[:10] + "\n" + SECRET[10:]],
)
def test_damaged_key_is_refused_and_left_alone(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    home.mkdir(parents=True)
    (home / "key").write_text(content)
    (home / "key").chmod(0o600)
    indonesian, english = problem(tmp_path / "a")
    assert "rusak" in indonesian
    assert "damaged" in english
    assert str(home / "key") in english
    assert (home / "key").read_text() == content
    if "\x00" not in content:
        monkeypatch.setenv("SIMPUL_KEY", content)
        assert "SIMPUL_KEY" in problem(tmp_path / "a")[1]


@pytest.mark.parametrize("content", [b"", b"00", b"\xff\xfe", b"g" * 32, b"0" * 34])
def test_damaged_salt_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "salt").write_bytes(content)
    indonesian, english = problem(tmp_path)
    assert str(tmp_path / "salt") in indonesian
    assert "damaged" in english
    assert (tmp_path / "salt").read_bytes() == content


def test_the_message_names_no_secret(home: Path, tmp_path: Path) -> None:
    home.mkdir(parents=True)
    (home / "key").write_text("rahasia-yang-salah")
    (home / "key").chmod(0o600)
    assert "rahasia-yang-salah" not in "".join(problem(tmp_path))


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    indonesian, english = problem(tmp_path / "berkas")
    assert "tidak dapat dibaca atau dibuat" in indonesian
    assert str(tmp_path / "berkas" / "salt") in english


def test_nothing_half_done_when_writing_fails(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys.os, "fsync", full)
    assert "No space left on device" in problem(tmp_path / "a")[1]
    assert list(home.iterdir()) == []


def test_processes_that_race_get_the_same_key(home: Path, tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from simpul.corpus.key import workspace_key\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print(workspace_key(Path(sys.argv[1])).hex())"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "kota")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ),
        )
        for _ in range(4)
    ]  # fmt: skip
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    found = {racer.communicate()[0].strip() for racer in racers}
    assert found == {workspace_key(tmp_path / "kota").hex()}
    assert [p.name for p in home.iterdir()] == ["key"]


def test_a_process_that_loses_the_race_takes_the_winners_key(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process puts its key there between our look and our link."""
    real = os.link

    def late(draft: str, path: Path) -> None:
        if not path.exists() and path.name == "key":
            path.touch(mode=0o600)
            path.write_text(SECRET)
        real(draft, path)

    monkeypatch.setattr(keys.os, "link", late)
    found = workspace_key(tmp_path / "a")
    monkeypatch.setenv("SIMPUL_KEY", SECRET)
    assert workspace_key(tmp_path / "a") == found


def test_key_id_is_short_and_tells_keys_apart() -> None:
    assert len({key_id(bytes([i]) * 32) for i in range(100)}) == 100
    assert all(len(key_id(bytes([i]) * 32)) == 8 for i in range(3))
