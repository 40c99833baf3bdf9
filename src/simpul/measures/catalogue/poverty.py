"""Poverty indices from the microdata of an expenditure survey."""

from __future__ import annotations

from simpul.measures.aggregates import matching, rows, total
from simpul.measures.measure import Family, Measure, Note, Words
from simpul.measures.sources import cited
from simpul.measures.views.poverty import POVERTY_GAPS

FGT = cited(
    "Foster, Greer & Thorbecke 1984, Econometrica 52, 761–766",
    ("; BPS menerbitkannya × 100", "; BPS publishes it × 100"),
)
WEIGHTED = Note("line_of_the_row", matching(("weighted", "==", True)), rows)
NO_SURVEY = ("tanpa lembar pengeluaran", "without the sheet expenditures")


def _index(a: int, names: Words, column: str, meaning: Words) -> Measure:
    return Measure(
        id=f"fgt_p{a}",
        names=names,
        unit="percent",
        formula=(
            f"P{a} = 100 · Σ atas penduduk dengan y < z dari ((z − y) / z)^{a} / penduduk: {meaning[0]}; y = pengeluaran, z = garis kemiskinan, keduanya per kapita per bulan; penduduk = anggota rumah tangga · bobot",
            f"P{a} = 100 · Σ over people with y < z of ((z − y) / z)^{a} / people: {meaning[1]}; y = expenditure, z = poverty line, both per person and month; people = members · weight",
        ),
        source=FGT,
        undefined=NO_SURVEY,
        subjects=("corpus", "place"),
        view=POVERTY_GAPS,
        numerator=total(column),
        denominator=total("people"),
        persons="where",
        note=WEIGHTED,
        empty="no_rows:poverty_gaps",
    )


FAMILY = Family(
    id="kemiskinan",
    order=17,
    names=("Indeks kemiskinan", "Poverty indices"),
    measures=(
        _index(0, ("Persentase penduduk miskin (P0)", "Poverty headcount (P0)"), "poor_people", ("berapa banyak yang miskin", "how many are poor")),
        _index(1, ("Indeks kedalaman kemiskinan (P1)", "Poverty gap (P1)"), "gap_people", ("seberapa jauh rata-rata di bawah garis, yang di atasnya dihitung 0", "how far they are below the line on average, those above counting as 0")),
        _index(2, ("Indeks keparahan kemiskinan (P2)", "Poverty severity (P2)"), "severity_people", ("kedalaman itu dengan yang termiskin paling berbobot", "the same with the poorest weighing most")),
    ),
)  # fmt: skip
