"""Bluesky: answers of its API (feeds, searches, threads, profiles), repository records and Jetstream events, JSON or NDJSON.

Quoted posts, and the parent and root of a reply, stand whole in the answers; they are read as posts too: without them nobody
could say whose post was answered, or how fast.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import chunks, values
from simpul.corpus.bluesky_answers import flatten
from simpul.corpus.chunks import Chunk
from simpul.corpus.ndjson import json_head, objects
from simpul.corpus.possible_times import possible
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.records import Schema
from simpul.corpus.source import Source
from simpul.corpus.texts import clean

METRICS = {
    "likeCount": "likes", "replyCount": "comments", "repostCount": "shares", "quoteCount": "quotes",
    "bookmarkCount": "saves",
}  # fmt: skip
FOLLOWS = {"followersCount": "followers", "followsCount": "following"}
COLLECTIONS = r"/app\.bsky\.feed\.(?:re)?post/"
MEDIA = {"images": "image", "gallery": "image", "video": "video", "gif": "video", "external": "link"}
POST_URI = r"at://[^\"\s]+/app\.bsky\.feed\.post/[^\"/\s]+"
LINK = r"^https?://[^\s\\]+$"
GIF = r"^https://media\.tenor\.com/"  # an animated picture, which Bluesky keeps as a link card
NO_LINK = rf"^https?://(?:\w+\.)?bsky\.app/profile/[^/]+/post/|{GIF}"
NO_HANDLE = "handle.invalid"  # what the API gives for every account whose handle does not resolve

# A handle, with or without @, in hexadecimal: so a text can be cut by bytes without the risk of half a character.
_LETTER = "(?:[46][1-9a-f]|[57][0-9a])"
_LABEL = f"(?:{_LETTER}|3[0-9]|2d)+"
HANDLE_BYTES = f"^(?:20)*(?:40)?((?:{_LABEL}2e)+{_LETTER}(?:{_LABEL})?)(?:20)*$"

# All scalars are text; what applications fill as they like (embeds, subjects) is kept as one text and searched.
_REFERENCE = pl.Struct({"uri": pl.String})
_FACET = pl.Struct(
    {
        "index": pl.Struct({"byteStart": pl.String, "byteEnd": pl.String}),
        "features": pl.List(pl.Struct({"tag": pl.String, "did": pl.String, "uri": pl.String})),
    }
)
_RECORD = pl.Struct(
    {
        "text": pl.String,
        "createdAt": pl.String,
        "facets": pl.List(_FACET),
        "tags": pl.List(pl.String),
        "reply": pl.Struct({"parent": _REFERENCE, "root": _REFERENCE}),
        "embed": pl.Struct(
            {"$type": pl.String, "record": pl.String, "media": pl.String, "external": pl.String}
        ),
        "subject": pl.String,  # of a repost
    }
)
_AUTHOR: Schema = {"did": pl.String, "handle": pl.String, "displayName": pl.String}
_ITEM: Schema = {
    "uri": pl.String,
    "author": pl.Struct(_AUTHOR),
    "record": _RECORD,
    "indexedAt": pl.String,
    **dict.fromkeys(METRICS, pl.String),
    **_AUTHOR,  # a profile
    **dict.fromkeys(FOLLOWS, pl.String),
    "included": pl.String,
}
LINE: Schema = {
    **_ITEM,
    "items": pl.List(pl.Struct(_ITEM)),
    "commit": pl.Struct(
        {"collection": pl.String, "rkey": pl.String, "record": _RECORD}
    ),  # an event of Jetstream
}

INCLUDED = (
    "Kiriman yang dijawab atau dikutip ikut dibaca sebagai kiriman.",
    "Posts that were answered or quoted are read as posts too.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if b'"app.bsky.feed.' in head or b"/app.bsky.feed.post/" in head:
        return Match(95, ("Berisi catatan app.bsky.feed.", "Has app.bsky.feed records."))
    if b'"did:' in head and b'"handle"' in head:
        return Match(90, ("Berisi profil dengan DID dan handle.", "Has profiles with a DID and a handle."))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    for lines, refused in objects(source, LINE, flatten):
        yield _chunk(lines, refused)


def _chunk(lines: pl.DataFrame, refused: pl.DataFrame) -> Chunk:
    listed = (
        lines.select("row", "items").drop_nulls("items").explode("items").drop_nulls("items").unnest("items")
    )
    items = pl.concat([lines.select("row", *_ITEM), listed, _commits(lines)], how="diagonal")
    views = items.filter(_is_post()).drop(_AUTHOR).unnest("author")
    included = pl.col("included").is_not_null()
    views, repaired = clean(views.sort(included, "row", maintain_order=True).unnest("record"))

    people = _people(pl.concat([items, views], how="diagonal"))
    posts = _posts(views.unique("uri", keep="first", maintain_order=True), people)
    undated = posts.filter(pl.col("created_at").is_null())
    told = pl.concat([views["row"], people["row"]]).implode()
    events = lines.filter(pl.any_horizontal(pl.col("uri", "did").is_not_null())).select("row")
    silent = pl.concat([events, listed.select("row")]).filter(~pl.col("row").is_in(told))
    return Chunk(
        posts=posts.drop(METRICS),
        accounts=people.drop("row", *FOLLOWS),
        observations=pl.concat(
            [
                chunks.counts(posts, METRICS),
                chunks.counts(people, FOLLOWS, subject="author", subject_kind="account"),
            ]
        ),
        rejects=pl.concat(
            [
                refused,
                repaired,
                _refusals(silent, "row_kind"),
                _refusals(undated, "date_invalid", "createdAt"),
            ]
        ).sort("row", maintain_order=True),
        notes=[INCLUDED] if views.select(included.any()).item() else [],
    )


def _refusals(rows: pl.DataFrame, code: str, column: str | None = None) -> pl.DataFrame:
    named = rows.select("row", column=pl.lit(column, pl.String), code=pl.lit(code))
    return chunks.conform(named.unique(maintain_order=True), "rejects")


def _is_post() -> pl.Expr:
    record = pl.col("record").struct
    content = pl.any_horizontal(record.field("text").is_not_null(), record.field("subject").is_not_null())
    return pl.col("uri").str.contains(COLLECTIONS) & content


def _commits(lines: pl.DataFrame) -> pl.DataFrame:
    """Records as written to a repository; only the account's DID is known."""
    events = lines.select("row", "did", "commit").drop_nulls("commit").unnest("commit")
    return events.select(
        "row",
        "record",
        uri=pl.format("at://{}/{}/{}", "did", "collection", "rkey"),
        author=pl.struct("did").cast(pl.Struct(_AUTHOR)),
    )


