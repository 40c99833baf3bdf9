"""X API v2 answers as JSONL (twarc2 and others): pages with `includes`, flattened tweets, streams, lists of users.

Tweets that stand in `includes`, because a page's tweets answer, quote or retweet them, are read as posts too: without them
nobody could say whose post was answered, or how fast.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import polars as pl

from simpul.corpus import chunks, values
from simpul.corpus.arrow_json import quick
from simpul.corpus.chunks import Chunk
from simpul.corpus.ndjson import is_document, json_head, ndjson, objects
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.records import Schema
from simpul.corpus.source import Source
from simpul.corpus.texts import clean
from simpul.corpus.tweets import address, links, sent_at, unescaped

METRICS = {
    "like_count": "likes", "reply_count": "comments", "retweet_count": "shares", "quote_count": "quotes",
    "impression_count": "impressions", "bookmark_count": "saves",
}  # fmt: skip
FOLLOWS = {"followers_count": "followers", "following_count": "following"}
MEDIA = {"3": "image", "7": "video", "13": "video", "16": "video"}  # by the number before a media key's _
IMPRESSIONS_SINCE = pl.datetime(2022, 12, 15, time_zone="UTC")  # X gives 0 for older tweets: it did not count

# All scalars are text: the API and the tools around it give the same field now as a number, now as a string.
_METRICS = pl.Struct(dict.fromkeys((*METRICS, *FOLLOWS), pl.String))
_ENTITIES = pl.Struct(
    {
        "hashtags": pl.List(pl.Struct({"tag": pl.String})),
        "mentions": pl.List(pl.Struct({"username": pl.String})),
        "urls": pl.List(pl.Struct({"expanded_url": pl.String, "unwound_url": pl.String})),
    }
)
_USER: Schema = {"id": pl.String, "username": pl.String, "name": pl.String, "public_metrics": _METRICS}
_TWEET: Schema = {
    "id": pl.String,
    "text": pl.String,
    "note_tweet": pl.Struct({"text": pl.String, "entities": _ENTITIES}),
    "author_id": pl.String,
    "conversation_id": pl.String,
    "created_at": pl.String,
    "in_reply_to_user_id": pl.String,
    "entities": _ENTITIES,
    "attachments": pl.Struct({"media_keys": pl.List(pl.String), "poll_ids": pl.List(pl.String)}),
    "public_metrics": _METRICS,
    "edit_history_tweet_ids": pl.List(pl.String),
    "geo": pl.Struct({"place_id": pl.String, "name": pl.String}),
    "referenced_tweets": pl.List(pl.Struct({"type": pl.String, "id": pl.String})),
}
_LISTED = pl.Struct(_TWEET | _USER)
LINE: Schema = {
    # a flattened tweet, into which the page's other objects have been copied
    **_TWEET,
    "author": pl.Struct(_USER),
    "in_reply_to_user": pl.Struct(_USER),
    "referenced_tweets": pl.List(pl.Struct({"type": pl.String, **_TWEET, "author": pl.Struct(_USER)})),
    # a page; `datum` is a stream's single tweet
    "data": pl.List(_LISTED),
    "datum": _LISTED,
    "includes": pl.Struct(
        {
            "users": pl.List(pl.Struct(_USER)),
            "tweets": pl.List(pl.Struct(_TWEET)),
            "places": pl.List(pl.Struct({"id": pl.String, "name": pl.String})),
        }
    ),
    "errors": pl.List(pl.Struct({"title": pl.String})),
    "__twarc": pl.Struct({"retrieved_at": pl.String}),
    # a line of a compliance job
    "action": pl.String,
}

HAS_ID = pl.col("id").str.contains(r"^\d+$").fill_null(False)
IS_TWEET = HAS_ID & pl.col("text").is_not_null()

SIGNS = (b"edit_history_tweet_ids", b"referenced_tweets", b"reply_settings", b"__twarc", b"total_tweet_count")
FAINT_SIGNS = (b"author_id", b"conversation_id", b"public_metrics", b"possibly_sensitive")
INCLUDED = (
    "Kiriman yang dijawab, dikutip, atau dibagikan (bagian `includes`) ikut dibaca sebagai kiriman.",
    "Posts that were answered, quoted or shared (`includes`) are read as posts too.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if any(b'"%b"' % sign in head for sign in SIGNS):
        return Match(
            95, ("Berisi bidang yang hanya ada di X API v2.", "Has fields that only X API v2 gives.")
        )
    if sum(b'"%b"' % sign in head for sign in FAINT_SIGNS) >= 2:
        return Match(75, ("Berisi beberapa bidang X API v2.", "Has several fields of X API v2."))
    if re.match(rb'\{"id"\s*:\s*"\d+"\s*,\s*"action"\s*:', head):
        return Match(70, ("Mirip hasil tugas kepatuhan X.", "Looks like the result of an X compliance job."))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    head = json_head(source)
    one_a_line = (
        head.startswith(b"{") and b"\n" not in head.rstrip()
    )  # a page is longer than what the head shows
    parsed = ndjson(source, LINE, _name_single, _quick) if one_a_line or not is_document(source) else objects(source, LINE, _name_single)  # fmt: skip
    for lines, refused in parsed:
        yield _chunk(lines, refused, options)


def _quick(lines: bytes) -> pl.DataFrame | None:
    return quick(lines, LINE, "_count")


def _name_single(lines: bytes) -> bytes:
    """`data` is a list on a page and one object in a stream: the object gets a name of its own."""
    return re.sub(rb'"data"(\s*:\s*\{)', rb'"datum"\1', lines)


def _chunk(lines: pl.DataFrame, refused: pl.DataFrame, options: Options) -> Chunk:
    retrieved = lines["__twarc"].struct.field("retrieved_at")
    lines = lines.with_columns(values.when(retrieved, "UTC").alias("observed_at"))
    page = lines.select("row", "observed_at", "data", "datum", "includes").unnest("includes")
    flat = lines.filter(pl.col("action").is_null() & (HAS_ID | pl.col("text").is_not_null()))
    listed = pl.concat([_spread(page, "data"), _spread(page, "datum")])
    copied = _spread(flat, "referenced_tweets")

    people = _people(
        listed.filter(pl.col("text").is_null()),
        *(_spread(page, "users"), _spread(copied, "author")),
        *(_spread(flat, "author"), _spread(flat, "in_reply_to_user")),
    )
    own = pl.concat([_tweets(listed), _tweets(flat)]).sort("row", maintain_order=True)
    included = pl.concat([_tweets(_spread(page, "tweets")), _tweets(copied)])
    seen = pl.concat([own, included]).unique(["id", "observed_at"], keep="first", maintain_order=True)
    tweets, repaired = clean(seen)
    posts = _posts(tweets, people, _spread(page, "places"), options)
    counted = posts.filter(pl.col("kind") != "share")  # a retweet repeats the counts of what it shares
    return Chunk(
        posts=posts.drop("observed_at", *METRICS).unique("native_id", keep="first", maintain_order=True),
        accounts=people.drop("row", "observed_at", *FOLLOWS).unique(
            "author", keep="last", maintain_order=True
        ),
        observations=pl.concat(
            [
                chunks.counts(counted, METRICS),
                chunks.counts(people, FOLLOWS, subject="author", subject_kind="account"),
            ]
        ),
        rejects=pl.concat([refused, repaired, _barren(lines, listed, flat)]).sort("row", maintain_order=True),
        notes=[] if included.is_empty() else [INCLUDED],
    )


def _spread(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The structs of a column, or of its lists, as rows with their `row` and `observed_at`."""
    rows = frame.select("row", "observed_at", column).drop_nulls(column)
    if isinstance(rows.schema[column], pl.List):
        rows = rows.explode(column).drop_nulls(column)
    return rows.unnest(column)


