"""JSON documents as a stream: the same values as json.loads, in memory for one element, and what is cut says so."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus import json_stream
from simpul.corpus.json_stream import walk
from simpul.corpus.rejects import FileRefused

CHATS = {
    "chats": {"about": "x", "list": [{"name": "RT 03", "id": 7, "messages": [{"id": 1}, {"id": 2}], "z": {}}]}
}
ENTER = ("", "chats", "chats.list", "chats.list[]", "chats.list[].messages")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


def seen(content: str, enter: tuple[str, ...] = ()) -> list[tuple[str, object]]:
    return [(piece.path, json.loads(piece.json)) for piece in walk(io.BytesIO(content.encode()), enter)]


def test_named_containers_are_entered_and_remembered() -> None:
    pieces = list(walk(io.BytesIO(json.dumps(CHATS, indent=2).encode()), ENTER))
    messages = [piece for piece in pieces if piece.path == "chats.list[].messages[]"]
    assert [json.loads(piece.json) for piece in messages] == [{"id": 1}, {"id": 2}]
    assert [piece.context for piece in messages] == [{"about": "x", "name": "RT 03", "id": "7"}] * 2
    assert all("\n" not in piece.json for piece in pieces)
    assert pieces[-1].path == "chats.list[].z"


def test_several_documents_one_after_another() -> None:
    assert seen('{"a": 1} [2, 3]\n"x"') == [("", {"a": 1}), ("", 2), ("", 3), ("", "x")]


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, max_size=4), st.integers(1, 20))
def test_elements_are_those_of_the_document(values: list[object], step: int) -> None:
    before = json_stream.STEP
    json_stream.STEP = step
    try:
        for indent in (None, 1):
            content = json.dumps({"items": values}, indent=indent, ensure_ascii=False)
            assert seen(content, ("", "items")) == [("items[]", value) for value in values]
    finally:
        json_stream.STEP = before


@pytest.mark.parametrize("content", ['{"items": [{"a": 1}, {"a"', '{"items": [{"a": 1}, ', '{"items": [{"a": 1}, tru', '{"items": [{"a": 1}, x, {"a": 2}]}'])  # fmt: skip
def test_what_is_cut_or_broken_is_read_up_to_there(content: str) -> None:
    pieces = walk(io.BytesIO(content.encode()), ("", "items"))
    assert json.loads(next(pieces).json) == {"a": 1}
    with pytest.raises(FileRefused, match="file_truncated"):
        next(pieces)


def test_what_cannot_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileRefused, match="file_unknown"):
        seen("[" + '{"a":' * 50_000)
    monkeypatch.setattr(json_stream, "LARGEST", 10)
    monkeypatch.setattr(json_stream, "STEP", 8)
    with pytest.raises(FileRefused, match="file_large"):
        seen('["' + "x" * 100 + '"]')
