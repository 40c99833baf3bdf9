"""Why a file cannot be checked, and what to do about it."""

from __future__ import annotations

Pair = tuple[str, str]

REASONS: dict[str, Pair] = {
    "empty": (
        "Berkas kosong: tidak ada teks di dalamnya. Periksa apakah berkas yang benar sudah tersimpan.",
        "The file is empty: it holds no text. Check that the right file was saved.",
    ),
    "too_large": (
        "Berkas lebih besar dari 50 MB. Bagi menjadi beberapa berkas, atau hapus gambarnya, lalu ulangi.",
        "The file is larger than 50 MB. Split it, or take its pictures out, then try again.",
    ),
    "binary": (
        "Berkas ini bukan teks. Yang dapat diperiksa: txt, md, docx, html, csv, xlsx.",
        "This file is no text. What can be checked: txt, md, docx, html, csv, xlsx.",
    ),
    "encoding": (
        "Teks tidak tersimpan sebagai UTF-8, sehingga hurufnya tidak pasti. Simpan ulang sebagai UTF-8, lalu ulangi.",
        "The text is not saved as UTF-8, so its letters are uncertain. Save it as UTF-8, then try again.",
    ),
    "foreign": (
        "PDF, RTF, dan gambar tidak dapat diperiksa. Simpan dokumen aslinya sebagai docx, txt, atau xlsx, lalu ulangi.",
        "PDF, RTF and pictures cannot be checked. Save the original as docx, txt or xlsx, then try again.",
    ),
    "protected": (
        "Berkas terkunci kata sandi, atau berformat lama (.doc, .xls). Buka di aplikasinya, simpan sebagai .docx atau .xlsx tanpa kata sandi.",
        "The file is locked with a password, or of an old format (.doc, .xls). Open it, save it as .docx or .xlsx without a password.",
    ),
    "bomb": (
        "Isi berkas membengkak jauh melebihi ukurannya (mungkin bom zip), jadi tidak dibuka. Minta berkas asli dari pembuatnya.",
        "The file swells far beyond its size (perhaps a zip bomb), so it was not opened. Ask its maker for the original.",
    ),
    "entities": (
        "Berkas memuat definisi entitas XML, yang tidak ditulis Word atau Excel, jadi tidak dibuka. Simpan ulang dari aplikasinya.",
        "The file defines XML entities, which Word and Excel never write, so it was not opened. Save it again from its application.",
    ),
    "archive": (
        "Berkas zip ini bukan dokumen Word (.docx) atau buku kerja Excel (.xlsx). Keluarkan isinya, lalu periksa satu per satu.",
        "This zip file is neither a Word document (.docx) nor an Excel workbook (.xlsx). Unpack it and check its files.",
    ),
    "damaged": (
        "Berkas rusak dan tidak dapat dibuka. Buka di aplikasinya, simpan ulang, lalu ulangi.",
        "The file is damaged and cannot be opened. Open it in its application, save it again, then try again.",
    ),
    "too_many_cells": (
        "Buku kerja memuat lebih dari 500.000 sel. Simpan lembar yang hendak diperiksa sebagai berkas tersendiri.",
        "The workbook holds more than 500,000 cells. Save the sheet to be checked as a file of its own.",
    ),
}


class Unreadable(ValueError):
    """A file that cannot be checked; `problem` says why and what to do, in Indonesian and English."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        self.problem: Pair = (f"{name}: {REASONS[reason][0]}", f"{name}: {REASONS[reason][1]}")
        super().__init__(self.problem[1])
