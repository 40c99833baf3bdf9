"""How right the labels are on the labelled texts beside the project (`../shared/data/nlp`, or SIMPUL_SHARED); skipped without them.

    python -m benchmarks.labelling_quality

Each line says what its texts were to the shipped model and lists: `held out` — the validation part of a collection whose training
part the model read; `evaluation` — a collection that may not train shipped weights and trains nothing; `seen` — rows that were
looked at when the word lists were written. Only validation and visible parts are read, never a test part. Macro-F1 in percent with
its 95 % bootstrap interval; the target is that of the project. The tweets on fuel (2022, 2025) and on BPJS carry no labels and are
left out.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from simpul import language
from simpul.language.evaluation.calibration import Calibration
from simpul.language.evaluation.evaluating import calibrated, scored, speed
from simpul.language.evaluation.questions import QUESTIONS, Ints
from simpul.language.evaluation.scores import Score, score

SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[1] / "../shared")) / "data/nlp"
HELD_OUT, EVALUATION, SEEN = "held out", "evaluation", "seen"
SPOKEN = ("id", "jv", "en")
RUN = 8  # words in a row that make two texts duplicates
NONE = "none"

# Classes of the register by category; what stands in neither list is none.
REGISTER = {
    "N01": "bansos", "N02": "bansos", "N04": "bansos", "N03": "data_miskin", "N05": "kesehatan", "N06": "pendidikan",
    "N07": "perumahan", "N09": "pekerjaan_usaha", "N10": "pekerjaan_usaha", "N11": "rentan_sosial",
    "N12": "rentan_sosial", "N13": "rentan_sosial", "N14": "adminduk",
}  # fmt: skip
OFFICERS = {name: name for name in REGISTER.values()} | {
    "jaminan_kesehatan": "kesehatan",
    "layanan_kesehatan": "kesehatan",
}
CLASSES = (*dict.fromkeys(REGISTER.values()), NONE)


class Line(NamedTuple):
    """One figure: what was measured, on which texts, what they were to the model, and the target, if there is one."""

    measure: str
    texts: str
    use: str
    score: Score
    calibration: Calibration | None = None
    target: float | None = None


def label(texts: pl.Series) -> pl.DataFrame:
    return language.label(texts, evidence=False)


# --- reading ------------------------------------------------------------------------------------------------


def table(path: str) -> pl.DataFrame:
    return pl.read_csv(SHARED / path, infer_schema=False)


def sentiments(path: str, column: str, names: dict[str, str]) -> pl.DataFrame:
    return table(path).select("text", sentiment=pl.col(column).replace_strict(names))


def smsa(name: str) -> pl.DataFrame:
    return pl.read_csv(
        SHARED / "indonlu" / name, separator="\t", has_header=False, quote_char=None, new_columns=["text", "sentiment"]
    )  # fmt: skip


def runs(texts: pl.Series) -> pl.Series:
    """The runs of words by which duplicates are found; of a shorter text all of its words."""
    words = [re.findall(r"\w+", text.lower()) for text in texts]
    return pl.Series(
        [[" ".join(each[i : i + RUN]) for i in range(max(1, len(each) - RUN + 1))] for each in words]
    )


def fresh(texts: pl.Series, read: pl.Series) -> pl.Series:
    """Whether a text shares no run of words with those that a model read."""
    known = set(runs(read).explode())
    return ~runs(texts).list.eval(pl.element().is_in(list(known))).list.any()


def smsa_valid() -> pl.DataFrame:
    """The validation part without texts that stand, whole or in part, in SmSA's or NusaX's training parts."""
    valid = smsa("smsa_valid.tsv")
    read = pl.concat([smsa("smsa_train_no_nusax.tsv")["text"], table("nusax/indonesian_train.csv")["text"]])
    return valid.filter(fresh(valid["text"], read))


def nusax(kind: str) -> pl.DataFrame:
    """The validation part in one language, without texts whose Indonesian wording stands in SmSA's training part."""
    indonesian = table("nusax/indonesian_valid.csv")
    kept = indonesian.filter(fresh(indonesian["text"], smsa("smsa_train_no_nusax.tsv")["text"]))["id"]
    return (
        table(f"nusax/{kind}_valid.csv")
        .filter(pl.col("id").is_in(kept.to_list()))
        .rename({"label": "sentiment"})
    )


