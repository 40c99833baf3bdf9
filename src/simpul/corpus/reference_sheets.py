"""The sheets of the reference workbook: their columns, and an invented example row of each."""

from __future__ import annotations

from simpul.corpus.forms import Column, Form

SOURCE = Column("source", "sumber", "text", "Dari mana keterangan ini: dokumen, dinas, atau tautan.")
DATE = Column("date", "tanggal", "date", "Tanggal keterangan ini berlaku atau diambil.")

CITY_SHEET = Form(
    "city", "kota", "Kota yang dipelajari: satu baris.",
    (
        Column("name", "nama", "text", "Nama kota atau kabupaten.", required=True),
        Column("place", "kode", "place", "Kode Kemendagri, mis. 99.71.", required=True),
        SOURCE, DATE,
    ),
    ("Kota Arumsari", "99.71", "Kepmendagri (contoh)", "2026-01-05"),
)  # fmt: skip
PLACES_SHEET = Form(
    "places", "tempat", "Kota, kecamatan, dan kelurahan dengan nama lain dan jumlah penduduknya.",
    (
        Column("code", "kode", "place", "Kode Kemendagri: 99.71 kota, 99.71.01 kecamatan, 99.71.01.1001 kelurahan.", required=True),
        Column("name", "nama", "text", "Nama resmi.", required=True),
        Column("kind", "jenis", "choice", "Kosongkan bila mengikuti kodenya.", vocabulary="place_kind"),
        Column("aliases", "nama lain", "names", "Nama kampung atau sebutan lain, dipisah tanda | atau ;"),
        Column("population", "penduduk", "count", "Jumlah jiwa."),
        Column("poor", "penduduk miskin", "count", "Jumlah jiwa miskin."),
        Column("year", "tahun", "year", "Tahun angka penduduk."),
        Column("valid_from", "berlaku sejak", "date", "Kosongkan bila sejak dahulu."),
        Column("valid_to", "berlaku sampai", "date", "Kosongkan bila masih berlaku."),
        SOURCE, DATE,
    ),
    (
        "99.71.01.1001", "Kembangsari", "Kelurahan", "Kampung Gading; Sari Wetan", "7420", "615", "2025", "", "",
        "Kota Arumsari Dalam Angka 2025 (contoh)", "2026-01-05",
    ),
)  # fmt: skip
REGISTER_SHEET = Form(
    "accounts", "akun", "Akun resmi dan akun lembaga. Akun warga tidak dicatat di sini.",
    (
        Column("platform", "platform", "choice", "Jejaring tempat akun ini.", required=True, vocabulary="platform"),
        Column("handle", "akun", "handle", "Nama akun tanpa @, atau tautan profilnya.", required=True),
        Column("name", "nama", "text", "Nama yang tampil."),
        Column("kind", "jenis", "choice", "Milik siapa akun ini.", required=True, vocabulary="account_kind"),
        Column("agency", "opd", "text", "Kode atau nama OPD seperti di lembar opd."),
        Column("pillar", "pilar", "choice", "Kosongkan bila mengikuti jenisnya.", vocabulary="pillar"),
        Column("place", "tempat", "place", "Kode atau nama wilayah yang dilayani."),
        Column("admin", "admin", "text", "Jabatan petugas pengelola; kosongkan bila belum ada."),
        Column("decree", "sk", "text", "Nomor surat penunjukan admin; kosongkan bila belum ada."),
        Column("opened", "dibuka", "date", "Tanggal akun dibuka."),
        Column("valid_from", "berlaku sejak", "date", "Sejak kapan akun ini milik lembaga tersebut."),
        Column("valid_to", "berlaku sampai", "date", "Kosongkan bila masih dipakai."),
        SOURCE, DATE,
    ),
    (
        "Instagram", "dinsos_arumsari", "Dinas Sosial Kota Arumsari", "OPD", "dinsos", "Pemerintah", "99.71",
        "Pranata humas", "SK 480/12/2025", "2019-03-04", "2019-03-04", "", "Daftar akun OPD (contoh)", "2026-01-05",
    ),
)  # fmt: skip
AGENCIES_SHEET = Form(
    "agencies", "opd", "Organisasi perangkat daerah dan urusan yang dipegangnya.",
    (
        Column("code", "kode", "text", "Singkatan yang tetap, mis. dinsos.", required=True),
        Column("name", "nama", "text", "Nama lengkap.", required=True),
        Column("urusan", "urusan", "codes", "Kode urusan, dipisah titik koma, mis. 1.06; 2.09"),
        SOURCE, DATE,
    ),
    ("dinsos", "Dinas Sosial", "1.06", "Perda susunan perangkat daerah (contoh)", "2026-01-05"),
)  # fmt: skip
PLAN_SHEET = Form(
    "plan", "rencana", "Urutan isu dalam dokumen perencanaan, untuk dibandingkan dengan percakapan.",
    (
        Column("issue", "isu", "choice", "Isu menurut buku kode.", required=True, vocabulary="issue"),
        Column("rank", "peringkat", "count", "1 = paling utama.", required=True),
        Column("document", "dokumen", "text", "Nama dokumen."),
        Column("year", "tahun", "year", "Tahun dokumen."),
        SOURCE, DATE,
    ),
    ("Kemiskinan dan kesejahteraan", "1", "RPJMD Kota Arumsari (contoh)", "2025", "Bappeda (contoh)", "2026-01-05"),
)  # fmt: skip
OFFERS_SHEET = Form(
    "offers", "tawaran", "Tawaran dunia usaha dalam forum TJSLP.",
    (
        Column("company", "perusahaan", "text", "Nama perusahaan.", required=True),
        Column("menu_item", "menu", "text", "Bantuan yang ditawarkan, mis. beasiswa, perbaikan rumah.", required=True),
        Column("place", "tempat", "place", "Kode atau nama wilayah; kosongkan bila seluruh kota."),
        Column("amount", "nilai", "amount", "Nilai dalam rupiah."),
        DATE, SOURCE,
    ),
    ("PT Batik Arumsari", "Beasiswa anak putus sekolah", "99.71.01.1001", "25000000", "2026-02-10", "Forum TJSLP (contoh)"),
)  # fmt: skip
POPULATION_SHEET = Form(
    "population", "keluarga", "Jumlah keluarga dan keluarga miskin menurut kelurahan dan kelompok.",
    (
        Column("place", "tempat", "place", "Kode atau nama kelurahan.", required=True, vocabulary="village"),
        Column("group", "kelompok", "choice", "Semua keluarga, atau satu kelompok.", required=True, vocabulary="group"),
        Column("families", "keluarga", "count", "Jumlah keluarga."),
        Column("poor", "keluarga miskin", "count", "Jumlah keluarga miskin."),
        Column("year", "tahun", "year", "Tahun angka ini."),
        SOURCE, DATE,
    ),
    ("99.71.01.1001", "Lanjut usia", "410", "97", "2025", "Dinas Sosial (contoh)", "2026-01-05"),
)  # fmt: skip
SHEETS = (
    CITY_SHEET,
    PLACES_SHEET,
    POPULATION_SHEET,
    REGISTER_SHEET,
    AGENCIES_SHEET,
    PLAN_SHEET,
    OFFERS_SHEET,
)
