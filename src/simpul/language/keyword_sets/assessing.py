"""How well a keyword set finds the texts of its issues: precision and recall against a hand-coded sample."""

from __future__ import annotations

import polars as pl

from simpul.language.keyword_sets.sample import Sample

_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def assess(coded: Sample, found: pl.DataFrame, words: pl.DataFrame, issues: list[str]) -> pl.DataFrame:
    """One row for each of these issues: words, texts (of the issue), caught, right, wrong, missed, precision, recall, each with its interval.

    precision = right / caught, recall = right / texts, with Wilson 95 % intervals; null where the denominator is 0. A text is of
    an issue if it carries its label or one under it. `found`: `Hits.found` for `words`.
    """
    pairs = _pairs(coded, found.select("text_id", "issue").unique(), issues)
    right, caught, texts = (
        (pl.col("caught") & pl.col("true")).sum(),
        pl.col("caught").sum(),
        pl.col("true").sum(),
    )
    sums = pairs.group_by("issue").agg(texts=texts, caught=caught, right=right)
    return (
        pl.DataFrame({"issue": issues}, schema={"issue": pl.String})
        .join(words.group_by("issue").agg(words=pl.len()), on="issue", how="left")
        .join(sums, on="issue", how="left")
        .with_columns(pl.col("words", "texts", "caught", "right").fill_null(0).cast(pl.Int64))
        .with_columns(wrong=pl.col("caught") - pl.col("right"), missed=pl.col("texts") - pl.col("right"))
        .with_columns(*_share("precision", "right", "caught"), *_share("recall", "right", "texts"))
        .sort("issue")
    )


def by_word(coded: Sample, found: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """One row for each word of the set: caught, right, wrong, precision with interval, and `alone`: right texts that no other word catches.

    A word that stands in no text has 0 and null: the sample says nothing about it.
    """
    true = coded.of(words["issue"].unique().to_list()).with_columns(true=pl.lit(True))
    hits = found.join(true, on=["text_id", "issue"], how="left").with_columns(
        true=pl.col("true").fill_null(False), only=pl.len().over("text_id", "issue") == 1
    )
    counted = hits.group_by("issue", "word").agg(
        caught=pl.len(), right=pl.col("true").sum(), alone=(pl.col("true") & pl.col("only")).sum()
    )
    return (
        words.select("issue", "word")
        .join(counted, on=["issue", "word"], how="left")
        .with_columns(pl.col("caught", "right", "alone").fill_null(0).cast(pl.Int64))
        .with_columns(wrong=pl.col("caught") - pl.col("right"))
        .with_columns(*_share("precision", "right", "caught"))
        .sort(["issue", "caught", "word"], descending=[False, True, False])
    )


def mistakes(coded: Sample, found: pl.DataFrame, issues: list[str]) -> pl.DataFrame:
    """(issue, mistake, text, words): `missed` texts of the issue with none of its words, and texts `wrongly` caught, by which words."""
    caught = (
        found.filter(pl.col("issue").is_in(issues))
        .group_by("text_id", "issue")
        .agg(words=pl.col("word").sort().str.join(", "))
    )
    pairs = _pairs(coded, caught, issues).filter(pl.col("caught") != pl.col("true"))
    return (
        pairs.join(coded.texts, on="text_id")
        .sort("issue", "true", "text_id", descending=[False, True, False])
        .select(
            "issue",
            pl.when("true").then(pl.lit("missed")).otherwise(pl.lit("wrongly")).alias("mistake"),
            "text",
            "words",
        )
    )


def _pairs(coded: Sample, caught: pl.DataFrame, issues: list[str]) -> pl.DataFrame:
    """(text_id, issue, caught, true, …) for each text that is of an issue or was caught for it."""
    true = coded.of(issues).with_columns(true=pl.lit(True))
    got = caught.with_columns(caught=pl.lit(True))
    both = true.join(got, on=["text_id", "issue"], how="full", coalesce=True)
    return both.with_columns(pl.col("true", "caught").fill_null(False))


def _share(name: str, hits: str, of: str) -> list[pl.Expr]:
    """hits / of with its Wilson 95 % interval as <name>, <name>_low, <name>_high; null for 0 of 0. Wilson, JASA 22 (1927)."""
    n = pl.when(pl.col(of) > 0).then(pl.col(of).cast(pl.Float64))
    share, scale = pl.col(hits) / n, 1 + _Z**2 / n
    centre = share + _Z**2 / (2 * n)
    spread = _Z * (share * (1 - share) / n + _Z**2 / (4 * n**2)).sqrt()
    return [
        share.alias(name),
        ((centre - spread) / scale).clip(0, 1).alias(f"{name}_low"),
        ((centre + spread) / scale).clip(0, 1).alias(f"{name}_high"),
    ]
