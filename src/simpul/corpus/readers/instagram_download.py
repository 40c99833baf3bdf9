"""Instagram "Download your information" (JSON in a ZIP): the account's posts, reels and stories, its comments, its followers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import headers, mojibake
from simpul.corpus.chunks import Chunk
from simpul.corpus.declared import at, joined, records, schema
from simpul.corpus.meta_download import FORM, NO_OWNER, Owner, identified, is_html, medium, owner, profile
from simpul.corpus.ndjson import elements, json_head
from simpul.corpus.reader import NO, Blank, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

POSTS = ("ig_reels_media", "ig_stories", "ig_igtv_media", "ig_archived_post_media", "ig_other_media")
COMMENTS = ("comments_reels_comments", "comments_media_comments")
FOLLOWERS = "relationships_followers"
ENTER = ("", *POSTS, *COMMENTS, FOLLOWERS)
POST_SIGN = re.compile(rb'"(?:ig_\w+_media|ig_stories)"\s*:\s*\[|"media"\s*:\s*\[\s*\{\s*"uri"\s*:|"uri"\s*:\s*"[^"]*media/(?:posts|reels|stories)/')  # fmt: skip
PART_SIGN = (b'"string_map_data"', b'"string_list_data"', b'"label_values"')


def _map(field: str, value: str) -> str:
    """The paths of an entry of a map whose keys are words of the screen, in every known language."""
    return " | ".join(f"string_map_data.{name}.{value}" for name in headers.spellings(FORM, field))


POST = (
    Field("title | media[].title", "posts.text", "text"),
    Field("creation_timestamp | media[].creation_timestamp", "posts.created_at", "time"),
    Field("uri | media[].uri", "posts.media", "kind"),
)
COMMENT = (
    Field(_map("comment", "value"), "posts.text", "text"),
    Field(f"{_map('time', 'timestamp')} | timestamp", "posts.created_at", "time"),
    Field(_map("media_owner", "value"), "posts.parent_author", "id"),
)
FOLLOWER = (
    Field("string_list_data[].value | title", "accounts.author", "id"),
    Field("string_list_data[].href", "accounts.url", "text"),
)
LINE = schema(POST) | schema(COMMENT) | schema(FOLLOWER)

UNUSED = (
    "Bagian unduhan Instagram ini tidak memuat kiriman, komentar, atau pengikut, jadi tidak disimpan.",
    "This part of an Instagram download holds no posts, comments or followers, so it is not stored.",
)


def recognise(source: Source) -> Match:
    head = json_head(source)
    if is_html(source) and b"instagram" in source.head.lower():
        return Match(90, ("unduhan Instagram berformat HTML", "a download of Instagram in HTML"))
    if b'"timestamp_ms"' in head:
        return NO
    if PART_SIGN[0] in head or PART_SIGN[1] in head:
        return Match(92, ("bagian unduhan akun Instagram", "a part of an Instagram account download"))
    if POST_SIGN.search(head) and b'"creation_timestamp"' in head and b'"attachments"' not in head:
        return Match(92, ("kiriman dari unduhan akun Instagram", "posts of an Instagram account download"))
    return NO


def read(source: Source, options: Options) -> Iterator[Chunk]:
    if is_html(source):
        raise FileRefused("file_html")
    who = owner(source)
    paths = ("", *(f"{name}[]" for name in ENTER if name))
    useful = False
    listed = b"relationships_" not in json_head(source) or FOLLOWERS.encode() in json_head(source)
    enter = ENTER if json_head(source).startswith(b"{") else ()
    for _, rows, refused in elements(source, enter, dict.fromkeys(paths, LINE)):
        chunk = _chunk(rows, refused, who, options) if rows.width > 1 and listed else Chunk(rejects=refused)
        useful |= any(frame is not None and len(frame) for frame in (chunk.posts, chunk.accounts, chunk.rejects))  # fmt: skip
        yield chunk
    if not useful:
        raise Blank(*UNUSED)


def _chunk(rows: pl.DataFrame, refused: pl.DataFrame, who: Owner, options: Options) -> Chunk:
    """Each row is what its filled fields say: a post has media, a comment a text, a follower neither."""
    comment = pl.coalesce(at(path) for path in COMMENT[0].source.split(" | ")).is_not_null()
    post = pl.coalesce(pl.col("uri"), at("media[].uri").list.first()).is_not_null()
    posts = _posts(rows.filter(post & ~comment), who, options)
    comments = _comments(rows.filter(comment), who, options)
    followers = rows.filter(~post & ~comment & pl.col("string_list_data").is_not_null())
    if who.handle is None and (posts.posts is not None or comments.posts is not None):
        posts.notes.append(NO_OWNER)
    return joined(refused, posts, comments, Chunk(accounts=_followers(followers)))


def _posts(rows: pl.DataFrame, who: Owner, options: Options) -> Chunk:
    file = pl.coalesce("uri", at("media[].uri").list.first())
    time = pl.coalesce("creation_timestamp", at("media[].creation_timestamp").list.first())
    rows = rows.with_columns(file=file, time=time)
    return records(
        identified(rows, ["time", "file"], FORM), POST, "instagram", options,
        {"kind": pl.lit("post"), "media": medium(pl.col("file")), **who.columns()}, mend=mojibake.repaired,
    )  # fmt: skip


def _comments(rows: pl.DataFrame, who: Owner, options: Options) -> Chunk:
    named = {"text": COMMENT[0], "time": COMMENT[1], "whose": COMMENT[2]}
    rows = rows.with_columns(
        **{name: pl.coalesce(at(path) for path in field.source.split(" | ")) for name, field in named.items()}
    )
    return records(
        identified(rows, ["time", "whose", "text"], FORM), COMMENT, "instagram", options,
        {"kind": pl.lit("comment"), **who.columns()}, mend=mojibake.repaired,
    )  # fmt: skip


def _followers(rows: pl.DataFrame) -> pl.DataFrame:
    """Followers by their handle, which newer downloads write as the entry's title."""
    title = pl.when(pl.col("title") != "").then("title")
    return rows.select(
        platform=pl.lit("instagram"),
        author=pl.coalesce(at("string_list_data[].value").list.first(), title),
        url=at("string_list_data[].href").list.first(),
    ).drop_nulls("author")


