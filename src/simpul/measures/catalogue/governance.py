"""Governance: accounts with an admin and a decree, agencies with an account, and the ladder of maturity."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import total
from simpul.measures.evidence import Condition
from simpul.measures.measure import OWNER, Family, Measure, Words
from simpul.measures.sources import BRIEF, EDIMAS, asked_for, cited
from simpul.measures.views.account_months import ACCOUNT_MONTHS
from simpul.measures.views.indicators import MATURITY
from simpul.measures.views.registers import AGENCY_REGISTER, REGISTERED

RULES = cited(BRIEF, (": kebijakan akun dan admin", ": rules on accounts and admins"))
STEPS = cited(
    EDIMAS,
    (
        ": enam langkah dari mengumpulkan data sampai memutuskan",
        ": six steps from collecting data to deciding",
    ),
)
NO_REGISTER = ("tanpa lembar akun", "without the sheet of accounts")


def _account(id: str, names: Words, column: str, what: Words, needs: tuple[str, ...] = ()) -> Measure:
    return Measure(
        id=id, names=names, unit="percent",
        formula=(
            f"100 · akun resmi {what[0]} / akun resmi dalam daftar pada hari terakhir jangka waktu",
            f"100 · official accounts {what[1]} / official accounts in the register on the window's last day",
        ),
        source=RULES, undefined=NO_REGISTER, subjects=OWNER, view=REGISTERED, hit=((column, "==", True),),
        needs={"register": needs} if needs else {}, empty="no_rows:registered_accounts",
    )  # fmt: skip


def _agency(id: str, names: Words, hit: Condition, what: Words) -> Measure:
    return Measure(
        id=id, names=names, unit="percent", source=RULES,
        formula=(
            f"100 · OPD {what[0]} / OPD dalam lembar",
            f"100 · agencies {what[1]} / agencies in the sheet",
        ),
        undefined=(f"{NO_REGISTER[0]} atau lembar opd", f"{NO_REGISTER[1]} or of agencies"), subjects=("corpus", "agency"),
        view=AGENCY_REGISTER, hit=(hit,),
    )  # fmt: skip


FAMILY = Family(
    id="tata_kelola",
    order=15,
    names=("Tata kelola akun", "Governance of accounts"),
    measures=(
        _account("akun_admin", ("Akun yang punya admin", "Accounts with an admin"), "has_admin", ("yang adminnya disebut", "with an admin named"), ("admin",)),
        _account("akun_sk", ("Akun yang punya surat penunjukan", "Accounts with a decree"), "has_decree", ("yang surat penunjukan adminnya disebut", "with the decree named that appoints the admin"), ("decree",)),
        _account("akun_aktif", ("Akun yang menerbitkan kiriman", "Accounts that publish"), "posted", ("yang punya kiriman dalam jangka waktu ini", "with a post in the window")),
        _agency("opd_akun", ("OPD yang punya akun resmi", "Agencies with an official account"), ("accounts", ">=", 1), ("yang punya akun resmi", "with an official account")),
        _agency("opd_admin", ("OPD yang akunnya punya admin", "Agencies whose account has an admin"), ("with_admin", ">=", 1), ("yang punya akun dengan admin", "with an account that has an admin")),
        Measure(
            id="bulan_aktif",
            names=("Bulan dengan kiriman", "Months with a post"),
            unit="percent",
            formula=(
                "100 · bulan penuh dalam jangka waktu ini dengan sedikitnya satu kiriman / bulan penuh, atas semua akun",
                "100 · whole months of the window with at least one post / whole months, over the accounts",
            ),
            source=asked_for(("keberlanjutan", "sustainability")),
            undefined=("tanpa satu bulan penuh dalam jangka waktu ini", "without a whole month in the window"),
            subjects=OWNER,
            view=ACCOUNT_MONTHS,
            hit=(("posts", ">=", 1),),
            empty="no_rows:account_months",
        ),
        Measure(
            id="kematangan",
            names=("Anak tangga kematangan", "Rung of maturity"),
            unit="rungs",
            formula=(
                "nomor anak tangga tertinggi, dari enam, yang tercapai beserta semua anak tangga di bawahnya; n: anak tangga yang dinilai",
                "number of the highest step, of six, that is reached with all steps below it; n: steps assessed",
            ),
            source=STEPS,
            undefined=("tanpa lembar kematangan", "without the sheet maturity"),
            subjects=("corpus",),
            view=MATURITY,
            hit=(("held", "==", True),),
            value=total(nw.col("held").cast(nw.Int64)),
        ),
        Measure(
            id="kematangan_bukti",
            names=("Anak tangga yang berbukti", "Rungs with evidence"),
            unit="percent",
            formula=(
                "100 · anak tangga tercapai yang buktinya disebut / anak tangga tercapai",
                "100 · steps reached with evidence named / steps reached",
            ),
            source=STEPS,
            undefined=("tanpa anak tangga yang tercapai", "without a step reached"),
            subjects=("corpus",),
            view=MATURITY,
            where=(("reached", "==", True),),
            hit=(("proven", "==", True),),
            empty="no_rows:maturity_ladder",
        ),
    ),
)  # fmt: skip
