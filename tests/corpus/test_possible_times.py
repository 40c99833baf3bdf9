"""No reader lets an impossible time through: the row stays, without its time, and a reject says so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from simpul.corpus.accounts import Register
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.door import Door
from simpul.corpus.importing import Import, import_paths
from simpul.corpus.possible_times import CLOCK, FIRST
from simpul.corpus.records import TIME
from simpul.corpus.store import Store

DAY = dt.timedelta(days=1)
YEAR_0 = -62_167_219_200_000_000  # what one network's archive holds for "unknown"; Python has no such time
TOMORROW = max(dt.datetime.now(dt.UTC), CLOCK) + DAY


def micros(time: dt.datetime) -> int:
    return (time - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


TIMES = pl.Series(
    [YEAR_0, 0, micros(FIRST) - 1, micros(FIRST), micros(TOMORROW - DAY / 2), micros(TOMORROW + DAY), None]
).cast(TIME)
SOUND = [False, False, False, True, True, False, False]


def test_the_door_takes_the_time_and_keeps_the_row() -> None:
    row = pl.int_range(1, 8, eager=True)
    tables = Door(b"k" * 32, Register.empty()).admit(
        Chunk(
            posts=pl.DataFrame({"platform": "x", "native_id": row.cast(pl.String), "kind": "post", "text": "Beras", "created_at": TIMES, "row": row}),
            observations=pl.DataFrame({"platform": "x", "subject": row.cast(pl.String), "subject_kind": "post", "metric": "likes", "value": 1.0, "observed_at": TIMES, "row": row}),
            survey_ties=pl.DataFrame({"source": "a", "target": "b", "relation": "informs", "observed_at": TIMES, "row": row}),
            rejects=rejects([(9, None, "row_json", None)]),
        ), "b", "a.csv",
    )  # fmt: skip
    for table, column in (("posts", "created_at"), ("observations", "observed_at"), ("survey_ties", "observed_at")):  # fmt: skip
        assert tables[table].sort("row")[column].is_not_null().to_list() == SOUND, table
    refused = tables["rejects"].select("row", "column", "code").rows()
    assert refused[0] == (9, None, "row_json")
    wrong = [1, 2, 3, 6]
    assert refused[1:5] == [(at, "created_at", "date_invalid") for at in wrong]
    assert refused[5:] == [(at, "observed_at", "date_invalid") for at in wrong] * 2
    assert tables["rejects"]["value"][1] == "0000-01-01 00:00"


@pytest.mark.parametrize("written", ["0000-12-31T23:00:00Z", "1900-01-00", "1970-01-01", "0", "2202-03-05"])
def test_a_table_names_its_own_column(tmp_path: Path, written: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"id,platform,author,text,tanggal\n1,facebook,a,Beras,{written}\n2,facebook,a,Beras,2026-03-14\n"
    )
    store = Store(tmp_path / "corpus")
    import_paths([path], Import(store, b"k" * 32))
    assert store.scan("posts").collect().sort("row")["created_at"].is_null().to_list() == [True, False]
    refused = store.scan("rejects").select("row", "column", "code").collect().rows()
    assert refused == [(1, "tanggal", "date_invalid")]


def test_a_post_of_an_archive_falls_back_to_when_it_was_seen(tmp_path: Path) -> None:
    """Minet writes when Bluesky saw a post beside what its author's application claims."""
    head = "cid,did,uri,url,timestamp_utc,local_time,indexed_at_utc,user_did,user_handle,text,original_text,to_post_uri,repost_count,like_count"
    line = (
        "c{0},d{0},at://did:plc:{0}/app.bsky.feed.post/{0},,{1},,{2},did:plc:{0},{0}.example,Beras,Beras,,0,1"
    )
    path = tmp_path / "a.csv"
    cells = [("aaa", "0000-01-01T00:00:00", "2026-03-14T01:00:00"), ("bbb", "0000-01-01T00:00:00", "1970-01-01T00:00:00")]  # fmt: skip
    path.write_text("\n".join([head, *(line.format(*each) for each in cells)]) + "\n")
    store = Store(tmp_path / "corpus")
    (batch,) = import_paths([path], Import(store, b"k" * 32))
    assert batch.reader == "minet"
    times = store.scan("posts").collect().sort("row")["created_at"].dt.strftime("%Y").to_list()
    assert times == ["2026", None]
    refused = store.scan("rejects").collect()
    assert refused["row"].to_list() == [1, 2] and set(refused["code"]) == {"date_invalid"}
