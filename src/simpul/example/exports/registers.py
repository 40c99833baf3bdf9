"""What the example city keeps about itself beside its accounts: programmes, indicators, checks of dialogue, maturity, expenditures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from simpul.example.city import City

Rows = list[dict[str, Any]]
SAMPLED = 40  # households per kelurahan in the survey of expenditures
LINE = 585_000  # rupiah per person and month
PROGRAMMES = (  # agency, programme, indicator, for the poor, need, target, achieved
    ("dinsos", "Perlindungan dan jaminan sosial", "Keluarga miskin yang menerima bantuan pangan", "Ya", "N01", 2400, 2130),
    ("dinsos", "Rehabilitasi sosial", "Lansia telantar yang dilayani", "Ya", "N11", 120, 124),
    ("dinkes", "Pemenuhan upaya kesehatan", "Warga miskin dengan jaminan kesehatan aktif", "Ya", "N05", 9000, 8710),
    ("dinkes", "Kesehatan lingkungan", "Tempat makan yang memenuhi syarat", "Tidak", None, 200, 210),
    ("disdikbud", "Pengelolaan pendidikan", "Anak putus sekolah yang kembali belajar", "Ya", "N06", 60, 41),
    ("disperkim", "Kawasan permukiman", "Rumah tidak layak huni yang diperbaiki", "Ya", "N07", 150, 150),
    ("disnaker", "Pelatihan kerja", "Peserta pelatihan dari keluarga miskin", "Ya", None, 200, 96),
    ("diskominfo", "Informasi dan komunikasi publik", "Kiriman informasi publik", None, None, 1200, 1310),
)  # fmt: skip
STEPS = (
    ("Pengumpulan data", "Ya", "Laporan bulanan media sosial"),
    ("Deskripsi informasi", "Ya", "Infografis triwulan"),
    ("Komunikasi dan pertukaran informasi", "Ya", None),
    ("Teknologi untuk transaksi", "Tidak", None),
    ("Informasi bernilai ekonomi", "Tidak", None),
    ("Integrasi pengambilan keputusan", "Tidak", None),
)
CHECKS = (
    "Ada jalur tanya jawab", "Informasinya berguna", "Mengundang kunjungan kembali", "Mudah dipakai",
    "Menjaga pengunjung tetap di akun",
)  # fmt: skip


def programmes(city: City) -> Rows:
    """Indicators of programmes, of agencies that the city has."""
    known = {agency.code for agency in city.atlas.agencies}
    names = ("agency", "programme", "indicator", "pro_poor", "need", "target", "achieved")
    return [
        dict(zip(names, row, strict=True)) | {"year": city.atlas.year}
        for row in PROGRAMMES
        if row[0] in known
    ]


def indicators(city: City) -> Rows:
    """Two sources that differ on the same year, and two shares that can be computed anew."""
    poor = sum(village.poor for village in city.atlas.villages)
    share, year = 100 * poor / city.atlas.population, city.atlas.year
    agencies = len(city.atlas.agencies)
    below = {
        "indicator": "Penduduk miskin (P0)",
        "unit": "%",
        "definition": "di bawah garis kemiskinan, Susenas Maret",
    }
    return [
        below | {"year": year, "value": round(share, 2), "numerator": poor, "denominator": city.atlas.population, "source": "BPS (contoh)"},
        below | {"year": year, "value": round(share - 0.59, 2), "definition": "menurut data kota bulan September", "source": "Data kota (contoh)"},
        {
            "indicator": "PD yang menerapkan e-government", "year": year, "value": round(100 * (agencies - 5) / agencies, 1), "unit": "%",
            "numerator": agencies - 5, "denominator": agencies, "definition": "PD dengan layanan elektronik dibagi seluruh PD",
        },
        {"indicator": "Garis kemiskinan", "year": year, "value": LINE, "unit": "rupiah per orang per bulan", "definition": "makanan dan bukan makanan"},
    ]  # fmt: skip


def checklist(city: City) -> Rows:
    """Each government account looked at once; the larger part of what dialogue asks for is missing, as the published audits found."""
    offices = [row for row in city.accounts.frame.to_dicts() if row["pillar"] == "government"]
    return [
        {
            "platform": row["platform"], "handle": row["handle"], "item": item, "present": "Ya" if (number + order) % 5 < 2 else "Tidak",
            "coder": "A", "date": date(2026, 6, 20),
        }
        for number, row in enumerate(offices)
        for order, item in enumerate(CHECKS)
    ]  # fmt: skip


def maturity(_: City) -> Rows:
    return [{"step": step, "reached": reached, "evidence": evidence} for step, reached, evidence in STEPS]


def expenditures(city: City) -> Rows:
    """A sample of households per kelurahan, with as many below the line as its share of poor people asks for."""
    return list(_households(city))


def _households(city: City) -> Iterator[dict[str, Any]]:
    for village in city.atlas.villages:
        below = round(SAMPLED * village.poor / village.population)
        for number in range(SAMPLED):
            poor = number < below
            part = (number + 1) / (below + 1) if poor else (number - below) / (SAMPLED - below)
            level = 0.55 + 0.43 * part if poor else 1.02 + 2.6 * part * part
            yield {
                "expenditure": round(LINE * level, -3), "poverty_line": LINE, "members": 2 + number % 4, "weight": None,
                "place": village.code, "year": city.atlas.year,
            }  # fmt: skip
