"""WhatsApp chat export (.txt), from Android and iPhone, in any interface language.

A message begins with a stamp (date, time, separator) and runs to the next stamp. Lines without an author are the application's own
and are counted, not stored. What the application writes in place of a photo or a deleted message differs by language:
`data/whatsapp_lines.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import values
from simpul.corpus.chat_content import MARKS, content, phrases
from simpul.corpus.chat_dates import NAMES, chat_dates
from simpul.corpus.chunks import ROWS, Chunk, rejects
from simpul.corpus.content_ids import content_ids
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import HEAD, Source
from simpul.corpus.texts import clean, text, utf8

DATE = r"(\d{1,4})[./\-] ?(\d{1,2})[./\-] ?(\d{1,4})\.?"
WORD = r",?\s+(?:\p{L}{1,6}\.?\s+)?"  # "um", "klo", "à", "pukul"
TIME = r"(0?\d|1\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?(?:\s?([AaPp])\.?\s?[Mm]\.?)?"
STAMP = DATE + WORD + TIME
PARTS = ["a", "b", "c", "hour", "minute", "second", "half"]
_UNGROUPED = re.sub(r"\((?!\?)", "(?:", STAMP)
STYLES = {  # how the stamp ends; one file has one style
    "dash": rf"^{MARKS}*{_UNGROUPED}\s[-–]\s",
    "bracket": rf"^{MARKS}*\[{_UNGROUPED}\]\s",
    "colon": rf"^{MARKS}*{_UNGROUPED}:\s",
}
SIGNAL = r"^\[\d{4}-\d\d-\d\d, \d\d:\d\d\] "  # the same layout from another application
SEARCHED = 1000  # lines at the top within which the first stamp must stand


def recognise(source: Source) -> Match:
    try:
        with utf8(source) as stream:
            head = stream.read(HEAD).decode("utf-8", errors="replace")
    except (FileRefused, OSError):
        return NO
    lines = pl.Series("line", head.split("\n"))
    style = _style(lines)
    if style is None or lines.str.contains(SIGNAL).any():
        return NO
    stamps = int(lines.str.contains(STYLES[style]).sum())
    authored = int(lines.str.contains(STYLES[style] + r"[^:]{1,100}:(?:\s|$)").sum())
    if not authored:
        return NO
    reason = (
        f"{stamps} baris dengan tanggal, jam, dan nama",
        f"{stamps} lines with a date, a time and a name",
    )
    return Match(95 if authored > 2 else 75, reason)


def read(source: Source, options: Options) -> Iterator[Chunk]:
    lines = pl.Series("line", text(source).split("\n")).str.strip_suffix("\r")
    style = _style(lines)
    if style is None:
        raise FileRefused("file_unknown")
    entries, stray = _entries(lines, STYLES[style])
    entries, repaired = clean(entries)
    entries, order = _dated(entries, options.day_first)
    messages = content(_authored(entries.filter(pl.col("time").is_not_null())))
    posts = _posts(messages.filter(pl.col("state").ne_missing("system")), options.timezone)
    refused = pl.concat([stray, _undated(entries), repaired])
    notes = _notes(entries, messages, order)
    for start in range(0, max(posts.height, 1), ROWS):
        yield Chunk(posts=posts.slice(start, ROWS), rejects=refused, notes=notes)
        refused, notes = refused.clear(), []


# --- from lines to messages -------------------------------------------------------------------------------


def _style(lines: pl.Series) -> str | None:
    """The way stamps end in this file: that of its first stamp."""
    top = lines.head(SEARCHED)
    firsts = {
        style: top.str.contains(stamp).arg_max()
        for style, stamp in STYLES.items()
        if top.str.contains(stamp).any()
    }
    return min(firsts, key=lambda style: firsts[style] or 0, default=None)


def _entries(lines: pl.Series, stamp: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row per stamp (row, stamp, body with its further lines), and rejects for lines before the first."""
    frame = (
        lines.to_frame()
        .with_row_index("row", 1)
        .with_columns(pl.col("row").cast(pl.Int64), stamp=pl.col("line").str.extract(stamp, 0))
        .with_columns(entry=pl.col("stamp").is_not_null().cum_sum())
    )
    first = frame.filter(pl.col("stamp").is_not_null()).select(
        "entry", "row", "stamp", body=pl.col("line").str.slice(pl.col("stamp").str.len_chars())
    )
    further = (
        frame.filter(pl.col("stamp").is_null(), pl.col("entry") > 0)
        .group_by("entry", maintain_order=True)
        .agg(further=pl.col("line").str.join("\n"))
    )
    entries = first.join(further, on="entry", how="left", maintain_order="left").with_columns(
        body=pl.concat_str("body", pl.lit("\n") + pl.col("further").fill_null("")).str.strip_chars_end()
    )
    stray = frame.filter(pl.col("entry") == 0, pl.col("line").str.strip_chars() != "").select("row", "line")
    return entries.select("row", "stamp", "body"), rejects(
        (row, None, "row_kind", line) for row, line in stray.rows()
    )


