"""tweet-harvest, the crawler that Indonesian students and campuses use: CSV or XLSX, one row per post, no retweets.

A post's id stands twice, as `id_str` and in `tweet_url`. The address survives Excel, so it speaks where the id was rounded.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import cells, chunks, values
from simpul.corpus.chunks import Chunk
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table
from simpul.corpus.tweets import address, links, sent_at, unescaped

COUNTS = {
    "favorite_count": "likes", "reply_count": "comments", "retweet_count": "shares", "quote_count": "quotes"
}  # fmt: skip
COLUMNS = (
    "conversation_id_str", "created_at", "full_text", "id_str", "image_url", "in_reply_to_screen_name", "tweet_url",
    "user_id_str", "username", *COUNTS,
)  # fmt: skip
TELLING = {"conversation_id_str", "favorite_count", "user_id_str", "in_reply_to_screen_name", "tweet_url"}
STATUS = r"(?:twitter|x)\.com/([^/]+)/status/(\d+)"
NOBODY = ("i", "undefined", "null")  # what stands in an address for a name that the crawler did not see
ROUNDED = r"^\d{15}0{3,}$"  # Excel keeps fifteen digits; one sound id in a thousand looks the same
ZONED = r"(?:Z|[+-]\d\d:?\d\d)(?: \d{4})?\s*$"
VIDEO = r"/(?:ext_tw_video|amplify_video|tweet_video)"

NO_RETWEETS = (
    "tweet-harvest tidak mengambil retweet dan tidak mencatat kiriman mana yang dibalas, hanya akunnya.",
    "tweet-harvest collects no retweets, and tells of a reply only whom it answers, not which post.",
)


def recognise(source: Source) -> Match:
    columns = set(header(source) or [])
    if not {"full_text", "created_at"} <= columns or not columns & {"id_str", "tweet_url"}:
        return NO
    if len(columns & TELLING) >= 3:
        return Match(95, ("Kolom berkas tweet-harvest.", "The columns of tweet-harvest."))
    return Match(75, ("Sebagian kolom tweet-harvest.", "Some columns of tweet-harvest."))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for rows, refused in table(source):
        yield _chunk(rows, refused, options)


def _chunk(rows: pl.DataFrame, refused: pl.DataFrame, options: Options) -> Chunk:
    present = [name for name in COLUMNS if name in rows.columns]
    absent = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in present]
    rows, lost = _with_ids(rows.select("row", *present).with_columns(absent))
    rows, uncounted = cells.counts(rows, {name: name for name in COUNTS})
    rows = rows.unique("native_id", keep="first", maintain_order=True).with_columns(platform=pl.lit("x"))
    return Chunk(
        posts=_posts(rows, options),
        observations=chunks.counts(rows, COUNTS),
        rejects=pl.concat([refused, lost, uncounted]).sort("row", maintain_order=True),
        notes=[NO_RETWEETS],
    )


def _with_ids(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with `native_id`, the `named` of their address, and ids that are whole or null; rejects for ids lost."""
    bare = pl.col("id_str", "conversation_id_str", "user_id_str").str.strip_chars("'=\" ")
    rows = rows.with_columns(bare)
    rounded = rows["id_str"].str.contains(ROUNDED).sum() * 2 > rows.height
    broken = rf"{ROUNDED}|[^\d]" if rounded else r"[^\d]"
    found = rows.with_columns(
        native_id=pl.coalesce(pl.col("tweet_url").str.extract(STATUS, 2), _unless("id_str", broken)),
        named=pl.col("tweet_url").str.extract(STATUS, 1),
        root=_unless("conversation_id_str", broken),
        user_id_str=_unless("user_id_str", r"[^\d]"),
    )
    lost = found.filter(pl.col("native_id").is_null())
    found = found.filter(pl.col("native_id").is_not_null())
    rootless = found.filter(pl.col("root").is_null() & pl.col("conversation_id_str").is_not_null())
    return found, pl.concat(
        [
            cells.refuse(lost.filter(pl.col("id_str").is_null()), "id_str", "id_str", "id_missing"),
            cells.refuse(lost.filter(pl.col("id_str").is_not_null()), "id_str", "id_str", "id_damaged"),
            cells.refuse(rootless, "conversation_id_str", "conversation_id_str", "id_damaged"),
        ]
    )


