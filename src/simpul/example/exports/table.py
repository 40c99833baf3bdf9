"""Plain tables with a column map beside them: what no platform exports by itself, and all posts as NDJSON for benchmarks."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.example.city import City
from simpul.example.exports.fault import Fault

NAME = "facebook_dan_lainnya.csv"
COLUMNS = {  # header: field of the posts
    "id": "id", "jejaring": "platform", "jenis": "kind", "akun": "author", "menjawab": "parent_id", "utas": "root_id",
    "akun_dijawab": "parent_author", "isi": "text", "waktu": "created_at", "tautan": "url",
    "suka": "likes", "jumlah_komentar": "comments", "dibagikan": "shares",
}  # fmt: skip
RECORD = {
    "id": "id", "platform": "platform", "kind": "kind", "author": "author", "parent_id": "parent", "root_id": "root",
    "shared_id": "shared", "parent_author": "parent_author", "text": "text", "created_at": "created_at", "url": "url",
    "mentions": "mentions", "hashtags": "hashtags",
}  # field of the posts: field of a column map # fmt: skip
METRICS = ("likes", "comments", "shares", "views")
KEYS = [
    "id", "platform", "kind", "author", "parent_id", "root_id", "shared_id", "parent_author", "text", "created_at",
    *METRICS, "url", "mentions", "hashtags",
]  # fmt: skip


def write(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`facebook_dan_lainnya.csv` and its map: comments on Facebook, and posts there and on Instagram of others than the city."""
    own = pl.col("role").is_in(["official", "agency"]) & (pl.col("kind") == "post")
    facebook = pl.col("platform") == "facebook"
    posts = city.posts.filter(
        ~own, facebook | (pl.col("platform") == "instagram") & (pl.col("kind") == "post")
    )
    local = pl.col("created_at").dt.convert_time_zone("Asia/Jakarta").dt.strftime("%Y-%m-%d %H:%M:%S")
    posts.with_columns(created_at=local).sort("created_at", "id").select(
        pl.col(field).alias(header) for header, field in COLUMNS.items()
    ).write_csv(folder / NAME)
    fields = {field: header for header, field in COLUMNS.items()}
    _write_map(folder / f"{NAME}.toml", fields, zone="Asia/Jakarta")
    return []


def write_ndjson(city: City, path: Path) -> None:
    """All posts as NDJSON, one flat object per line, block by block; `<path>.toml` is the column map.

    Times are UTC, lists are lists, and what a platform does not give is null. Memory does not grow with the number of posts.
    """
    time = pl.col("created_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    with path.open("wb") as file:
        for posts in city.chunks():
            posts.with_columns(created_at=time).select(KEYS).write_ndjson(file)
    _write_map(path.with_name(f"{path.name}.toml"), {key: key for key in KEYS}, zone=None)


def _write_map(path: Path, headers: dict[str, str], zone: str | None) -> None:
    """The column map for a table whose columns hold these fields of the posts."""
    lines = [
        "[columns]",
        *(f'{RECORD[field]} = "{header}"' for field, header in headers.items() if field in RECORD),
    ]
    lines += [
        "",
        "[metrics]",
        *(f'{field} = "{header}"' for field, header in headers.items() if field in METRICS),
    ]
    if zone:
        lines += ["", "[times]", f'zone = "{zone}"']
    path.write_text("\n".join(lines) + "\n", "utf-8")
