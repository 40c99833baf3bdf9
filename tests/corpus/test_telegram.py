"""Telegram Desktop: one chat or all of them; styled texts are whole, ids count within their chat."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from raw import FIXTURES, counts, read, refusals, sample

from simpul.corpus.readers.telegram import READER
from simpul.corpus.source import Source

HERE = FIXTURES / "telegram"
CHANNEL = "1500000001"


def at(second: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(second, dt.UTC)


def test_a_public_channel() -> None:
    tables = read(READER, HERE / "channel.json")
    found = tables["posts"].select("native_id", "kind", "author", "parent", "shared_author", "text", "created_at", "media").rows()  # fmt: skip
    own = f"channel{CHANNEL}"
    assert found == [
        (f"{CHANNEL}/2", "post", own, None, None, "Bansos cair di sini\ntanya @dinsostirtaloka #PKH", at(1772679600), None),
        (f"{CHANNEL}/3", "post", own, None, None, None, at(1772683200), "image"),
        (f"{CHANNEL}/4", "reply", "user42", f"{CHANNEL}/2", None, "[matur nuwun]", at(1772686800), None),
        (f"{CHANNEL}/5", "share", "user43", None, "Kabar Tirtaloka", "Tonton", at(1772690400), "video"),
        (f"{CHANNEL}/6", "post", "user43", None, None, "tanggal rusak", None, None),
    ]  # fmt: skip
    first = tables["posts"].row(0, named=True)
    assert first["links"] == ["https://bansos.tirtaloka.example/cek"]
    assert (first["hashtags"], first["mentions"]) == (["pkh"], ["dinsostirtaloka"])
    assert tables["posts"]["extra"].drop_nulls().to_list() == [
        '{"edited":"2026-03-05T10:05:00"}', '{"duration_seconds":"31"}'
    ]  # fmt: skip
    assert counts(tables, f"{CHANNEL}/2") == {"interactions": 15}
    assert tables["observations"].height == 1
    assert refusals(tables) == [(6, "date_unixtime", "date_invalid"), (7, None, "row_json")]


def test_all_chats_in_one_file_keep_their_ids_apart() -> None:
    found = read(READER, HERE / "all.json")["posts"].select(
        "native_id", "kind", "parent", "author_name", "text"
    )
    assert found.rows() == [
        ("77/1", "message", None, "Bu Sri", "Beras sampun wonten?"),
        ("78/1", "message", "78/9", "Dinsos", "Sampun Bu"),
    ]


@pytest.mark.parametrize("name", ["test_batch_export.json", "test_single_export.json"])
def test_real_exports_agree_with_what_is_expected_of_them(name: str) -> None:
    """The expected text joins styled parts with a blank; Telegram shows them as they stand, without one."""
    expected = json.loads(sample("chats/telegram/target.json").read_text())
    path = sample(f"chats/telegram/{name}")
    assert READER.recognise(Source(path)).score == 95
    found = read(READER, path)["posts"].select("created_at", "author", "text").rows()
    assert [
        {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%S"), "author": who, "message": text.replace("Link:http", "Link: http")}
        for time, who, text in found
    ] == expected  # fmt: skip
