"""Tables that `twarc2 csv` makes of X API v2: one row per post, with the dotted names of the flattened JSON as columns."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import tweets, values
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import joined, records
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table

TWEET = (
    Field("id", "posts.native_id", "id", "refused"),
    Field("author.username", "posts.author", "id"),
    Field("author_id | author.id", "posts.author_id", "id"),
    Field("author.name", "posts.author_name", "text"),
    Field("text", "posts.text", "text"),
    Field("created_at", "posts.created_at", "time", "derived"),
    Field("conversation_id", "posts.root", "id"),
    Field("referenced_tweets.replied_to.id", "posts.parent", "id"),
    Field("referenced_tweets.retweeted.id | referenced_tweets.quoted.id", "posts.shared", "id"),
    Field("in_reply_to_username | in_reply_to_user_id", "posts.parent_author", "id"),
    Field(
        "retweeted_username | quoted_username | retweeted_user_id | quoted_user_id",
        "posts.shared_author",
        "id",
    ),
    Field("entities.hashtags", "posts.hashtags", "kind", "derived"),
    Field("entities.mentions", "posts.mentions", "kind", "derived"),
    Field("entities.urls", "posts.links", "kind", "derived"),
    Field("attachments.media | attachments.media_keys", "posts.media", "kind"),
    Field("public_metrics.like_count", "observations.likes", "count"),
    Field("public_metrics.reply_count", "observations.comments", "count"),
    Field("public_metrics.retweet_count", "observations.shares", "count"),
    Field("public_metrics.quote_count", "observations.quotes", "count"),
    Field("public_metrics.impression_count", "observations.impressions", "count"),
    Field("public_metrics.bookmark_count", "observations.saves", "count"),
    Field("author.public_metrics.followers_count", "observations.followers", "count"),
    Field("author.public_metrics.following_count", "observations.following", "count"),
    Field("lang", "posts.extra", "kind"),
    Field("possibly_sensitive", "posts.extra", "flag"),
    Field("reply_settings", "posts.extra", "kind"),
)
URL, TAG, NAME = (rf'"(?:{field})":\s*"[^"]+"' for field in ("unwound_url|expanded_url", "tag", "username"))
NEEDED = {"id", "text", "author_id", "conversation_id"}
TELLING = {
    "public_metrics.like_count",
    "referenced_tweets.replied_to.id",
    "author.username",
    "__twarc.version",
}
MEDIA = {"photo": "image", "animated_gif": "image", "3": "image", "16": "image", "video": "video", "7": "video", "13": "video"}  # fmt: skip
COMPUTED = ("referenced_tweets.retweeted.id", "referenced_tweets.quoted.id", "referenced_tweets.replied_to.id",
            "in_reply_to_user_id", "entities.hashtags", "entities.mentions", "entities.urls", "attachments.media",
            "attachments.media_keys", "attachments.poll_ids", "author.username", "created_at", "conversation_id", "__twarc.retrieved_at")  # fmt: skip


def recognise(source: Source) -> Match:
    columns = set(header(source) or [])
    if columns >= NEEDED and len(columns & TELLING) >= 2:
        return Match(95, ("kolom twarc2 csv", "the columns of twarc2 csv"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for rows, refused in table(source):
        yield joined(refused, _posts(rows, options))


def _posts(rows: pl.DataFrame, options: Options) -> Chunk:
    absent = [name for name in COMPUTED if name not in rows.columns]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    retweet, quote, answered = (
        pl.col(f"referenced_tweets.{name}.id").is_not_null() for name in ("retweeted", "quoted", "replied_to")
    )
    answers = answered | pl.col("in_reply_to_user_id").is_not_null()
    kind = pl.when(retweet).then(pl.lit("share")).when(answers).then(pl.lit("reply"))
    text = tweets.unescaped(pl.col("posts.text"))
    # a file with entities has them for every post that has any: a retweet's own text is cut in the middle of its links
    parsed = any(rows[f"entities.{name}"].count() for name in ("urls", "hashtags", "mentions"))
    none = pl.lit([], pl.List(pl.String))
    written = {
        "links": values.links(text), "hashtags": values.hashtags(text), "mentions": values.mentions(text, dots=False)
    }  # fmt: skip
    number = pl.col("posts.native_id").cast(pl.Int64, strict=False)
    found = {
        "kind": kind.when(quote).then(pl.lit("quote")).otherwise(pl.lit("post")),
        "author": pl.coalesce("author.username", "posts.author_id"),
        "text": text,
        "created_at": pl.coalesce("said_at", tweets.sent_at(number)),
        "root": pl.when(pl.col("posts.root") != pl.col("posts.native_id")).then("posts.root"),
        "url": tweets.address(pl.col("posts.native_id")),
        "links": tweets.links(pl.coalesce(_each("entities.urls", URL), none if parsed else written["links"])),
        "hashtags": pl.coalesce(_each("entities.hashtags", TAG), none if parsed else written["hashtags"]),
        "mentions": pl.coalesce(_each("entities.mentions", NAME), none if parsed else written["mentions"]),
        "media": _media(),
    }
    rows = rows.with_columns(
        said_at=values.when(rows["created_at"], "UTC"),
        retrieved=values.when(rows["__twarc.retrieved_at"], "UTC"),
    )
    return records(
        rows, TWEET, "x", options, found, dots=False, counted=~retweet, observed_at=pl.col("retrieved")
    )


def _each(column: str, pattern: str) -> pl.Expr:
    """The texts of a field in a cell that holds a JSON list of objects; null where the cell is empty."""
    items = pl.col(column).str.extract_all(pattern)
    names = items.list.eval(
        pl.element().str.extract(r':\s*"([^"]+)"$', 1).str.replace_all(r"\/", "/", literal=True)
    )
    return pl.when(pl.col(column).is_not_null()).then(names)


def _media() -> pl.Expr:
    named = pl.col("attachments.media").str.extract(r'"type":\s*"(\w+)"', 1)
    numbered = pl.col("attachments.media_keys").str.extract(r"(\d+)_\d", 1)
    kind = pl.coalesce(named, numbered).replace_strict(MEDIA, default=None, return_dtype=pl.String)
    return pl.coalesce(kind, pl.when(pl.col("attachments.poll_ids").is_not_null()).then(pl.lit("poll")))


READER = Reader(
    name="twarc_csv",
    version=1,
    platform="x",
    title=("X: tabel twarc2 (CSV)", "X: table of twarc2 (CSV)"),
    gives=("posts", "comments", "counts", "followers"),
    obtain=(
        "Dari pemegang akses API X: `twarc2 csv kiriman.jsonl kiriman.csv`. Lebih baik mintalah .jsonl aslinya.",
        "From somebody with access to X's API: `twarc2 csv posts.jsonl posts.csv`. Better ask for the .jsonl itself.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=TWEET,
    steps=(
        ("Tanyakan kepada peneliti yang memegang akses API X.", "Ask a researcher who has access to X's API."),
        ("Mintalah .jsonl dari twarc2; hanya bila tidak ada lagi, mintalah CSV-nya.", "Ask for the .jsonl of twarc2; only where it is gone, for its CSV."),
        ("Jangan buka CSV dengan Excel sebelum diimpor: id akan rusak.", "Do not open the CSV in Excel before importing: ids would be damaged."),
    ),
    gaps=("sampled", "no_deleted", "no_media"),
)  # fmt: skip
