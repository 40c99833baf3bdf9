"""X as Zeeschuimer records it, and 4CAT's NDJSON of it. Retweeted and quoted posts stand whole in the answers and are read too.

The screen name lies under `core` in newer records and under `legacy` in older ones. Sometimes X leaves the author out because the page
has shown them before: then the address of the post's own picture tells the name.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import tweets, zeeschuimer
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import at, joined, records, schema
from simpul.corpus.reader import Field, Match, Options, Reader
from simpul.corpus.source import Source

PLATFORMS = ("twitter.com", "x.com")
USER = "core.user_results.result"
RETWEET, QUOTE = "legacy.retweeted_status_result.result", "quoted_status_result.result"
MEDIA = {"photo": "image", "animated_gif": "image", "video": "video"}


def _user(of: str, field: str) -> str:
    return f"{of}{USER}.core.{field} | {of}{USER}.legacy.{field}"


def _nested(of: str, field: str) -> str:
    """A path in a retweeted or quoted post, which may lie one level deeper."""
    return " | ".join(f"{of}.{deeper}{path}" for deeper in ("", "tweet.") for path in field.split(" | "))


OWN = (
    Field("rest_id | legacy.id_str", "posts.native_id", "id", "refused"),
    Field(f"{_user('', 'screen_name')} | user.screen_name", "posts.author", "id", "derived"),
    Field(f"legacy.user_id_str | {USER}.rest_id", "posts.author_id", "id"),
    Field(f"{_user('', 'name')} | user.name", "posts.author_name", "text"),
    Field("note_tweet.note_tweet_results.result.text | legacy.full_text", "posts.text", "text"),
    Field("legacy.created_at", "posts.created_at", "time", "derived"),
    Field("legacy.conversation_id_str", "posts.root", "id"),
    Field("legacy.in_reply_to_status_id_str", "posts.parent", "id"),
    Field("legacy.in_reply_to_screen_name", "posts.parent_author", "id"),
    Field("legacy.entities.hashtags[].text", "posts.hashtags", "list", "derived"),
    Field("legacy.entities.user_mentions[].screen_name", "posts.mentions", "list", "derived"),
    Field("legacy.entities.urls[].expanded_url", "posts.links", "list", "derived"),
    Field("legacy.entities.media[].type", "posts.media", "kind"),
    Field("legacy.favorite_count", "observations.likes", "count"),
    Field("legacy.reply_count", "observations.comments", "count"),
    Field("legacy.retweet_count", "observations.shares", "count"),
    Field("legacy.quote_count", "observations.quotes", "count"),
    Field("legacy.bookmark_count", "observations.saves", "count"),
    Field("views.count | ext_views.count", "observations.impressions", "count"),
    Field(f"{USER}.legacy.followers_count", "observations.followers", "count"),
    Field("legacy.lang", "posts.extra", "kind"),
    Field("legacy.possibly_sensitive", "posts.extra", "flag"),
)
SHARED = (
    Field(f"{_nested(RETWEET, 'rest_id')} | {_nested(QUOTE, 'rest_id')} | legacy.quoted_status_id_str", "posts.shared", "id"),
    Field(f"{_nested(RETWEET, _user('', 'screen_name'))} | {_nested(QUOTE, _user('', 'screen_name'))}", "posts.shared_author", "id"),
)  # fmt: skip
ADDRESS = "legacy.entities.media[].expanded_url"
OWNER = r"(?:twitter|x)\.com/(\w+)/status/"
TWEET = schema(OWN, ADDRESS)


_SHARED = pl.Struct({"result": pl.Struct({**TWEET, "tweet": pl.Struct(TWEET)})})
_LEGACY = {field.name: field.dtype for field in TWEET["legacy"].fields}  # type: ignore[union-attr]
_WHOLE = TWEET | {
    "legacy": pl.Struct(_LEGACY | {"retweeted_status_result": _SHARED, "quoted_status_id_str": pl.String}),
    "quoted_status_result": _SHARED,
}
ITEM = _WHOLE | {"tweet": pl.Struct(_WHOLE)}  # a post with a notice of its visibility lies one level deeper
INCLUDED = (
    "Kiriman yang dibagikan atau dikutip ikut dibaca sebagai kiriman.",
    "Posts that were shared or quoted are read as posts too.",
)


def recognise(source: Source) -> Match:
    return zeeschuimer.recognise(source, PLATFORMS, ("rest_id", "legacy"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for rows, refused in zeeschuimer.items(source, PLATFORMS, ITEM):
        yield joined(refused, _posts(_flat(rows), options))


def _flat(rows: pl.DataFrame) -> pl.DataFrame:
    """The posts and after them those that they share, as rows of the same columns; `shared` and `shared_author` say which and whose."""
    item = pl.struct(_outer(name) for name in _WHOLE)
    rows = rows.select("row", "observed_at", item=item).unnest("item").with_columns(
        shared=_first(SHARED[0]), shared_author=_first(SHARED[1])
    )  # fmt: skip
    legacy = pl.struct(pl.col("legacy").struct.field(name) for name in _LEGACY).alias("legacy")
    beside = ["row", "observed_at"]
    own = rows.select(
        *beside, "shared", "shared_author", *(legacy if name == "legacy" else name for name in TWEET)
    )
    shared = [
        rows.select(*beside, result=at(path)).drop_nulls("result").unnest("result")
        .select(*beside, *(_outer(name) for name in TWEET)).filter(_first(OWN[0]).is_not_null())
        for path in (RETWEET, QUOTE)
    ]  # fmt: skip
    return pl.concat([own, *shared], how="diagonal")


def _outer(name: str) -> pl.Expr:
    return pl.coalesce(pl.col("tweet").struct.field(name), pl.col(name)).alias(name)


def _first(field: Field) -> pl.Expr:
    return pl.coalesce(at(path) for path in field.source.split(" | "))


def _posts(rows: pl.DataFrame, options: Options) -> Chunk:
    picture = at("legacy.entities.media[].expanded_url").list.first()
    of_itself = picture.str.contains(
        pl.concat_str(pl.lit("/status/"), "posts.native_id", pl.lit("/")), literal=True
    )
    share = at("legacy.full_text").str.contains(r"^RT @\w+: ") & pl.col("shared").is_not_null()
    answers = pl.coalesce(
        at("legacy.in_reply_to_status_id_str"), at("legacy.in_reply_to_screen_name")
    ).is_not_null()
    kind = (
        pl.when(share).then(pl.lit("share"))
        .when(answers).then(pl.lit("reply"))
        .when(pl.col("shared").is_not_null()).then(pl.lit("quote"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip
    media = at("legacy.entities.media[].type").list.first()
    computed = {
        "kind": kind,
        "author": pl.coalesce(
            "posts.author", pl.when(of_itself).then(picture.str.extract(OWNER, 1)), "posts.author_id"
        ),
        "text": tweets.unescaped(pl.col("posts.text")),
        "root": pl.when(pl.col("posts.root") != pl.col("posts.native_id")).then("posts.root"),
        "shared": pl.col("shared"),
        "shared_author": pl.coalesce(
            "shared_author", pl.when(share).then(at("legacy.full_text").str.extract(r"^RT @(\w+):", 1))
        ),
        "url": tweets.address(pl.col("posts.native_id")),
        "links": tweets.links(pl.col("posts.links")),
        "media": media.replace_strict(MEDIA, default=None, return_dtype=pl.String),
    }
    chunk = records(
        rows,
        OWN,
        "x",
        options,
        computed,
        dots=False,
        counted=~share.fill_null(False),
        observed_at=pl.col("observed_at"),
    )
    if chunk.posts is not None:  # an export without times is dated by its ids
        ids = pl.col("native_id").cast(pl.Int64, strict=False)
        chunk.posts = chunk.posts.with_columns(pl.coalesce("created_at", tweets.sent_at(ids)))
    chunk.notes.append(INCLUDED)
    return chunk


READER = Reader(
    name="zeeschuimer_x",
    version=1,
    platform="x",
    title=("Zeeschuimer: X (NDJSON)", "Zeeschuimer: X (NDJSON)"),
    gives=("posts", "comments", "counts", "followers"),
    obtain=zeeschuimer.OBTAIN,
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(*OWN, *SHARED),
    steps=zeeschuimer.STEPS,
    gaps=zeeschuimer.GAPS,
)
