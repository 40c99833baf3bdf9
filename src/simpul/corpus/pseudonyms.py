"""Keyed pseudonyms: the same value has the same pseudonym under one key, and nothing leads back without the key."""

from __future__ import annotations

import base64
import hashlib

import numpy as np
import polars as pl

from simpul.corpus.utf8 import buffers, from_buffers

CHARACTERS = 26  # of base32, five bits each: 130 bits, so that two values never meet by chance
_SEPARATOR = "\x1f"  # keeps domain "a" with value "bc" apart from domain "ab" with value "c"


def pseudonym(value: str, key: bytes, domain: str) -> str:
    """26 characters (a-z, 2-7): the first 130 bits of BLAKE2b-512 (RFC 7693) of `domain + "\\x1f" + value` under the key.

    The key has 1 to 64 bytes (ValueError otherwise). Domains in use: `account:<platform>`, `post:<platform>`, `actor`.
    """
    _check(key)
    digest = hashlib.blake2b((domain + _SEPARATOR + value).encode(), key=key).digest()
    return base64.b32encode(digest).decode().lower()[:CHARACTERS]


def pseudonyms(values: pl.Series, key: bytes, domain: str) -> pl.Series:
    """`pseudonym` of each value of a String column, compiled; null stays null, the name stays. Releases the GIL."""
    return _digests(values, key, domain + _SEPARATOR)


def pseudonyms_by(values: pl.Series, groups: pl.Series, key: bytes, domain: str) -> pl.Series:
    """The same with the domain `<domain>:<group>`, where each value has its own group; null where the group is null too."""
    grouped = pl.select(pl.concat_str([groups, values], separator=_SEPARATOR).alias(values.name))
    return _digests(grouped.to_series(), key, f"{domain}:")


def _digests(values: pl.Series, key: bytes, prefix: str) -> pl.Series:
    from simpul.corpus.blake2b import digests  # compiled code is loaded only where it runs

    _check(key)
    data, offsets = buffers(values)
    absent = values.is_null().to_numpy() if values.null_count() else np.zeros(len(values), np.bool_)
    out = digests(
        data, offsets, absent, np.frombuffer(key, np.uint8), np.frombuffer(prefix.encode(), np.uint8)
    )
    return from_buffers(out, np.arange(len(offsets)) * CHARACTERS, ~absent).alias(values.name)


def _check(key: bytes) -> None:
    if not 1 <= len(key) <= 64:
        raise ValueError(f"the key must have 1 to 64 bytes, not {len(key)}")
