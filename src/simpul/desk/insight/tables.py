"""Figures as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simpul.desk.insight.figures import Figures
from simpul.desk.insight.subjects import KINDS, subject_name

HEAD = (
    "kode", "ukuran", "nama", "jenis", "subjek", "nama_subjek", "nilai", "pembilang", "penyebut", "n", "bawah_95", "atas_95",
    "satuan", "keadaan", "alasan", "dari", "sampai",
)  # fmt: skip


def rows_of(figures: Figures, measure: str) -> Iterable[Sequence[object]]:
    """All subjects of a measure; hidden cells stay hidden."""
    for kind in KINDS:
        for one in figures.of(measure, kind):
            yield (
                one.code, one.measure, one.name, kind, one.subject_id, subject_name(figures.folder, kind, one.subject_id),
                one.value, one.numerator, one.denominator, one.n, one.low, one.high, one.unit, one.status, one.reason,
                one.finding["from"], one.finding["to"],
            )  # fmt: skip
