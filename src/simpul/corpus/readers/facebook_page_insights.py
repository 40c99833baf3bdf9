"""Facebook Page Insights, old post export (CSV): counts of a page's posts, without account, and often without text, id and date.

A second header row with long descriptions is passed over. Where the export has no post id, one is derived from the row's content.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import cells, headers, values
from simpul.corpus.chunks import Chunk, counts
from simpul.corpus.content_ids import content_ids
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table

FORM = "facebook_page_insights"
COUNTS = (
    "likes", "comments", "shares", "interactions", "clicks", "reach", "impressions",
    "engaged_users", "consumers", "fan_impressions", "fan_reach", "engaged_fans",
)  # fmt: skip
MEDIA = {"photo": "image", "video": "video", "link": "link"}
NEEDED = {"reach", "impressions", "post_type"}


def recognise(source: Source) -> Match:
    columns = header(source)
    if columns is None or not set(headers.fields(FORM, columns)) >= NEEDED:
        return NO
    return Match(
        95, ("kolom Lifetime dari Facebook Page Insights", "the Lifetime columns of Facebook Page Insights")
    )


def read(source: Source, options: Options) -> Iterator[Chunk]:
    pieces = list(table(source))
    refused = [bad for _, bad in pieces]
    whole = pl.concat(frame for frame, _ in pieces)
    columns = [name for name in whole.columns if name != "row"]
    found = headers.fields(FORM, columns)
    if not set(found) >= NEEDED:
        raise FileRefused(
            "file_columns", column="Lifetime Post Total Reach, Lifetime Post Total Impressions, Type"
        )

    described = pl.col(found["reach"]).str.contains("^Lifetime").fill_null(False)  # the second header row
    whole = whole.filter(~described)
    rows = headers.pick(FORM, whole, found).with_columns(platform=pl.lit("facebook"))
    if "post_id" in found:
        rows, bad = cells.sound_ids(rows, {"post_id": found["post_id"]}, "post_id")
        refused.append(bad)
    else:
        rows = rows.with_columns(content_ids(whole, sorted(columns), FORM).alias("post_id"))
    rows, bad, note = cells.dated(
        rows, "published", found.get("published"), options.day_first, options.timezone
    )
    refused.append(bad)
    counted = {field: found[field] for field in COUNTS if field in found}
    rows, bad = cells.counts(rows, counted)
    refused.append(bad)
    yield Chunk(
        posts=_posts(rows),
        observations=counts(rows, {name: name for name in counted}, subject="post_id"),
        rejects=pl.concat(refused),
        notes=note + headers.unknown_note(FORM, columns),
    )


def _posts(rows: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text")
    return rows.select(
        "platform",
        native_id=pl.col("post_id"),
        kind=pl.lit("post"),
        text=text,
        created_at=pl.col("published"),
        url=pl.col("permalink"),
        links=values.links(text),
        hashtags=values.hashtags(text),
        media=pl.col("post_type")
        .str.to_lowercase()
        .replace_strict(MEDIA, default=None, return_dtype=pl.String),
        row=pl.col("row"),
    )


READER = Reader(
    name="facebook_page_insights",
    version=1,
    platform="facebook",
    title=("Facebook Page Insights, ekspor kiriman lama", "Facebook Page Insights, old post export"),
    gives=("posts", "counts"),
    obtain=(
        "Berkas arsip: ekspor lama dari Insight halaman Facebook (Data tingkat kiriman). Untuk data baru pakai Meta Business Suite.",
        "An archived file: the old export of a Facebook page's Insights (post-level data). For new data use Meta Business Suite.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(
        Field(headers.names(FORM, "post_id"), "posts.native_id", "id", "derived"),
        Field(headers.names(FORM, "text"), "posts.text", "text"),
        Field(headers.names(FORM, "published"), "posts.created_at", "time"),
        Field(headers.names(FORM, "permalink"), "posts.url", "text"),
        Field(headers.names(FORM, "post_type"), "posts.media", "kind"),
        *(Field(headers.names(FORM, metric), f"observations.{metric}", "count") for metric in COUNTS),
    ),
    steps=(
        ("Cari ekspor lama di arsip kantor: Insight halaman > Ekspor data > Data tingkat kiriman.", "Look in the office's archive for an old export: page Insights > Export data > Post data."),
        ("Simpan lembar pertamanya sebagai CSV bila berkasnya .xls.", "Save its first sheet as CSV where the file is an .xls."),
        ("Untuk data baru pakai ekspor Meta Business Suite.", "For new data use the export of Meta Business Suite."),
    ),
    gaps=("no_authors", "no_comments", "no_citizens", "truncated"),
)  # fmt: skip