def _dated(entries: pl.DataFrame, day_first: bool | None) -> tuple[pl.DataFrame, str]:
    """The entries with `time` (local, null where the date is impossible), and the order of day and month."""
    stamps = entries.select(pl.col("stamp").unique(maintain_order=True))
    stamps = stamps.with_columns(
        pl.col("stamp").str.extract_groups(STAMP).struct.rename_fields(PARTS).struct.unnest()
    )
    numbers = entries.select("stamp").join(
        stamps.select("stamp", "a", "b", "c"), on="stamp", how="left", maintain_order="left"
    )
    order, dates = chat_dates(numbers.select("a", "b", "c"), day_first)
    hour, minute, second = (pl.col(name).cast(pl.Int64) for name in ("hour", "minute", "second"))
    afternoon = pl.col("half").str.to_lowercase() == "p"
    hour = pl.when(pl.col("half").is_null()).then(hour).otherwise(hour % 12 + 12 * afternoon.cast(pl.Int64))
    timed = stamps.join(dates, on=["a", "b", "c"], how="left").select(
        "stamp",
        time=pl.col("date").cast(pl.Datetime("us"))
        + pl.duration(hours=hour, minutes=minute, seconds=second.fill_null(0)),
    )
    return entries.join(timed, on="stamp", how="left", maintain_order="left"), order


def _undated(entries: pl.DataFrame) -> pl.DataFrame:
    undated = entries.filter(pl.col("time").is_null()).select("row", "stamp")
    return rejects((row, "created_at", "date_invalid", stamp) for row, stamp in undated.rows())


def _authored(entries: pl.DataFrame) -> pl.DataFrame:
    """The entries that somebody wrote: `author_name` and `body` apart; the application's own lines left out."""
    name = pl.col("body").str.extract(rf"^{MARKS}*([^\n]{{1,100}}?):(?:\s|$)", 0)
    return (
        entries.with_columns(prefix=name)
        .filter(pl.col("prefix").is_not_null())
        .filter(~pl.col("prefix").str.contains_any(phrases("system"), ascii_case_insensitive=True))
        .with_columns(
            author_name=pl.col("prefix").str.replace_all(MARKS, "").str.strip_chars().str.strip_suffix(":"),
            body=pl.col("body").str.slice(pl.col("prefix").str.len_chars()),
        )
        .drop("prefix")
    )


# --- from messages to records -----------------------------------------------------------------------------


def speaker(name: pl.Expr) -> pl.Expr:
    """The key of a speaker: a phone number's digits beginning with the country's (62…), else the name in lower case."""
    bare = name.str.replace_all(MARKS, "").str.replace(r"^[\s~@]+", "").str.strip_chars()
    digits = bare.str.replace_all(r"\D", "").str.replace(r"^0", "62")
    return (
        pl.when(bare.str.contains(r"^\+?\d[\d\s().\-‑]{6,}$")).then(digits).otherwise(bare.str.to_lowercase())
    )


