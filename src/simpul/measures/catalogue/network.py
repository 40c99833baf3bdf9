"""Figures of the network, computed by `simpul.network` on one machine and handed over as findings."""

from __future__ import annotations

from simpul.measures.measure import Family, Measure, Words

WASSERMAN = "Wasserman & Faust 1994, Social Network Analysis"
NODEXL = "NodeXL; docs: two definitions that differ"
TOO_SMALL = ("pada jaringan tanpa hubungan", "in a network without ties")
WHOLE = ("corpus",)
NAMED = ("account",)


def _figure(
    id: str, names: Words, unit: str, formula: str, source: str, subjects: tuple[str, ...], undefined: Words = TOO_SMALL
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
            "number of accounts and people with at least one tie", WASSERMAN, WHOLE,
        ),
        _figure(
            "ties", ("Hubungan", "Ties"), "ties",
            "number of different directed pairs with a tie", WASSERMAN, WHOLE,
        ),
        _figure(
            "density", ("Kepadatan", "Density"), "percent",
            "100 · m / (n · (n − 1)), directed, without loops and repeated ties", WASSERMAN, WHOLE,
        ),
        _figure(
            "reciprocity_pairs", ("Timbal balik (pasangan)", "Reciprocity (pairs)"), "percent",
            "100 · pairs tied both ways / pairs tied at all", NODEXL, WHOLE,
        ),
        _figure(
            "reciprocity_edges", ("Timbal balik (hubungan)", "Reciprocity (ties)"), "percent",
            "100 · ties that are returned / ties", NODEXL, WHOLE,
        ),
        _figure(
            "ei_index", ("Indeks E-I", "E-I index"), "index",
            "(ties between groups − ties within groups) / ties, −1 closed to 1 open; groups = pillars",
            "Krackhardt & Stern 1988, Social Psychology Quarterly 51", WHOLE,
            ("tanpa hubungan antaraktor yang pilarnya diketahui", "without ties among actors of known pillar"),
        ),
        _figure(
            "components", ("Komponen", "Components"), "groups",
            "number of weakly connected components", WASSERMAN, WHOLE,
        ),
        _figure(
            "largest_component", ("Komponen terbesar", "Largest component"), "percent",
            "100 · actors in the largest weakly connected component / actors", WASSERMAN, WHOLE,
        ),
        _figure(
            "communities", ("Komunitas", "Communities"), "groups",
            "number of groups found by Leiden with resolution 1", "Traag, Waltman & van Eck 2019", WHOLE,
        ),
        _figure(
            "modularity", ("Modularitas", "Modularity"), "index",
            "Q = Σ over groups of (inside / m − (degree / 2m)²), undirected", "Newman & Girvan 2004", WHOLE,
        ),
        _figure(
            "degree_in", ("Derajat masuk", "In-degree"), "actors",
            "number of different actors with a tie to the account", WASSERMAN, NAMED,
        ),
        _figure(
            "degree_out", ("Derajat keluar", "Out-degree"), "actors",
            "number of different actors that the account has a tie to", WASSERMAN, NAMED,
        ),
        _figure(
            "betweenness", ("Keperantaraan", "Betweenness"), "index",
            "share of shortest paths between pairs of others that run through the account, over (n − 1)(n − 2) pairs",
            "Freeman 1977; Brandes 2001", NAMED,
        ),
        _figure(
            "pagerank", ("PageRank", "PageRank"), "index",
            "probability of a walker who follows ties and restarts with probability 0.15", "Brin & Page 1998", NAMED,
        ),
        _figure(
            "core", ("Inti-k", "k-core"), "index",
            "largest k for which the account belongs to the k-core, undirected", "Seidman 1983", NAMED,
        ),
    ),
)  # fmt: skip
