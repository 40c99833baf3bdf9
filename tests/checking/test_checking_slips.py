"""The slips of real texts, in words of our own: each is found, with the arithmetic and the figure that would fit."""

from __future__ import annotations

import pytest

from simpul.checking import Severity, check, text_document
from simpul.checking.documents import Pair
from simpul.checking.finding import Finding

BOTH = pytest.mark.parametrize


def found(text: str) -> list[Finding]:
    return check([text_document(text)])


def codes(text: str) -> list[str]:
    return [each.code for each in found(text)]


def test_a_share_that_does_not_fit_is_told_with_both_remedies_and_how_sure_it_is() -> None:
    sentence = "Sebanyak 7 dari 15 peserta (87%) menyatakan sangat puas."
    (finding,) = found(f"# Evaluasi\n\nPeserta mengisi angket. {sentence} Sisanya puas.")
    assert finding == Finding(
        "share", Severity.error, finding.place, sentence,
        ("7/15 = 46,7 %, bukan 87 %; 13/15 = 86,7 %", "7/15 = 46.7%, not 87%; 13/15 = 86.7%"),
        ("46,7 %; atau 13 dari 15 (87 %)", "46.7%; or 13 of 15 (87%)"),
        (
            "n kecil; selang Wilson 95 %: 7 dari 15: 25–70 %; 13 dari 15: 62–96 %",
            "n is small; 95% Wilson interval: 7 of 15: 25–70%; 13 of 15: 62–96%",
        ),
    )  # fmt: skip
    assert finding.place.where == ("baris 3", "line 3")


