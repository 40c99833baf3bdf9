"""Which keywords stand in which texts.

Texts and keywords are read by the labels' own compiled pass: spelling variants, letters repeated or swapped for look-alikes,
clitics, short and Javanese spellings become one word (`vocabulary.py`). A keyword of several words stands within one clause. A fixed compound is a word of
its own: `rumah` does not find rumah sakit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from simpul.language.patterns import word_numbers
from simpul.language.vocabulary import Lexicon, spellings
from simpul.language.words import UNKNOWN, Vocabulary

_CLAUSE_ENDS = r"[!?;:\n\r]+|\.(?:\s|$)"


class Hits(NamedTuple):
    """(text_id, issue, word) for each keyword in each text, once; and the words of the set that can never be found."""

    found: pl.DataFrame
    unusable: list[tuple[str, str]]  # issue, word: only signs, or words that count for nothing (nah, tho)


def find_words(texts: pl.DataFrame, words: pl.DataFrame) -> Hits:
    """The keywords of `words` (issue, word, language) in `texts` (text_id, text)."""
    lexicon = Lexicon()
    lexicon.learn((word, language == "jv") for word, language in words.select("word", "language").rows())
    vocabulary = lexicon.vocabulary()
    runs = word_numbers(words["word"].to_list(), vocabulary)
    usable = [bool(run) and UNKNOWN not in run for run in runs]
    keyed = (
        words.select("issue", "word")
        .with_columns(run=pl.Series(runs, dtype=pl.List(pl.Int64)))
        .filter(pl.Series(usable, dtype=pl.Boolean))
    )
    stream = word_stream(texts, vocabulary)
    lengths = sorted(keyed["run"].list.len().unique())
    found = [
        _find_runs(stream, keyed.filter(pl.col("run").list.len() == length), length) for length in lengths
    ]
    empty = pl.DataFrame(schema={"text_id": texts.schema["text_id"], "issue": pl.String, "word": pl.String})
    unusable = words.filter(~pl.Series(usable, dtype=pl.Boolean)).select("issue", "word").rows()
    return Hits(pl.concat([empty, *found]).unique().sort("text_id", "issue", "word"), unusable)


def word_stream(texts: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """(text_id, clause, number) for each word in order; number is UNKNOWN where the vocabulary lacks it."""
    clauses = _clauses(texts)
    numbers = word_numbers(clauses["text"].to_list(), vocabulary)
    return (
        clauses.select("text_id", "clause", number=pl.Series(numbers, dtype=pl.List(pl.Int64)))
        .explode("number")
        .drop_nulls()
    )


def full_lexicon(texts: pl.DataFrame, known: Iterable[str] = ()) -> tuple[Vocabulary, dict[int, str]]:
    """A vocabulary that knows every spelling of the texts, and the name of each word.

    A spelling that the lists and `known` can read, as a variant of one of theirs, gets no word of its own.
    """
    first = Lexicon()
    first.learn((word, False) for word in known)
    distinct = sorted(
        {spelling for spelled in spellings(_clauses(texts)["text"].to_list()) for spelling in spelled}
    )
    runs = word_numbers(distinct, first.vocabulary())
    new: Sequence[str] = [
        spelling
        for spelling, run in zip(distinct, runs, strict=True)
        if UNKNOWN in run and spelling.isalpha()
    ]
    both = Lexicon()
    both.learn((word, False) for word in [*known, *new])
    return both.vocabulary(), {number: name for name, number in both.numbers.items()}


def _clauses(texts: pl.DataFrame) -> pl.DataFrame:
    return (
        texts.select("text_id", text=pl.col("text").str.replace_all(_CLAUSE_ENDS, "\n").str.split("\n"))
        .explode("text")
        .filter(pl.col("text").str.len_bytes() > 0)
        .with_row_index("clause")
    )


def _find_runs(stream: pl.DataFrame, keyed: pl.DataFrame, length: int) -> pl.DataFrame:
    """The keywords of this many words: windows of the stream joined with the keywords, word by word."""
    names = [f"w{i}" for i in range(length)]
    windows = stream.select(
        "text_id",
        *(pl.col("number").shift(-i).alias(name) for i, name in enumerate(names)),
        whole=pl.col("clause") == pl.col("clause").shift(-(length - 1)),
    ).filter("whole")
    wanted = keyed.select(
        "issue", "word", *(pl.col("run").list.get(i).alias(name) for i, name in enumerate(names))
    )
    return windows.join(wanted, on=names).select("text_id", "issue", "word").unique()
