"""Mastodon: statuses as its API gives them (lists, searches, contexts, one per line), and an account archive's outbox (ActivityPub).

An account's key is its whole address (`name@server`); the API leaves the server out for accounts of its own, and the status's address
brings it back. A boost is a share; the boosted status stands whole beside it and is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.declared import at, joined, records, schema
from simpul.corpus.html_text import plain_text
from simpul.corpus.ndjson import elements, json_head
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.source import Source

SHARED = "reblog.uri | quote.quoted_status.uri"
SHARER = "reblog.account.acct | quote.quoted_status.account.acct"
STATUS = (
    Field("uri | url", "posts.native_id", "id", "refused"),
    Field("account.acct", "posts.author", "id"),
    Field("account.id", "posts.author_id", "id"),
    Field("account.display_name", "posts.author_name", "text"),
    Field("content", "posts.text", "text"),
    Field("created_at", "posts.created_at", "time"),
    Field("in_reply_to_id", "posts.parent", "id", "derived"),
    Field("in_reply_to_account_id", "posts.parent_author", "id", "derived"),
    Field(SHARED, "posts.shared", "id"),
    Field(SHARER, "posts.shared_author", "id"),
    Field("url", "posts.url", "text"),
    Field("tags[].name", "posts.hashtags", "list", "derived"),
    Field("mentions[].acct", "posts.mentions", "list", "derived"),
    Field("media_attachments[].type", "posts.media", "kind"),
    Field("favourites_count", "observations.likes", "count"),
    Field("replies_count", "observations.comments", "count"),
    Field("reblogs_count", "observations.shares", "count"),
    Field("account.followers_count", "observations.followers", "count"),
    Field("account.following_count", "observations.following", "count"),
    Field("language", "posts.extra", "kind"),
    Field("visibility", "posts.extra", "kind"),
    Field("sensitive", "posts.extra", "flag"),
)
NOTE = (
    Field("object.id | id", "posts.native_id", "id", "refused"),
    Field("actor | object.attributedTo", "posts.author", "id"),
    Field("object.content", "posts.text", "text"),
    Field("published | object.published", "posts.created_at", "time"),
    Field("object.inReplyTo", "posts.parent", "id"),
    Field("object.tag[].name", "posts.hashtags", "list", "derived"),
    Field("object.attachment[].mediaType", "posts.media", "kind"),
)
_STATUS = schema(STATUS, "id", "mentions[].id", "mentions[].url")
_BOOSTED = {name: kind for name, kind in _STATUS.items() if name not in ("reblog", "quote")}
_STATUS["reblog"] = pl.Struct(_BOOSTED)
_NOTE = schema(NOTE, "type", "object.type")
LISTS = ("statuses", "ancestors", "descendants")
ENTER = ("", *LISTS, "orderedItems")
MEDIA = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}
SERVER = r"^https?://([^/]+)/"
ACTOR = r"^https?://([^/]+)/(?:users/|@)([^/]+)"
PUBLIC = ("public", "unlisted")
CLOSED = (
    "{} kiriman untuk pengikut atau orang tertentu tidak disimpan.",
    "{} posts for followers or certain people only were not stored.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if b'"favourites_count"' in head and b'"reblogs_count"' in head:
        return Match(95, ("status API Mastodon", "statuses of Mastodon's API"))
    if b'"orderedItems"' in head and b"activitystreams" in head:
        return Match(92, ("kotak keluar arsip akun Mastodon", "the outbox of a Mastodon account archive"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    head = json_head(source)
    if b'"orderedItems"' in head:
        for _, rows, refused in elements(source, ENTER, {"orderedItems[]": _NOTE}, rewrite=_bare):
            yield joined(refused, _notes(rows, options)) if rows.width > 1 else Chunk(rejects=refused)
        return
    wrapped = re.match(rb'\{\s*"(?:accounts|hashtags|%s)"\s*:' % "|".join(LISTS).encode(), head)
    if not wrapped:
        for _, rows, refused in elements(source, (), {"": _STATUS}):
            yield joined(refused, _statuses(rows, options)) if rows.width > 1 else Chunk(rejects=refused)
        return
    pieces = [
        (rows, bad) for _, rows, bad in elements(source, ENTER, {f"{name}[]": _STATUS for name in LISTS})
    ]
    told = [
        rows for rows, _ in pieces if rows.width > 1
    ]  # one page: what is answered stands in another of its lists
    refused = pl.concat([rejects([]), *(bad for _, bad in pieces)])
    yield joined(refused, _statuses(pl.concat(told), options)) if told else Chunk(rejects=refused)


def _bare(lines: bytes) -> bytes:
    """A boost's object is the bare address of the boosted status; here it becomes an object with that id."""
    return re.sub(rb'"object"\s*:\s*("[^"]*")', rb'"object": {"id": \1}', lines)


