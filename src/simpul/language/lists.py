"""All lists, compiled for a set of places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul.language.deciding import Means
from simpul.language.expressions import Targets, listed, named
from simpul.language.features import Naming, spelling_key
from simpul.language.folding import Folding, folding
from simpul.language.gazetteer import Place, ancestors, gazetteer
from simpul.language.heads import FUNCTIONS, PROGRESS, PURPOSES, STANCES
from simpul.language.labels import INTENTS, LANGUAGES, SENTIMENTS, STYLES, Column
from simpul.language.matching import Patterns
from simpul.language.patterns import classified, patterns, word_numbers
from simpul.language.scanning import Ints
from simpul.language.tables import table
from simpul.language.vocabulary import Lexicon
from simpul.language.words import UNKNOWN, Vocabulary
from simpul.language.writing import MODEL_COLUMNS, Prefixes, prefixes

_ANSWERS = {
    "stance": STANCES,
    "function": FUNCTIONS,
    "progress": PROGRESS,
    "purpose": PURPOSES,
} | dict.fromkeys(("aspiration", "call_to_care"), ("0", "1"))


class Lists(NamedTuple):
    """Everything that the kernels need."""

    folding: Folding
    vocabulary: Vocabulary
    patterns: Patterns
    means: Means  # target × Column: the value that it counts for, or -1
    parents: Ints  # of a place
    prefixes: Prefixes
    places: tuple[str, ...]  # codes
    numbers: dict[str, int]  # of words
    naming: Naming


def compiled(places: pl.DataFrame) -> Lists:
    """The lists for these places; the same places are compiled once in a process. Raises ValueError like `gazetteer`."""
    return _compile(gazetteer(places))


@lru_cache(maxsize=4)
def _compile(places: tuple[Place, ...]) -> Lists:
    targets, lexicon = Targets(), Lexicon()
    expressions = list(listed(targets))
    texts = [(text, e.javanese) for e in expressions for text in (e.text, e.near) if text]
    sides = [side for e in expressions if e.near for side in (e.text, e.near)]
    lexicon.learn([*texts, *((word, False) for _, word in classified())], sides)
    names = list(named(places, targets, set(lexicon.numbers)))
    lexicon.learn((name.text, False) for name in names)
    expressions += names
    vocabulary = lexicon.vocabulary()
    codes, numbers = tuple(place.code for place in places), lexicon.numbers
    return Lists(
        folding(),
        vocabulary,
        patterns(expressions, targets, vocabulary, len(numbers)),
        np.array(targets.means, np.int32),
        np.array(ancestors(places) or [-1], np.int32),
        prefixes(_values(codes), (numbers["rt"], numbers["rw"])),
        codes,
        numbers,
        _naming(numbers, _values(codes)),
    )


def _naming(numbers: dict[str, int], values: Sequence[tuple[str, Sequence[str]]]) -> Naming:
    """Keys of the words and of the columns' values by their names, which stay when lists grow."""
    words = np.zeros(len(numbers), np.int64)
    words[list(numbers.values())] = [spelling_key(name) for name in numbers]
    width = max(len(each) for _, each in values[: Column.PLACE])
    keys = np.zeros((len(Column), width), np.int64)
    for column, (name, each) in enumerate(values[: Column.PLACE]):
        keys[column, : len(each)] = [spelling_key(f"{name}={value}") for value in each]
    return Naming(words, keys)


def _values(places: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """The values that evidence can be for, by column."""
    needs, issues, flag = table("needs")["code"].to_list(), table("issues")["code"].to_list(), ("0", "1")
    return [
        ("needs", needs), ("needs", needs), ("issue", issues), ("sentiment", SENTIMENTS), ("mistargeted", flag),
        ("on_behalf", flag), ("abuse", flag), ("intent", INTENTS), ("style", STYLES), ("urgency", ("0", "1", "2", "3")),
        ("raise", flag), ("place", places), ("language", LANGUAGES), ("place", ("RT", "RW")),
        *((name, _ANSWERS[name]) for name in MODEL_COLUMNS),
    ]  # fmt: skip


def seen_words(texts: Sequence[str], places: pl.DataFrame) -> list[list[str]]:
    """The words that the lists see in each text: normalised, compounds as one, homographs decided, numbers as '#'.

    A word that no list knows is ''.
    """
    lists = compiled(places)
    names = {number: name for name, number in lists.numbers.items()} | {UNKNOWN: ""}
    return [[names[word] for word in run] for run in word_numbers(texts, lists.vocabulary)]