def _tweets(frame: pl.DataFrame) -> pl.DataFrame:
    fields = (pl.col(name).cast(kind) for name, kind in _TWEET.items())
    return frame.filter(IS_TWEET).select("row", "observed_at", *fields)


def _people(*frames: pl.DataFrame) -> pl.DataFrame:
    """One row per account and time of observation, with the columns of FOLLOWS."""
    users = pl.concat([frame.select("row", "observed_at", *_USER) for frame in frames])
    return (
        users.drop_nulls(["id", "username"])
        .unique(["id", "observed_at"], keep="last", maintain_order=True)
        .select(
            "row",
            "observed_at",
            *_numbers(FOLLOWS),
            platform=pl.lit("x"),
            author=pl.col("username").str.to_lowercase(),
            author_id="id",
            author_name=pl.col("name").str.replace_all("\x00", "", literal=True),
            url="https://x.com/" + pl.col("username"),
        )
    )


def _numbers(names: dict[str, str]) -> list[pl.Expr]:
    fields = pl.col("public_metrics").struct
    return [fields.field(name).cast(pl.Float64, strict=False) for name in names]


def _posts(
    tweets: pl.DataFrame, people: pl.DataFrame, places: pl.DataFrame, options: Options
) -> pl.DataFrame:
    """Posts with `observed_at` and the columns of METRICS; of an edited tweet only the newest version."""
    handle = _lookup(people, "author_id", "author")
    writer = _lookup(tweets, "id", "author_id")
    first_id = _first_ids(tweets)
    number = pl.col("id").cast(pl.Int64, strict=False)
    tweets = (
        tweets.with_columns(
            values.when(tweets["created_at"], "UTC"),
            *_numbers(METRICS),
            text=unescaped(pl.coalesce(pl.col("note_tweet").struct.field("text"), "text")),
            native_id=first_id(pl.col("id")),
            retweeted=_reference("retweeted"),
            quoted=_reference("quoted"),
            replied_to=_reference("replied_to"),
        )
        .with_columns(
            shared=pl.coalesce("retweeted", "quoted"),
            created_at=pl.coalesce("created_at", sent_at(number)),
            addressee=pl.coalesce("in_reply_to_user_id", writer(pl.col("replied_to"))),
        )
        .filter(number == number.max().over("native_id"))
    )
    sharer = writer(pl.col("shared"))
    posts = tweets.select(
        "row", "observed_at", "native_id", "author_id", "text", "created_at", *METRICS,
        platform=pl.lit("x"),
        kind=pl.when(pl.col("retweeted").is_not_null()).then(pl.lit("share"))
        .when(pl.any_horizontal(pl.col("addressee", "replied_to").is_not_null())).then(pl.lit("reply"))
        .when(pl.col("quoted").is_not_null()).then(pl.lit("quote"))
        .otherwise(pl.lit("post")),
        author=pl.coalesce(handle(pl.col("author_id")), "author_id"),
        parent=first_id(pl.col("replied_to")),
        root=first_id(pl.col("conversation_id")),
        shared=first_id(pl.col("shared")),
        parent_author=pl.coalesce(handle(pl.col("addressee")), "addressee"),
        shared_author=pl.coalesce(handle(sharer), sharer, _named_after_rt()),
        url=address(pl.col("id")),
        place=_place_code(places, options),
        media=_media(),
        **(_entities() if tweets["entities"].count() else _written()),
    )  # fmt: skip
    return posts.with_columns(
        root=pl.when(pl.col("root") != pl.col("native_id")).then("root"),
        links=links(pl.col("links")),
        impression_count=pl.when(
            (pl.col("created_at") >= IMPRESSIONS_SINCE) | (pl.col("impression_count") > 0)
        ).then("impression_count"),
    ).with_columns(
        media=pl.when(pl.col("media").is_null() & (pl.col("links").list.len() > 0))
        .then(pl.lit("link"))
        .otherwise("media")
    )


