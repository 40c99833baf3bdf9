"""Partnership: what companies offer and deliver, and where agencies do not meet."""

from __future__ import annotations

from simpul.measures.aggregates import distinct, rows, total
from simpul.measures.measure import OWNER, Family, Measure, Words
from simpul.measures.sources import EDIMAS, asked_for, cited
from simpul.measures.views.agency_pairs import AGENCY_PAIRS
from simpul.measures.views.contacts import CONTACTS
from simpul.measures.views.offers import OFFERS

CSR = cited(EDIMAS, (": dunia usaha melalui program CSR", ": companies through their CSR programmes"))
NO_OFFERS = ("tanpa lembar tawaran", "without the sheet offers")
MATCHED, DELIVERED, PROVEN = ((name, "==", True) for name in ("is_matched", "is_delivered", "is_proven"))
PLACED = ("corpus", "place")


def _step(
    id: str, names: Words, formula: Words, where: tuple[str, str, object] | None, hit: tuple[str, str, object]
) -> Measure:
    """One step of the funnel: how many of those that came so far went on."""
    return Measure(
        id=id, names=names, unit="percent", formula=(f"100 · {formula[0]}", f"100 · {formula[1]}"), source=CSR,
        undefined=(f"{NO_OFFERS[0]}, atau tanpa tawaran yang sampai ke langkah sebelumnya", f"{NO_OFFERS[1]}, or without an offer that came to the step before"),
        subjects=PLACED, view=OFFERS, where=(where,) if where else (), hit=(hit,), empty="no_rows:company_offers",
    )  # fmt: skip


FAMILY = Family(
    id="kemitraan",
    order=13,
    names=("Kemitraan", "Partnership"),
    measures=(
        Measure(
            id="csr_menanggapi",
            names=("Perusahaan yang menanggapi", "Companies that respond"),
            unit="companies",
            formula=(
                "jumlah akun perusahaan berbeda yang mengomentari, membagikan, mengutip, menautkan, atau menyebut akun",
                "number of different accounts of companies with a comment, share, quote, link or mention of the account",
            ),
            source=CSR,
            undefined=(
                "tanpa akun perusahaan yang dikenal, atau tanpa tanggapannya dalam bahan ini",
                "without a known account of a company, or without its response in this material",
            ),
            subjects=OWNER,
            view=CONTACTS,
            where=(("company", "==", True),),
            numerator=distinct("author"),
            empty="no_rows:contacts",
        ),
        Measure(
            id="csr_tawaran", names=("Tawaran perusahaan", "Companies' offers"), unit="offers",
            formula=(
                "jumlah tawaran yang dibuat sampai akhir jangka waktu",
                "number of offers made by the end of the window",
            ),
            source=CSR, undefined=NO_OFFERS,
            subjects=PLACED, view=OFFERS, numerator=rows, empty="no_rows:company_offers",
        ),
        Measure(
            id="csr_perusahaan", names=("Perusahaan yang menawarkan", "Companies that offer"), unit="companies",
            formula=(
                "jumlah perusahaan berbeda yang menawarkan sampai akhir jangka waktu",
                "number of different companies with an offer by the end of the window",
            ),
            source=CSR, undefined=NO_OFFERS,
            subjects=PLACED, view=OFFERS, numerator=distinct("company"), empty="no_rows:company_offers",
        ),
        Measure(
            id="csr_nilai", names=("Nilai tawaran", "Amount offered"), unit="rupiah",
            formula=(
                "Σ nilai atas tawaran yang nilainya disebut; n: jumlah tawaran itu",
                "Σ amount over the offers whose amount is told; n counts these",
            ),
            source=CSR,
            undefined=("tanpa tawaran yang bernilai rupiah", "without offers with an amount in rupiah"),
            subjects=PLACED, view=OFFERS, where=(("amount", "not_null", None),), numerator=total("amount"),
            needs={"offers": ("amount",)},
        ),
        _step("csr_cocok", ("Tawaran yang dicocokkan", "Offers matched"), ("tawaran yang dicocokkan dengan kebutuhan / tawaran", "offers matched with a need / offers"), None, MATCHED),
        _step("csr_serah", ("Tawaran cocok yang diserahkan", "Matched offers delivered"), ("yang diserahkan / tawaran yang cocok", "delivered / matched offers"), MATCHED, DELIVERED),
        _step("csr_bukti", ("Penyerahan yang berbukti", "Deliveries with a proof"), ("yang berbukti / tawaran yang diserahkan", "with a proof / delivered offers"), DELIVERED, PROVEN),
        Measure(
            id="opd_tanpa_hubungan",
            names=("OPD yang belum saling menyapa", "Agencies that never meet"),
            unit="percent",
            formula=(
                "100 · pasangan OPD yang akun resminya tidak bersentuhan ke arah mana pun / pasangan (bagi satu OPD: OPD lain)",
                "100 · pairs of agencies whose official accounts have no contact in either direction / pairs (of one agency: other agencies)",
            ),
            source=asked_for((
                "kolaborasi antarpemangku kepentingan. Dari yang tampak di akun, bukan dari rapat dan surat",
                "collaboration among stakeholders. Of what accounts show, not of meetings and letters",
            )),
            undefined=(
                "tanpa dua OPD yang punya akun resmi",
                "without two agencies that have an official account",
            ),
            subjects=("agency", "corpus"),
            view=AGENCY_PAIRS,
            hit=(("tied", "==", False),),
            empty="no_rows:agency_pairs",
        ),
    ),
)  # fmt: skip
