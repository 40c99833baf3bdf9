"""Goals, principles, roles and comparisons as sets of measures that may stand for them: never a total, for no source gives weights."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simpul.measures import sources
from simpul.measures.measure import Words
from simpul.measures.sources import cited

SETS = {
    "group": pl.String,  # one of GROUPS
    "set": pl.String,
    "order": pl.Int64,  # of the measure in its set
    "measure": pl.String,  # joins to findings.measure
}
GROUPS: dict[str, Words] = {
    "goal": ("Lima tujuan", "Five goals"),
    "principle": ("Lima asas New Media Governance", "Five principles of New Media Governance"),
    "role": ("Empat peran sosial", "Four social roles"),
    "mission": ("Tiga misi pemerintahan terbuka", "Three missions of open government"),
    "comparison": ("Perbandingan", "Comparisons"),
}
BRIEF = cited(sources.BRIEF)
EDIMAS = cited(sources.EDIMAS)
MERGEL = cited("Mergel 2013, Government Information Quarterly, doi 10.1016/j.giq.2013.05.015")
SAME = (
    "rumusan Simpul: ukuran yang definisinya sama di semua platform",
    "ours: measures whose definition is the same on every platform",
)


@dataclass(frozen=True)
class IndicatorSet:
    """Measures that may stand for something which is not a number; `lacking` says what else it needs, which no study can tell."""

    id: str
    group: str
    names: Words
    source: Words
    measures: tuple[str, ...]
    lacking: Words | None = None


ALL = (
    IndicatorSet(
        "menyimak", "goal", ("Menyimak", "Listening"), BRIEF,
        ("tujuan_menyimak", "perlu_jawab", "aspirasi", "sm_strength", "response_rate"),
    ),
    IndicatorSet(
        "berbicara", "goal", ("Berbicara", "Talking"), BRIEF,
        ("tujuan_berbicara", "isi_data", "isi_program", "isi_syarat", "isi_pengaduan", "isi_penghubung", "efisiensi"),
    ),
    IndicatorSet(
        "menyemangati", "goal", ("Menyemangati", "Energizing"), BRIEF,
        ("tujuan_menyemangati", "v1", "v2", "v3", "ptat7", "duta"),
    ),
    IndicatorSet(
        "mendukung", "goal", ("Mendukung", "Supporting"), BRIEF,
        ("tujuan_mendukung", "warga_jawab", "isi_penghubung", "csr_cocok"),
    ),
    IndicatorSet(
        "merangkul", "goal", ("Merangkul", "Embracing"), BRIEF, ("tujuan_merangkul", "aspirasi"),
        ("gagasan yang dipakai dan kasus yang selesai menurut warga: dari meja kerja", "ideas taken up, and cases that citizens call solved: from the desk"),
    ),
    IndicatorSet(
        "kemitraan", "principle", ("Kemitraan", "Partnership"), EDIMAS,
        ("ei_index", "csr_menanggapi", "csr_cocok", "csr_serah", "opd_tanpa_hubungan"),
    ),
    IndicatorSet(
        "pemberdayaan", "principle", ("Pemberdayaan masyarakat", "Empowerment"), EDIMAS,
        ("aspirasi", "warga_jawab", "melek_digital"),
        ("kisah graduasi dengan izin, dan perubahan literasi antargelombang", "graduation stories with consent, and literacy over waves"),
    ),
    IndicatorSet(
        "berbasis_bukti", "principle", ("Evidence based", "Evidence based"), EDIMAS,
        ("sumber_data", "isi_data", "kematangan_bukti"),
        ("kesepakatan penyandi (α) dan pemeriksaan angka: dari lembar penyandi dan simpul check", "agreement of coders (α) and checked figures: from the coders' sheets and simpul check"),
    ),
    IndicatorSet(
        "integratif", "principle", ("Integratif", "Integrative"), EDIMAS,
        ("propoor_kebutuhan", "kebutuhan_terprogram", "sumber_antarpribadi"),
        ("kasus lintas OPD yang selesai: dari meja kerja", "cases of several agencies that were solved: from the desk"),
    ),
    IndicatorSet(
        "keberlanjutan", "principle", ("Keberlanjutan", "Sustainability"), EDIMAS,
        ("bulan_aktif", "bulan_tanpa_hitungan", "kembali", "akun_admin", "akun_sk"),
    ),
    IndicatorSet(
        "penyebaran", "role", ("Penyebaran informasi", "Spreading information"), BRIEF,
        ("isi_lengkap", "cakupan_1", "cakupan_2", "cakupan_3"),
    ),
    IndicatorSet(
        "social_learning", "role", ("Social learning", "Social learning"), BRIEF,
        ("tanya_dijawab", "isi_syarat", "melek_digital"),
    ),
    IndicatorSet(
        "dialog", "role", ("Dialog", "Dialogue"), BRIEF,
        ("response_rate", "response_time", "one_way_share", "passive_ratio", "utas_dalam", "timbal_balik", "silent_posts"),
    ),
    IndicatorSet(
        "jejaring", "role", ("Pembentukan jejaring", "Forming networks"), BRIEF, ("baru_relasi", "ei_index", "terasing"),
    ),
    IndicatorSet(
        "transparansi", "mission", ("Transparansi", "Transparency"), MERGEL,
        ("posts_per_day", "efisiensi", "sumber_data", "penetrasi"),
    ),
    IndicatorSet(
        "partisipasi", "mission", ("Partisipasi", "Participation"), MERGEL, ("c1", "c3", "bicara", "aspirasi"),
    ),
    IndicatorSet(
        "kolaborasi", "mission", ("Kolaborasi", "Collaboration"), MERGEL,
        ("warga_jawab", "timbal_balik", "csr_menanggapi", "opd_tanpa_hubungan"),
    ),
    IndicatorSet(
        "platform", "comparison", ("Platform berdampingan", "Platforms side by side"), SAME,
        ("posts_per_day", "interaksi_kiriman", "c2", "e", "er_f_post", "response_rate", "response_time", "one_way_share", "poverty_share_official"),
        ("suka, tayangan, dan jangkauan dihitung tiap platform dengan caranya sendiri", "likes, views and reach are counted by each platform in its own way"),
    ),
    IndicatorSet(
        "ajakan", "comparison", ("Ajakan peduli dan semua kiriman", "Calls to care beside all posts"), BRIEF,
        ("ajakan", "ajakan_suka", "p2", "ajakan_komentar", "c2", "ajakan_bagikan", "v2"),
    ),
)  # fmt: skip


def frame() -> pl.DataFrame:
    """All sets as a table of SETS, one row per set and measure."""
    rows = [(one.group, one.id, order, id) for one in ALL for order, id in enumerate(one.measures, start=1)]
    return pl.DataFrame(rows, schema=SETS, orient="row")
