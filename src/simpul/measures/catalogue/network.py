"""Figures of the network, computed by `simpul.network` on one machine and handed over as findings."""

from __future__ import annotations

from simpul.measures.measure import Family, Measure, Words
from simpul.measures.sources import cited

WASSERMAN = cited("Wasserman & Faust 1994, Social Network Analysis")
NODEXL = cited("NodeXL", ("; panduannya: dua definisi yang berbeda", "; docs: two definitions that differ"))
FREEMAN = cited("Freeman 1979, Social Networks 1")
BURT = cited("Burt 1992, Structural Holes")
GOULD = cited(
    "Gould & Fernandez 1989, Sociological Methodology 19", ("; kelompok = pilar", "; groups = pillars")
)
TOO_SMALL = ("pada jaringan tanpa hubungan", "in a network without ties")
WHOLE = ("corpus",)
NAMED = ("account",)


def _figure(
    id: str, names: Words, unit: str, formula: Words, source: Words, subjects: tuple[str, ...], undefined: Words = TOO_SMALL
) -> Measure:  # fmt: skip
    return Measure(
        id=id, names=names, unit=unit, formula=formula, source=source, undefined=undefined, subjects=subjects
    )


FAMILY = Family(
    id="jejaring",
    order=9,
    names=("Jejaring", "Network"),
    measures=(
        _figure(
            "nodes", ("Aktor", "Actors"), "actors",
            (
                "jumlah akun dan orang dengan sedikitnya satu hubungan",
                "number of accounts and people with at least one tie",
            ),
            WASSERMAN, WHOLE,
        ),
        _figure(
            "ties", ("Hubungan", "Ties"), "ties",
            (
                "jumlah pasangan berarah berbeda yang berhubungan",
                "number of different directed pairs with a tie",
            ),
            WASSERMAN, WHOLE,
        ),
        _figure(
            "density", ("Kepadatan", "Density"), "percent",
            (
                "100 · m / (n · (n − 1)), berarah, tanpa hubungan ke diri sendiri dan hubungan berulang; m = hubungan, n = aktor",
                "100 · m / (n · (n − 1)), directed, without loops and repeated ties; m = ties, n = actors",
            ),
            WASSERMAN, WHOLE,
        ),
        _figure(
            "reciprocity_pairs", ("Timbal balik (pasangan)", "Reciprocity (pairs)"), "percent",
            (
                "100 · pasangan yang berhubungan dua arah / pasangan yang berhubungan",
                "100 · pairs tied both ways / pairs tied at all",
            ),
            NODEXL, WHOLE,
        ),
        _figure(
            "reciprocity_edges", ("Timbal balik (hubungan)", "Reciprocity (ties)"), "percent",
            ("100 · hubungan yang berbalas / hubungan", "100 · ties that are returned / ties"),
            NODEXL, WHOLE,
        ),
        _figure(
            "ei_index", ("Indeks E-I", "E-I index"), "index",
            (
                "(hubungan antarkelompok − hubungan di dalam kelompok) / hubungan, −1 tertutup sampai 1 terbuka; kelompok = pilar",
                "(ties between groups − ties within groups) / ties, −1 closed to 1 open; groups = pillars",
            ),
            cited("Krackhardt & Stern 1988, Social Psychology Quarterly 51"), WHOLE,
            (
                "tanpa hubungan antaraktor yang pilarnya diketahui",
                "without ties among actors of known pillar",
            ),
        ),
        _figure(
            "components", ("Komponen", "Components"), "groups",
            ("jumlah komponen yang terhubung lemah", "number of weakly connected components"),
            WASSERMAN, WHOLE,
        ),
        _figure(
            "largest_component", ("Komponen terbesar", "Largest component"), "percent",
            (
                "100 · aktor di komponen terhubung lemah yang terbesar / aktor",
                "100 · actors in the largest weakly connected component / actors",
            ),
            WASSERMAN, WHOLE,
        ),
        _figure(
            "communities", ("Komunitas", "Communities"), "groups",
            (
                "jumlah kelompok yang ditemukan algoritma Leiden dengan resolusi 1",
                "number of groups found by Leiden with resolution 1",
            ),
            cited("Traag, Waltman & van Eck 2019"), WHOLE,
        ),
        _figure(
            "modularity", ("Modularitas", "Modularity"), "index",
            (
                "Q = Σ atas kelompok dari (hubungan di dalam / m − (derajat / 2m)²), tak berarah; semuanya menurut bobot hubungan, m = jumlahnya",
                "Q = Σ over groups of (inside / m − (degree / 2m)²), undirected; all by the weight of ties, m = its sum",
            ),
            cited("Newman & Girvan 2004"), WHOLE,
        ),
        _figure(
            "isolates", ("Akun tanpa hubungan", "Isolates"), "percent",
            (
                "100 · akun atau orang yang dikenal tanpa hubungan / semua yang dikenal",
                "100 · known accounts or people without a tie / all known",
            ),
            WASSERMAN, WHOLE,
        ),
        _figure(
            "centralisation_in", ("Pemusatan masuk", "Centralisation in"), "index",
            (
                "Σ(derajat masuk terbesar − derajat masuk) / nilai terbesar jumlah itu yang mungkin pada n aktor",
                "Σ(largest in-degree − in-degree) / the largest such sum that n actors can have",
            ),
            FREEMAN, WHOLE,
        ),
        _figure(
            "centralisation_out", ("Pemusatan keluar", "Centralisation out"), "index",
            (
                "Σ(derajat keluar terbesar − derajat keluar) / nilai terbesar jumlah itu yang mungkin pada n aktor",
                "Σ(largest out-degree − out-degree) / the largest such sum that n actors can have",
            ),
            FREEMAN, WHOLE,
        ),
        _figure(
            "centralisation_betweenness", ("Pemusatan keperantaraan", "Centralisation of betweenness"), "index",
            (
                "Σ(keperantaraan terbesar − keperantaraan) / nilai terbesar jumlah itu yang mungkin pada n aktor",
                "Σ(largest betweenness − betweenness) / the largest such sum that n actors can have",
            ),
            FREEMAN, WHOLE,
        ),
        _figure(
            "degree_in", ("Derajat masuk", "In-degree"), "actors",
            (
                "jumlah aktor berbeda yang punya hubungan ke akun",
                "number of different actors with a tie to the account",
            ),
            WASSERMAN, NAMED,
        ),
        _figure(
            "degree_out", ("Derajat keluar", "Out-degree"), "actors",
            (
                "jumlah aktor berbeda yang dituju hubungan dari akun",
                "number of different actors that the account has a tie to",
            ),
            WASSERMAN, NAMED,
        ),
        _figure(
            "betweenness", ("Keperantaraan", "Betweenness"), "index",
            (
                "porsi jalur terpendek antara pasangan aktor lain yang melewati akun, atas (n − 1)(n − 2) pasangan; n = aktor",
                "share of shortest paths between pairs of others that run through the account, over (n − 1)(n − 2) pairs; n = actors",
            ),
            cited("Freeman 1977; Brandes 2001"), NAMED,
        ),
        _figure(
            "pagerank", ("PageRank", "PageRank"), "index",
            (
                "peluang pejalan acak berada di akun ini; ia mengikuti hubungan dan memulai ulang dengan peluang 0,15",
                "probability of a walker who follows ties and restarts with probability 0.15",
            ),
            cited("Brin & Page 1998"), NAMED,
        ),
        _figure(
            "core", ("Inti-k", "k-core"), "index",
            (
                "k terbesar yang membuat akun masih termasuk inti-k, tak berarah",
                "largest k for which the account belongs to the k-core, undirected",
            ),
            cited("Seidman 1983"), NAMED,
        ),
        _figure(
            "closeness", ("Kedekatan", "Closeness"), "index",
            (
                "aktor tercapai / Σ langkah ke mereka, dikalikan porsi aktor yang tercapai",
                "actors reached / Σ steps to them, times the share of actors reached",
            ),
            cited("Freeman 1979; Wasserman & Faust 1994"), NAMED,
        ),
        _figure(
            "eigenvector", ("Keutamaan (eigenvector)", "Eigenvector centrality"), "index",
            (
                "skor yang sebanding dengan skor mereka yang terhubung dengannya",
                "score in proportion to the scores of those tied to it",
            ),
            cited("Bonacich 1972"), NAMED,
        ),
        _figure(
            "constraint", ("Kekangan", "Constraint"), "index",
            (
                "Σ atas tetangga j dari (p_ij + Σ_q p_iq p_qj)², rendah: terbuka ke banyak lingkaran; p_ij = porsi j dalam bobot hubungan i, q = aktor lain",
                "Σ over neighbours j of (p_ij + Σ_q p_iq p_qj)², low: open to many circles; p_ij = share of j in the weights of i's ties, q = any other actor",
            ),
            BURT, NAMED,
        ),
        _figure(
            "effective_size", ("Ukuran efektif", "Effective size"), "index",
            (
                "jumlah tetangga dikurangi rata-rata jumlah hubungan tiap tetangga dengan tetangga lainnya",
                "neighbours less their mean number of ties among themselves",
            ),
            BURT, NAMED,
        ),
        _figure(
            "coordinator", ("Peran: Koordinator", "Role: Coordinator"), "index",
            (
                "jalur dua hubungan, tanpa hubungan langsung, dari satu aktor sepilar ke aktor sepilar lain, lewat akun dari pilar yang sama",
                "ways of two ties, without a direct one, from one of its own pillar to another of it, through the account of the same pillar",
            ),
            GOULD, NAMED,
        ),
        _figure(
            "itinerant", ("Peran: Konsultan", "Role: Consultant"), "index",
            (
                "jalur dua hubungan, tanpa hubungan langsung, antara dua aktor dari satu pilar, lewat akun dari pilar lain",
                "ways of two ties, without a direct one, from one to another of one pillar, through the account of another pillar",
            ),
            GOULD, NAMED,
        ),
        _figure(
            "gatekeeper", ("Peran: Penjaga gerbang", "Role: Gatekeeper"), "index",
            (
                "jalur dua hubungan, tanpa hubungan langsung, dari pilar lain ke pilar akun sendiri",
                "ways of two ties, without a direct one, from another pillar to the account's own",
            ),
            GOULD, NAMED,
        ),
        _figure(
            "representative", ("Peran: Wakil", "Role: Representative"), "index",
            (
                "jalur dua hubungan, tanpa hubungan langsung, dari pilar akun sendiri ke pilar lain",
                "ways of two ties, without a direct one, from the account's own pillar to another",
            ),
            GOULD, NAMED,
        ),
        _figure(
            "liaison", ("Peran: Penghubung", "Role: Liaison"), "index",
            (
                "jalur dua hubungan, tanpa hubungan langsung, dari satu pilar ke pilar lain, lewat akun dari pilar ketiga",
                "ways of two ties, without a direct one, from one pillar to another, through the account of a third",
            ),
            GOULD, NAMED,
        ),
    ),
)  # fmt: skip
