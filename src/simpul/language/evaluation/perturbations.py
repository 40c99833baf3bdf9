"""Texts as hurried, stretched, shortened or shouted posts write them, so that one sees what noise does to the labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

SHARE = 0.2  # of the words with LETTERS or more letters that are changed
LETTERS = 4
MOST_LOSS = 5.0  # points of macro-F1 that noise may cost
_WORD = rf"^\p{{L}}{{{LETTERS},}}$"
_EMOJI = (
    r"[\p{Extended_Pictographic}--[0-9#*©®™]][\x{FE0F}\x{1F3FB}-\x{1F3FF}]?|\x{200D}|[\x{1F1E6}-\x{1F1FF}]"
)
_STRETCHED = 3  # letters that one letter becomes


def typos(texts: pl.Series, seed: int = 0) -> pl.Series:
    """Two neighbouring letters inside a word change places."""
    inner = 1 + (pl.col("chance") * (pl.col("word").str.len_chars() - LETTERS + 2)).cast(pl.UInt32)
    word = pl.col("word")
    swapped = pl.concat_str(
        word.str.slice(0, inner), word.str.slice(inner + 1, 1), word.str.slice(inner, 1), word.str.slice(inner + 2)
    )  # fmt: skip
    return _in_words(texts, swapped, seed)


def repeats(texts: pl.Series, seed: int = 0) -> pl.Series:
    """The last letter of a word is stretched."""
    last = pl.col("word").str.slice(-1)
    return _in_words(texts, pl.concat_str("word", *[last] * (_STRETCHED - 1)), seed)


def dropped_vowels(texts: pl.Series, seed: int = 0) -> pl.Series:
    """A word loses its vowels, but keeps its first and last letter."""
    word = pl.col("word")
    inside = word.str.slice(1, word.str.len_chars() - 2).str.replace_all("(?i)[aeiou]", "")
    return _in_words(texts, pl.concat_str(word.str.slice(0, 1), inside, word.str.slice(-1)), seed)


def without_emoji(texts: pl.Series, seed: int = 0) -> pl.Series:
    """Emoji, their skin tones, joiners and flags are gone."""
    return texts.str.replace_all(_EMOJI, "")


def capitals(texts: pl.Series, seed: int = 0) -> pl.Series:
    """EVERYTHING IS WRITTEN IN CAPITALS."""
    return texts.str.to_uppercase()


PERTURBATIONS: Mapping[str, Callable[[pl.Series, int], pl.Series]] = {
    "typos": typos, "repeats": repeats, "dropped_vowels": dropped_vowels, "without_emoji": without_emoji, "capitals": capitals,
}  # fmt: skip


def _in_words(texts: pl.Series, changed: pl.Expr, seed: int) -> pl.Series:
    """The texts with some of their words as `changed` has them; it may draw on `chance`, even between 0 and 1."""
    words = (
        texts.alias("word")
        .to_frame()
        .with_row_index("text")
        .with_columns(pl.col("word").str.split(" "))
        .explode("word")
    )
    drawn = np.random.default_rng(seed).random((2, words.height))
    words = words.with_columns(chosen=pl.Series(drawn[0] < SHARE), chance=pl.Series(drawn[1]))
    hit = pl.col("chosen") & pl.col("word").str.contains(_WORD)
    return (
        words.with_columns(word=pl.when(hit).then(changed).otherwise("word"))
        .group_by("text", maintain_order=True)
        .agg(pl.col("word").str.join(" ", ignore_nulls=False))["word"]
        .alias(texts.name)
    )
