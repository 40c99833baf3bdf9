"""How people say where they live: phrases that name a kelurahan, some of which could mean two."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simpul.example.atlas import Atlas, Village, atlas
from simpul.example.phrases import REGISTERS, edges
from simpul.example.rows import Ints

UNCLEAR = 0.15  # of texts from Bulusewu, those that do not say which of the two


class Places:
    """Phrases that name a village: index ranges by village and register; `clear` where a phrase can mean one place only."""

    def __init__(self, city: Atlas):
        strings, clear = [""], [False]
        self._start = np.zeros((len(city.villages), len(REGISTERS)), dtype=np.int64)
        self._length = self._start.copy()
        for number, village in enumerate(city.villages):
            for at, letter in enumerate(REGISTERS):
                self._start[number, at] = len(strings)
                for phrase, sure in _phrases(village, letter, city.word):
                    strings.append(" " + phrase)
                    clear.append(sure)
                self._length[number, at] = len(strings) - self._start[number, at]
        self.strings = pl.Series(strings)
        self.clear = np.array(clear)

    def draw(self, village: Ints, register: Ints, u: NDArray[np.float64]) -> Ints:
        return np.asarray(
            self._start[village, register] + (u * self._length[village, register]).astype(np.int64)
        )


@cache
def places() -> Places:
    """The phrases of the example city."""
    return Places(atlas())


def _phrases(village: Village, letter: str, city: str) -> list[tuple[str, bool]]:
    """Each template with several numbers of RT and RW, mostly by the village's name, now and then by an alias."""
    full, halves = village.name, village.name.split()
    names = [full] * 6 + list(village.aliases)
    if len(halves) > 1:  # Bulusewu: which one?
        names += [halves[0]] * round(UNCLEAR * len(names) / (1 - UNCLEAR))
    phrases = []
    for template in edges()["place"][letter]:
        for number, name in enumerate(names):
            spelled = name if letter == "f" else name.lower() if number % 2 else name
            text = template.format(kel=spelled, rt=f"{number % 6 + 1:02}", rw=f"{number % 4 + 1:02}")
            halved = len(halves) > 1 and name == halves[0]
            like_city = name.lower() == city and "kel" not in template.replace("{kel}", "").lower()
            phrases.append((text, not halved and not like_city))
    return phrases
