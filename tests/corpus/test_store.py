"""The store: a batch is whole or not there, whoever dies when."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from simpul.corpus import migrating
from simpul.corpus.compacting import compact
from simpul.corpus.migrating import SCHEMA
from simpul.corpus.reading import read_corpus
from simpul.corpus.records import TABLES
from simpul.corpus.store import Batch, Stage, Store, StoreProblem


def rows(batch: str, ids: list[str]) -> pl.DataFrame:
    schema = TABLES["posts"]
    frame = pl.DataFrame({"post_id": ids}).with_columns(batch=pl.lit(batch), text=pl.lit("isi"))
    return frame.select(
        (pl.col(c) if c in frame.columns else pl.lit(None)).cast(kind).alias(c) for c, kind in schema.items()
    )


def add(store: Store, batch: str, *pieces: list[str]) -> None:
    with store.staging(batch) as stage:
        for piece in pieces:
            stage.append({"posts": rows(batch, piece)})
        store.commit(
            stage,
            Batch(batch, f"{batch}.csv", "0" * 64, "generic_table", 1, stage.rows, [("catatan", "note")]),
        )


def ids(store: Store) -> list[str]:
    return store.scan("posts").select("post_id").collect().to_series().to_list()


def test_a_batch_written_in_pieces_is_read_as_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(store, "b", ["x:3"])
    add(store, "a", ["x:1"], ["x:2"])
    assert ids(store) == ["x:1", "x:2", "x:3"]
    assert store.batches() == [
        Batch("a", "a.csv", "0" * 64, "generic_table", 1, {"posts": 2}, [("catatan", "note")]),
        Batch("b", "b.csv", "0" * 64, "generic_table", 1, {"posts": 1}, [("catatan", "note")]),
    ]


def test_undo_takes_out_one_batch_and_nothing_else(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    add(store, "b", ["x:2"])
    assert store.undo("a").file == "a.csv"
    assert ids(store) == ["x:2"]
    assert [path.name for path in tmp_path.rglob("*.parquet")] == ["batch=b.parquet"]
    with pytest.raises(StoreProblem, match="There is no batch a"):
        store.undo("a")


def test_an_empty_corpus_has_every_table_in_its_schema(tmp_path: Path) -> None:
    for name, schema in TABLES.items():
        assert dict(Store(tmp_path).scan(name).collect_schema()) == {
            c: kind() if isinstance(kind, type) else kind for c, kind in schema.items()
        }


def test_an_import_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    with pytest.raises(KeyError), store.staging("b") as stage:
        stage.append({"posts": rows("b", ["x:2"])})
        raise KeyError("reader")
    assert ids(store) == ["x:1"]
    assert list((tmp_path / ".staging").iterdir()) == []


def test_a_full_disk_is_told_in_words_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])

    def full(self: Stage, tables: dict[str, pl.DataFrame]) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Stage, "append", full)
    with pytest.raises(StoreProblem) as problem:
        add(store, "b", ["x:2"])
    assert "No space left on device" in problem.value.problem[1]
    assert "Yang sudah masuk tetap utuh" in problem.value.problem[0]
    assert ids(store) == ["x:1"]


def _die(root: Path, at: str) -> None:
    """Imports batch `b` and is killed: while staging, between renames, or just before the manifest takes its name."""
    store = Store(root)
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        moved = real(self, target) if at == "renamed" and self.suffix == ".parquet" else None
        os.kill(os.getpid(), signal.SIGKILL)
        assert moved is not None
        return moved

    with store.staging("b") as stage:
        stage.append({"posts": rows("b", ["x:2"])})
        if at == "staged":
            os.kill(os.getpid(), signal.SIGKILL)
        Path.replace = replace  # type: ignore[method-assign]
        store.commit(stage, Batch("b", "b.csv", "", "generic_table", 1, stage.rows))


@pytest.mark.parametrize("at", ["staged", "renaming", "renamed"])
def test_kill_9_leaves_no_half_batch(tmp_path: Path, at: str) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    process = multiprocessing.get_context("spawn").Process(target=_die, args=(tmp_path, at))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert ids(store) == ["x:1"]
    store.sweep()
    assert sorted(path.name for path in tmp_path.rglob("*.parquet")) == ["batch=a.parquet"]
    add(store, "b", ["x:2"])
    assert ids(store) == ["x:1", "x:2"]


def test_a_scan_survives_an_import_beside_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    scan = store.scan("posts").select("post_id")
    add(store, "b", ["x:2"])
    assert scan.collect().to_series().to_list() == ["x:1"]
    with store.staging("c") as stage:
        stage.append({"posts": rows("c", ["x:3"])})
        store.sweep()  # another process starts an import meanwhile
        assert ids(store) == ["x:1", "x:2"]
        store.commit(stage, Batch("c", "c.csv", "", "generic_table", 1, stage.rows))
    assert ids(store) == ["x:1", "x:2", "x:3"]


# --- several at once, and none half-way --------------------------------------------------------------------------


def test_a_reader_keeps_what_it_began_with_whatever_happens_meanwhile(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    add(store, "b", ["x:2"])
    with store.snapshot() as frozen:
        scan = frozen.scan("posts").select("post_id")
        store.undo("a")
        add(store, "c", ["x:3"])
        with store.alone():
            store.rewrite(store.file("posts", "b"), rows("b", ["x:22"]))
        compact(store)
        store.sweep()
        assert sorted(scan.collect().to_series()) == ["x:1", "x:2"]
    assert sorted(ids(store)) == ["x:22", "x:3"]
    assert list((tmp_path / ".reading").iterdir()) == []


def test_what_a_killed_reader_left_is_swept_away(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    left = tmp_path / ".reading" / "0-999999999"
    (left / "posts").mkdir(parents=True)
    os.link(store.file("posts", "a"), left / "posts" / "batch=a.parquet")
    store.sweep()
    assert not left.exists() and ids(store) == ["x:1"]


def test_the_corpus_is_rewritten_by_one_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simpul.corpus.store.PATIENCE", 0.1)
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    with (
        store.shared(),
        store.shared(),  # two imports
        pytest.raises(StoreProblem, match="Another import is using"),
    ):
        compact(store)
    with store.alone():
        pass


def test_of_two_imports_of_the_same_file_one_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    done = Batch("a", "a.csv", "", "generic_table", 1, {"posts": 1})
    with store.staging("a") as mine, Store(tmp_path).staging("b") as theirs:
        for stage in (mine, theirs):
            stage.append({"posts": rows("a", ["x:1"])})
        store.commit(theirs, done)
        store.commit(mine, done)
    assert ids(store) == ["x:1"]


# --- packs -------------------------------------------------------------------------------------------------------


def test_compacting_keeps_every_answer_and_undoing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(20):
        add(store, f"b{number:02}", [f"x:{number}", f"x:{number + 1}"])
    before = {name: table.collect() for name, table in read_corpus(store).items()}
    done = compact(store)
    assert (done.before, done.after, done.batches) == (20, 1, 20)
    for name, table in read_corpus(store).items():
        assert table.collect().equals(before[name]), name
    assert [batch.id for batch in store.batches()] == [f"b{number:02}" for number in range(20)]
    store.undo("b07")
    assert sorted(ids(store)) == sorted(f"x:{n + k}" for n in range(20) if n != 7 for k in (0, 1))
    [pack] = tmp_path.glob("posts/*.parquet")
    assert "b07" not in pl.read_parquet(pack)["batch"]  # its rows are gone, not only hidden
    assert compact(store).batches == 0  # nothing is left to do
    add(store, "b07", ["x:7", "x:8"])
    add(store, "b20", ["x:20"])
    assert compact(store).after == 1
    assert len(ids(store)) == 41
    for batch in store.batches():
        store.undo(batch.id)
    assert list(tmp_path.glob("*/*.parquet")) == []


def _die_compacting(root: Path, at: int) -> None:
    """Compacts and is killed at the renaming of that number."""
    real, left = Path.replace, [at]

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, target)

    Path.replace = replace  # type: ignore[method-assign]
    compact(Store(root))


@pytest.mark.parametrize("at", range(4))
def test_kill_9_while_compacting_loses_and_doubles_nothing(tmp_path: Path, at: int) -> None:
    store = Store(tmp_path)
    for number in range(3):
        add(store, f"b{number}", [f"x:{number}"])
    process = multiprocessing.get_context("spawn").Process(target=_die_compacting, args=(tmp_path, at))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert sorted(ids(store)) == ["x:0", "x:1", "x:2"]
    store.sweep()
    assert sorted(ids(store)) == ["x:0", "x:1", "x:2"]
    compact(store)
    assert sorted(ids(store)) == ["x:0", "x:1", "x:2"]
    assert len(list(tmp_path.glob("*/*.parquet"))) == 1


# --- schemas -----------------------------------------------------------------------------------------------------


def written_under_schema_1(store: Store, batch: str) -> None:
    """As the first Simpul wrote it: no `extra`, no `schema`, none of the manifest's later fields."""
    first = ("id", "file", "digest", "reader", "reader_version", "rows", "notes", "failed", "origin")
    add(store, batch, ["x:1"])
    file = store.file("posts", batch)
    pl.read_parquet(file).drop("extra").write_parquet(file)
    path = store.root / "batches" / f"{batch}.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({name: manifest[name] for name in first}))


