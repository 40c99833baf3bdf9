"""Who was erased, remembered without saying who: keyed hashes, so that no later import brings the person back.

    corpus/erased.json   {"salt": …, "hashes": […]}

The hashes' key comes from the person's secret who runs Simpul and a salt of its own, so it outlives a rotation of the pseudonym key.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from simpul.corpus.key import erasure_key
from simpul.corpus.pseudonyms import pseudonym, pseudonyms_by

NAME = "erased.json"
MARK = "[dihapus]"  # in place of a mention of somebody who was erased
SALT_BYTES = 16

Identity = tuple[str, str, str]  # account, post or actor; platform; key, native id or actor id


@dataclass(frozen=True)
class Erasures:
    """Hashes of erased accounts, posts and actors, by the key under which they were made."""

    rings: tuple[tuple[bytes, frozenset[str]], ...] = ()

    def __bool__(self) -> bool:
        return any(hashes for _, hashes in self.rings)

    def among(self, values: pl.Series, platforms: pl.Series, kind: str) -> pl.Series:
        """Whether each value is that of somebody, or of something by somebody, who was erased; False where it is null."""
        found = pl.select(pl.repeat(False, len(values))).to_series()
        for key, hashes in self.rings:
            hashed = pseudonyms_by(values, platforms, key, f"erased-{kind}")
            found |= hashed.is_in(list(hashes)).fill_null(False)
        return found

    def without(self, values: pl.Series, platforms: pl.Series, kind: str) -> pl.Series:
        """The values, null where they are among the erased."""
        return values.set(self.among(values, platforms, kind), None) if self and len(values) else values


def load(*roots: Path) -> Erasures:
    """What these corpora remember; raises KeyProblem where the secret cannot be had."""
    kept = [_read(root) for root in roots]
    return Erasures(tuple((erasure_key(salt), frozenset(hashes)) for salt, hashes in kept if hashes))


def remember(root: Path, identities: Iterable[Identity]) -> list[str]:
    """Adds to what the corpus remembers, in one step; returns the hashes of these identities."""
    salt, hashes = _read(root)
    key = erasure_key(salt)
    new = sorted({pseudonym(value, key, f"erased-{kind}:{platform}") for kind, platform, value in identities})
    content = {"salt": salt.hex(), "hashes": sorted({*hashes, *new})}
    draft = root / f".{NAME}-{os.getpid()}"
    draft.write_text(json.dumps(content, indent=1) + "\n")
    draft.replace(root / NAME)
    return new


def count(root: Path) -> int:
    """How many accounts, posts and answers the corpus remembers as erased."""
    return len(_read(root)[1])


def _read(root: Path) -> tuple[bytes, list[str]]:
    path = root / NAME
    if not path.exists():
        return os.urandom(SALT_BYTES), []
    content = json.loads(path.read_text())
    return bytes.fromhex(content["salt"]), content["hashes"]
