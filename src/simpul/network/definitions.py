"""What the figures of a whole network are called and mean, in Indonesian and English."""

from __future__ import annotations

from typing import NamedTuple

from simpul.network.figure import Figure
from simpul.network.words import Language, number


class Definition(NamedTuple):
    name: tuple[str, str]
    means: tuple[str, str]


class Row(NamedTuple):
    name: str
    value: str
    error: str
    means: str


DEFINITIONS = {
    "nodes": Definition(("Simpul", "Nodes"), ("yang punya hubungan", "that have a tie")),
    "ties": Definition(("Hubungan", "Ties"), ("pasangan berarah yang berbeda", "different directed pairs")),
    "isolates": Definition(("Terpencil", "Isolates"), ("bagian aktor tanpa hubungan sama sekali", "share of actors without any tie")),
    "density": Definition(("Kepadatan", "Density"), ("hubungan / pasangan berarah yang mungkin", "ties / possible directed pairs")),
    "reciprocity_pairs": Definition(("Ketimbalbalikan pasangan", "Reciprocity of pairs"), ("pasangan yang saling / pasangan yang berhubungan", "mutual pairs / tied pairs")),
    "reciprocity_edges": Definition(("Ketimbalbalikan hubungan", "Reciprocity of ties"), ("hubungan yang dibalas / hubungan", "ties that are returned / ties")),
    "components": Definition(("Bagian terpisah", "Components"), ("bagian yang tidak tersambung satu sama lain", "parts that are not joined to each other")),
    "largest_component": Definition(("Bagian terbesar", "Largest component"), ("bagian simpul di dalamnya", "share of the nodes that are in it")),
    "transitivity": Definition(("Transitivitas", "Transitivity"), ("segitiga tertutup / semua pasangan tetangga", "closed triples / triples")),
    "degree_assortativity": Definition(("Kesamaan derajat", "Degree assortativity"), ("korelasi jumlah hubungan di kedua ujung, arah diabaikan", "correlation of the numbers of ties at both ends, direction ignored")),
    "centralisation_in": Definition(("Pemusatan masuk", "Centralisation in"), ("1: semua menuju satu simpul; 0: merata (Freeman)", "1: all turn to one node; 0: all are equal (Freeman)")),
    "centralisation_out": Definition(("Pemusatan keluar", "Centralisation out"), ("1: semua berasal dari satu simpul; 0: merata (Freeman)", "1: all comes from one node; 0: all are equal (Freeman)")),
    "centralisation_betweenness": Definition(("Pemusatan keantaraan", "Centralisation of betweenness"), ("1: semua jalan melewati satu simpul (Freeman)", "1: all ways lead through one node (Freeman)")),
    "articulation_points": Definition(("Titik potong", "Articulation points"), ("bagian simpul yang bila hilang memisahkan yang lain", "share of nodes whose loss parts others")),
    "bridges": Definition(("Jembatan", "Bridges"), ("bagian hubungan yang bila hilang memisahkan jejaring", "share of ties whose loss parts the network")),
    "communities": Definition(("Kelompok", "Communities"), ("menurut Leiden, kesepakatan banyak benih", "by Leiden, the consensus of many seeds")),
    "modularity": Definition(("Modularitas", "Modularity"), ("bobot di dalam kelompok di atas harapan (Newman)", "weight inside communities beyond expectation (Newman)")),
    "agreement": Definition(("Kesepakatan benih", "Agreement of seeds"), ("indeks Rand tersesuaikan antarbenih; 1: selalu sama", "adjusted Rand index between seeds; 1: always the same")),
    "ei": Definition(("Indeks E-I", "E-I index"), ("(luar − dalam) / semua hubungan, −1 tertutup … 1 terbuka", "(external − internal) / all ties, −1 closed … 1 open")),
    "assortativity": Definition(("Kesamaan kelompok", "Assortativity"), ("1: hubungan hanya di dalam; 0: seperti kebetulan (Newman)", "1: ties stay inside; 0: as by chance (Newman)")),
}  # fmt: skip
SAMPLED = {"centralisation_betweenness": "betweenness_error"}
EXACT = ("eksak", "exact")


def told(summary: dict[str, Figure], language: Language) -> list[Row]:
    """Each figure with its name, its definition and how far it may be off: counted of what, ± where sampled, else exact."""
    at = 0 if language == "id" else 1
    rows = []
    for key, figure in summary.items():
        stem, _, attribute = key.partition("_") if key.startswith(("ei_", "assortativity_")) else (key, "", "")  # fmt: skip
        definition = DEFINITIONS.get(stem)
        if definition is None:
            continue
        name = f"{definition.name[at]} ({attribute})" if attribute else definition.name[at]
        value = None if figure.value is None else int(figure.value) if figure.value == int(figure.value) and key in ("nodes", "ties", "components", "communities") else figure.value  # fmt: skip
        bound = summary.get(SAMPLED.get(key, ""))
        error = f"± {number(bound.value, language)}" if bound and bound.value else EXACT[at]
        if figure.numerator is not None and figure.denominator is not None:
            of = [int(each) if float(each).is_integer() else each for each in (figure.numerator, figure.denominator)]  # fmt: skip
            error = f"{number(of[0], language)} / {number(of[1], language)}"
        rows.append(Row(name, number(value, language), "–" if value is None else error, definition.means[at]))
    return rows