def test_a_batch_of_an_earlier_schema_is_read_beside_those_of_today(tmp_path: Path) -> None:
    store = Store(tmp_path)
    written_under_schema_1(store, "old")
    add(store, "new", ["x:2"])
    assert {batch.id: batch.schema for batch in store.batches()} == {"old": 1, "new": SCHEMA}
    posts = store.scan("posts").sort("post_id").collect()
    assert posts["post_id"].to_list() == ["x:1", "x:2"]
    assert posts.schema == pl.Schema(TABLES["posts"])
    compact(store)
    assert {batch.schema for batch in store.batches()} == {SCHEMA}
    assert store.scan("posts").sort("post_id").collect().equals(posts)


def test_each_step_of_a_migration_is_taken_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it will be once a column changes its meaning: what was written under any schema goes through all later steps."""
    store = Store(tmp_path)
    written_under_schema_1(store, "old")
    later = {
        SCHEMA: lambda table, frame: frame.with_columns(
            text=pl.col("text") + "!" + pl.col("extra").fill_null("-")
        )
    }
    monkeypatch.setattr(migrating, "STEPS", migrating.STEPS | later)
    monkeypatch.setattr(migrating, "SCHEMA", SCHEMA + 1)
    assert store.scan("posts").collect()["text"].to_list() == ["isi!-"]


def test_a_batch_of_a_later_schema_is_refused_in_words(tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(store, "a", ["x:1"])
    store.name(replace(store.get("a"), schema=SCHEMA + 1))
    for ask in (store.batches, lambda: store.get("a"), lambda: store.scan("posts")):
        with pytest.raises(StoreProblem, match="written by a later Simpul"):
            ask()


def test_the_schema_grows_with_the_tables() -> None:
    """Whoever changes `records.TABLES` adds a step to `migrating.STEPS` and a line here."""
    columns = repr({name: {c: str(kind) for c, kind in schema.items()} for name, schema in TABLES.items()})
    assert {SCHEMA: hashlib.sha256(columns.encode()).hexdigest()[:12]} == {2: "3c5e75bfb0ec"}