def _posts(messages: pl.DataFrame, zone: str) -> pl.DataFrame:
    text = pl.col("text")
    posts = messages.select(
        "row",
        "author_name",
        "text",
        "media",
        "time",
        platform=pl.lit("whatsapp"),
        kind=pl.lit("message"),
        author=speaker(pl.col("author_name")),
        created_at=pl.col("time")
        .dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        .dt.convert_time_zone("UTC"),
        links=values.links(text),
        hashtags=values.hashtags(text),
        mentions=pl.col("mentioned").list.eval(speaker(pl.element())).list.unique(maintain_order=True),
    )
    return posts.with_columns(content_ids(posts, ["time", "author", "text"], "whatsapp")).drop("time")


def _notes(entries: pl.DataFrame, messages: pl.DataFrame, order: str) -> list[tuple[str, str]]:
    """What was assumed and what was left out."""
    first, last = entries.select(
        first=pl.col("time").min().dt.strftime("%d-%m-%Y"), last=pl.col("time").max().dt.strftime("%d-%m-%Y")
    ).row(0)
    in_order = NAMES[order]
    notes = [
        (
            f"Tanggal dibaca sebagai {in_order[0]}: percakapan ini dari {first} sampai {last}.",
            f"Dates were read as {in_order[1]}: this chat runs from {first} to {last}.",
        ),
        (
            "Ekspor WhatsApp tidak memuat siapa membalas siapa; nama pengirim adalah nama di kontak pengekspor.",
            "A WhatsApp export does not tell who replied to whom; names are those in the exporting person's contacts.",
        ),
    ]
    states = dict(messages["state"].value_counts().rows())
    states["system"] = entries.height - messages.height + states.get("system", 0)
    told = {
        "system": ("baris dari aplikasi (anggota, nama grup, panggilan) tidak disimpan", "lines of the application itself (members, group name, calls) were not stored"),
        "deleted": ("pesan sudah dihapus pengirimnya dan masuk tanpa teks", "messages had been deleted by their sender and are stored without text"),
        "unnamed": ("pesan berisi media yang jenisnya tidak disebut", "messages hold media of a kind that the export does not name"),
    }  # fmt: skip
    return notes + [
        (f"{states[state]} {told[state][0]}.", f"{states[state]} {told[state][1]}.")
        for state in told
        if states.get(state)
    ]


READER = Reader(
    name="whatsapp",
    version=2,
    platform="whatsapp",
    title=("Ekspor percakapan WhatsApp", "WhatsApp chat export"),
    gives=("posts",),
    obtain=(
        "Di WhatsApp buka percakapan, pilih Lainnya > Ekspor chat > Tanpa media, lalu simpan berkas .txt atau .zip.",
        "In WhatsApp open the chat, choose More > Export chat > Without media, and save the .txt or .zip file.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("<tanggal, jam / date, time>", "posts.created_at", "time", "refused"),
        Field("<nama / name>", "posts.author", "id"),
        Field("<nama / name>", "posts.author_name", "text"),
        Field("<teks / text>", "posts.text", "text"),
        Field("<waktu, nama, teks / time, name, text>", "posts.native_id", "id", "derived"),
        Field("<@62… , @nama / @name>", "posts.mentions", "list"),
        Field("<baris media / media line>", "posts.media", "kind"),
    ),
    steps=(
        ("Pastikan nomornya nomor kantor, atau anggota grup sudah setuju.", "Make sure it is the office's number, or that the group's members agreed."),
        ("Buka percakapan atau grup di WhatsApp, ketuk ⋮ (Android) atau nama grup (iPhone).", "Open the chat or group in WhatsApp and tap ⋮ (Android) or the group's name (iPhone)."),
        ("Pilih Lainnya > Ekspor chat > Tanpa media.", "Choose More > Export chat > Without media."),
        ("Simpan berkas .txt atau .zip ke komputer kantor, lalu hapus salinan di surel.", "Save the .txt or .zip file on the office computer, then delete copies in e-mail."),
    ),
    gaps=("no_replied_to", "no_counts", "no_reach", "no_media", "no_deleted", "truncated"),
)  # fmt: skip
