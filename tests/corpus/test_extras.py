"""Fields beyond the records' columns: kept beside the post as codes, never as words, and older batches read on."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from simpul.corpus.accounts import Register
from simpul.corpus.chunks import Chunk
from simpul.corpus.door import Door
from simpul.corpus.extras import extra
from simpul.corpus.pseudonyms import pseudonym
from simpul.corpus.records import POSTS
from simpul.corpus.store import Batch, Store


def test_only_codes_are_kept() -> None:
    rows = pl.DataFrame(
        {
            "lang": ["id", None, "budi@mail.example"],
            "duration": [12, None, None],
            "music": ["Lagu dari Budi", None, 'a"b'],
        }
    )
    kept = rows.select(extra({name: pl.col(name) for name in rows.columns})).to_series()
    assert kept.to_list() == ['{"lang":"id","duration":"12"}', None, None]


def test_the_door_masks_them_and_they_stay_json() -> None:
    post = pl.DataFrame(
        {"platform": "x", "native_id": "1", "kind": "post", "extra": '{"a":"081234567890","b":"5"}'}
    )
    stored = Door(b"k" * 32, Register.empty()).admit(Chunk(posts=post), "b", "f")["posts"]
    assert json.loads(stored["extra"][0]) == {
        "a": "[telepon]@~" + pseudonym("6281234567890", b"k" * 32, "account:whatsapp"),
        "b": "5",
    }


def test_a_batch_of_an_older_schema_is_read_beside_a_newer_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    newer = pl.DataFrame({name: [None] for name in POSTS}, schema=POSTS)
    for name, frame in (("a", newer.drop("extra")), ("b", newer.with_columns(extra=pl.lit("{}")))):
        with store.staging(name) as stage:
            stage.append({"posts": frame})
            store.commit(stage, Batch(name, name, name, "", 0, stage.rows, schema=1 if name == "a" else 2))
    assert store.scan("posts").select("extra").collect()["extra"].to_list() == [None, "{}"]
