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
        Column("matched", "dicocokkan", "date", "Tanggal tawaran dicocokkan dengan kebutuhan; kosongkan bila belum."),
        Column("delivered", "diserahkan", "date", "Tanggal bantuan diserahkan; kosongkan bila belum."),
        Column("proof", "bukti", "text", "Nomor berita acara atau tanda terima; kosongkan bila belum ada."),
    ),
    (
        "PT Batik Arumsari", "Beasiswa anak putus sekolah", "99.71.01.1001", "25000000", "2026-02-10", "Forum TJSLP (contoh)",
        "2026-02-20", "2026-03-05", "BAST 12/2026",
    ),
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
PROGRAMMES_SHEET = Form(
    "programmes", "program", "Indikator program OPD: mana yang untuk warga miskin, kebutuhan mana yang dijawab, target, dan capaian.",
    (
        Column("agency", "opd", "text", "Kode OPD seperti di lembar opd.", required=True),
        Column("programme", "program", "text", "Nama program atau kegiatan.", required=True),
        Column("indicator", "indikator", "text", "Indikator kinerjanya.", required=True),
        Column("pro_poor", "untuk warga miskin", "choice", "Ya bila sasarannya warga miskin atau rentan.", vocabulary="yes_no"),
        Column("need", "kebutuhan", "choice", "Kebutuhan yang dijawab, menurut daftar kebutuhan.", vocabulary="need"),
        Column("target", "target", "figure", "Target tahun itu, dalam satuan indikatornya."),
        Column("achieved", "capaian", "figure", "Capaian tahun itu, dalam satuan yang sama."),
        Column("year", "tahun", "year", "Tahun target dan capaian."),
        SOURCE, DATE,
    ),
    (
        "dinsos", "Program perlindungan dan jaminan sosial", "Keluarga miskin yang menerima bantuan", "Ya",
        "Pangan", "1200", "900", "2025", "Renja Dinas Sosial (contoh)", "2026-01-05",
    ),
)  # fmt: skip
INDICATORS_SHEET = Form(
    "indicators", "indikator", "Indikator kota (RPJMD, BPS, LP2KD) dengan pengertiannya; angka yang berbeda sumber dicatat berdampingan.",
    (
        Column("indicator", "nama indikator", "text", "Nama indikator.", required=True),
        Column("year", "tahun", "year", "Tahun angka ini.", required=True),
        Column("value", "angka", "figure", "Angka seperti tercetak di sumbernya."),
        Column("unit", "satuan", "text", "Satuan angka itu, mis. %, jiwa, rupiah per kapita per bulan."),
        Column("numerator", "pembilang", "figure", "Bila persen: berapa yang memenuhi."),
        Column("denominator", "penyebut", "figure", "Bila persen: dari berapa."),
        Column("definition", "pengertian", "text", "Apa yang dihitung, dan bagaimana."),
        SOURCE, DATE,
    ),
    (
        "Perangkat daerah yang menerapkan e-government", "2025", "73.3", "%", "22", "30",
        "PD dengan layanan elektronik dibagi seluruh PD", "LKPJ 2025 (contoh)", "2026-01-05",
    ),
)  # fmt: skip
CHECKLIST_SHEET = Form(
    "checklist", "periksa", "Lima syarat dialog (Kent & Taylor 1998) per akun, dinilai dengan membuka akunnya.",
    (
        Column("platform", "platform", "choice", "Jejaring tempat akun ini.", required=True, vocabulary="platform"),
        Column("handle", "akun", "handle", "Nama akun tanpa @, atau tautan profilnya.", required=True),
        Column("item", "syarat", "choice", "Syarat dialog yang dinilai.", required=True, vocabulary="dialogic"),
        Column("present", "terpenuhi", "choice", "Ya bila terlihat pada akun itu.", required=True, vocabulary="yes_no"),
        Column("coder", "penilai", "text", "Jabatan atau inisial penilai."),
        SOURCE, DATE,
    ),
    ("Instagram", "dinsos_arumsari", "Ada jalur tanya jawab", "Ya", "A", "Pengamatan akun (contoh)", "2026-01-05"),
)  # fmt: skip
MATURITY_SHEET = Form(
    "maturity", "kematangan", "Enam anak tangga pemanfaatan informasi: mana yang sudah dicapai kota, dengan buktinya.",
    (
        Column("step", "anak tangga", "choice", "Anak tangga yang dinilai.", required=True, vocabulary="maturity"),
        Column("reached", "tercapai", "choice", "Ya bila sudah berjalan.", required=True, vocabulary="yes_no"),
        Column("evidence", "bukti", "text", "Dokumen, tautan, atau berita acara yang menunjukkannya."),
        SOURCE, DATE,
    ),
    ("Pengumpulan data", "Ya", "Laporan bulanan media sosial", "Penilaian Bappeda (contoh)", "2026-01-05"),
)  # fmt: skip
EXPENDITURES_SHEET = Form(
    "expenditures", "pengeluaran", "Satu baris per rumah tangga survei, tanpa nama dan tanpa nomor apa pun: untuk indeks kemiskinan P0, P1, P2.",
    (
        Column("expenditure", "pengeluaran per kapita", "amount", "Rupiah per orang per bulan.", required=True),
        Column("poverty_line", "garis kemiskinan", "amount", "Rupiah per orang per bulan yang berlaku bagi rumah tangga itu.", required=True),
        Column("members", "anggota", "count", "Jumlah orang dalam rumah tangga; kosong terhitung satu."),
        Column("weight", "bobot", "figure", "Bobot survei rumah tangga; kosong terhitung satu."),
        Column("place", "tempat", "place", "Kode atau nama wilayah."),
        Column("year", "tahun", "year", "Tahun survei."),
        SOURCE, DATE,
    ),
    ("612000", "585000", "4", "", "99.71.01.1001", "2025", "Survei kota (contoh)", "2026-01-05"),
)  # fmt: skip
SHEETS = (
    CITY_SHEET,
    PLACES_SHEET,
    POPULATION_SHEET,
    REGISTER_SHEET,
    AGENCIES_SHEET,
    PLAN_SHEET,
    OFFERS_SHEET,
    PROGRAMMES_SHEET,
    INDICATORS_SHEET,
    CHECKLIST_SHEET,
    MATURITY_SHEET,
    EXPENDITURES_SHEET,
)