def _unless(column: str, pattern: str) -> pl.Expr:
    return pl.when(~pl.col(column).str.contains(pattern)).then(column)


def _posts(rows: pl.DataFrame, options: Options) -> pl.DataFrame:
    text = unescaped(pl.col("full_text"))
    elsewhere = pl.col("root") != pl.col("native_id")
    addressed = pl.when(elsewhere).then(text.str.extract(r"^@(\w+)", 1).str.to_lowercase())
    answered = pl.coalesce(_handle("in_reply_to_screen_name"), addressed)
    return rows.select(
        "row", "platform", "native_id",
        kind=pl.when(answered.is_not_null() | elsewhere).then(pl.lit("reply")).otherwise(pl.lit("post")),
        author=pl.coalesce(_handle("username"), pl.when(~pl.col("named").is_in(NOBODY)).then(_handle("named"))),
        author_id="user_id_str",
        root=pl.when(elsewhere).then("root"),
        parent_author=answered,
        text=text,
        created_at=_time(rows, options),
        url=address(pl.col("native_id")),
        links=links(values.links(text)),
        hashtags=values.hashtags(text),
        mentions=values.mentions(text, dots=False),
        media=pl.when(pl.col("image_url").str.contains(VIDEO)).then(pl.lit("video"))
        .when(pl.col("image_url").is_not_null()).then(pl.lit("image"))
        .when(links(values.links(text)).list.len() > 0).then(pl.lit("link")),
    )  # fmt: skip


def _handle(column: str) -> pl.Expr:
    bare = pl.col(column).str.strip_chars(" @").str.to_lowercase()
    return pl.when(bare != "").then(bare)


def _time(rows: pl.DataFrame, options: Options) -> pl.Series:
    """The time as written if it says its zone, else the id's, which notebooks and Excel cannot shift by seven hours."""
    said = values.when(rows["created_at"], options.timezone).alias("said")
    return (
        rows.select(said, "created_at", number=pl.col("native_id").cast(pl.Int64, strict=False))
        .select(
            pl.coalesce(
                pl.when(pl.col("created_at").str.contains(ZONED)).then("said"),
                sent_at(pl.col("number")),
                "said",
            )
        )
        .to_series()
    )


READER = Reader(
    name="tweet_harvest",
    version=1,
    platform="x",
    title=("tweet-harvest (CSV atau XLSX)", "tweet-harvest (CSV or XLSX)"),
    gives=("posts", "comments", "counts"),
    obtain=(
        "Berkas hasil tweet-harvest yang sudah ada. Simpul membacanya, tetapi tidak mengambil data dari X.",
        "A file that tweet-harvest has written. Simpul reads it, but does not collect from X.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("tweet_url | id_str", "posts.native_id", "id", "refused"),
        Field("username | tweet_url", "posts.author", "id"),
        Field("user_id_str", "posts.author_id", "id"),
        Field("full_text", "posts.text", "text"),
        Field("created_at", "posts.created_at", "time", "derived"),
        Field("conversation_id_str", "posts.root", "id"),
        Field("in_reply_to_screen_name", "posts.parent_author", "id", "derived"),
        Field("image_url", "posts.media", "kind"),
        *(Field(field, f"observations.{metric}", "count") for field, metric in COUNTS.items()),
    ),
    steps=(
        ("Mintalah berkas CSV atau XLSX dari peneliti yang menjalankan tweet-harvest.", "Ask the researcher who ran tweet-harvest for the CSV or XLSX file."),
        ("Tanyakan kata kunci dan tanggal pengambilannya, dan catat di proyek.", "Ask for the key words and dates of the collection, and write them down."),
        ("Impor berkas aslinya, bukan salinan yang pernah disimpan dari Excel.", "Import the original, not a copy that was saved from Excel."),
    ),
    gaps=("no_shares", "no_replied_to", "no_reach", "sampled", "no_deleted"),
)  # fmt: skip
