"""How often the lists are right, on labelled texts beside the project (`../shared/data/nlp`, or SIMPUL_SHARED); skipped without them.

    python -m benchmarks.labelling_quality

The lists were tuned while looking at every other row of the complaint register, at NusaX train, and at every other sequence of the
code-mixed tweets; the figures that count are those marked `held out`. Macro-F1 in percent, as in the reference it is compared with.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import polars as pl

from simpul import language

SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[1] / "../shared")) / "data/nlp"
LANGUAGES = ("id", "jv", "en")

# The register's classes by sub-need, category or issue, most specific first; what is left is its catch-all.
CLASSES = {
    "N05.1": "jaminan_kesehatan", "N05.2": "jaminan_kesehatan", "N05.3": "jaminan_kesehatan", "N05": "layanan_kesehatan",
    "N04.4": "layanan_publik", "N01": "bansos", "N02": "bansos", "N04": "bansos", "N03": "data_miskin", "N06": "pendidikan",
    "N07": "perumahan", "N08": "lingkungan_infrastruktur", "N09": "pekerjaan_usaha", "N10": "pekerjaan_usaha",
    "N11": "rentan_sosial", "N12": "rentan_sosial", "N13": "rentan_sosial", "N14": "adminduk",
    "N15": "lingkungan_infrastruktur", "N16": "lingkungan_infrastruktur",
    "1": "bansos", "2": "lingkungan_infrastruktur", "3": "layanan_kesehatan", "4": "pendidikan", "5": "pekerjaan_usaha",
    "6": "adminduk", "7": "lingkungan_infrastruktur", "8": "lingkungan_infrastruktur",
}  # fmt: skip


def macro_f1(truth: pl.Series, given: pl.Series, classes: list[object]) -> float:
    """The mean over the classes of 2 TP / (2 TP + FP + FN), in percent; a null is no class."""
    scores = []
    for each in classes:
        hits = ((truth == each) & (given == each).fill_null(False)).sum()
        total = (truth == each).sum() + (given == each).fill_null(False).sum()
        scores.append(2 * hits / total if total else 0.0)
    return 100 * sum(scores) / len(scores)


def register_class(needs: str | None, issue: str | None) -> str:
    first = (needs or "").split("|")[0]
    for key in (first, first[:3], (issue or "").split(".")[0]):
        if key in CLASSES:
            return CLASSES[key]
    return "layanan_publik"


def register() -> None:
    frame = pl.read_csv(SHARED / "wargaku-surabaya/keluhan.csv").sort("id")
    labels = language.label(frame["text"])
    frame = frame.with_columns(
        given=pl.Series(map(register_class, labels["needs"], labels["issue"])),
        poverty=labels["poverty"].cast(pl.Int64).fill_null(0),
        half=pl.int_range(pl.len()) % 2,
    )
    for half, name in ((0, "tuned on"), (1, "held out")):
        part = frame.filter(pl.col("half") == half)
        known = part.filter(pl.col("need") != "abaikan")
        need = macro_f1(known["need"], known["given"], sorted(known["need"].unique()))
        accuracy = 100 * (known["need"] == known["given"]).mean()
        poverty = macro_f1(part["pov"], part["poverty"], [0, 1])
        print(
            f"register, {name:10} n={part.height:<6} need {need:.1f} (accuracy {accuracy:.1f})  poverty {poverty:.1f}"
        )
    print(
        "register, reference word rules: need 51.6 (accuracy 65.1), poverty 70.7; reference model: 64.8 and 89.3"
    )


def nusax(split: str) -> pl.DataFrame:
    files = {"id": "indonesian", "jv": "javanese", "en": "english"}
    return pl.concat(
        pl.read_csv(SHARED / f"nusax/{file}_{split}.csv").select("text", truth=pl.lit(code))
        for code, file in files.items()
    )


def parallel() -> pl.DataFrame:
    frame = pl.read_csv(SHARED / "nusa-writes/kalimat-mt-jav-valid.csv")
    return pl.concat([
        frame.select(text="ind_text", truth=pl.lit("id")),
        frame.select(text="tgt_text", truth=pl.lit("jv")),
    ])  # fmt: skip


def tweets(half: int) -> pl.DataFrame:
    """Sequences of the word-tagged tweets with the language of most of their words."""
    blocks = (SHARED / "ije-langid/train.tsv").read_text(encoding="utf-8").split("\n\n")
    rows = []
    for number, block in enumerate(blocks):
        words = [line.split("\t") for line in block.splitlines() if line.count("\t") == 1]
        counts = Counter(tag.lower() for _, tag in words if tag.lower() in LANGUAGES)
        if number % 2 == half and counts:
            rows.append((" ".join(word for word, _ in words), counts.most_common(1)[0][0]))
    return pl.DataFrame(rows, schema=["text", "truth"], orient="row")


def identify(name: str, frame: pl.DataFrame) -> None:
    given = language.label(frame["text"])["language"]
    classes = sorted(frame["truth"].unique())
    javanese = frame["truth"] == "jv"
    recall = 100 * (given.filter(javanese) == "jv").fill_null(False).mean()
    named = given.is_in(LANGUAGES).fill_null(False)
    right = 100 * (given.filter(named) == frame["truth"].filter(named)).mean()
    print(
        f"language, {name:34} n={frame.height:<6} F1 {macro_f1(frame['truth'], given, classes):.1f}  "
        f"Javanese recall {recall:.1f}  named as one language {100 * named.mean():.1f}, of those right {right:.1f}"
    )


def main() -> None:
    if not SHARED.is_dir():
        print(f"skipped: no labelled texts in {SHARED}", file=sys.stderr)
        return
    register()
    identify("NusaX train (tuned on)", nusax("train"))
    identify("NusaX valid (held out)", nusax("valid"))
    identify("NusaWrites valid (held out)", parallel())
    identify("tweets, mixed (tuned on)", tweets(0))
    identify("tweets, mixed (held out)", tweets(1))


if __name__ == "__main__":
    main()
