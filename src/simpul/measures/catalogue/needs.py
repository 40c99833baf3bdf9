"""Needs by place: where they are voiced, and whether the places of the poor are heard."""

from __future__ import annotations

from simpul.measures.aggregates import matching, one, rows, total
from simpul.measures.evidence import Conditions
from simpul.measures.measure import Family, Measure, Note, Opening
from simpul.measures.views.coded import CODED, PUBLIC_SOURCES
from simpul.measures.views.group_voices import GROUP_VOICES, SPOKEN_FOR
from simpul.measures.views.households import HOUSEHOLDS
from simpul.measures.views.place_voices import PLACE_VOICES

OURS = (
    "rumusan Simpul; warga miskin kurang terwakili di media sosial: tidak pernah menjadi ukuran kebutuhan dengan sendirinya",
    "ours; the poor are under-represented online: never a measure of need by itself",
)
SURVEY = ("survei rumah tangga", "household survey")
PUBLIC = ("source", "in", PUBLIC_SOURCES)
VOICED = ("voices_need", "==", True)
PLACED = ("place", "not_null", None)
LABELLED = {"labels": ("needs", "place", "post_id")}
NEED_PLACES = Note("place_known", matching(PUBLIC, VOICED, PLACED), matching(PUBLIC, VOICED), whole=True)
NO_PLACE = (
    "tanpa teks yang kelurahannya diketahui",
    "without texts whose kelurahan is known",
)
ANY: Conditions = (PUBLIC, VOICED)

