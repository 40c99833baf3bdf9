"""Posts as arrays while they are made: numbers for platforms, kinds, voices, accounts and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = ("post", "comment", "reply", "share", "quote", "message")
POST, COMMENT, REPLY, SHARE, QUOTE, MESSAGE = range(6)
VOICES = (
    "office",
    "community",
    "media",
    "business",
    "citizen",
    "outside",
    "reply",
    "answer",
    "chat",
    "relay",
)
SPOKEN = {voice: number for number, voice in enumerate(VOICES)}
X, INSTAGRAM, FACEBOOK, YOUTUBE, WHATSAPP, BLUESKY = range(6)

Ints = NDArray[np.int64]


@dataclass
class Rows:
    """Columns of posts as arrays of equal length; `parent`, `root` and `shared` are row numbers, -1 where there is none."""

    platform: Ints
    kind: Ints
    voice: Ints
    author: Ints
    parent: Ints
    root: Ints
    shared: Ints
    time: Ints  # microseconds UTC
    sentence: Ints  # in the bank
    register: Ints  # in which the writer meant to speak
    group: Ints  # WhatsApp group, -1 elsewhere

    def __len__(self) -> int:
        return len(self.platform)

    def take(self, rows: Any) -> Rows:
        return Rows(*(column[rows] for column in vars(self).values()))

    @classmethod
    def stack(cls, parts: list[Rows]) -> Rows:
        return cls(
            *(np.concatenate(columns) for columns in zip(*(vars(p).values() for p in parts), strict=True))
        )
