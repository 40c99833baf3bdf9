"""Facebook "Download your information" (JSON in a ZIP): a profile's or page's own posts, its comments, who follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import chunks, mojibake
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import at, joined, records, schema
from simpul.corpus.meta_download import NO_OWNER, Owner, identified, is_html, medium, owner, profile
from simpul.corpus.ndjson import elements, json_head
from simpul.corpus.reader import NO, Blank, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

FORM = "facebook_download"
LISTS = re.compile(rb'"((?:comments|group_comments|group_posts|followers|friends)_v\d)"\s*:\s*\[')
POST_SIGN = re.compile(rb'"post"\s*:|"attachments"\s*:\s*\[\s*\{\s*"data"|"update_timestamp"\s*:')
OTHER_SIGN = re.compile(rb'"(?:profile_v2|reactions(?:_v\d)?|label_values|following_v\d|page_likes_v\d|events?_\w+_v\d)"\s*:')  # fmt: skip
ANSWERING = r"(?i)\breplied to\b|\bmembalas\b"

POST = (
    Field("data[].post", "posts.text", "text"),
    Field("attachments[].data[].media.description | attachments[].data[].text", "posts.text", "text"),
    Field("timestamp", "posts.created_at", "time"),
    Field("attachments[].data[].external_context.url", "posts.links", "list"),
    Field("attachments[].data[].media.uri", "posts.media", "kind"),
)
COMMENT = (
    Field("data[].comment.comment", "posts.text", "text"),
    Field("timestamp | data[].comment.timestamp", "posts.created_at", "time"),
    Field("data[].comment.author", "posts.author_name", "text"),
    Field("title", "posts.kind", "kind", "assumed"),
)
FOLLOWER = (Field("name", "accounts.author_name", "text"),)
LINE = schema((*POST, *COMMENT, *FOLLOWER))

UNUSED = (
    "Bagian unduhan Facebook ini tidak memuat kiriman, komentar, atau pengikut, jadi tidak disimpan.",
    "This part of a Facebook download holds no posts, comments or followers, so it is not stored.",
)
WHOM = (
    "Unduhan Facebook tidak menyebut kiriman mana yang dikomentari.",
    "A Facebook download does not say which post was commented on.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if is_html(source) and b"instagram" not in source.head.lower():
        return Match(90, ("unduhan Facebook berformat HTML", "a download of Facebook in HTML"))
    if b'"timestamp_ms"' in head or b'"string_' in head:
        return NO
    if LISTS.search(head):
        return Match(92, ("bagian unduhan akun Facebook", "a part of a Facebook account download"))
    if b'"timestamp"' in head and POST_SIGN.search(head) and b'"data"' in head:
        return Match(90, ("kiriman dari unduhan akun Facebook", "posts of a Facebook account download"))
    if OTHER_SIGN.search(head) and re.search(rb'"(?:timestamp|profile_v2)"', head):
        return Match(75, ("bagian lain unduhan akun Facebook", "another part of a Facebook account download"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    if is_html(source):
        raise FileRefused("file_html")
    who = owner(source)
    head = json_head(source)
    lists = {name.decode() for name in LISTS.findall(head)}
    if not lists and not POST_SIGN.search(head):
        raise Blank(*UNUSED)
    enter = ("", *lists) if lists else ()
    for path, rows, refused in elements(source, enter, dict.fromkeys([f"{name}[]" for name in lists] or [""], LINE)):  # fmt: skip
        if rows.width == 1:
            yield Chunk(rejects=refused)
        elif path.startswith(("followers", "friends")):
            yield Chunk(accounts=_followers(rows), rejects=refused)
        else:
            chunk = (_comments if "comments" in path else _posts)(rows, who, options)
            yield joined(refused, chunk)


def _posts(rows: pl.DataFrame, who: Owner, options: Options) -> Chunk:
    file = at("attachments[].data[].media.uri").list.first()
    empty = pl.all_horizontal(
        at("data[].post").list.len().fill_null(0) == 0, at("attachments[].data[].external_context.url").list.len().fill_null(0) == 0, file.is_null()
    )  # fmt: skip
    barren = rows.filter(empty).select("row", code=pl.lit("row_kind"))
    rows = rows.filter(~empty).with_columns(file=file, said=at("data[].post").list.first())
    linked = at("attachments[].data[].external_context.url").list.len() > 0
    media = pl.coalesce(medium(pl.col("file")), pl.when(linked).then(pl.lit("link")))
    chunk = records(
        identified(rows, ["timestamp", "said", "file"], FORM), POST, "facebook", options,
        {"kind": pl.lit("post"), "media": media, **who.columns()}, mend=mojibake.repaired,
    )  # fmt: skip
    chunk.notes += [] if who.handle or who.name else [NO_OWNER]
    return joined(chunks.conform(barren, "rejects"), chunk)


def _comments(rows: pl.DataFrame, who: Owner, options: Options) -> Chunk:
    said = at("data[].comment.comment").list.first()
    rows = rows.with_columns(said=said, writer=at("data[].comment.author").list.first())
    rows = rows.filter(pl.col("said").is_not_null() | pl.col("attachments").is_not_null())
    author = who.columns() if who.handle else {"author": pl.col("posts.author_name")}
    kind = pl.when(pl.col("title").str.contains(ANSWERING)).then(pl.lit("reply")).otherwise(pl.lit("comment"))
    media = medium(at("attachments[].data[].media.uri").list.first())
    chunk = records(
        identified(rows, ["timestamp", "writer", "said"], FORM), COMMENT, "facebook", options,
        {"kind": kind, "media": media, "author": author["author"]}, mend=mojibake.repaired,
    )  # fmt: skip
    chunk.notes.append(WHOM)
    return chunk


def _followers(rows: pl.DataFrame) -> pl.DataFrame:
    """Followers are named only as their profiles show them."""
    names = rows.select(author_name=mojibake.repaired(rows["name"])).drop_nulls()
    return names.select(platform=pl.lit("facebook"), author="author_name", author_name="author_name")


READER = Reader(
    name="facebook_download",
    version=1,
    platform="facebook",
    title=("Unduhan akun Facebook (JSON)", "Facebook account download (JSON)"),
    gives=("posts", "comments", "accounts"),
    obtain=(
        "Di Facebook: Pusat Akun > Informasi dan izin Anda > Unduh informasi Anda, format JSON.",
        "In Facebook: Accounts Centre > Your information and permissions > Download your information, format JSON.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    beside=profile,
    mapping=(*POST, *COMMENT, *FOLLOWER),
    steps=(
        ("Beralihlah ke halaman kantor, buka Pusat Akun > Informasi dan izin Anda > Unduh informasi Anda.", "Switch to the office's page, open Accounts Centre > Your information and permissions > Download your information."),
        ("Pilih profil atau halamannya, lalu hanya: kiriman, komentar dan reaksi, pengikut, informasi profil.", "Choose the profile or page, then only: posts, comments and reactions, followers, profile information."),
        ("Pilih format JSON (bukan HTML), rentang Semua waktu, mutu media rendah.", "Choose the format JSON (not HTML), the range All time, low media quality."),
        ("Tunggu pemberitahuan, unduh ZIP-nya, dan impor ZIP itu utuh.", "Wait for the notice, download the ZIP and import it whole."),
    ),
    gaps=("own_only", "no_citizens", "no_counts", "no_reach", "no_ids", "no_owner", "no_replied_to"),
)  # fmt: skip
