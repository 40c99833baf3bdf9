"""What WhatsApp writes in place of a photo, a deleted or an edited message, in the languages of `data/whatsapp_lines.csv`."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import polars as pl

MARKS = r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # direction marks
MENTIONED = (
    r"@\u2068[^\u2069]+\u2069"  # a name or number that the application marked; the marks say where it ends
)
LEFT_TO_RIGHT = "\u200e"  # the application puts it before what it writes itself
FILES = {
    "image": ("jpg", "jpeg", "png", "gif", "heic"),
    "video": ("mp4", "mov", "3gp", "mkv", "avi"),
    "audio": ("opus", "m4a", "mp3", "aac", "ogg", "amr", "wav"),
    "sticker": ("webp", "was"),
}


@cache
def phrases(kind: str) -> list[str]:
    """The application's phrases of one kind, in all languages."""
    return _table().filter(pl.col("kind") == kind)["text"].to_list()


@cache
def _table() -> pl.DataFrame:
    with resources.as_file(resources.files("simpul") / "data" / "whatsapp_lines.csv") as path:
        return pl.read_csv(path)


def content(messages: pl.DataFrame) -> pl.DataFrame:
    """The messages with `text` (null where there is none), `media`, `mentioned` and `state` instead of `body`.

    `mentioned` holds the names and numbers after an @ that the application marked or that have a number's length; in `text` the marks
    around them stay, since without them nobody can tell where a name ends.
    `state` is null, or `deleted`, `edited`, `unnamed` (media of a kind that the export does not name), or `system` (written by the
    application under somebody's name).
    """
    needles = [LEFT_TO_RIGHT, *_table().filter(pl.col("kind") != "system")["text"]]
    marked = pl.col("body").str.contains_any(needles, ascii_case_insensitive=True) | (
        pl.col("body") == "null"
    )
    plain = messages.filter(~marked).with_columns(
        text=pl.col("body"), media=pl.lit(None, pl.String), state=pl.lit(None, pl.String)
    )
    both = pl.concat([plain, _unmark(messages.filter(marked))])
    bare = pl.col("text").str.replace_all(f"({MENTIONED})|{MARKS}", "${1}").str.strip_chars()
    named = pl.col("text").str.extract_all(MENTIONED + r"|@\+?\d{8,15}")
    return both.with_columns(text=pl.when(bare != "").then(bare), mentioned=named).drop("body").sort("row")


def _unmark(messages: pl.DataFrame) -> pl.DataFrame:
    omitted = rf"(?im)(?:^|{LEFT_TO_RIGHT})({_any_of('omitted')})\.?$"
    before = rf"(?i)(?:[^\n<]*(?: • [^\n<]*|\.\w{{2,5}} ))?<(?:{_any_of('attached_before')}): [^<>\n]*?(\w+)>"
    after = rf"(?im)^[^\n]*\.(\w{{1,5}}) \((?:{_any_of('attached_after')})\)$"
    edited = rf"(?i)\s*{MARKS}*(?:{_any_of('edited')})\s*$"
    body = pl.col("body")
    found = messages.with_columns(
        phrase=body.str.extract(omitted, 1).str.to_lowercase(),
        suffix=pl.coalesce(body.str.extract(before, 1), body.str.extract(after, 1)).str.to_lowercase(),
        poll=body.str.contains(rf"(?i)^{MARKS}*(?:{_any_of('poll')})"),
        deleted=body.str.contains(rf"(?i)^{MARKS}*(?:{_any_of('deleted')})\.?$"),
        edited=body.str.contains(edited),
    ).with_columns(media=_media())
    omission = pl.col("phrase").is_not_null() | (body == "null")
    own = (
        body.str.starts_with(LEFT_TO_RIGHT) & pl.col("media").is_null() & ~omission & ~pl.col("edited")
        & ~body.str.contains("://", literal=True) & ~body.str.contains("@", literal=True)
    )  # fmt: skip
    rest = (
        body.str.replace(omitted, "").str.replace(before, "").str.replace(after, "").str.replace(edited, "")
    )
    file_name = rest.str.replace_all(MARKS, "").str.contains(r"^[^\n]*\.\w{2,5}(?: • [^\n]*)?\s*$")
    nothing = pl.col("deleted") | (body == "null") | ((pl.col("media") == "document") & file_name)
    return found.with_columns(
        text=pl.when(nothing.fill_null(False)).then(None).otherwise(rest),
        state=pl.when("deleted").then(pl.lit("deleted")).when(own).then(pl.lit("system")).when("edited")
        .then(pl.lit("edited")).when(omission & pl.col("media").is_null()).then(pl.lit("unnamed")),
    ).select(*messages.columns, "text", "media", "state")  # fmt: skip


def _media() -> pl.Expr:
    omitted = _table().filter(pl.col("kind") == "omitted")
    by_phrase = dict(zip(omitted["text"].str.to_lowercase(), omitted["media"], strict=True))
    by_suffix = {suffix: media for media, suffixes in FILES.items() for suffix in suffixes}
    suffix = pl.col("suffix").replace_strict(by_suffix, default="document", return_dtype=pl.String)
    return (
        pl.when("poll")
        .then(pl.lit("poll"))
        .when(pl.col("suffix").is_not_null())
        .then(suffix)
        .otherwise(pl.col("phrase").replace_strict(by_phrase, default=None, return_dtype=pl.String))
    )


def _any_of(kind: str) -> str:
    return "|".join(re.escape(phrase) for phrase in phrases(kind))