@BOTH(
    ("text", "code", "arithmetic", "suggestion"),
    [
        # a lost "juta", told by the level in the sentence before
        ("Pengguna internet mencapai 202,6 juta jiwa. Jumlah itu meningkat 15,5 persen atau 27 jiwa dari tahun lalu.", "unit_lost", "15,5 % menuju 202,6 juta adalah 27,2 juta, bukan 27", "27 juta"),
        ("Penetrasinya 202,6 juta dari 274,9 juta penduduk, atau 73,3 persen.", "share", "202,6/274,9 = 73,7 %, bukan 73,3 %", "73,7 %"),
        ("Langkahnya (i) mendata, (ii) memilah, (iv) menyalurkan, dan (v) mencatat.", "numbering", "setelah (ii) langsung (iv)", "(iii): isi yang hilang, atau beri nomor ulang"),
        ("Kota membuka saluran pengaduan penyimpanan dana.", "spelling", "“penyimpanan” di sini mungkin “penyimpangan”", "penyimpangan"),
        ("Penduduk miskin di Kota Magelang 8,79% atau 10.630 ribu orang.", "population", "10.630.000 / 8,79 % = 120.932.878 penduduk, lebih dari tempat mana pun yang sejenis", "10.630 orang"),
        ("Jumlah penduduk kota 121.526 jiwa. Penduduk miskin 7,10 persen atau 865 jiwa.", "population", "865 / 7,10 % = 12.183 penduduk, bukan 121.526 penduduk yang disebut", "8.650 jiwa"),
        ("Rata-rata = Post 1 (3,4%) + Post 2 (3,5%) / 2 = 3,45%.", "formula", "tanpa kurung = 5,15; dengan kurung = 3,45", "(Post 1 (3,4%) + Post 2 (3,5%)) / 2 = 3,45%"),
        ("ER = suka + komentar + bagikan / pengikut × 100%.", "formula", "tanpa kurung hanya suku terakhir yang dibagi pengikut", "(suka + komentar + bagikan) / pengikut"),
        ("Biaya 300 x 2 = 900 rupiah.", "formula", "300 x 2 = 600, bukan 900", "600"),
        ("Dari 40 responden, 25 orang (52,5%) puas.", "share", "25/40 = 62,5 %, bukan 52,5 %; 21/40 = 52,5 %", "62,5 %; atau 21 dari 40 (52,5 %)"),
        ("Tujuh dari lima belas peserta (87 persen) sangat puas.", "share", "7/15 = 46,7 %, bukan 87 %; 13/15 = 86,7 %", "46,7 %; atau 13 dari 15 (87 %)"),
        ("Sebesar 87% (7 dari 15) sangat puas.", "share", "7/15 = 46,7 %, bukan 87 %; 13/15 = 86,7 %", "46,7 %; atau 13 dari 15 (87 %)"),
        ("Sebanyak 45 keluarga atau 30 persen dari 120 keluarga pindah.", "share", "45/120 = 37,5 %, bukan 30 %; 36/120 = 30,0 %", "37,5 %; atau 36 dari 120 (30 %)"),
        ("Aduan naik 23 persen dari 120 menjadi 158 aduan.", "growth", "|158 − 120| / 120 = 31,7 %, bukan 23 %", "31,7 %; atau menjadi 148"),
        ("Anggaran naik dari Rp950 juta menjadi Rp1,2 miliar, atau tumbuh 36 persen.", "growth", "|1.200.000.000 − 950.000.000| / 950.000.000 = 26,3 %, bukan 36 %", "26,3 %; atau menjadi 1.292.000.000"),
        ("Angka itu turun dari 7,10 persen menjadi 7,85 persen.", "direction", "7,85 lebih besar daripada 7,10", "naik dari 7,10 menjadi 7,85; atau dari 7,85 menjadi 7,10"),
        ("Angka itu turun 0,99 poin persen dari 7,10 persen menjadi 6,51 persen.", "growth", "6,51 − 7,10 = 0,59 poin, bukan 0,99", "0,59 poin persen"),
        ("Aduan meningkat dari 120 menjadi 148, atau bertambah 38 aduan.", "growth", "|148 − 120| = 28, bukan 38", "28"),
        ("Omzet naik tiga kali lipat dari Rp4 juta menjadi Rp8 juta.", "growth", "8 / 4 = 2,0 kali, bukan 3 kali", "2,0 kali"),
        ("Peserta 30 orang, terdiri dari 19 perempuan dan 21 laki-laki.", "sum", "19 + 21 = 40, bukan 30", "40; atau satu bagian lebih kecil 10"),
        ("Dari 96 keluarga, 81 keluarga aktif dan sisanya 25 keluarga belum.", "sum", "81 + 25 = 106, bukan 96", "106; atau satu bagian lebih kecil 10"),
        ("Ada 402 siswa SD, 251 siswa SMP, dan 161 siswa SMA sehingga totalnya 824 siswa.", "sum", "402 + 251 + 161 = 814, bukan 824", "814; atau satu bagian lebih besar 10"),
        ("Sebanyak 48% sangat puas, 44% puas, dan 11% tidak puas.", "percent_sum", "48 + 44 + 11 = 103 %, bukan 100 %", "satu bagian kurang 3 poin"),
        ("Bantuan Rp2,5 miliar (Rp250.000.000) disalurkan.", "unit_words", "Rp2,5 miliar = 2.500.000.000, sedangkan Rp250.000.000 = 250.000.000: berbeda 10 kali", "2.500.000.000 pada kedua tempat, atau 250.000.000 pada keduanya"),
        ("Tersedia 15 (lima puluh) kursi roda.", "spelled", "“15 (lima puluh)”: angka 15, huruf 50", "15 atau 50, sama pada angka dan huruf"),
        ("Pagu Rp12.450.00 ditetapkan.", "malformed_number", "12.450.00: kelompok ribuan harus tiga angka", "mungkin 1.245.000"),
        ("Selama lima tahun (2016–2018) kota menerima penghargaan.", "years", "2016–2018 adalah 3 tahun, bukan 5", "3 tahun"),
        ("Penghargaan diraih 2016–2018, yaitu 2015, 2016, dan 2017.", "years", "2016–2018 tidak sama dengan 2015, 2016, dan 2017 (baris 1): beda 2015, 2018", "2015, 2016, 2017 pada keduanya, atau 2016–2018"),
        ("Rapat diadakan pada Senin, 15 Mei 2024.", "date", "15 Mei 2024 adalah hari Rabu, bukan Senin", "Rabu"),
        ("Garis kemiskinan 2013 Rp210.050, 2014 Rp220.810, 2015 Rp288.573, 2016 Rp239.339, dan 2017 Rp250.100.", "outlier", "220.810 → 288.573 (2015) → 239.339: 30,7 % lalu -17,1 %, tahun lain 4,5 sampai 5,1 %", "periksa pada sumbernya; di antara tetangganya sekitar 229.888"),
    ],
)  # fmt: skip
def test_a_slip_is_found_with_the_figure_that_fits(
    text: str, code: str, arithmetic: str, suggestion: str
) -> None:
    assert [(each.code, each.arithmetic[0], each.suggestion[0]) for each in found(text)] == [
        (code, arithmetic, suggestion)
    ]


