"""Content ids: stable, apart by domain, and numbered where rows are equal."""

from __future__ import annotations

import base64
import hashlib

import polars as pl

from simpul.corpus.content_ids import content_ids


def test_equal_rows_are_numbered_in_their_order() -> None:
    frame = pl.DataFrame({"a": ["x", "y", "x", "x", None, ""], "b": [1, 1, 1, 1, 2, 2]})
    ids = content_ids(frame, ["a", "b"], "chat").to_list()
    assert len(set(ids)) == 6
    assert ids[2:4] == [f"{ids[0]}-2", f"{ids[0]}-3"]
    assert ids[5] == f"{ids[4]}-2"
    assert content_ids(frame.head(3), ["a", "b"], "chat").to_list() == ids[:3]


def test_columns_and_domains_do_not_run_together() -> None:
    frame = pl.DataFrame({"a": ["xy", "x"], "b": ["z", "yz"]})
    assert content_ids(frame, ["a", "b"], "chat").is_unique().all()
    assert content_ids(frame, ["a", "b"], "chat")[0] != content_ids(frame, ["a", "b"], "page")[0]


def test_an_id_never_changes() -> None:
    """Ids are stored: a changed hash would double every chat that is imported again."""
    digest = hashlib.blake2b(b"chat\x1fnggih", key=b"content").digest()
    expected = base64.b32encode(digest).decode().lower()[:26]
    assert content_ids(pl.DataFrame({"a": ["nggih"]}), ["a"], "chat").to_list() == [expected]