def _people(seen: pl.DataFrame) -> pl.DataFrame:
    """One row per account, profiles first, with the columns of FOLLOWS."""
    handle = pl.col("handle").str.to_lowercase()
    return (
        seen.filter(pl.col("did").is_not_null() & pl.col("handle").is_not_null())
        .unique("did", keep="first", maintain_order=True)
        .select(
            "row",
            *(pl.col(name).cast(pl.Float64, strict=False) for name in FOLLOWS),
            platform=pl.lit("bluesky"),
            author=pl.when(handle != NO_HANDLE).then(handle).otherwise("did"),
            author_id="did",
            author_name=pl.col("displayName").str.replace_all("\x00", "", literal=True),
            url="https://bsky.app/profile/" + pl.col("did"),
        )
    )


def _posts(views: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Posts with the columns of METRICS."""
    reply, embed = pl.col("reply").struct, pl.col("embed").struct
    parent, root = (reply.field(name).struct.field("uri") for name in ("parent", "root"))
    reposted = pl.col("subject").str.extract(f"({POST_URI})", 1)
    shared = pl.coalesce(reposted, embed.field("record").str.extract(f"({POST_URI})", 1))
    did = pl.coalesce("did", _owner(pl.col("uri")))
    address = pl.format("https://bsky.app/profile/{}/post/{}", did, pl.col("uri").str.extract(r"([^/]+)$", 1))
    link = pl.element().str.contains(LINK) & ~pl.element().str.contains(NO_LINK)
    posts = views.with_columns(created_at=_time(views)).join(
        _facets(views, people), left_on="uri", right_on="post", how="left", maintain_order="left"
    )
    return posts.select(
        "row", "text", "created_at",
        *(pl.col(name).cast(pl.Float64, strict=False) for name in METRICS),
        platform=pl.lit("bluesky"),
        native_id="uri",
        kind=pl.when(reposted.is_not_null()).then(pl.lit("share"))
        .when(parent.is_not_null()).then(pl.lit("reply"))
        .when(shared.is_not_null()).then(pl.lit("quote"))
        .otherwise(pl.lit("post")),
        author=_account(did, people),
        author_id=did,
        parent=parent,
        root=root,
        shared=shared,
        parent_author=_account(_owner(parent), people),
        shared_author=_account(_owner(shared), people),
        url=pl.when(reposted.is_null()).then(address),
        hashtags=_with("hashtags", pl.col("tags").list.eval(pl.element().str.to_lowercase())),
        links=_with("links", pl.concat_list(_card())).list.filter(link),
        mentions=pl.col("mentions").fill_null([]),
        media=_media(),
    ).with_columns(
        media=pl.when(pl.col("links").list.len() > 0).then(pl.col("media").fill_null("link")).otherwise("media")
    )  # fmt: skip


def _time(views: pl.DataFrame) -> pl.Series:
    """When a post was written, as its author's application says, but not later than Bluesky saw it."""
    times = views.select(
        values.when(views["createdAt"], "UTC").alias("said"),
        values.when(views["indexedAt"], "UTC").alias("seen"),
    )
    sound = (pl.when(possible(pl.col(name))).then(name) for name in times.columns)
    return times.select(pl.min_horizontal(*sound)).to_series()


def _owner(uri: pl.Expr) -> pl.Expr:
    """The DID in whose repository a record lies."""
    return uri.str.extract(r"^at://([^/]+)/", 1)


def _account(did: pl.Expr, people: pl.DataFrame) -> pl.Expr:
    """The handle of a DID where the file tells it, else the DID."""
    return did.replace_strict(people["author_id"], people["author"], default=did)


def _with(column: str, others: pl.Expr) -> pl.Expr:
    both = pl.concat_list(pl.col(column).fill_null([]), others.fill_null([]))
    return both.list.drop_nulls().list.unique(maintain_order=True)


def _card() -> pl.Expr:
    """The address of a link card, alone or beside a quoted post."""
    embed = pl.col("embed").struct
    return pl.coalesce(embed.field("external"), embed.field("media")).str.extract(r'"uri":\s*"([^"]+)"', 1)


def _media() -> pl.Expr:
    embed = pl.col("embed").struct
    kind = pl.coalesce(
        pl.when(_card().str.contains(GIF)).then(pl.lit("gif")),
        embed.field("media").str.extract(r'"app\.bsky\.embed\.(\w+)', 1),
        embed.field("$type").str.extract(r"^app\.bsky\.embed\.(\w+)", 1),
    )
    return kind.replace_strict(MEDIA, default=None, return_dtype=pl.String)


def _facets(views: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Hashtags, links and mentions of each `post` that has facets: marks on its text, placed by bytes."""
    features = (
        _exploded(views.select("text", "facets", post="uri"), "facets")
        .unnest("index")
        .pipe(_exploded, "features")
    )
    start, end = (pl.col(name).cast(pl.UInt32, strict=False) for name in ("byteStart", "byteEnd"))
    marked = pl.col("text").cast(pl.Binary).bin.slice(start, end - start).bin.encode("hex")
    written = marked.str.extract(HANDLE_BYTES, 1).str.decode("hex").cast(pl.String).str.to_lowercase()
    named = _account(pl.col("did"), people)
    found = features.with_columns(
        tag=pl.col("tag").str.strip_chars(" #").str.to_lowercase(),
        mention=pl.when(named != pl.col("did")).then(named).otherwise(pl.coalesce(written, "did")),
    )
    distinct = {"hashtags": "tag", "links": "uri", "mentions": "mention"}
    return found.group_by("post", maintain_order=True).agg(
        pl.col(feature).drop_nulls().unique(maintain_order=True).alias(name)
        for name, feature in distinct.items()
    )


def _exploded(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    return frame.drop_nulls(column).explode(column).drop_nulls(column).unnest(column)


READER = Reader(
    name="bluesky",
    version=1,
    platform="bluesky",
    title=("Bluesky, jawaban API (JSON atau NDJSON)", "Bluesky, API answers (JSON or NDJSON)"),
    gives=("posts", "comments", "counts", "accounts", "followers"),
    obtain=(
        "Simpan jawaban API terbuka Bluesky, misalnya app.bsky.feed.searchPosts atau getAuthorFeed, apa adanya.",
        "Save the answers of Bluesky's open API, such as app.bsky.feed.searchPosts or getAuthorFeed, as they are.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("uri", "posts.native_id", "id", "refused"),
        Field("author.handle", "posts.author", "id", "derived"),
        Field("author.did", "posts.author_id", "id", "derived"),
        Field("author.displayName", "accounts.author_name", "text"),
        Field("record.text", "posts.text", "text"),
        Field("record.createdAt | indexedAt", "posts.created_at", "time"),
        Field("record.reply.parent.uri", "posts.parent", "id"),
        Field("record.reply.root.uri", "posts.root", "id"),
        Field("record.embed.record.uri | record.subject.uri", "posts.shared", "id"),
        Field("record.facets.features.tag | record.tags", "posts.hashtags", "list"),
        Field("record.facets.features.uri | record.embed.external.uri", "posts.links", "list"),
        Field("record.facets.features.did", "posts.mentions", "list"),
        Field("record.embed.$type", "posts.media", "kind"),
        *(Field(field, f"observations.{metric}", "count") for field, metric in {**METRICS, **FOLLOWS}.items()),
    ),
    steps=(
        ("Tentukan akun lembaga atau kata kunci yang akan dipelajari.", "Choose the agency's account or the key word to study."),
        (
            "Buka https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=NAMA.AKUN&limit=100 di peramban.",
            "Open https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=ACCOUNT.NAME&limit=100 in a browser.",
        ),
        ("Simpan halamannya apa adanya sebagai berkas .json.", "Save the page as it is, as a .json file."),
        (
            "Untuk halaman berikutnya tambahkan &cursor= dengan nilai cursor di akhir berkas, lalu simpan lagi.",
            "For the next page add &cursor= with the cursor at the end of the file, and save again.",
        ),
    ),
    gaps=("no_reach", "no_deleted", "sampled", "no_media"),
)  # fmt: skip
