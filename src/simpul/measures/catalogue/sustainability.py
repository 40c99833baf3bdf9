"""Sustainability: who comes again, and who becomes an ambassador."""

from __future__ import annotations

from simpul.measures.measure import Family, Measure, Words
from simpul.measures.sources import EDIMAS, cited
from simpul.measures.views.loyalty import LADDER, VISITS

SEED = cited(EDIMAS, (": keberlanjutan", ": sustainability"))
PAYNE = (
    f"{SEED[0]}; tangga kesetiaan, Payne dkk. 1993; ambangnya dari Simpul",
    f"{SEED[1]}; ladder of loyalty, Payne et al. 1993; thresholds ours",
)


def _rung(id: str, tier: str, names: Words, rule: Words, by_stance: bool = False) -> Measure:
    """The share of one rung among the active accounts."""
    return Measure(
        id=id,
        names=names,
        unit="percent",
        formula=(f"100 · {rule[0]} / akun aktif", f"100 · {rule[1]} / active accounts"),
        source=PAYNE,
        undefined=(
            "tanpa penulis; pengikut yang diam tidak terlihat; tanpa label sikap, pendukung terhitung sebagai klien",
            "without authors; silent followers cannot be seen; without labels of stance, supporters count as clients",
        ),
        subjects=("account", "corpus"),
        view=LADDER,
        hit=(("tier", "==", tier),),
        interval=True,
        persons="hit",
        parts="tangga",
        where=(("stance_read", "==", True),) if by_stance else (),
        needs={"labels": ("post_id", "stance")} if by_stance else {},
    )


FAMILY = Family(
    id="keberlanjutan",
    order=4,
    names=("Keberlanjutan", "Sustainability"),
    measures=(
        _rung(
            "penyapa",
            "greeter",
            ("Penyapa", "Greeters"),
            (
                "akun dengan satu interaksi, atau beberapa pada satu hari",
                "accounts with one interaction, or several on one day",
            ),
        ),
        _rung(
            "klien",
            "client",
            ("Klien", "Clients"),
            (
                "akun dengan interaksi pada dua hari atau lebih, tanpa satu pun yang berlabel mendukung",
                "accounts with interactions on two or more days, none of them coded as support",
            ),
        ),
        _rung(
            "pendukung",
            "supporter",
            ("Pendukung", "Supporters"),
            ("klien dengan satu atau lebih teks yang mendukung", "clients with one or more supporting texts"),
            by_stance=True,
        ),
        _rung(
            "duta",
            "ambassador",
            ("Duta", "Ambassadors"),
            (
                "akun dengan tiga atau lebih bagikan, kutipan, tautan, sebutan, atau jawaban kepada warga lain",
                "accounts with three or more shares, quotes, links, mentions or answers to other citizens",
            ),
        ),
        Measure(
            id="kembali",
            names=("Kunjungan kembali", "Returning visitors"),
            unit="percent",
            formula=(
                "100 · Σ n(A_t ∩ A_t−1) / Σ n(A_t−1) atas bulan t; A_t = akun yang berinteraksi pada bulan t; hanya bulan penuh",
                "100 · Σ n(A_t ∩ A_t−1) / Σ n(A_t−1) over the months t; A_t = accounts interacting in month t; whole months only",
            ),
            source=(f"{SEED[0]}; dibaca Simpul sebagai retensi", f"{SEED[1]}; reading as retention ours"),
            undefined=(
                "tanpa dua bulan penuh dalam jangka waktu, atau tanpa penulis",
                "without two whole months in the window, or without authors",
            ),
            subjects=("account", "corpus"),
            view=VISITS,
            hit=(("returned", "==", True),),
            interval=True,
            persons="where",
            empty="no_two_months",
        ),
    ),
)