def spoken_tweets() -> pl.DataFrame:
    """Sequences of word-tagged tweets with the language of most of their words; every other one, as the rest was seen."""
    blocks = (SHARED / "ije-langid/train.tsv").read_text(encoding="utf-8").split("\n\n")[1::2]
    rows = []
    for block in blocks:
        words = [line.split("\t") for line in block.splitlines() if line.count("\t") == 1]
        counts = Counter(tag.lower() for _, tag in words if tag.lower() in SPOKEN)
        if counts:
            rows.append((" ".join(word for word, _ in words), counts.most_common(1)[0][0]))
    return pl.DataFrame(rows, schema=["text", "language"], orient="row")


# --- measuring ------------------------------------------------------------------------------------------------


def on(
    measure: str, texts: str, use: str, frame: pl.DataFrame, question: str, target: float | None = None
) -> Line:
    """A figure for one question of the labeller."""
    told, asked = label(frame["text"]), QUESTIONS[question]
    return Line(measure, texts, use, scored(frame, told, asked), calibrated(frame, told, asked), target)


def places_of(values: pl.Series, classes: tuple[str, ...]) -> Ints:
    numbers = {name: number for number, name in enumerate(classes)}
    return values.replace_strict(numbers, default=-1, return_dtype=pl.Int64).to_numpy()


def sentiment() -> Iterator[Line]:
    polar = {"negative": "negative", "positive": "positive", "neutral": "neutral"}
    yield on("sentiment", "SmSA valid", HELD_OUT, smsa_valid(), "sentiment", 78)
    yield on("sentiment", "NusaX valid, Indonesian", HELD_OUT, nusax("indonesian"), "sentiment", 85)
    yield on("sentiment", "NusaX valid, Javanese", HELD_OUT, nusax("javanese"), "sentiment", 82)
    yield on(
        "sentiment", "NusaWrites valid, Javanese (two classes)", EVALUATION,
        sentiments("nusa-writes/kalimat-senti-jav-valid.csv", "label", polar), "sentiment",
    )  # fmt: skip
    yield on(
        "sentiment",
        "IJE valid, mixed tweets",
        EVALUATION,
        sentiments("ije-sentiment/valid.csv", "label", polar),
        "sentiment",
    )
    yield on(
        "sentiment", "tweets on the 12 % tax", EVALUATION,
        sentiments("pajak12-2024/labelled.csv", "label", {"1": "negative", "0": "neutral", "2": "positive"}), "sentiment",
    )  # fmt: skip
    yield on(
        "sentiment",
        "tweets on school meals",
        EVALUATION,
        sentiments("mbg-2025/tweets_fixedlabel.csv", "tweet_label", polar),
        "sentiment",
    )
    yield on(
        "sentiment", "tweets on SP4N-LAPOR", EVALUATION,
        sentiments("sp4n-tweets/labelled.csv", "status", {"Netral": "neutral", "Positif": "positive", "Negatif": "negative"}), "sentiment",
    )  # fmt: skip
    yield on(
        "sentiment", "comments on a landfill (two classes)", EVALUATION,
        sentiments("tpa-suwung-ig/comments.csv", "sentimen", {"negatif": "negative", "positif": "positive"}), "sentiment",
    )  # fmt: skip


