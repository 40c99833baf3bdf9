"""What pictures and pages of a network say, in Indonesian and English, and how either writes numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

Language = Literal["id", "en"]
Say = Callable[..., str]

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
WORDS = {
    "title": ("Jejaring {name}", "Network of {name}"),
    "counts": (
        "{nodes} simpul · {ties} hubungan · {groups} kelompok",
        "{nodes} nodes · {ties} ties · {groups} groups",
    ),
    "hidden": (
        "ditampilkan {shown} simpul dengan hubungan terbanyak",
        "shown: the {shown} nodes with most ties",
    ),
    "groups": ("Kelompok", "Groups"),
    "count": ("{n}", "{n}"),
    "group": ("Kelompok {number}", "Group {number}"),
    "others": ("{count} kelompok kecil lain", "{count} smaller groups"),
    "size": ("Luas lingkaran: jumlah hubungan", "Area of a circle: number of ties"),
    "tie_arrow": ("Panah: dari siapa ke siapa", "Arrow: from whom to whom"),
    "tie_line": ("Garis: hubungan, dua arah disatukan", "Line: a tie, both directions as one"),
    "tie_bundle": (
        "Pita: jumlah hubungan antarkelompok; garis tipis: hubungan yang digabung menurut letak",
        "Bands: ties between groups; thin lines: ties pooled by place",
    ),
    "households": (
        "Persegi: keluarga, hanya sebagai kelompok lima atau lebih",
        "Squares: families, only as groups of five or more",
    ),
    "household_group": ("{n} keluarga", "{n} families"),
    "poor_group": ("{n} keluarga miskin", "{n} poor families"),
    "named": (
        "Nama: {count} simpul terpenting yang boleh disebut",
        "Names: the {count} most tied nodes that may be named",
    ),
    "page_counts": ("{nodes} simpul · {ties} hubungan", "{nodes} nodes · {ties} ties"),
    "page_lines": ("{shown} hubungan terberat", "the {shown} heaviest ties"),
    "page_tools": ("Cari dan atur", "Search and settings"),
    "page_search": ("Cari nama", "Search a name"),
    "page_colour": ("Warna menurut", "Colour by"),
    "page_size": ("Besar menurut", "Size by"),
    "page_whole": ("Kembali ke seluruh jejaring", "Back to the whole network"),
    "page_in": ("Perbesar", "Zoom in"),
    "page_out": ("Perkecil", "Zoom out"),
    "page_fit": ("Tampilkan semua", "Show all"),
    "page_legend": ("Keterangan warna", "Meaning of colours"),
    "page_keys": (
        "Papan ketik, setelah gambar dipilih: panah menggeser, + dan − memperbesar, 0 menampilkan semua, n dan p ke simpul "
        "berikut dan sebelumnya, Enter melihat sekitarnya, Esc kembali.",
        "Keyboard, with the picture in focus: arrows move, + and − zoom, 0 shows all, n and p go to the next and previous node, "
        "Enter shows what is around it, Esc goes back.",
    ),
    "page_table": (
        "Tabel: {count} simpul dengan hubungan terbanyak",
        "Table: the {count} nodes with most ties",
    ),
    "page_name": ("Nama", "Name"),
    "page_group": ("Kelompok", "Group"),
    "page_others": ("lainnya", "others"),
    "page_unnamed": ("tanpa nama", "not named"),
    "page_household": ("kelompok keluarga", "group of families"),
    "page_ego": ("Lihat sekitarnya", "Show what is around"),
    "page_close": ("Tutup", "Close"),
    "page_noscript": (
        "Gambar ini memerlukan JavaScript; tabel di bawah memuat angka yang sama.",
        "The picture needs JavaScript; the table below has the same figures.",
    ),
    "measure_ties": ("hubungan", "ties"),
    "measure_degree_in": ("hubungan masuk", "ties in"),
    "measure_degree_out": ("hubungan keluar", "ties out"),
    "measure_betweenness": ("keantaraan", "betweenness"),
    "measure_pagerank": ("PageRank", "PageRank"),
    "measure_harmonic": ("kedekatan harmonik", "harmonic closeness"),
    "measure_constraint": ("kendala (Burt)", "constraint (Burt)"),
    "measure_core": ("inti", "core"),
    "measure_collective_influence": ("pengaruh kolektif", "collective influence"),
    "measure_stability": ("kemantapan kelompok", "stability of its group"),
    "groups_lead": (
        "{shown} kelompok terbesar dari {groups}, anggota dan kata utamanya, dan hubungan di antaranya",
        "The {shown} largest of {groups} groups, their main members and words, and the ties between them",
    ),
    "groups_told": (
        "{members} simpul · {inside} hubungan di dalam, {outside} ke luar atau dari luar · kemantapan {stability}",
        "{members} nodes · {inside} ties inside, {outside} to or from outside · stability {stability}",
    ),
    "groups_degree_in": ("Paling banyak dituju", "Most turned to"),
    "groups_betweenness": ("Paling di antara", "Most in between"),
    "groups_nobody": ("Tidak ada yang boleh disebut namanya.", "Nobody may be named."),
    "groups_words": ("Kata", "Words"),
    "groups_hashtags": ("Tagar", "Hashtags"),
    "groups_links": ("Tautan", "Links"),
    "groups_matrix": ("Hubungan antarkelompok", "Ties between groups"),
    "groups_matrix_means": (
        "Jumlah pasangan berarah, dari baris ke kolom; makin gelap, makin besar bagiannya dari hubungan yang berasal dari kelompok itu.",
        "Directed pairs, from row to column; the darker, the larger the share of the ties that come from that group.",
    ),
    "groups_from": ("Dari \\ ke", "From \\ to"),
    "groups_whole": ("Seluruh jejaring", "The whole network"),
    "groups_figure": ("Angka", "Figure"),
    "groups_value": ("Nilai", "Value"),
    "groups_error": ("Ketelitian", "Accuracy"),
    "groups_means": ("Artinya", "Meaning"),
    "source": ("Sumber: {source}", "Source: {source}"),
    "made": ("Dibuat {day} dengan Simpul", "Made on {day} with Simpul"),
    "empty": ("Tidak ada simpul untuk digambar", "There is no node to draw"),
    "described": (
        "Gambar jejaring: {nodes} simpul, {ties} hubungan. Kelompok terbesar: {largest}.",
        "Picture of a network: {nodes} nodes, {ties} ties. Largest groups: {largest}.",
    ),
}


def speaker(language: Language) -> Say:
    """A function `say(key, **values)`; numbers among the values are written as the language does."""

    def say(key: str, /, **values: Any) -> str:
        words = WORDS[key][0 if language == "id" else 1]
        return words.format(**{name: number(value, language) for name, value in values.items()})

    return say


def number(value: Any, language: Language, digits: int = 3) -> str:
    """Counts with separators, other numbers to so many significant digits, undefined as a dash; text as it is."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    short = float(f"{value:.{digits}g}")
    places = max(0, digits - 1 - math.floor(math.log10(abs(short)))) if short else 0
    told = f"{value:,}" if isinstance(value, int) else f"{short:,.{places}f}"
    if "." in told:
        told = told.rstrip("0").rstrip(".")
    return told if language == "en" else told.translate(str.maketrans(",.", ".,"))


def day(when: date, language: Language) -> str:
    return f"{when.day} {MONTHS[language][when.month - 1]} {when.year}"
