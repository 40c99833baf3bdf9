"""Why a row or a file was refused, and what to do next: each code once, in Indonesian and English."""

from __future__ import annotations

from typing import NamedTuple


class Advice(NamedTuple):
    """What happened and what to do next."""

    id: str
    en: str


CODES: dict[str, Advice] = {
    # whole files
    "file_empty": Advice(
        "Berkas kosong. Unduh ulang dari platformnya.", "The file is empty. Download it again from the platform."
    ),
    "file_unreadable": Advice(
        "Berkas tidak dapat dibaca. Periksa izin akses atau salin ulang berkasnya.",
        "The file cannot be read. Check its permissions or copy it again.",
    ),
    "file_encrypted": Advice(
        "Berkas berkata sandi. Buka dengan kata sandinya, simpan tanpa kata sandi, lalu impor.",
        "The file has a password. Open it with the password, save it without one, and import that.",
    ),
    "file_unknown": Advice(
        "Format berkas tidak dikenali. Lihat `simpul formats`, atau buat peta kolom (docs/adding-a-format.md).",
        "The file's format is not known. See `simpul formats`, or write a column map (docs/adding-a-format.md).",
    ),
    "file_ambiguous": Advice(
        "Dua format sama-sama cocok. Sebutkan formatnya dengan --as.",
        "Two formats fit equally well. Name the format with --as.",
    ),
    "file_encoding": Advice(
        "Pengodean huruf tidak dikenali. Simpan ulang sebagai UTF-8.",
        "The text encoding is not recognised. Save the file again as UTF-8.",
    ),
    "file_truncated": Advice(
        "Berkas terpotong. Bagian yang utuh sudah dibaca; unduh ulang untuk sisanya.",
        "The file is cut short. The whole part was read; download it again for the rest.",
    ),
    "file_large": Advice(
        "Satu bagian berkas ini terlalu besar untuk dibaca sekaligus. Unduh ulang per rentang waktu yang lebih pendek.",
        "One part of the file is too large to be read at once. Download it again for shorter ranges of time.",
    ),
    "file_html": Advice(
        "Unduhan ini berformat HTML. Minta ulang unduhannya dengan format JSON.",
        "This download is in HTML. Request the download again in the format JSON.",
    ),
    "file_header_only": Advice(
        "Berkas hanya berisi judul kolom, tanpa baris data.", "The file has column headers only, and no rows."
    ),
    "file_columns": Advice(
        "Kolom wajib tidak ada. Unduh ulang dengan kolom lengkap, atau buat peta kolom.",
        "A required column is missing. Export again with all columns, or write a column map.",
    ),
    "map_invalid": Advice(
        "Peta kolom (TOML) salah pada kunci yang disebut. Perbaiki kunci itu menurut docs/adding-a-format.md.",
        "The column map (TOML) is wrong at the key named. Correct that key by docs/adding-a-format.md.",
    ),
    "file_nothing": Advice(
        "Formatnya dikenali, tetapi tidak ada isi yang dapat disimpan. Periksa apakah ekspornya memang kosong.",
        "The format is known, but nothing in the file can be stored. Check whether the export is really empty.",
    ),
    "file_failed": Advice(
        "Berkas gagal dibaca karena kesalahan Simpul. Yang sudah masuk tetap utuh; laporkan dengan contoh berkas.",
        "Reading failed through a fault in Simpul. What was in stays in; please report it with a sample file.",
    ),
    "basis_missing": Advice(
        "Percakapan tertutup hanya boleh dibaca dengan dasar. Ulangi dengan --basis office-number (nomor resmi kantor) "
        "atau --basis group-consent (anggota grup setuju).",
        "A closed chat may only be read on a basis. Import again with --basis office-number (the office's own number) "
        "or --basis group-consent (the group's members agreed).",
    ),
    "date_order_unknown": Advice(
        "Urutan tanggal dan bulan tidak dapat dipastikan. Ulangi dengan --day-first atau --month-first.",
        "Day and month cannot be told apart. Import again with --day-first or --month-first.",
    ),
    # rows and cells
    "row_ragged": Advice(
        "Jumlah kolom baris ini berbeda dari judulnya. Periksa tanda kutip dan pemisah.",
        "This row has another number of columns than the header. Check quotes and separators.",
    ),
    "row_quote": Advice(
        "Ada tanda kutip yang tidak ditutup, sehingga baris-baris sesudahnya terbaca sebagai satu sel. Perbaiki lalu impor ulang.",
        "A quote is not closed, so the rows after it were read as one cell. Mend it and import again.",
    ),
    "row_json": Advice("Baris ini bukan JSON yang utuh.", "This line is not complete JSON."),
    "account_unknown": Advice(
        "Berkas ini tidak menyebut akunnya. Taruh di folder bernama akunnya, misalnya @dinsos_arumsari, lalu impor lagi.",
        "This file does not name its account. Put it into a folder named after it, such as @dinsos_arumsari, and import again.",
    ),
    "platform_missing": Advice(
        "Baris ini tidak menyebut platformnya. Isi kolomnya, atau tulis platform di peta kolom.",
        "This row does not name its platform. Fill the column in, or name the platform in the column map.",
    ),
    "row_kind": Advice(
        "Baris ini bukan kiriman, komentar, atau pesan, jadi tidak disimpan.",
        "This row is not a post, comment or message, so it is not stored.",
    ),
    "id_missing": Advice("Baris ini tidak punya id.", "This row has no id."),
    "id_damaged": Advice(
        "Id rusak oleh Excel (mis. 1,23E+18). Unduh ulang dan jangan buka dengan Excel sebelum diimpor.",
        "The id was damaged by Excel (such as 1.23E+18). Export again and do not open it in Excel before importing.",
    ),
    "date_missing": Advice("Baris ini tidak punya tanggal.", "This row has no date."),
    "date_invalid": Advice(
        "Tanggal tidak dapat dibaca, atau mustahil: sebelum tahun 2000 atau setelah besok.",
        "The date cannot be read, or cannot be: before 2000 or after tomorrow.",
    ),
    "number_invalid": Advice(
        "Angka tidak dapat dibaca; selnya dikosongkan, barisnya tetap masuk.",
        "The number cannot be read; the cell is left empty, the row stays.",
    ),
    "number_damaged": Advice(
        "Angka diubah Excel menjadi tanggal atau pecahan; selnya dikosongkan, barisnya tetap masuk.",
        "Excel turned the number into a date or a fraction; the cell is left empty, the row stays.",
    ),
    "value_unknown": Advice(
        "Isi sel tidak termasuk pilihan yang dikenal; selnya dikosongkan, barisnya tetap masuk.",
        "The cell's value is not one of the known choices; the cell is left empty, the row stays.",
    ),
    "place_unknown": Advice(
        "Nama tempat tidak ada di daftar tempat; selnya dikosongkan, barisnya tetap masuk.",
        "The place is not in the list of places; the cell is left empty, the row stays.",
    ),
    "text_repaired": Advice(
        "Huruf yang tidak sah (NUL atau surrogate tunggal) diganti; barisnya tetap masuk.",
        "Invalid characters (NUL or lone surrogates) were replaced; the row stays.",
    ),
    "text_long": Advice(
        "Teks melebihi 100.000 huruf dan dipotong; barisnya tetap masuk.",
        "The text is longer than 100,000 characters and was cut; the row stays.",
    ),
    "cell_required": Advice(
        "Sel yang wajib kosong atau tidak dapat dibaca, jadi barisnya tidak dipakai. Isi selnya lalu impor ulang.",
        "A required cell is empty or cannot be read, so the row is not used. Fill it in and import again.",
    ),
    "row_example": Advice(
        "Baris ini masih bertanda CONTOH, jadi tidak dipakai. Hapus tandanya bila isinya data sungguhan.",
        "This row is still marked as the example, so it is not used. Remove the mark if it holds real data.",
    ),
    "consent_missing": Advice(
        "Tidak ada persetujuan, jadi jawaban ini tidak disimpan.",
        "Consent was not given, so this answer is not stored.",
    ),
    "answer_not_approved": Advice(
        "Pemeriksa survei menandai jawaban ini tidak disetujui, jadi tidak disimpan.",
        "The survey's reviewer marked this answer as not approved, so it is not stored.",
    ),
    "repeat_alone": Advice(
        "Berkas ini hanya berisi bagian berulang dari survei. Ekspor sebagai XLSX agar semua bagian ada dalam satu berkas.",
        "This file holds only the repeated part of a survey. Export as XLSX so that all parts are in one file.",
    ),
    "link_not_allowed": Advice(
        "Tautan orang dengan akunnya tidak disimpan: perlu jejaring, akun, dan dasar (resmi, perantara, persetujuan), dan tidak pernah untuk X.",
        "The link of a person with an account is not stored: it needs platform, account and basis (official, broker, consent), and is never for X.",
    ),
    "actor_missing": Advice(
        "Hubungan ini menyebut orang yang tidak ada di tabel.", "This tie names a person who is not in the table."
    ),
}  # fmt: skip


class FileRefused(Exception):
    """A whole file cannot be read. `code` is a key of CODES; what was yielded before stays in."""

    def __init__(
        self, code: str, *, column: str | None = None, value: str | None = None, row: int | None = None
    ):
        super().__init__(f"{code}: {CODES[code].en}")
        self.code, self.column, self.value, self.row = code, column, value, row
