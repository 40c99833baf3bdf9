"""The labelled texts that the shipped model learns from: the project's own posts and open collections, read into one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import polars as pl

from simpul.language.heads import HEADS, ISSUES, NONE, PARTS, POVERTY, Kind
from simpul.language.model import ModelProblem

FOLDS = 4
OWN = "simpul"  # the source of the project's own posts
_OFFICIAL = ("official",)
_CITIZENS = ("citizen", "comment", "report")
_OWN_COLUMNS = (
    "text", "kind", "language", "sentiment", "issue", "needs", "intent", "style", "mistargeted", "on_behalf", "urgency",
    "abuse", "stance", "aspiration", "function", "progress", "purpose", "call_to_care",
)  # fmt: skip


class Collection(NamedTuple):
    """An open collection: a folder and files in it, how to read one, and the licence that lets weights be shipped."""

    name: str
    licence: str
    folder: str
    files: tuple[str, ...]
    read: Callable[[Path], pl.DataFrame]


def _smsa(file: Path) -> pl.DataFrame:
    frame = pl.read_csv(
        file, separator="\t", has_header=False, quote_char=None, new_columns=["text", "sentiment"]
    )
    return frame.with_columns(fold=text_folds(frame["text"]))


def _nusax(file: Path) -> pl.DataFrame:
    language = {"ind": "id", "jav": "jv", "eng": "en"}.get(file.stem[:3], "other")
    sentiment = (
        "label" if language != "other" else pl.lit(None, pl.String)
    )  # Sundanese and Madurese only to be told apart
    return pl.read_csv(file).select(
        "text", fold=pl.col("id") % FOLDS, language=pl.lit(language),
        sentiment=pl.col(sentiment) if isinstance(sentiment, str) else sentiment,
    )  # fmt: skip


def _stif(file: Path) -> pl.DataFrame:
    texts = pl.Series(file.read_text(encoding="utf-8").splitlines(), dtype=pl.String)
    numbers = pl.Series(range(len(texts)), dtype=pl.Int64)  # both files of a pair in one fold
    return pl.DataFrame({"text": texts, "fold": numbers % FOLDS}).with_columns(language=pl.lit("id"))


def _translations(file: Path) -> pl.DataFrame:
    frame = pl.read_csv(file).with_columns(fold=text_folds(pl.read_csv(file)["id"]))
    parts = [
        frame.select("fold", text=pl.col(column), language=pl.lit(language))
        for column, language in (("ind_text", "id"), ("tgt_text", "jv"))
    ]
    return pl.concat(parts)


COLLECTIONS = (
    Collection("SmSA without NusaX", "CC-BY-SA-4.0", "indonlu", ("smsa_train_no_nusax.tsv",), _smsa),
    Collection(
        "NusaX", "CC-BY-SA-4.0", "nusax",
        tuple(f"{name}_train.csv" for name in ("english", "indonesian", "javanese", "madurese", "sundanese")), _nusax,
    ),
    Collection("STIF-Indonesia", "MIT", "stif", ("train.for", "train.inf"), _stif),
    Collection("NusaWrites", "Apache-2.0", "nusa-writes", ("kalimat-mt-jav-train.csv",), _translations),
)  # fmt: skip


def read_corpora(folders: Sequence[Path]) -> pl.DataFrame:
    """All labelled texts below these folders, sorted by text: text, source, fold, and the columns of the project's own posts.

    The posts of one writer are one fold, so that a model is judged by writers it never read. Raises ModelProblem where there are
    no posts of the project's own, or a file has labels that no head knows.
    """
    parts = [read_own(file) for folder in folders for file in sorted(folder.rglob("*.csv")) if _is_own(file)]
    if not parts:
        raise ModelProblem(
            "Tidak ada kiriman berlabel untuk dilatih.", "There are no labelled posts to train with."
        )
    writers = sorted({part["source"][0] for part in parts if part.height})
    parts = [
        part.with_columns(fold=pl.lit(writers.index(part["source"][0]) % FOLDS, pl.Int64))
        for part in parts
        if part.height
    ]
    for collection in COLLECTIONS:
        for name in collection.files:
            found = [
                folder / collection.folder / name
                for folder in folders
                if (folder / collection.folder / name).is_file()
            ]
            parts += [
                collection.read(file).with_columns(source=pl.lit(collection.name)) for file in found[:1]
            ]
    table = pl.concat(parts, how="diagonal_relaxed").filter(pl.col("text").str.strip_chars() != "")
    return table.unique(["text", "source"], keep="first", maintain_order=True).sort("text", "source")


def read_own(file: Path) -> pl.DataFrame:
    """The posts of one writer; raises ModelProblem for labels that no head knows."""
    frame = pl.read_csv(file, infer_schema=False).select(_OWN_COLUMNS)
    for head in HEADS.values():
        if head.label in frame.columns:
            check_answers(frame, head.label, file.name)
    return frame.with_columns(source=pl.lit(f"{OWN}: {file.stem}"))


def check_answers(frame: pl.DataFrame, label: str, name: str) -> None:
    """Raises ModelProblem, naming rows, if a column of labels holds what is no answer to its question."""
    allowed = allowed_answers(label)
    given = pl.col(label).cast(pl.String).str.split("|").list.eval(pl.element().str.strip_chars())
    values = given.list.eval(pl.element().str.split(".").list.first()) if label in _CODED else given
    wrong = frame.with_row_index("row", 2).select("row", value=values).explode("value").filter(
        pl.col("value").is_not_null() & (pl.col("value") != "") & ~pl.col("value").is_in(list(allowed))
    )  # fmt: skip
    if wrong.height:
        shown = ", ".join(f"{value!r} ({row})" for row, value in wrong.head(5).select("row", "value").rows())
        known = ", ".join(sorted(allowed))
        raise ModelProblem(
            f"{name}, kolom {label}: nilai tidak dikenal (baris) {shown}. Yang dikenal: {known}.",
            f"{name}, column {label}: unknown values (row) {shown}. Known: {known}.",
        )


_CODED = ("needs", "issue")  # sub-needs and parts of issues count for the whole


def allowed_answers(label: str) -> set[str]:
    """The values that a column of labels may hold; of codes the part before the full stop."""
    found = {
        answer for head in HEADS.values() if head.label == label for answer in head.answers if answer != NONE
    }
    if any(head.kind is Kind.FLAG for head in HEADS.values() if head.label == label):
        found |= {"0"}
    return found | ({"mixed"} if label == "language" else set())


def targets(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """What a head is to answer: one column of 0 and 1 for each answer, null where the question was not asked of the text.

    A flag has one column, of whether it is set. A text of several needs has several columns at 1, one without needs none.
    """
    head = HEADS[name]
    own = pl.col("source").str.starts_with(OWN)
    if name == "city":
        return table.select(own.cast(pl.Int8).alias("1"))
    if name == "poverty" and "poverty" not in table.columns:
        poor = pl.col("issue").str.split(".").list.first() == ISSUES[POVERTY]
        return table.select(pl.when(own & pl.col("issue").is_not_null()).then(poor.cast(pl.Int8)).alias("1"))
    label = pl.col(head.label)
    asked = label.is_not_null() & (label != "")
    if name == "sentiment":
        asked &= ~own
    if name == "city_sentiment":
        asked &= own
    if head.kind is Kind.SET:
        asked = own
    if name == "part":
        asked &= label.is_in(PARTS)
    elif head.label in _CODED:
        each = (
            label.fill_null("")
            .str.split("|")
            .list.eval(pl.element().str.strip_chars().str.split(".").list.first())
        )
        return table.select(
            pl.when(asked).then(each.list.contains(answer).cast(pl.Int8)).alias(answer)
            for answer in head.answers
        )
    if head.official:
        asked = (
            pl.when(pl.col("kind").is_in(_OFFICIAL))
            .then(pl.lit(True))
            .otherwise(pl.col("kind").is_in(_CITIZENS))
            & own
        )
        label = pl.when(pl.col("kind").is_in(_OFFICIAL)).then(label.fill_null(NONE)).otherwise(pl.lit(NONE))
    if name == "language":
        asked &= label != "mixed"
    return table.select(
        pl.when(asked).then((label == answer).cast(pl.Int8)).alias(answer) for answer in head.answers
    )


def _is_own(file: Path) -> bool:
    with file.open(encoding="utf-8", errors="replace") as lines:
        header = lines.readline().strip().split(",")
    return set(_OWN_COLUMNS) <= set(header)


def text_folds(texts: pl.Series) -> pl.Series:
    """A fold for each text, by its bytes."""
    return pl.Series([crc32(text.encode()) % FOLDS for text in texts], dtype=pl.Int64)
