"""The store: a batch is whole or not there, whoever dies when."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
from pathlib import Path

import polars as pl
import pytest

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
