"""What a report cannot be made of, told in both languages: what happened, where, and what to do next."""

from __future__ import annotations

from typing import Any

PROBLEMS: dict[str, tuple[str, str]] = {
    "no_study": (
        "{folder} bukan folder studi: {file} tidak ada. Buat dahulu dengan `simpul study`.",
        "{folder} is not the folder of a study: {file} is not there. Make one with `simpul study`.",
    ),
    "no_file": (
        "Tidak ada berkas {file}. Periksa namanya, lalu ulangi.",
        "There is no file {file}. Check its name, then try again.",
    ),
    "not_text": (
        "{file} bukan CSV dalam UTF-8. Simpan ulang sebagai “CSV UTF-8”, lalu ulangi.",
        "{file} is not a CSV in UTF-8. Save it again as “CSV UTF-8”, then try again.",
    ),
    "programme_columns": (
        "{file} bukan daftar program: kolom {columns} tidak ada atau berkas kosong. Mulailah dari salinan yang ditulis `simpul report`.",
        "{file} is not a list of programmes: the columns {columns} are absent or the file is empty. Start from the copy that `simpul report` writes.",
    ),
    "proposal_columns": (
        "{file} bukan daftar usulan: kolom {columns} tidak ada. Hapus berkas itu agar draf baru ditulis.",
        "{file} is not a list of proposals: the columns {columns} are absent. Delete it to have a new draft written.",
    ),
    "proposal_code": (
        "{file}, baris {row}: kode “{code}” tidak ada dalam temuan studi ini. Pakai kode enam huruf yang tercetak di laporannya.",
        "{file}, row {row}: the code “{code}” is not among this study's findings. Use a six-letter code printed in its report.",
    ),
    "proposal_without_code": (
        "{file}, baris {row}: usulan tanpa kode temuan. Isi kolom “codes” dengan sedikitnya satu kode, atau hapus barisnya.",
        "{file}, row {row}: a proposal without a finding's code. Fill the column “codes” with at least one, or delete the row.",
    ),
    "proposal_long": (
        "{file}, baris {row}: usulan sepanjang {count} huruf. Ringkasan dua halaman memuat {most}: pendekkan.",
        "{file}, row {row}: a proposal of {count} characters. The two-page brief has room for {most}: shorten it.",
    ),
    "too_many_proposals": (
        "{file} memuat {count} usulan. Ringkasan memuat paling banyak {most}: pilih yang terpenting.",
        "{file} holds {count} proposals. The brief takes at most {most}: choose the most important.",
    ),
    "no_places": (
        "Studi ini tidak mengenal kelurahan. Isi lembar “tempat” di buku kerja acuan, lalu ulangi studinya.",
        "This study knows no kelurahan. Fill the sheet “tempat” of the reference workbook, then run the study again.",
    ),
    "no_agencies": (
        "Studi ini tidak mengenal perangkat daerah. Isi lembar “opd” di buku kerja acuan, lalu ulangi studinya.",
        "This study knows no agencies. Fill the sheet “opd” of the reference workbook, then run the study again.",
    ),
    "agency_unknown": (
        "Perangkat daerah {code} tidak ada dalam studi ini. Yang ada: {codes}.",
        "There is no agency {code} in this study. There are: {codes}.",
    ),
    "no_aggregates": (
        "Tidak ada angka agregat untuk infografis: isi jumlah penduduk miskin di lembar “tempat”, atau sertakan survei.",
        "There is no aggregate figure for an infographic: fill the number of poor in the sheet “tempat”, or add a survey.",
    ),
    "not_a_menu": (
        "{file} tidak memuat lembar “{sheet}”. Pakai buku kerja Menu TJSL yang ditulis Simpul, lalu isi lembar itu.",
        "{file} has no sheet “{sheet}”. Use the TJSL menu workbook that Simpul wrote, and fill that sheet.",
    ),
}  # fmt: skip


NOTHING_TO_SHOW = {"no_places", "no_agencies", "no_aggregates"}


class ReportProblem(Exception):
    """A report that cannot be made; `problem` says why in Indonesian and English.

    `nothing_to_show`: the study has nothing for this form, whatever is done with the call.
    """

    def __init__(self, problem: tuple[str, str], *, nothing_to_show: bool = False) -> None:
        super().__init__(problem[1])
        self.problem = problem
        self.nothing_to_show = nothing_to_show

    @classmethod
    def of(cls, kind: str, /, **values: Any) -> ReportProblem:
        """Raises KeyError for a kind that PROBLEMS does not have."""
        indonesian, english = PROBLEMS[kind]
        return cls(
            (indonesian.format(**values), english.format(**values)), nothing_to_show=kind in NOTHING_TO_SHOW
        )