def _lookup(frame: pl.DataFrame, key: str, value: str) -> Callable[[pl.Expr], pl.Expr]:
    """A function from a column of keys to the column of their values; null where a key is unknown."""
    known = frame.select(key, value).drop_nulls().unique(key, keep="last")
    return lambda cell: cell.replace_strict(known[key], known[value], default=None, return_dtype=pl.String)


def _first_ids(tweets: pl.DataFrame) -> Callable[[pl.Expr], pl.Expr]:
    """A function from tweet ids to the id under which a tweet first appeared: every edit gives it a new one."""
    history = pl.col("edit_history_tweet_ids")
    edited = (
        tweets.filter(history.list.len() > 1).select(first=history.list.first(), id=history).explode("id")
    )
    first = _lookup(edited, "id", "first")
    return lambda cell: pl.coalesce(first(cell), cell)


def _reference(kind: str) -> pl.Expr:
    """The id of the tweet to which a tweet has the relation."""
    same = pl.element().struct.field("type") == kind
    return pl.col("referenced_tweets").list.filter(same).list.first().struct.field("id")


def _named_after_rt() -> pl.Expr:
    name = pl.col("text").str.extract(r"^RT @(\w+):", 1).str.to_lowercase()
    return pl.when(pl.col("retweeted").is_not_null()).then(name)


def _entities() -> dict[str, pl.Expr]:
    """Hashtags, links and mentions as X found them in the whole text."""
    whole, short = pl.col("note_tweet").struct.field("entities").struct, pl.col("entities").struct
    item = pl.element().struct
    found = {
        "hashtags": ("hashtags", item.field("tag").str.to_lowercase()),
        "mentions": ("mentions", item.field("username").str.to_lowercase()),
        "links": ("urls", pl.coalesce(item.field("unwound_url"), item.field("expanded_url"))),
    }
    return {
        name: pl.coalesce(whole.field(field), short.field(field), pl.lit([]))
        .list.eval(value.drop_nulls())
        .list.unique(maintain_order=True)
        for name, (field, value) in found.items()
    }


