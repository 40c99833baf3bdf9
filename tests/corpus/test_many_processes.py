"""Real processes: two imports at once, a reader among them, and kills at random moments of everything that changes the corpus."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import polars as pl
import pytest

from simpul.corpus.accounts import Register
from simpul.corpus.compacting import compact
from simpul.corpus.erasing import Person, erase
from simpul.corpus.importing import Import, import_paths
from simpul.corpus.reading import read_corpus
from simpul.corpus.store import Store, StoreProblem

KEY = b"k" * 32
HEADER = "id,platform,author,text,created_at,likes\n"
SPAWN = multiprocessing.get_context("spawn")


def exports(inbox: Path, files: int) -> dict[str, int]:
    """Files of 200 to 1,000 posts each; their ids are those of no other file."""
    inbox.mkdir()
    expected = {}
    for number in range(files):
        rows = 200 * (number % 5 + 1)
        lines = (f"{number}-{n},x,sri{n % 7},Matur nuwun @zqbudi,2026-03-05 11:00,4\n" for n in range(rows))
        (inbox / f"{number:03d}.csv").write_text(HEADER + "".join(lines))
        expected[f"{number:03d}.csv"] = rows
    return expected


def bring(root: Path, inbox: Path, register: str = "") -> None:
    named = Register(pl.DataFrame([("x", "sri0", "agency", None, None, None, register)], Register.empty().accounts.schema, orient="row"), register)  # fmt: skip
    import_paths([inbox], Import(Store(root), KEY, named if register else Register.empty()))


def pack(root: Path, *_: object) -> None:
    compact(Store(root))


def begin(work: Callable[..., None], *given: object) -> BaseProcess:
    process = SPAWN.Process(target=work, args=given)
    process.start()
    return process


def assert_whole(root: Path, expected: dict[str, int], register_changes: bool = False) -> dict[str, int]:
    """Each batch has exactly the rows that its manifest says, in every table; returns posts by file."""
    store = Store(root)
    found = {
        name: dict(store.scan(name).group_by("batch").len().collect().rows())
        for name in ("posts", "accounts", "observations", "identities")
    }
    batches = store.batches()
    for batch in batches:
        for name in found:
            assert found[name].get(batch.id, 0) == batch.rows.get(name, 0), (batch.id, name)
        assert batch.rows["posts"] == expected[batch.file]
    files = [batch.file for batch in batches]
    if not register_changes:  # between taking the new batch in and the old one out, both are there
        assert len(files) == len(set(files))
    return {batch.file: batch.rows["posts"] for batch in batches}


def test_two_imports_at_once_of_the_same_files(tmp_path: Path) -> None:
    expected = exports(tmp_path / "inbox", 6)
    both = [begin(bring, tmp_path / "corpus", tmp_path / "inbox") for _ in range(2)]
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert assert_whole(tmp_path / "corpus", expected) == expected
    assert Store(tmp_path / "corpus").scan("posts").collect()["post_id"].is_unique().all()
    bring(tmp_path / "corpus", tmp_path / "inbox")
    assert list((tmp_path / "corpus" / ".staging").iterdir()) == []


def _read(root: Path, said: Path, stop: Path) -> None:
    """Reads the corpus again and again, each time in two steps, and writes down what did not fit together."""
    wrong, reads = [], 0
    while not stop.exists():
        with Store(root).snapshot() as frozen:
            tables = read_corpus(frozen)
            posts = tables["posts"].select("post_id").collect()
            time.sleep(0.01)
            counted = (
                tables["observations"]
                .filter(metric="likes")
                .select(pl.col("subject").alias("post_id"))
                .collect()
            )
            reads += 1
            if not counted.sort("post_id").equals(posts.sort("post_id")):
                wrong.append(f"{posts.height} posts, {counted.height} counts")
    said.write_text(f"{reads}\n" + "\n".join(wrong))


def test_a_reader_sees_whole_batches_while_others_import_undo_and_pack(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    exports(tmp_path / "inbox", 6)
    bring(root, tmp_path / "inbox" / "000.csv")
    reader = begin(_read, root, tmp_path / "said", tmp_path / "stop")
    store, rng = Store(root), random.Random(1)
    for _ in range(2):
        bring(root, tmp_path / "inbox")
        compact(store) if rng.random() < 0.7 else None
        for batch in rng.sample(store.batches(), 3):
            store.undo(batch.id)
        bring(root, tmp_path / "inbox", "register")
    time.sleep(1.5)  # the reader may just have begun
    (tmp_path / "stop").touch()
    reader.join()
    assert reader.exitcode == 0
    reads, *wrong = (tmp_path / "said").read_text().split("\n")
    assert int(reads) > 0 and wrong == [""]


@pytest.mark.long
def test_200_kills_at_random_moments(tmp_path: Path) -> None:
    """Imports, imports that replace, and compactions; after each kill nothing is half there, in the end nothing is lost or double."""
    root, inbox = tmp_path / "corpus", tmp_path / "inbox"
    expected = exports(inbox, 60)
    rng, store = random.Random(200), Store(root)
    bring(root, inbox / "000.csv")
    works = [(bring, ""), (bring, ""), (bring, "register"), (pack, "")]
    for kill in range(200):
        work, register = works[rng.randrange(len(works))]
        process = begin(work, root, inbox, register)
        while process.is_alive() and not any((root / ".staging").iterdir()):  # it has begun to write
            time.sleep(0.002)
        time.sleep(rng.random() * 0.25)
        process.kill()
        process.join()
        kept = assert_whole(root, expected, register_changes=True)
        assert kept, kill
        if len(kept) > 45:
            for batch in rng.sample(store.batches(), 30):
                store.undo(batch.id)
    bring(root, inbox)
    assert assert_whole(root, expected) == expected
    assert Store(root).scan("posts").collect()["post_id"].is_unique().all()
    compact(store)
    assert assert_whole(root, expected) == expected
    left = {path.parent.name for path in root.rglob("*.parquet")}
    assert not left & {".staging", ".reading"} and list((root / ".staging").iterdir()) == []


def _erase(root: Path, *_: object) -> None:
    erase(Store(root), KEY, Person("x", "sri3"))


@pytest.mark.long
@pytest.mark.usefixtures("as_person")
def test_40_kills_while_somebody_is_erased(tmp_path: Path) -> None:
    """Begun again, an erasure takes out the rest; what is not the person's stays whatever the moment."""
    root = tmp_path / "corpus"
    expected = exports(tmp_path / "inbox", 15)
    bring(root, tmp_path / "inbox")
    others = Store(root).scan("posts").collect().height
    rng = random.Random(40)
    for _ in range(40):
        process = begin(_erase, root)
        while process.is_alive() and not (root / "erased.json").exists():
            time.sleep(0.002)
        time.sleep(rng.random() * 0.4)
        process.kill()
        process.join()
    subject, _ = erase(Store(root), KEY, Person("x", "sri3"))
    posts = Store(root).scan("posts").collect()
    theirs = sum(len(range(3, rows, 7)) for rows in expected.values())
    assert posts.height == others - theirs
    assert not set(posts["account_id"]) & subject.ids
    for name in ("observations", "identities"):
        assert Store(root).scan(name).collect().height >= posts.height
    for batch in Store(root).batches():
        assert batch.rows["posts"] == posts.filter(batch=batch.id).height


def test_an_import_waits_while_the_corpus_is_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports(tmp_path / "inbox", 1)
    root = tmp_path / "corpus"
    store = Store(root)
    with store.alone():
        process = begin(bring, root, tmp_path / "inbox")
        time.sleep(1.5)
        assert process.is_alive() and store.batches() == []
    process.join()
    assert (process.exitcode, len(store.batches())) == (0, 1)
    monkeypatch.setattr("simpul.corpus.store.PATIENCE", 0.1)
    with store.shared(), pytest.raises(StoreProblem):
        compact(store)


def test_who_rewrites_waits_for_a_reader_to_link_its_files(tmp_path: Path) -> None:
    exports(tmp_path / "inbox", 2)
    store = Store(tmp_path / "corpus")
    bring(store.root, tmp_path / "inbox")
    linked = threading.Event()

    def read() -> None:
        with store.shared():
            linked.set()
            time.sleep(0.3)

    reader = threading.Thread(target=read)
    reader.start()
    linked.wait()
    assert compact(store)
    reader.join()
