"""What a search with tweet-harvest found on X, and which posts came by which way."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.example.city import City
from simpul.example.exports.fault import Fault

NAME = "tweet_harvest.csv"
HARVESTED = 0.5  # of citizens' own posts, those that the search found; their threads with them
TWICE = 0.05  # of the harvested, those that the API export has too
RAGGED = 40  # row to which somebody added a cell


def harvested(city: City) -> pl.DataFrame:
    """The posts of this export, and in `twice` whether the API export has them too."""
    posts = city.posts.filter(platform="x").with_columns(number=pl.int_range(pl.len()))
    found = posts.filter(pl.col("is_citizen"), pl.col("number") % 100 < HARVESTED * 100, kind="post")
    threads = posts.filter(pl.col("kind").is_in(["post", "reply"])).join(
        found.select("root_id"), on="root_id", how="semi"
    )
    return threads.sort("created_at", "id").with_columns(twice=pl.int_range(pl.len()) % round(1 / TWICE) == 0)


def write(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`tweet_harvest.csv`, fifteen columns in alphabetical order, ISO dates; with faults, one row has a cell too many."""
    rows = harvested(city)
    people = city.accounts.frame.filter(platform="x").select(author="handle", user_id="native_id")
    quotes = city.posts.filter(kind="quote").group_by("shared_id").agg(quotes=pl.len())
    rows = rows.join(quotes, left_on="id", right_on="shared_id", how="left", maintain_order="left")
    table = rows.join(people, on="author", how="left", maintain_order="left").select(
        conversation_id_str="root_id",
        created_at=pl.col("created_at").dt.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        favorite_count="likes",
        full_text="text",
        id_str="id",
        image_url=pl.lit(None, pl.String),
        in_reply_to_screen_name="parent_author",
        lang=pl.lit("in"),
        location=pl.lit("Tirtaloka"),
        quote_count=pl.col("quotes").fill_null(0),
        reply_count="comments",
        retweet_count="shares",
        tweet_url="url",
        user_id_str="user_id",
        username="author",
    )
    lines = table.write_csv(quote_style="non_numeric").splitlines(keepends=True)
    ragged = min(RAGGED, len(table))
    if faults:
        lines[ragged] = lines[ragged].rstrip("\n") + ",sudah dibaca\n"
    (folder / NAME).write_text("".join(lines), "utf-8")
    return [Fault(NAME, ragged, None, "row_ragged", (table["id_str"][ragged - 1],))] if faults else []
