"""Signal chats as text: messages over several lines, times of the exporting phone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from raw import FIXTURES, read, refusals, sample

from simpul.corpus.reader import Options
from simpul.corpus.readers.signal import READER
from simpul.corpus.source import Source


def test_messages_over_several_lines() -> None:
    tables = read(READER, FIXTURES / "signal/chat.txt")
    assert tables["posts"].select("row", "kind", "author_name", "text", "created_at").rows() == [
        (1, "message", "Bu Sri RT 04", "Beras sampun wonten?", dt.datetime(2026, 3, 5, 3, tzinfo=dt.UTC)),
        (
            2,
            "message",
            "Dinsos",
            "Sampun Bu,\nmonggo dateng kelurahan",
            dt.datetime(2026, 3, 5, 3, 2, tzinfo=dt.UTC),
        ),
        (4, "message", "Joko", "tanggal rusak", None),
    ]
    assert refusals(tables) == [(4, "time", "date_invalid")]


def test_other_texts_are_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("[05/03/2026, 18:05:00] Sri: halo\n")
    assert READER.recognise(Source(tmp_path / "a.txt")).score == 0


def test_real_chat_agrees_with_what_is_expected_of_it() -> None:
    """The expected messages are the same in the other order, with line breaks as blanks."""
    expected = json.loads(sample("chats/signal/target.json").read_text())
    path = sample("chats/signal/test_export.txt")
    assert READER.recognise(Source(path)).score == 90
    found = read(READER, path, Options(timezone="UTC"))["posts"].select("created_at", "author", "text").rows()
    assert [
        {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%S"), "author": who, "message": said.replace("\n", " ")}
        for time, who, said in reversed(found)
    ] == expected