def spoken() -> Iterator[Line]:
    parts = [
        table(f"nusax/{name}_valid.csv").select("text", language=pl.lit(code))
        for name, code in (("indonesian", "id"), ("javanese", "jv"), ("english", "en"))
    ]
    yield on("language", "NusaX valid, three languages", HELD_OUT, pl.concat(parts), "language", 99)
    pairs = table("nusa-writes/kalimat-mt-jav-valid.csv")
    parts = [
        pairs.select(text=column, language=pl.lit(code))
        for column, code in (("ind_text", "id"), ("tgt_text", "jv"))
    ]
    yield on("language", "NusaWrites valid, two languages", HELD_OUT, pl.concat(parts), "language")
    yield on("language", "IJE tweets by most words", EVALUATION, spoken_tweets(), "language")


def style() -> Iterator[Line]:
    """STIF knows informal and formal spelling: whether a text is called santai."""
    files = ((SHARED / "stif/dev.inf", 1), (SHARED / "stif/dev.for", 0))
    texts, truth = zip(
        *[(line, side) for file, side in files for line in file.read_text("utf-8").splitlines()], strict=True
    )
    told = label(pl.Series(texts))["style"]
    given = (
        pl.select(pl.when(told.is_not_null()).then((told == "santai").cast(pl.Int64)))
        .to_series()
        .fill_null(-1)
    )
    yield Line(
        "style: santai", "STIF valid", HELD_OUT, score(np.array(truth), given.to_numpy(), ("other", "santai"))
    )


def abuse() -> Iterator[Line]:
    tweets = table("hate-multilabel/train.csv").select(text="Tweet", abuse="Abusive")
    yield on("abuse", "abusive tweets", EVALUATION, tweets, "abuse")


def register() -> Iterator[Line]:
    frame = table("wargaku-surabaya/keluhan.csv").sort(pl.col("id").cast(pl.Int64)).rename({"pov": "poverty"})
    told = label(frame["text"])
    half = np.arange(frame.height) % 2
    category = told["needs"].str.slice(0, 3)
    truth = places_of(frame["need"].replace_strict(OFFICERS, default=NONE), CLASSES)
    given = places_of(category.replace_strict(REGISTER, default=NONE), CLASSES)
    known = (frame["need"] != "abaikan").to_numpy()
    for number, use in ((1, EVALUATION), (0, SEEN)):
        rows = pl.Series(half == number)
        part, labels = frame.filter(rows), told.filter(rows)
        asked = QUESTIONS["poverty"]
        yield Line(
            "poverty",
            "Surabaya register",
            use,
            scored(part, labels, asked),
            calibrated(part, labels, asked),
            80,
        )
        kept = known & (half == number)
        yield Line(
            "need, 9 classes", "Surabaya register", use, score(truth[kept], given[kept], CLASSES), None, 52
        )


def told_of(line: Line) -> str:
    value, low, high = (100 * each for each in line.score.macro_f1)
    error = f"{line.calibration.error:.3f}" if line.calibration and line.calibration.n else "–"
    reached = (
        "" if line.target is None else f"{line.target:.0f} {'reached' if value >= line.target else 'missed'}"
    )
    silent = 100 * line.score.abstained / line.score.n
    return (
        f"| {line.measure} | {line.texts} | {line.use} | {line.score.n} | {value:.1f} ({low:.1f} … {high:.1f}) | "
        f"{100 * line.score.accuracy.value:.1f} | {silent:.1f} | {error} | {reached} |"
    )


def main() -> None:
    if not SHARED.is_dir():
        print(f"skipped: no labelled texts in {SHARED}", file=sys.stderr)
        return
    print("| Measure | Texts | Use | n | macro-F1 | accuracy | abstained | ECE | target |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for part in (sentiment, spoken, style, register, abuse):
        for line in part():
            print(told_of(line), flush=True)
            if line.measure == "language":
                recall = next(each.recall for each in line.score.classes if each.name == "jv")
                print(f"| Javanese recall | {line.texts} | {line.use} | | {100 * recall:.1f} | | | | 97 |")
    texts = smsa("smsa_valid.tsv")["text"]
    print(
        f"\n{speed(texts, label):,.0f} posts per second and core ({texts.str.len_chars().mean():.0f} characters each)"
    )


if __name__ == "__main__":
    main()