READER = Reader(
    name="instagram_download",
    version=1,
    platform="instagram",
    title=("Unduhan akun Instagram (JSON)", "Instagram account download (JSON)"),
    gives=("posts", "comments", "accounts"),
    obtain=(
        "Di Instagram: Pusat Akun > Informasi dan izin Anda > Unduh informasi Anda, format JSON.",
        "In Instagram: Accounts Centre > Your information and permissions > Download your information, format JSON.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    beside=profile,
    mapping=(*POST, *COMMENT, *FOLLOWER),
    steps=(
        ("Masuk dengan akun kantor, buka Pusat Akun > Informasi dan izin Anda > Unduh informasi Anda.", "Sign in with the office's account, open Accounts Centre > Your information and permissions > Download your information."),
        ("Pilih akunnya, lalu hanya: kiriman, komentar, pengikut, dan informasi pribadi.", "Choose the account, then only: posts, comments, followers and personal information."),
        ("Pilih format JSON (bukan HTML), rentang Semua waktu, mutu media rendah.", "Choose the format JSON (not HTML), the range All time, low media quality."),
        ("Tunggu surel, unduh ZIP-nya, dan impor ZIP itu utuh: profil di dalamnya menyebut akunnya.", "Wait for the e-mail, download the ZIP and import it whole: the profile in it names the account."),
    ),
    gaps=("own_only", "no_citizens", "no_counts", "no_reach", "no_ids", "no_owner", "no_replied_to"),
)  # fmt: skip