def _written() -> dict[str, pl.Expr]:
    """The same from the text, for an export that was made without `entities`."""
    text = pl.col("text")
    return {
        "hashtags": values.hashtags(text), "mentions": values.mentions(text, dots=False), "links": values.links(text)
    }  # fmt: skip


def _media() -> pl.Expr:
    attached = pl.col("attachments").struct
    key = attached.field("media_keys").list.first().str.extract(r"^(\d+)_", 1)
    poll = pl.when(attached.field("poll_ids").list.len() > 0).then(pl.lit("poll"))
    return pl.coalesce(key.replace_strict(MEDIA, default=None, return_dtype=pl.String), poll)


def _place_code(places: pl.DataFrame, options: Options) -> pl.Expr:
    geo = pl.col("geo").struct
    name = pl.coalesce(geo.field("name"), _lookup(places, "id", "name")(geo.field("place_id")))
    codes = options.place_codes
    return name.str.to_lowercase().replace_strict(
        pl.Series(list(codes), dtype=pl.String),
        pl.Series(list(codes.values()), dtype=pl.String),
        default=None,
    )


def _barren(lines: pl.DataFrame, listed: pl.DataFrame, flat: pl.DataFrame) -> pl.DataFrame:
    """Why a line gave nothing: it holds no tweets and no users, or a tweet without a sound id; one reject per reason."""
    content = pl.col("data", "datum", "id", "text")
    silent = lines.filter(
        pl.col("action").is_not_null()
        | (pl.col("errors").is_not_null() & pl.all_horizontal(content.is_null()))
    ).select("row", code=pl.lit("row_kind"))
    fields = ["row", "id", "text"]
    elements = pl.concat([listed.select(*fields, "username"), flat.select(fields)], how="diagonal")
    odd = elements.filter(~HAS_ID | pl.all_horizontal(pl.col("text", "username").is_null())).select(
        "row",
        column=pl.when(pl.col("text").is_not_null()).then(pl.lit("id")),
        code=pl.when(pl.col("text").is_null()).then(pl.lit("row_kind"))
        .when(pl.col("id").is_null()).then(pl.lit("id_missing"))
        .otherwise(pl.lit("id_damaged")),
        value=pl.when(pl.col("text").is_not_null()).then("id"),
    )  # fmt: skip
    return chunks.conform(pl.concat([silent, odd], how="diagonal").unique(maintain_order=True), "rejects")


READER = Reader(
    name="x_api_v2",
    version=1,
    platform="x",
    title=("X (Twitter) API v2, JSONL", "X (Twitter) API v2, JSONL"),
    gives=("posts", "comments", "counts", "accounts", "followers"),
    obtain=(
        'Dari pemegang akses API X, misalnya `twarc2 search "bansos kota" kiriman.jsonl`.',
        'From somebody with access to X\'s API, such as `twarc2 search "bansos kota" posts.jsonl`.',
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("id", "posts.native_id", "id", "refused"),
        Field("author_id", "posts.author_id", "id"),
        Field("username", "posts.author", "id", "derived"),
        Field("name", "accounts.author_name", "text"),
        Field("text | note_tweet.text", "posts.text", "text"),
        Field("created_at", "posts.created_at", "time", "derived"),
        Field("referenced_tweets.id", "posts.parent", "id"),
        Field("referenced_tweets.id", "posts.shared", "id"),
        Field("referenced_tweets.type", "posts.kind", "kind", "derived"),
        Field("conversation_id", "posts.root", "id"),
        Field("in_reply_to_user_id", "posts.parent_author", "id", "derived"),
        Field("entities.hashtags.tag", "posts.hashtags", "list", "derived"),
        Field("entities.mentions.username", "posts.mentions", "list", "derived"),
        Field("entities.urls.expanded_url | unwound_url", "posts.links", "list", "derived"),
        Field("attachments.media_keys | poll_ids", "posts.media", "kind"),
        Field("geo.place_id", "posts.place", "place"),
        *(Field(f"public_metrics.{field}", f"observations.{metric}", "count") for field, metric in {**METRICS, **FOLLOWS}.items()),
    ),
    steps=(
        ("Tanyakan kepada peneliti atau mitra yang memegang akses API X.", "Ask a researcher or partner who has access to X's API."),
        ("Mintalah hasil twarc2 atau jawaban API apa adanya (.jsonl), termasuk bagian `includes`.", "Ask for what twarc2 or the API gave, as it is (.jsonl), with its `includes`."),
        ("Jangan ubah menjadi CSV: balasan dan nama akun bisa hilang.", "Do not turn it into CSV: replies and account names may be lost."),
    ),
    gaps=("sampled", "no_deleted", "no_media"),
)  # fmt: skip