@BOTH(
    ("text", "code"),
    [
        ("Of 1,240 posts, only 93 posts (9.5%) mention aid.", "share"),
        ("A total of 13 of the 15 participants (78%) were satisfied.", "share"),
        ("Complaints rose from 120 to 150, an increase of 35 percent.", "growth"),
        ("The 42 participants, consisting of 24 officials and 28 residents, agreed.", "sum"),
        ("Average: Post 1 (3.4%) + Post 2 (3.5%) / 2 = 3.45%", "formula"),
    ],
)  # fmt: skip
def test_english_is_read_too(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_years_of_two_sentences_about_one_thing() -> None:
    text = "Penghargaan kota cerdas diraih pada 2015, 2016, dan 2017.\n\nPenghargaan kota cerdas itu diraih pada 2016–2018."
    assert codes(text) == ["years"]


def test_two_values_of_one_indicator_in_two_files_name_both_places() -> None:
    one = text_document(
        "Pada tahun 2017 persentase penduduk miskin Kota Magelang sebesar 7,85 persen.", "a.txt"
    )
    two = text_document("Angka kemiskinan Kota Magelang tahun 2017 sebesar 8,75 persen.", "b.txt")
    (finding,) = check([one, two])
    assert (finding.code, finding.place.file, [each.file for each in finding.also]) == (
        "conflict",
        "b.txt",
        ["a.txt"],
    )
    assert finding.arithmetic[0] == "2017: 8,75 di sini, 7,85 di a.txt, baris 1"
    assert finding.note[0] == "angkanya mungkin tertukar tempat"


@BOTH(
    "other",
    [
        "Angka kemiskinan Kota Magelang tahun 2018 sebesar 8,75 persen.",  # another year
        "Angka kemiskinan Jawa Tengah tahun 2017 sebesar 8,75 persen.",  # another place
        "Target angka kemiskinan Kota Magelang tahun 2017 ditetapkan sebesar 8,75 persen.",  # a target
        "Angka kemiskinan Kota Magelang tahun 2017 sekitar 8 persen.",  # about the same
    ],
)
def test_values_of_different_things_do_not_disagree(other: str) -> None:
    assert codes(f"Persentase penduduk miskin Kota Magelang tahun 2017 sebesar 7,85 persen. {other}") == []


def test_consistent_published_figures_are_left_alone() -> None:
    assert (
        codes(
            "Pada 2022 penduduk miskin Kota Magelang 7,10% (8.650 jiwa) dan miskin ekstrem 0,13% (163 jiwa)."
        )
        == []
    )
    assert codes("Penetrasinya 202,6 juta dari 274,9 juta penduduk, atau 73,7 persen.") == []


LONG = "Media sosial dipilih karena murah, cepat, dekat dengan warga, dan dapat dipakai bercakap dua arah setiap hari."


def test_a_sentence_pasted_twice() -> None:
    (finding,) = found(
        f"## Apa itu\n\n{LONG} Bab ini membahasnya.\n\n## Mengapa\n\n{LONG} Alasan lain menyusul."
    )
    assert (finding.code, finding.sentence, finding.arithmetic[0]) == (
        "repeated",
        LONG,
        "kalimat yang sama seperti di baris 3",
    )


def test_a_paragraph_pasted_and_touched_up_but_not_a_form_filled_anew() -> None:
    long = f"{LONG[:-1]}, termasuk oleh kader yang menyampaikan kabar kepada tetangga yang tidak memiliki telepon pintar di rumahnya"
    assert codes(f"{long} sendiri.\n\n{long} masing-masing.") == ["repeated"]
    assert codes(f"{long} di Kelurahan Melati 12 orang.\n\n{long} di Kelurahan Dahlia 15 orang.") == []


LIST = "\n\n## Referensi\n\nMergel, I. (2013). A framework for interpreting social media. GIQ, 30(4).\n\nSari, D. (2019). Kabar bagi warga. Jurnal Kota, 2(1)."


def test_cited_and_not_listed_listed_and_not_cited() -> None:
    text = "Jejaring itu penting (Wahyunengseh dan Hastjarjo, 2021). Menurut Mergel (2013), dialog jarang."
    told: list[tuple[str, Pair]] = [(each.code, each.arithmetic) for each in found(text + LIST)]
    assert told == [
        ("unlisted", ("“Wahyunengseh dan Hastjarjo, 2021” dirujuk, tidak ada di daftar", "“Wahyunengseh dan Hastjarjo, 2021” is cited, not in the list")),
        ("uncited", ("ada di daftar, tidak dirujuk dalam teks", "in the list, not cited in the text")),
    ]  # fmt: skip


def test_a_wrong_year_is_told_beside_the_year_of_the_list() -> None:
    (first, _) = found(f"Dialog jarang (Mergel, 2014). Kabar perlu dekat (Sari, 2019).{LIST}")
    assert (first.code, first.suggestion[0]) == ("unlisted", "daftar memuat penulis ini dengan tahun 2013")


def test_numbered_references() -> None:
    lists = "\n\n## Referensi\n\n1. Dinas Kesehatan Kota. Laporan balita. 2022.\n2. Lestari P. Peran kader. 2021.\n"
    assert codes(f"Gizi membaik [1] dan kader berperan [3].{lists}") == ["unlisted", "uncited"]
    assert codes(f"Gizi membaik [1] dan kader berperan [1, 2].{lists}") == []


def test_one_work_under_two_titles() -> None:
    entry = "\n\n## Referensi\n\nHastjarjo, S. (2022). Poverty communication of local government on {}. Jurnal Kota, 2(1)."
    text = "Hal ini telah diteliti (Hastjarjo, 2022)."
    one = text_document(text + entry.format("Facebook"), "a.md")
    two = text_document(text + entry.format("Social Media"), "b.md")
    assert [each.code for each in check([one, two])] == ["title"]
    assert check([one, text_document(text + entry.format("Facebook"), "b.md")]) == []


def test_a_number_that_could_be_either_is_told_once_where_marks_are_mixed() -> None:
    text = "Nilainya 3.4 dan 4.5, lalu 3,4 dan 4,5 serta 5,6; jumlahnya 1.234 dan 2.345."
    assert codes(text) == ["ambiguous_number", "mixed_marks", "mixed_marks"]
    assert codes("Nilainya 3,4 dan 4,5; jumlahnya 1.234 dan 2.345.") == []


def test_lists_by_lines_captions_and_headings_that_skip() -> None:
    assert codes("1. Satu hal\n2. Dua hal\n4. Empat hal\n") == ["numbering"]
    assert codes("Tabel 2.1 Penduduk kota\n\nIsinya begini.\n\nTabel 2.3 Rumah layak\n") == ["numbering"]
    assert codes("## 1.1 Latar\n\nIsi.\n\n## 1.2 Maksud\n\nIsi.\n\n## 1.4 Tujuan\n\nIsi.\n") == ["numbering"]
    assert codes("1. Satu hal\n1. Dua hal\n1. Tiga hal\n") == []  # Markdown that numbers by itself


def test_a_list_that_does_not_make_its_whole() -> None:
    items = "\n\n- 120 keluarga di utara\n- 130 keluarga di tengah\n- {} keluarga di selatan\n"
    assert codes("Bantuan diterima 320 keluarga, terdiri dari:" + items.format(80)) == ["sum"]
    assert codes("Bantuan diterima 320 keluarga, terdiri dari:" + items.format(70)) == []


@BOTH(
    "text",
    [
        "Peringkat kota naik dari 12 menjadi 8.",
        "Inflasi tahun 2022 sebesar 5,75 persen, sedangkan inflasi nasional tahun 2022 sebesar 5,51 persen.",
        "Pagu Rp1.000.000.000,00 (satu miliar rupiah) disediakan untuk 4 (empat) paket.",
        "Kota terdiri dari 3 kecamatan, 17 kelurahan, 193 RW, dan 1.045 RT.",
        "Sebanyak 12 dari 28 OPD (43 persen) aktif, naik dari 9 dari 28 OPD (32 persen).",
        "Angka 7,10% (Maret 2022) turun menjadi 6,11% (Maret 2023) atau turun 13,9 persen secara relatif.",
    ],
)
def test_right_sentences_that_look_wrong(text: str) -> None:
    assert codes(text) == []
