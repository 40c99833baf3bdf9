"""Comments under Instagram posts, as comment exporters write them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.example.city import City
from simpul.example.exports.fault import Fault


def write(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`instagram_komentar.csv`: link, comment_id, parent_id, username, text, created_at, like_count, reply_count."""
    posts = city.posts.filter(platform="instagram")
    links = posts.filter(kind="post").select(root_id="id", link="url")
    comments = posts.filter(pl.col("kind") != "post").join(links, on="root_id", maintain_order="left")
    comments.sort("link", "created_at", "id").select(
        "link",
        comment_id="id",
        parent_id=pl.when(pl.col("kind") == "reply").then("parent_id"),
        username="author",
        text="text",
        created_at=pl.col("created_at").dt.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        like_count="likes",
        reply_count="comments",
    ).write_csv(folder / "instagram_komentar.csv")
    return []
