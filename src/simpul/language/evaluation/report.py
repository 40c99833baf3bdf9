"""An evaluation as tables in Indonesian or English, and as a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import NamedTuple

from simpul.language.evaluation.agreement import Agreement
from simpul.language.evaluation.evaluating import Evaluation, Part, Result
from simpul.language.evaluation.intervals import Interval
from simpul.language.evaluation.invariance import MOST_FLIPS
from simpul.language.evaluation.perturbations import MOST_LOSS, PERTURBATIONS

WORST_CALIBRATION = 0.06

WORDS = {
    "title": ("Seberapa benar labelnya", "How right the labels are"),
    "scores": ("Nilai", "Scores"),
    "scores_note": (
        "Makro-F1 dalam persen dengan selang bootstrap 95 %. Ketepatan dihitung atas teks yang dijawab. KKK: kesalahan kalibrasi.",
        "Macro-F1 in percent with its 95 % bootstrap interval. Accuracy is over the texts that were answered. ECE: calibration error.",
    ),
    "label": ("label", "label"), "class": ("kelas", "class"), "n": ("n", "n"), "macro": ("makro-F1", "macro-F1"),
    "accuracy": ("ketepatan", "accuracy"), "abstained": ("abstain", "abstained"), "ece": ("KKK", "ECE"),
    "precision": ("presisi", "precision"), "recall": ("perolehan", "recall"), "f1": ("F1", "F1"),
    "classes": ("Menurut kelas", "By class"),
    "slices": ("Menurut bagian", "By slice"),
    "slices_note": (
        "Di bawah 30 teks hanya ditulis berapa yang benar.", "Of fewer than 30 texts it only says how many are right.",
    ),
    "by": ("menurut", "by"), "value": ("nilai", "value"),
    "calibration": ("Kalibrasi", "Calibration"),
    "range": ("peluang", "probability"), "mean": ("rata-rata", "mean"), "right": ("benar", "right"),
    "noise": ("Ketahanan", "Robustness"),
    "noise_note": (
        "Poin makro-F1 yang hilang bila teks diganggu; ✗ di atas {}.", "Points of macro-F1 lost when texts are disturbed; ✗ above {}.",
    ),
    "typos": ("salah ketik", "typos"), "repeats": ("huruf diulang", "letters repeated"),
    "dropped_vowels": ("vokal hilang", "vowels dropped"), "without_emoji": ("tanpa emoji", "without emoji"),
    "capitals": ("KAPITAL", "CAPITALS"),
    "invariance": ("Nama ditukar", "Names swapped"),
    "invariance_note": (
        "Label yang berubah bila nama ditukar; ✗ di atas {} %.", "Labels that change when names are swapped; ✗ above {} %.",
    ),
    "kind": ("jenis nama", "kind of name"), "texts": ("teks", "texts"), "labels": ("label", "labels"),
    "flipped": ("berubah", "changed"), "share": ("bagian", "share"),
    "person": ("orang", "person"), "place": ("kelurahan", "kelurahan"), "agency": ("dinas", "agency"),
    "agreement": ("Kesepakatan dua berkas", "Agreement of two files"),
    "agreement_note": (
        "α Krippendorff dengan selang bootstrap 95 %: ≥ 0,8 dapat diandalkan, ≥ 0,667 sementara.",
        "Krippendorff's α with its 95 % bootstrap interval: ≥ 0.8 reliable, ≥ 0.667 tentative.",
    ),
    "same": ("sama", "same"), "nominal": ("α nominal", "α nominal"), "ordinal": ("α ordinal", "α ordinal"),
    "of": ("{} dari {}", "{} of {}"), "undefined": ("–", "–"),
    "speed": (
        "{} teks; {} teks per detik dan inti, tanpa bukti kata.", "{} texts; {} texts per second and core, without the deciding words.",
    ),
}  # fmt: skip


class Table(NamedTuple):
    """A table to be read: its title, a note, names of columns, and cells."""

    title: str
    note: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


class Teller:
    """Numbers and words in one language."""

    def __init__(self, language: str) -> None:
        self.english = language == "en"

    def word(self, name: str, *values: object) -> str:
        return WORDS[name][self.english].format(*values)

    def head(self, *names: str) -> tuple[str, ...]:
        return tuple(self.word(name) for name in names)

    def number(self, value: float, digits: int = 1) -> str:
        """A number in the writing of the language; undefined ones are a dash."""
        if isnan(value):
            return self.word("undefined")
        told = f"{value:,.{digits}f}"
        return told if self.english else told.translate(str.maketrans(",.", ".,"))

    def interval(self, interval: Interval, scale: float = 100, digits: int = 1) -> str:
        value, low, high = (self.number(scale * each, digits) for each in interval)
        return f"{value} ({low} … {high})"


def tables(evaluation: Evaluation, agreements: Sequence[Agreement], language: str) -> Iterator[Table]:
    """Every table of an evaluation, in the order in which one reads them."""
    tell, results = Teller(language), evaluation.results
    yield _scores(results, tell)
    if agreements:
        yield _agreement(agreements, tell)
    yield _classes(results, tell)
    yield _noise(results, tell)
    if evaluation.invariance:
        yield _invariance(evaluation, tell)
    yield _slices(results, tell)
    yield _calibration(results, tell)


def markdown(evaluation: Evaluation, agreements: Sequence[Agreement], language: str) -> str:
    """The evaluation as a page."""
    parts = [f"# {Teller(language).word('title')}", summary(evaluation, language)]
    for table in tables(evaluation, agreements, language):
        lines = [table.header, ("---",) * len(table.header), *table.rows]
        cells = ("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        parts += [f"## {table.title}", *([table.note] if table.note else []), "\n".join(cells)]
    return "\n\n".join(parts) + "\n"


def summary(evaluation: Evaluation, language: str) -> str:
    """How much was looked at, and how fast."""
    tell = Teller(language)
    return tell.word("speed", tell.number(evaluation.texts, 0), tell.number(evaluation.speed, 0))


def _scores(results: Sequence[Result], tell: Teller) -> Table:
    rows = [
        (
            each.question.name, tell.number(each.score.n, 0), tell.interval(each.score.macro_f1), tell.interval(each.score.accuracy),
            tell.number(100 * each.score.abstained / each.score.n if each.score.n else float("nan")),
            _marked(tell.number(each.calibration.error, 3), each.calibration.error > WORST_CALIBRATION),
        )
        for each in results
    ]  # fmt: skip
    header = tell.head("label", "n", "macro", "accuracy", "abstained", "ece")
    return Table(tell.word("scores"), tell.word("scores_note"), header, rows)


def _classes(results: Sequence[Result], tell: Teller) -> Table:
    rows = [
        (each.question.name, of.name, *(tell.number(100 * part) for part in of[1:4]), tell.number(of.n, 0))
        for each in results
        for of in each.score.classes
    ]
    return Table(
        tell.word("classes"), "", tell.head("label", "class", "precision", "recall", "f1", "n"), rows
    )


def _slices(results: Sequence[Result], tell: Teller) -> Table:
    def told(part: Part) -> str:
        return tell.word("of", part.right, part.n) if part.macro_f1 is None else tell.interval(part.macro_f1)

    rows = [
        (each.question.name, part.by, part.value, tell.number(part.n, 0), told(part))
        for each in results
        for part in each.parts
    ]
    header = tell.head("label", "by", "value", "n", "macro")
    return Table(tell.word("slices"), tell.word("slices_note"), header, rows)


def _calibration(results: Sequence[Result], tell: Teller) -> Table:
    rows = [
        (
            each.question.name, f"{tell.number(bin.low)}–{tell.number(bin.high)}", tell.number(bin.n, 0),
            tell.number(bin.probability, 2), tell.number(bin.right, 2),
        )
        for each in results
        for bin in each.calibration.bins
    ]  # fmt: skip
    return Table(tell.word("calibration"), "", tell.head("label", "range", "n", "mean", "right"), rows)


def _noise(results: Sequence[Result], tell: Teller) -> Table:
    rows = [
        (each.question.name, *(_marked(tell.number(lost), lost > MOST_LOSS) for lost in each.noise.values()))
        for each in results
    ]
    note = tell.word("noise_note", tell.number(MOST_LOSS, 0))
    return Table(tell.word("noise"), note, tell.head("label", *PERTURBATIONS), rows)


def _invariance(evaluation: Evaluation, tell: Teller) -> Table:
    rows = [
        (
            tell.word(each.kind), tell.number(each.texts, 0), tell.number(each.labels, 0), tell.number(each.flipped, 0),
            _marked(f"{tell.number(100 * each.share, 2)} %", each.share > MOST_FLIPS),
        )
        for each in evaluation.invariance
    ]  # fmt: skip
    note = tell.word("invariance_note", tell.number(100 * MOST_FLIPS, 0))
    return Table(
        tell.word("invariance"), note, tell.head("kind", "texts", "labels", "flipped", "share"), rows
    )


def _agreement(agreements: Sequence[Agreement], tell: Teller) -> Table:
    rows = [
        (
            each.question, tell.number(each.n, 0), tell.number(each.same, 0), tell.interval(each.nominal, 1, 3),
            tell.interval(each.ordinal, 1, 3) if each.ordinal else "",
        )
        for each in agreements
    ]  # fmt: skip
    header = tell.head("label", "n", "same", "nominal", "ordinal")
    return Table(tell.word("agreement"), tell.word("agreement_note"), header, rows)


def _marked(told: str, missed: bool) -> str:
    return f"{told} ✗" if missed else told
