"""Planning: programmes for the poor, their targets, and the indicators that the city's plans state."""

from __future__ import annotations

from simpul.measures.aggregates import one, total
from simpul.measures.measure import Family, Measure, Note
from simpul.measures.sources import EDIMAS, OURS, asked_for, cited
from simpul.measures.views.indicators import INDICATORS
from simpul.measures.views.programmes import NEEDS_ANSWERED, PROGRAMMES

PRO_POOR = cited(
    EDIMAS, (": indikator kinerja menjadi pro poor", ": performance indicators that serve the poor")
)
DIFFER = Note("sources_differ", one("differ"), one("figures"))
NO_PROGRAMMES = ("tanpa lembar program", "without the sheet programmes")
NO_INDICATORS = ("tanpa lembar indikator", "without the sheet indicators")
BY_AGENCY = ("corpus", "agency")

FAMILY = Family(
    id="perencanaan",
    order=16,
    names=("Perencanaan", "Planning"),
    measures=(
        Measure(
            id="propoor",
            names=("Indikator program untuk warga miskin", "Programme indicators for the poor"),
            unit="percent",
            formula=(
                "100 · indikator untuk warga miskin atau rentan / indikator yang memuat keterangan ini",
                "100 · indicators for poor or vulnerable people / indicators of which this is said",
            ),
            source=PRO_POOR,
            undefined=NO_PROGRAMMES,
            subjects=BY_AGENCY,
            view=PROGRAMMES,
            where=(("for_poor", "not_null", None),),
            hit=(("for_poor", "==", True),),
            needs={"programmes": ("pro_poor",)},
        ),
        Measure(
            id="propoor_kebutuhan",
            names=("Indikator pro-poor yang menjawab kebutuhan", "Pro-poor indicators linked to a need"),
            unit="percent",
            formula=(
                "100 · indikator untuk warga miskin yang kebutuhannya disebut / indikator untuk warga miskin",
                "100 · indicators for the poor with a need named / indicators for the poor",
            ),
            source=PRO_POOR,
            undefined=NO_PROGRAMMES,
            subjects=BY_AGENCY,
            view=PROGRAMMES,
            where=(("for_poor", "==", True),),
            hit=(("linked", "==", True),),
            needs={"programmes": ("need", "pro_poor")},
        ),
        Measure(
            id="kebutuhan_terprogram",
            names=("Kebutuhan yang disuarakan dan ada programnya", "Needs voiced that a programme answers"),
            unit="percent",
            formula=(
                "100 · kategori kebutuhan yang disuarakan dan dijawab indikator untuk warga miskin / kategori kebutuhan yang disuarakan",
                "100 · categories of needs voiced with an indicator for the poor that answers them / categories of needs voiced",
            ),
            source=cited(EDIMAS, (": basis data kebutuhan dan urusan", ": a database of needs and affairs")),
            undefined=(
                f"{NO_PROGRAMMES[0]}, atau tanpa kebutuhan yang disuarakan",
                f"{NO_PROGRAMMES[1]}, or without needs voiced",
            ),
            subjects=("corpus", "service"),
            view=NEEDS_ANSWERED,
            hit=(("programmes", ">=", 1),),
            empty="no_rows:needs_answered",
        ),
        Measure(
            id="target_tercapai",
            names=("Indikator program yang mencapai target", "Programme indicators that reach their target"),
            unit="percent",
            formula=(
                "100 · indikator dengan capaian ≥ target / indikator yang keduanya diketahui, pada tahun terbaru",
                "100 · indicators with achieved ≥ target / indicators with both known, in the newest year",
            ),
            source=asked_for(("rencana dan capaian", "plans and achievements")),
            undefined=(
                "tanpa indikator dengan target dan capaian",
                "without indicators that have target and achievement",
            ),
            subjects=BY_AGENCY,
            view=PROGRAMMES,
            where=(("met", "not_null", None),),
            hit=(("met", "==", True),),
            needs={"programmes": ("achieved", "target")},
        ),
        Measure(
            id="indikator",
            names=("Indikator menurut sumbernya", "Indicator as its source states it"),
            unit="stated",
            formula=(
                "angka seperti tercetak; satuan, definisi, sumber, dan tanggalnya ada di bukti",
                "the figure as printed; its unit, definition, source and date stand in the evidence",
            ),
            source=(
                "RPJMD, BPS, dan lainnya, masing-masing disebut pada subjeknya",
                "RPJMD, BPS and others, each named in the subject",
            ),
            undefined=NO_INDICATORS,
            subjects=("indicator",),
            view=INDICATORS,
            where=(("value", "not_null", None),),
            value=one("value"),
            needs={"indicators": ("unit",)},
            note=DIFFER,
        ),
        Measure(
            id="indikator_persen",
            names=("Indikator dihitung ulang", "Indicator computed anew"),
            unit="percent",
            formula=("100 · pembilang / penyebut di lembar", "100 · numerator / denominator of the sheet"),
            source=(
                "indikator hasil RPJMD, masing-masing disebut pada subjeknya",
                "RPJMD outcome indicators, each named in the subject",
            ),
            undefined=(
                f"{NO_INDICATORS[0]}, atau tanpa pembilang dan penyebut",
                f"{NO_INDICATORS[1]}, or without numerator and denominator",
            ),
            subjects=("indicator",),
            view=INDICATORS,
            where=(("numerator", "not_null", None), ("denominator", "not_null", None)),
            numerator=total("numerator"),
            denominator=total("denominator"),
            needs={"indicators": ("denominator", "numerator")},
        ),
        Measure(
            id="indikator_selisih",
            names=("Selisih angka tercetak dan hitungan", "Printed less computed"),
            unit="points",
            formula=(
                "% tercetak − 100 · pembilang / penyebut; bila selisihnya melebihi pembulatan, salah satu dari ketiganya keliru",
                "the printed % − 100 · numerator / denominator; beyond rounding, one of the three is wrong",
            ),
            source=OURS,
            undefined=(
                f"{NO_INDICATORS[0]}, atau tanpa angka persen beserta pembilang dan penyebutnya",
                f"{NO_INDICATORS[1]}, or without a percentage beside its numerator and denominator",
            ),
            subjects=("indicator",),
            view=INDICATORS,
            where=(("apart", "not_null", None),),
            value=one("apart"),
            needs={"indicators": ("denominator", "numerator", "unit")},
        ),
    ),
)
