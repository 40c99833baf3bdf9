"""Who is reached by information, face to face and through brokers: measured by `simpul.network.reach` on the survey's ties."""

from __future__ import annotations

from simpul.measures.measure import Family, Measure, Words

OURS = (
    "dirumuskan Simpul dari pertanyaan tim peneliti; lihat docs/model.md",
    "operationalised by Simpul from the research team's questions; see docs/model.md",
)
SAMPLE = (
    "tanpa survei yang menanyakan sumber informasi",
    "without a survey that asks for sources of information",
)
ROLES: dict[str, Words] = {
    "rt_head": ("ketua RT", "RT heads"),
    "rw_head": ("ketua RW", "RW heads"),
    "cadre": ("kader", "cadres"),
    "social_worker": ("pekerja sosial dan pendamping", "social workers"),
    "civil_servant": ("tetangga yang PNS", "neighbours who are civil servants"),
    "community_leader": ("tokoh masyarakat", "community leaders"),
    "health_worker": ("petugas kesehatan", "health workers"),
    "neighbour": ("tetangga", "neighbours"),
    "family": ("keluarga", "relatives"),
    "village_officer": ("pegawai kelurahan", "kelurahan officers"),
    "village_head": ("lurah", "village heads"),
    "agency": ("perangkat daerah", "agencies"),
}


def _share(id: str, names: Words, formula: Words, undefined: Words = SAMPLE) -> Measure:
    return Measure(
        id=id, names=names, unit="percent", formula=(f"100 · {formula[0]}", f"100 · {formula[1]}"), source=OURS, undefined=undefined,
        subjects=("corpus", "place"), interval=True,
    )  # fmt: skip


FAMILY = Family(
    id="keterjangkauan",
    order=10,
    names=("Keterjangkauan informasi keluarga miskin", "How information reaches poor families"),
    measures=(
        *(
            _share(
                f"cakupan_{k}",
                (f"Cakupan dalam {k} langkah", f"Coverage within {k} steps"),
                (
                    f"keluarga miskin paling jauh {k} langkah dari titik masuk informasi / keluarga miskin yang disurvei",
                    f"poor households within {k} ties of where information enters / poor households asked",
                ),
            )
            for k in (1, 2, 3)
        ),
        _share(
            "terasing", ("Terasing", "Cut off"),
            (
                "keluarga miskin yang tidak dicapai jalur informasi mana pun / keluarga miskin yang disurvei",
                "poor households that no way of information leads to / poor households asked",
            ),
        ),
        Measure(
            id="waktu", names=("Waktu (langkah)", "Time (steps)"), unit="steps",
            formula=(
                "median jumlah langkah dari titik masuk informasi ke keluarga miskin yang dicapainya",
                "median number of ties from where information enters to the poor households that it reaches",
            ),
            source=OURS, undefined=("tanpa keluarga miskin yang terjangkau", "without poor households that have access"),
            subjects=("corpus", "place"),
        ),
        _share(
            "ketergantungan", ("Ketergantungan pada perantara", "Dependence on brokers"),
            (
                "keluarga miskin yang hanya dicapai informasi lewat perantara / keluarga miskin yang disurvei",
                "poor households that every way of information leads to through a broker / poor households asked",
            ),
        ),
        _share(
            "sumber_antarpribadi", ("Hanya sumber antarpribadi", "Interpersonal sources only"),
            (
                "keluarga miskin yang tidak menyebut satu pun sumber resmi / keluarga miskin yang menyebut sumber apa pun",
                "poor households that name no official source / poor households that name any source",
            ),
        ),
        *(
            _share(
                f"kerapuhan_{m}",
                (f"Kerapuhan bila {m} perantara berhenti", f"Fragility if {m} brokers stop"),
                (
                    f"keluarga miskin yang tidak terjangkau lagi bila {m} perantara teratas berhenti / keluarga miskin yang terjangkau",
                    f"poor households that lose access if the first {m} brokers stop / poor households that have access",
                ),
                ("tanpa keluarga miskin yang terjangkau", "without poor households that have access"),
            )
            for m in (1, 3, 5)
        ),
        *(
            _share(
                f"sumber_{role}", (f"Sumber: {names[0]}", f"Source: {names[1]}"),
                (
                    f"keluarga miskin yang menyebut sumber berperan {names[0]} / keluarga miskin yang menyebut sumber apa pun",
                    f"poor households that name a source of the role {role} / poor households that name any source",
                ),
            )
            for role, names in ROLES.items()
        ),
    ),
)  # fmt: skip