def _statuses(rows: pl.DataFrame, options: Options) -> Chunk:
    beside = rows.select("row", "reblog").drop_nulls("reblog").unnest("reblog")
    told = {
        "boosted": "reblog.uri",
        "boosted_text": "reblog.content",
        "shared": SHARED,
        "shared_author": SHARER,
    }
    rows = rows.with_columns(**{n: pl.coalesce(at(path) for path in p.split(" | ")) for n, p in told.items()})
    rows = pl.concat([rows.drop("reblog", "quote"), beside], how="diagonal")
    own = rows["visibility"].is_in(PUBLIC).fill_null(True)
    hidden = rows.height - int(own.sum())
    rows = rows.filter(own)
    uris = rows.select("id", "uri").drop_nulls().unique("id")
    accounts = pl.concat(
        [
            rows.select(id=at("account.id"), acct=_address(at("account.acct"), pl.col("uri"))),
            rows.select("mentions").drop_nulls().explode("mentions").drop_nulls().select(
                id=at("mentions.id"), acct=_address(at("mentions.acct"), at("mentions.url"))
            ),
        ]
    ).drop_nulls().unique("id", keep="first", maintain_order=True)  # fmt: skip
    share, answered = pl.col("boosted").is_not_null(), pl.col("in_reply_to_id")
    text = plain_text(pl.col("posts.text"))
    kind = pl.when(share).then(pl.lit("share")).when(answered.is_not_null()).then(pl.lit("reply"))
    media = at("media_attachments[].type").list.first()
    computed = {
        "kind": kind.when(pl.col("shared").is_not_null()).then(pl.lit("quote")).otherwise(pl.lit("post")),
        "author": _address(pl.col("posts.author"), pl.col("uri")),
        "text": pl.coalesce(text, plain_text(pl.col("boosted_text"))),
        # an id counts on the server that was asked only, so a parent that is not in the file stays unknown
        "parent": answered.replace_strict(uris["id"], uris["uri"], default=None, return_dtype=pl.String),
        "mentions": pl.col("mentions").list.eval(
            _address(pl.element().struct.field("acct"), pl.element().struct.field("url"))
        ),
        "parent_author": pl.col("posts.parent_author").replace_strict(
            accounts["id"], accounts["acct"], default=None, return_dtype=pl.String
        ),
        "shared": pl.col("shared"),
        "shared_author": _address(pl.col("shared_author"), pl.col("shared")),
        "links": _links(pl.col("posts.text")),
        "media": media.replace_strict(MEDIA, default=None, return_dtype=pl.String),
    }
    chunk = records(rows, STATUS, "mastodon", options, computed, counted=~share)
    if hidden:
        chunk.notes.append((CLOSED[0].format(hidden), CLOSED[1].format(hidden)))
    return chunk


def _address(acct: pl.Expr, uri: pl.Expr) -> pl.Expr:
    """An account's whole address; the server is that of the given web address where the account's name lacks it."""
    whole = pl.concat_str(acct, pl.lit("@"), uri.str.extract(SERVER, 1))
    return pl.when(acct.str.contains("@")).then(acct).otherwise(whole)


def _links(html: pl.Expr) -> pl.Expr:
    """The addresses of links that are no mentions or hashtags."""
    anchors = html.str.extract_all(r"<a [^>]*>")
    plain = anchors.list.filter(~pl.element().str.contains(r"mention|hashtag"))
    return plain.list.eval(pl.element().str.extract(r'href="(https?://[^"]+)"', 1).drop_nulls())


def _notes(rows: pl.DataFrame, options: Options) -> Chunk:
    """Notes that the account wrote, and what it boosted."""
    boost = pl.col("type") == "Announce"
    actor = pl.col("posts.author").str.extract_groups(ACTOR).struct
    written = at("object.content")
    tags = pl.col("posts.hashtags").list.filter(pl.element().str.starts_with("#"))
    named = pl.col("posts.hashtags").list.filter(pl.element().str.starts_with("@"))
    media = at("object.attachment[].mediaType").list.first().str.extract(r"^(\w+)/", 1)
    computed = {
        "kind": pl.when(boost).then(pl.lit("share")).when(pl.col("posts.parent").is_not_null()).then(pl.lit("reply"))
        .otherwise(pl.lit("post")),
        "author": pl.coalesce(pl.concat_str(actor.field("2"), pl.lit("@"), actor.field("1")), "posts.author"),
        "shared": pl.when(boost).then(at("object.id")),
        "parent_author": pl.when(~boost).then(_actor(at("object.inReplyTo"))),
        "text": plain_text(written),
        "links": _links(written),
        "hashtags": tags, "mentions": named,
        "media": media.replace_strict(MEDIA, default=None, return_dtype=pl.String),
    }  # fmt: skip
    own = pl.when(boost).then(pl.col("id")).otherwise(pl.coalesce(at("object.id"), "id"))
    mapping = (Field("own", "posts.native_id", "id"), *NOTE[1:])
    return records(rows.with_columns(own=own), mapping, "mastodon", options, computed)


def _actor(uri: pl.Expr) -> pl.Expr:
    parts = uri.str.extract_groups(ACTOR).struct
    return pl.concat_str(parts.field("2"), pl.lit("@"), parts.field("1"))


READER = Reader(
    name="mastodon",
    version=1,
    platform="mastodon",
    title=("Mastodon, jawaban API atau arsip akun (JSON)", "Mastodon, API answers or account archive (JSON)"),
    gives=("posts", "comments", "counts", "followers"),
    obtain=(
        "Simpan jawaban API terbuka server Mastodon, atau unduh arsip akun sendiri (Pengaturan > Impor dan ekspor).",
        "Save the answers of a Mastodon server's open API, or download your own account's archive (Preferences > Import and export).",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(*STATUS, *NOTE),
    steps=(
        ("Akun sendiri: Pengaturan > Impor dan ekspor > Minta arsip; impor outbox.json dari arsipnya.", "Your own account: Preferences > Import and export > Request your archive; import outbox.json from it."),
        ("Kiriman publik: buka https://SERVER/api/v1/timelines/tag/TAGAR di peramban.", "Public posts: open https://SERVER/api/v1/timelines/tag/HASHTAG in a browser."),
        ("Simpan halamannya apa adanya sebagai berkas .json.", "Save the page as it is, as a .json file."),
    ),
    gaps=("sampled", "no_reach", "no_replied_to", "no_deleted", "no_media"),
)  # fmt: skip
