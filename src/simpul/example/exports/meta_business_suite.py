"""Meta Business Suite, content export: the city's own Facebook and Instagram posts, a file per platform and quarter."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.example.city import City
from simpul.example.exports.fault import Fault

DAMAGED = (3, 8, 15, 21)  # rows of the last Facebook file that somebody opened and saved in Excel
ALWAYS = "Seumur hidup"
FACEBOOK = {
    "ID Postingan": "id", "ID Halaman": "native_id", "Nama Halaman": "name", "Judul": None, "Deskripsi": "text",
    "Durasi (dtk)": "duration", "Waktu Penerbitan": "published", "Jenis Takarir": None, "Permalink": "url",
    "Jenis Postingan": "type", "Bahasa": None, "Label Khusus": None, "Status Konten Didanai": None, "Komentar Data": None,
    "Tanggal": "period", "Tayangan": "views", "Jangkauan": "reach", "Reaksi, komentar, dan bagikan": "interactions",
    "Reaksi": "likes", "Komentar": "comments", "Dibagikan": "shares", "Total Klik": "clicks", "Klik Tautan": "link_clicks",
    "Klik Lainnya": "other_clicks",
}  # fmt: skip
INSTAGRAM = {
    "ID Postingan": "media_id", "ID Akun": "native_id", "Nama Pengguna Akun": "author", "Nama Akun": "name",
    "Deskripsi": "text", "Durasi (dtk)": "duration", "Waktu Penerbitan": "published", "Permalink": "url",
    "Jenis Postingan": "type", "Komentar Data": None, "Tanggal": "period", "Tayangan": "views", "Suka": "likes",
    "Dibagikan": "shares", "Komentar": "comments", "Disimpan": "saves", "Jangkauan": "reach", "Mengikuti": "follows",
}  # fmt: skip
TYPES = {"facebook": ["Foto", "Foto", "Video", "Tautan"], "instagram": ["Gambar IG", "Korsel IG", "Reel IG"]}


def write_facebook(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`facebook_2026-q1.csv` and `facebook_2026-q2.csv`; with faults, some ids of the second are `1,22E+17`."""
    found: list[Fault] = []
    for quarter, posts in _quarters(city, "facebook"):
        name = f"facebook_2026-q{quarter}.csv"
        if faults and quarter == 2:
            rows = [row for row in DAMAGED if row <= len(posts)]
            found = [Fault(name, row, "ID Postingan", "id_damaged", (posts["id"][row - 1],)) for row in rows]
            damaged = pl.int_range(1, pl.len() + 1).is_in(rows)
            posts = posts.with_columns(id=pl.when(damaged).then(pl.lit("1,22E+17")).otherwise("id"))
        _write(posts, FACEBOOK, folder / name)
    return found


def write_instagram(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`instagram_2026-q1.csv` and `instagram_2026-q2.csv`."""
    for quarter, posts in _quarters(city, "instagram"):
        _write(posts, INSTAGRAM, folder / f"instagram_2026-q{quarter}.csv")
    return []


def _quarters(city: City, platform: str) -> list[tuple[int, pl.DataFrame]]:
    pages = city.accounts.frame.select("platform", "name", "native_id", author="handle")
    kinds = TYPES[platform]
    number = pl.int_range(pl.len())
    local = pl.col("created_at").dt.convert_time_zone("Asia/Jakarta")
    posts = (
        city.posts.filter(pl.col("role").is_in(["official", "agency"]), platform=platform, kind="post")
        .join(pages, on=["platform", "author"], how="left", maintain_order="left")
        .sort("created_at", "id")
        .with_columns(
            type=pl.lit(pl.Series(kinds)).implode().list.get(number * 7 % len(kinds)),
            media_id=pl.format("1805{}", (number * 7_919 + 3_000_017).cast(pl.String).str.zfill(13)),
            published=local.dt.strftime("%d/%m/%Y %H:%M"),
            quarter=local.dt.quarter(),
            period=pl.lit(ALWAYS),
            interactions=pl.sum_horizontal("likes", "comments", "shares"),
            link_clicks=pl.col("clicks") // 3,
            other_clicks=pl.col("clicks") - pl.col("clicks") // 3,
            follows=pl.col("likes") // 40,
        )
        .with_columns(
            duration=pl.when(pl.col("type").is_in(["Video", "Reel IG"])).then(15 + number % 75).otherwise(0)
        )
    )
    return [(quarter, posts.filter(quarter=quarter)) for quarter in (1, 2)]


def _write(posts: pl.DataFrame, columns: dict[str, str | None], path: Path) -> None:
    posts.select(
        (pl.lit(None, pl.String) if field is None else pl.col(field)).alias(header)
        for header, field in columns.items()
    ).write_csv(path, include_bom=True)