FAMILY = Family(
    id="kebutuhan",
    order=7,
    names=("Kebutuhan dan tempat", "Needs and places"),
    measures=(
        Measure(
            id="place_known",
            names=("Tempat diketahui", "Place known"),
            unit="percent",
            formula=(
                "100 · teks warga yang menyuarakan kebutuhan dan diketahui kelurahannya / teks warga yang menyuarakan kebutuhan",
                "100 · public texts that voice a need and whose kelurahan is known / public texts that voice a need",
            ),
            source=OURS,
            undefined=("tanpa teks yang menyuarakan kebutuhan", "without texts that voice a need"),
            subjects=("corpus", "platform"),
            view=CODED,
            where=ANY,
            hit=(PLACED,),
            interval=True,
            persons="where",
            needs=LABELLED,
        ),
        Measure(
            id="need_rate",
            names=("Teks yang menyuarakan kebutuhan", "Texts that voice a need"),
            unit="percent",
            formula=(
                "100 · teks warga yang menyuarakan sedikitnya satu kebutuhan / teks warga yang diberi label",
                "100 · public texts that voice at least one need / public labelled texts",
            ),
            source=OURS,
            undefined=("tanpa teks warga yang diberi label", "without labelled public texts"),
            subjects=("corpus", "platform"),
            view=CODED,
            where=(PUBLIC,),
            hit=(VOICED,),
            interval=True,
            persons="hit",
            needs={"labels": ("needs", "post_id")},
            monthly=True,
        ),
        Measure(
            id="need_rate_place",
            names=("Teks yang menyuarakan kebutuhan, per tempat", "Texts that voice a need, by place"),
            unit="percent",
            formula=(
                "100 · teks warga dari tempat itu yang menyuarakan sedikitnya satu kebutuhan / teks warga dari tempat itu yang diberi label",
                "100 · public texts of the place that voice at least one need / public labelled texts of the place",
            ),
            source=OURS,
            undefined=NO_PLACE,
            subjects=("place",),
            view=CODED,
            where=(PUBLIC, PLACED),
            hit=(VOICED,),
            interval=True,
            persons="hit",
            needs=LABELLED,
            note=Note("place_known", matching(PUBLIC, PLACED), matching(PUBLIC), whole=True),
        ),
        Measure(
            id="need_share",
            names=("Porsi tempat dalam kebutuhan yang disuarakan", "Share of a place in the needs voiced"),
            unit="percent",
            formula=(
                "100 · teks warga dari tempat itu yang menyuarakan kebutuhan / semua teks seperti itu yang kelurahannya diketahui",
                "100 · public texts of the place that voice a need / all whose kelurahan is known",
            ),
            source=OURS,
            undefined=NO_PLACE,
            subjects=("place",),
            view=CODED,
            where=(*ANY, PLACED),
            whole=True,
            interval=True,
            persons="where",
            needs=LABELLED,
            note=NEED_PLACES,
        ),
        Measure(
            id="voice_share",
            names=("Suara dibanding jumlah warga miskin", "Voice against the number of the poor"),
            unit="ratio",
            formula=(
                "(porsi tempat dalam kebutuhan yang disuarakan) / (porsi tempat dalam jumlah warga miskin); pembilang: teks, penyebut: teks seandainya tiap tempat bersuara menurut jumlah warga miskinnya; di bawah 1: kurang terdengar",
                "(share of the place in the needs voiced) / (share of the place in the poor); numerator: texts, denominator: texts if each place spoke by its number of poor; under 1: heard too little",
            ),
            source=OURS,
            undefined=(
                f"{NO_PLACE[0]}, atau tanpa jumlah warga miskin per kelurahan",
                f"{NO_PLACE[1]}, or without the number of poor by kelurahan",
            ),
            subjects=("place",),
            view=PLACE_VOICES,
            where=(("expected", "not_null", None),),
            numerator=one("voices"),
            denominator=one("expected"),
            n=one("located"),
            persons="where",
            needs={"places": ("poor",)},
            open=Opening(CODED, "place", (*ANY, PLACED)),
            note=Note("place_known", one("located"), one("voiced")),
        ),
        Measure(
            id="voice_share_population",
            names=("Suara dibanding jumlah penduduk", "Voice against the number of inhabitants"),
            unit="ratio",
            formula=(
                "(porsi tempat dalam kebutuhan yang disuarakan) / (porsi tempat dalam jumlah penduduk); pembilang: teks, penyebut: teks seandainya tiap tempat bersuara menurut jumlah penduduknya; di bawah 1: kurang terdengar",
                "(share of the place in the needs voiced) / (share of the place in the inhabitants); numerator: texts, denominator: texts if each place spoke by its inhabitants; under 1: heard too little",
            ),
            source=OURS,
            undefined=(
                f"{NO_PLACE[0]}, atau tanpa jumlah penduduk per kelurahan",
                f"{NO_PLACE[1]}, or without the number of inhabitants by kelurahan",
            ),
            subjects=("place",),
            view=PLACE_VOICES,
            where=(("expected_people", "not_null", None),),
            numerator=one("voices"),
            denominator=one("expected_people"),
            n=one("located"),
            persons="where",
            needs={"places": ("population",)},
            open=Opening(CODED, "place", (*ANY, PLACED)),
            note=Note("place_known", one("located"), one("voiced")),
        ),
        Measure(
            id="voice_share_group",
            names=(
                "Suara kelompok dibanding keluarga miskinnya",
                "Voice of a group against its poor families",
            ),
            unit="ratio",
            formula=(
                "(porsi kelompok dalam laporan perantara yang menyebut kelompok) / (porsi kelompok dalam keluarga miskin; kelompok bertumpang tindih); pembilang: laporan, penyebut: laporan seandainya tiap kelompok bersuara menurut jumlah keluarga miskinnya; di bawah 1: kurang terdengar",
                "(share of the group in the reports passed on whose group is told) / (share of the group in the poor families; groups overlap); numerator: reports, denominator: reports if each group spoke by its poor families; under 1: heard too little",
            ),
            source=OURS,
            undefined=(
                "tanpa laporan perantara yang menyebut kelompok, atau tanpa keluarga miskin per kelompok beserta semua keluarga",
                "without brokers' reports that name a group, or without poor families by group and of all",
            ),
            subjects=("group",),
            view=GROUP_VOICES,
            numerator=one("voices"),
            denominator=one("expected"),
            n=one("told"),
            persons="where",
            open=Opening(SPOKEN_FOR, "group", ()),
        ),
        Measure(
            id="need_rate_survey",
            names=("Rumah tangga yang menyebut kebutuhan", "Households that name a need"),
            unit="percent",
            formula=(
                "100 · rumah tangga survei yang menyebut sedikitnya satu kebutuhan / rumah tangga survei",
                "100 · surveyed households that name at least one need / surveyed households",
            ),
            source=SURVEY,
            undefined=("tanpa survei rumah tangga", "without a household survey"),
            subjects=("corpus", "place"),
            view=HOUSEHOLDS,
            hit=(("names_need", "==", True),),
            interval=True,
            persons="hit",
            needs={"actors": ("needs",)},
        ),
        Measure(
            id="offline_poor",
            names=("Keluarga miskin tanpa ponsel internet", "Poor households without an internet phone"),
            unit="percent",
            formula=(
                "100 · keluarga miskin tanpa ponsel internet / keluarga miskin yang keterangan ponselnya diketahui",
                "100 · poor households without an internet phone / poor households whose phone is known",
            ),
            source=SURVEY,
            undefined=(
                "tanpa survei rumah tangga dengan kolom miskin dan ponsel internet",
                "without a household survey with the columns poor and internet phone",
            ),
            subjects=("corpus", "place"),
            view=HOUSEHOLDS,
            where=(("poor", "==", True), ("internet_phone", "not_null", None)),
            hit=(("internet_phone", "==", False),),
            interval=True,
            persons="hit",
            needs={"actors": ("internet_phone", "poor")},
        ),
        Measure(
            id="melek_digital",
            names=("Kemampuan digital rumah tangga", "Digital skill of households"),
            unit="index",
            formula=(
                "rata-rata kemampuan rumah tangga survei, 1 tidak bisa sama sekali … 5 sangat bisa",
                "mean of the surveyed households' skill, 1 not at all … 5 very well",
            ),
            source=SURVEY,
            undefined=("tanpa kemampuan digital dalam survei", "without digital skill in the survey"),
            subjects=("corpus", "place"),
            view=HOUSEHOLDS,
            where=(("digital_skill", "not_null", None),),
            numerator=total("digital_skill"),
            denominator=rows,
            persons="where",
            needs={"actors": ("digital_skill",)},
        ),
    ),
)
