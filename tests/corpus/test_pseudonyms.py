"""The compiled hash must be BLAKE2b as RFC 7693 defines it, on every value and key."""

import base64
import hashlib

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simpul.corpus.pseudonyms import pseudonym, pseudonyms

KEY = bytes(range(32))
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def reference(value: str | None, key: bytes, domain: str) -> str | None:
    """The definition, written once more without the code under test."""
    if value is None:
        return None
    bits = "".join(
        f"{byte:08b}" for byte in hashlib.blake2b(f"{domain}\x1f{value}".encode(), key=key).digest()
    )
    return "".join("abcdefghijklmnopqrstuvwxyz234567"[int(bits[i : i + 5], 2)] for i in range(0, 130, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | WORDS, max_size=6), st.binary(min_size=1, max_size=64), WORDS)
@example(["", None, "a"], KEY, "")
@example(["x" * n for n in range(110, 150)] + ["y" * n for n in range(240, 260)], KEY, "actor")
@example(["ç" * 500, "", "a" * 100_000], KEY, "d" * 127)
@example(["", "a"], KEY, "d" * 128)
def test_equals_hashlib(values: list[str | None], key: bytes, domain: str) -> None:
    found = pseudonyms(pl.Series("author", values, pl.String), key, domain)
    assert found.to_list() == [reference(value, key, domain) for value in values]
    assert found.name == "author"


@settings(max_examples=30, deadline=None)
@given(WORDS, st.binary(min_size=1, max_size=64), WORDS)
def test_one_value_equals_the_column(value: str, key: bytes, domain: str) -> None:
    assert pseudonym(value, key, domain) == reference(value, key, domain)


def test_published_digest() -> None:
    """Known answer of the BLAKE2 authors (testvectors/blake2b-kat.txt): key 00…3f, message 00…7f, whose byte 1f is our separator."""
    digest = bytes.fromhex("72065ee4dd91c2d8509fa1fc28a37c7fc9fa7d5b3f8ad3d0d7a25626b57b1b44")
    domain, value = (bytes(range(0x1F)).decode(), bytes(range(0x20, 0x80)).decode())
    expected = base64.b32encode(digest).decode().lower()[:26]
    assert pseudonym(value, bytes(range(64)), domain) == expected
    assert pseudonyms(pl.Series([value]), bytes(range(64)), domain).to_list() == [expected]


def test_does_not_depend_on_the_batch() -> None:
    values = pl.Series([f"warga{i % 700}" for i in range(1000)])
    whole = pseudonyms(values, KEY, "account:x")
    parts = [pseudonyms(values[i : i + 7], KEY, "account:x") for i in range(0, 1000, 7)]
    assert pl.concat(parts).to_list() == whole.to_list()
    assert whole.n_unique() == 700


def test_domain_and_value_do_not_run_together() -> None:
    assert pseudonym("bc", KEY, "a") != pseudonym("c", KEY, "ab")
    assert pseudonym("budi", KEY, "account:x") != pseudonym("budi", KEY, "account:facebook")
    assert pseudonym("budi", KEY, "actor") != pseudonym("budi", KEY[:31], "actor")


@pytest.mark.parametrize("key", [b"", bytes(65)])
def test_impossible_keys_are_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="1 to 64 bytes"):
        pseudonyms(pl.Series(["a"]), key, "actor")
    with pytest.raises(ValueError, match="1 to 64 bytes"):
        pseudonym("a", key, "actor")


def test_empty_column() -> None:
    assert pseudonyms(pl.Series([], dtype=pl.String), KEY, "actor").to_list() == []
    assert pseudonyms(pl.Series([None, None], dtype=pl.String), KEY, "actor").to_list() == [None, None]
    assert np.array_equal(
        pseudonyms(pl.Series(["a", None]), KEY, "actor").is_null().to_numpy(), [False, True]
    )
