"""Words that set the texts of an issue apart from the rest of the sample."""

from __future__ import annotations

import polars as pl

from simpul.language.keyword_sets.finding import full_lexicon, word_stream
from simpul.language.keyword_sets.sample import Sample
from simpul.language.words import EDGE, NUMBER, UNKNOWN

PRIOR = 10.0  # strength of the prior, in words per issue
LEAST = 1.96  # a word below this z separates nothing
FEWEST = 3  # texts of the issue that a word must stand in


def suggest(
    coded: Sample, found: pl.DataFrame, words: pl.DataFrame, issues: list[str], top: int = 20
) -> pl.DataFrame:
    """Up to `top` words and pairs of words for each of these issues, best first, that are not in its set yet.

    Columns: issue, word, z, texts (of the issue that hold it), others (that hold it), gained (texts of the issue that the set misses
    and this word would catch). z is the log-odds ratio of the issue's texts against all others with an informative Dirichlet
    prior, δ / √(1/(y + a) + 1/(y' + a)), where a spreads `PRIOR` by overall frequency (Monroe, Colaresi and Quinn, Political
    Analysis 16, 2008); a text counts a word once. The same sample flatters what it suggested: measure the new set on another one.
    """
    held = _held(coded, words["word"].to_list())
    true = coded.of(issues)
    every = held.group_by("word").agg(all=pl.len())
    inside = true.join(held, on="text_id").group_by("issue", "word").agg(texts=pl.len())
    counted = inside.join(every, on="word").with_columns(
        total=pl.col("texts").sum().over("issue"), everything=pl.lit(held.height, pl.Float64)
    )
    y, elsewhere, prior = pl.col("texts"), pl.col("all") - pl.col("texts"), pl.col("prior")
    here = (y + prior).log() - (pl.col("total") + PRIOR - y - prior).log()
    rest = pl.col("everything") - pl.col("total") + PRIOR
    there = (elsewhere + prior).log() - (rest - elsewhere - prior).log()
    gained = (
        true.join(found.select("text_id", "issue").unique(), on=["text_id", "issue"], how="anti")
        .join(held, on="text_id")
        .group_by("issue", "word")
        .agg(gained=pl.len())
    )
    return (
        counted.with_columns(prior=PRIOR * pl.col("all") / pl.col("everything"))
        .with_columns(z=(here - there) / (1 / (y + prior) + 1 / (elsewhere + prior)).sqrt(), others=elsewhere)
        .filter((pl.col("z") >= LEAST) & (pl.col("texts") >= FEWEST))
        .join(gained, on=["issue", "word"], how="left")
        .with_columns(pl.col("gained").fill_null(0))
        .join(_names(words), on=["issue", "word"], how="anti")
        .sort("issue", "z", "word", descending=[False, True, False])
        .group_by("issue", maintain_order=True)
        .head(top)
        .select(
            "issue", "word", pl.col("z").cast(pl.Float64), pl.col("texts", "others", "gained").cast(pl.Int64)
        )
    )


def _held(coded: Sample, known: list[str]) -> pl.DataFrame:
    """(text_id, word): the words of each text and its pairs of neighbours, once, by their normalised names."""
    vocabulary, names = full_lexicon(coded.texts, known)
    named = pl.DataFrame(
        {"number": list(names), "name": list(names.values())}, schema={"number": pl.Int64, "name": pl.String}
    )
    nothing = [UNKNOWN, NUMBER, EDGE]
    stream = (
        word_stream(coded.texts, vocabulary)
        .filter(~pl.col("number").is_in(nothing))
        .join(named, on="number", maintain_order="left")
    )
    after = pl.col("name").shift(-1)
    pairs = stream.select(
        "text_id", word=pl.col("name") + " " + after, same=pl.col("clause") == pl.col("clause").shift(-1)
    )
    return pl.concat(
        [stream.select("text_id", word="name"), pairs.filter("same").select("text_id", "word")]
    ).unique()


def _names(words: pl.DataFrame) -> pl.DataFrame:
    """The set's own words, by the names that suggestions would have."""
    vocabulary, names = full_lexicon(
        words.select(text="word").with_row_index("text_id"), words["word"].to_list()
    )
    numbered = words.select("issue", text="word").with_row_index("text_id")
    stream = word_stream(numbered, vocabulary)
    named = stream.group_by("text_id", maintain_order=True).agg(
        word=pl.col("number").map_elements(lambda number: names.get(number, ""), pl.String)
    )
    return (
        numbered.join(named.with_columns(pl.col("word").list.join(" ")), on="text_id")
        .select("issue", "word")
        .unique()
    )
