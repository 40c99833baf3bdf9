"""Service: complaint and praise by agency and by what is served, and what people propose."""

from __future__ import annotations

from simpul.measures.measure import OWNER, Family, Measure, Words
from simpul.measures.sources import BRIEF, EDIMAS, cited
from simpul.measures.views.coded import CODED, PUBLIC_SOURCES
from simpul.measures.views.threads import COMMENTS

SOURCE = cited(EDIMAS, (": evaluasi kinerja layanan", ": evaluating how services perform"))
PUBLIC = ("source", "in", PUBLIC_SOURCES)
TOLD = ("intent", "not_null", None)
MOODS: dict[str, tuple[str, Words]] = {
    "complaint": ("keluhan", ("Keluhan", "Complaints")),
    "appreciation": ("pujian", ("Pujian", "Praise")),
}


def _of_agency(intent: str, id: str, names: Words) -> Measure:
    return Measure(
        id=id,
        names=(f"{names[0]} dalam komentar", f"{names[1]} in comments"),
        unit="percent",
        formula=(
            f"100 · komentar warga berlabel {id} / komentar warga yang punya label maksud, di utas akun atau OPD itu",
            f"100 · public comments labelled {intent} / public comments with a label of intent, in the threads of the account or agency",
        ),
        source=SOURCE,
        undefined=("tanpa komentar berlabel maksud", "without comments that have a label of intent"),
        subjects=OWNER,
        view=COMMENTS,
        where=(TOLD,),
        hit=(("intent", "==", intent),),
        interval=True,
        persons="hit",
        monthly=True,
        needs={"labels": ("intent", "post_id")},
    )


def _of_service(intent: str, id: str, names: Words) -> Measure:
    return Measure(
        id=f"{id}_layanan",
        names=(f"{names[0]} per layanan", f"{names[1]} by service"),
        unit="percent",
        formula=(
            f"100 · teks warga berlabel {id} / teks warga yang punya label maksud, tentang layanan itu: kategori kebutuhan pertama yang disuarakan teks",
            f"100 · public texts labelled {intent} / public texts with a label of intent, about the service: the category of the first need that a text voices",
        ),
        source=SOURCE,
        undefined=(
            "tanpa teks warga tentang layanan itu",
            "without public texts about the service",
        ),
        subjects=("service",),
        view=CODED,
        where=(PUBLIC, TOLD, ("service", "not_null", None)),
        hit=(("intent", "==", intent),),
        interval=True,
        persons="hit",
        monthly=True,
        needs={"labels": ("intent", "needs", "post_id")},
    )


FAMILY = Family(
    id="layanan",
    order=14,
    names=("Layanan", "Service"),
    measures=(
        *(_of_agency(intent, id, names) for intent, (id, names) in MOODS.items()),
        *(_of_service(intent, id, names) for intent, (id, names) in MOODS.items()),
        Measure(
            id="aspirasi",
            names=("Teks warga yang beraspirasi", "Public texts with an aspiration"),
            unit="percent",
            formula=(
                "100 · teks warga berlabel usul atau harapan / teks warga yang dinilai aspirasinya",
                "100 · public texts labelled as proposal or wish / public texts judged for it",
            ),
            source=cited(BRIEF, (": menyerap aspirasi", ": taking up wishes")),
            undefined=("tanpa teks warga yang dinilai aspirasinya", "without public texts judged for it"),
            subjects=("corpus", "platform"),
            view=CODED,
            where=(PUBLIC, ("aspiration", "not_null", None)),
            hit=(("aspiration", "==", 1),),
            interval=True,
            persons="hit",
            monthly=True,
            needs={"labels": ("aspiration", "post_id")},
        ),
    ),
)
