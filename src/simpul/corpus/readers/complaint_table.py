"""Complaint tables as SP4N-LAPOR!, city complaint desks and Open311 servers give them: one row per report, with the agency's answer.

A report is addressed to an agency, so it mentions it; the agency's answer is a post of its own that replies to the report. Columns
with a reporter's number, address or e-mail are known and never read. Topic and status are kept beside the report, as codes.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simpul.corpus import cells, headers, values
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.content_ids import content_ids
from simpul.corpus.extras import extra
from simpul.corpus.places import place_code
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.tables import header, table
from simpul.corpus.vocabulary import each_cell

FORM = "complaint_table"
PLATFORM = "lapor"
TELLING = ("status", "agency", "answer", "topic", "classification", "channel")
CODES = ("topic", "classification", "status", "channel", "within")  # kept beside the report
NOBODY = r"(?i)^(?:anonim|anonymous|anonymity|rahasia|dirahasiakan|disamarkan|n/?a|-)$"


def recognise(source: Source) -> Match:
    columns = header(source)
    if columns is None:
        return NO
    found = headers.fields(FORM, columns)
    telling = [name for name in TELLING if name in found]
    if not _complete(found) or len(telling) < 2 or not {"agency", "answer", "status"} & set(found):
        return NO
    score = 90 if "agency" in found and (len(telling) > 2 or "id" in found) else 72
    names = ", ".join(found[name] for name in telling)
    return Match(score, (f"tabel aduan: {names}", f"a complaint table: {names}"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    pieces = list(table(source))  # the order of day and month needs all dates
    refused = [bad for _, bad in pieces]
    rows = pl.concat(frame for frame, _ in pieces)
    columns = [name for name in rows.columns if name != "row"]
    found = headers.fields(FORM, columns)
    if not _complete(found):
        raise FileRefused("file_columns", column="isi laporan, tanggal")
    rows = headers.pick(FORM, rows, found).with_columns(text=_text())
    silent = rows["text"].is_null()
    refused.append(
        cells.refuse(rows.filter(silent), "text", found.get("text", found.get("title")), "cell_required")
    )
    rows = rows.filter(~silent)
    if "id" in found:
        rows, bad = cells.sound_ids(rows, {"id": found["id"]}, "id")
        refused.append(bad)
    else:
        rows = rows.with_columns(content_ids(rows, ["created_at", "agency", "text"], FORM).alias("id"))
    rows, notes = _dated(rows, found, options, refused)
    rows, bad = _placed(rows, found, options)
    refused.append(bad)
    reports = rows.unique("id", keep="first", maintain_order=True)
    yield Chunk(
        posts=pl.concat([_reports(reports), _answers(rows)], how="diagonal"),
        accounts=_agencies(rows),
        rejects=pl.concat(refused),
        notes=notes + headers.unknown_note(FORM, columns),
    )


def _complete(found: dict[str, str]) -> bool:
    return bool({"text", "title"} & set(found)) and "created_at" in found


def _text() -> pl.Expr:
    """The title and the text; the text alone where it begins with the title, as forms that ask for one thing twice have it."""
    title, text = (pl.col(name).str.strip_chars() for name in ("title", "text"))
    title, text = (pl.when(each != "").then(each) for each in (title, text))
    repeated = text.str.starts_with(title).fill_null(False)
    return (
        pl.when(repeated)
        .then(text)
        .otherwise(pl.concat_str(title, text, separator="\n", ignore_nulls=True))
        .replace("", None)
    )


def _dated(
    rows: pl.DataFrame, found: dict[str, str], options: Options, refused: list[pl.DataFrame]
) -> tuple[pl.DataFrame, list[tuple[str, str]]]:
    """Both times; where only one of the two columns shows the order of day and month, the other follows it."""
    order = options.day_first
    both = [rows[name] for name in ("created_at", "answered_at")]
    if order is None:
        order = values.day_order(pl.concat([each.rename("time").cast(pl.String) for each in both]))
    rows, bad, notes = cells.dated(rows, "created_at", found["created_at"], order, options.timezone)
    refused.append(bad)
    if "answered_at" not in found:
        return rows.with_columns(answered_at=pl.lit(None, pl.Datetime("us", "UTC"))), notes
    rows, bad, more = cells.dated(rows, "answered_at", found["answered_at"], order, options.timezone)
    refused.append(bad)
    return rows, notes + more


def _placed(rows: pl.DataFrame, found: dict[str, str], options: Options) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The place as a code: the kelurahan, else the kecamatan; names that are in no list leave it empty and are told once a row."""
    village, district = (_codes(rows[kind], kind, options) for kind in ("village", "district"))
    placed = rows.with_columns(place=village.zip_with(village.is_not_null(), district))
    named = next((kind for kind in ("village", "district") if kind in found), None)
    if named is None:
        return placed, rejects([])
    nowhere = placed.filter(pl.col("place").is_null() & pl.col(named).is_not_null())
    return placed, cells.refuse(nowhere, named, found[named], "place_unknown")


def _codes(names: pl.Series, kind: str, options: Options) -> pl.Series:
    return each_cell(names, lambda cell: place_code(cell, options.place_codes, kind), pl.String)


def _agency() -> pl.Expr:
    """An agency's key: its name in lower case, with single blanks."""
    return pl.col("agency").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()


def _reports(rows: pl.DataFrame) -> pl.DataFrame:
    text, name = pl.col("text"), pl.col("reporter").str.strip_chars()
    known = pl.when(~name.str.contains(NOBODY)).then(name)
    slug = {
        each: pl.col(each)
        .str.to_lowercase()
        .str.replace_all(r"\W+", "_")
        .str.strip_chars("_")
        .str.slice(0, 40)
        for each in CODES
    }
    return rows.select(
        "row", "place", "created_at", "text",
        platform=pl.lit(PLATFORM),
        native_id="id",
        kind=pl.lit("report"),
        author=known.str.to_lowercase(),
        author_name=known,
        links=values.links(text),
        hashtags=values.hashtags(text),
        mentions=pl.when(_agency() != "").then(pl.concat_list(_agency())).otherwise(pl.lit([], pl.List(pl.String))),
        extra=extra(slug),
    )  # fmt: skip


def _answers(rows: pl.DataFrame) -> pl.DataFrame:
    """One reply per answer; a report that several agencies answered stands in several rows of the table."""
    answered = rows.filter(pl.col("answer").str.strip_chars() != "")
    nth = pl.int_range(1, pl.len() + 1).over("id").cast(pl.String)
    text = pl.col("answer")
    return answered.select(
        "row",
        platform=pl.lit(PLATFORM),
        native_id=pl.concat_str("id", pl.lit("-answer-"), nth),
        kind=pl.lit("reply"),
        author=_agency(),
        author_name=pl.col("agency").str.strip_chars(),
        author_kind=pl.when(_agency() != "").then(pl.lit("agency")),
        parent="id",
        root="id",
        text=text,
        created_at="answered_at",
        links=values.links(text),
        hashtags=values.hashtags(text),
    )


def _agencies(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.filter(_agency() != "")
        .select(
            platform=pl.lit(PLATFORM), author=_agency(), author_name=pl.col("agency").str.strip_chars(),
            author_kind=pl.lit("agency"),
        )
        .unique("author", keep="first", maintain_order=True)
    )  # fmt: skip


READER = Reader(
    name="complaint_table",
    version=1,
    platform=PLATFORM,
    title=("Tabel aduan (SP4N-LAPOR!, kanal aduan kota, Open311)", "Complaint table (SP4N-LAPOR!, a city's complaint desk, Open311)"),
    gives=("posts", "comments", "accounts"),
    obtain=(
        "Dari admin kanal aduan: ekspor daftar laporan sebagai CSV atau XLSX, dengan isi, tanggal, instansi, status, dan tanggapan.",
        "From the complaint desk's administrator: export the list of reports as CSV or XLSX, with text, date, agency, status and answer.",
    ),
    tested_on="real files",
    recognise=recognise,
    read=read,
    mapping=(
        Field(headers.names(FORM, "id"), "posts.native_id", "id", "derived"),
        Field(headers.names(FORM, "title"), "posts.text", "text"),
        Field(headers.names(FORM, "text"), "posts.text", "text", "refused"),
        Field(headers.names(FORM, "created_at"), "posts.created_at", "time"),
        Field(headers.names(FORM, "reporter"), "posts.author", "id"),
        Field(headers.names(FORM, "agency"), "accounts.author_name", "text"),
        Field(headers.names(FORM, "agency"), "posts.mentions", "list"),
        Field(headers.names(FORM, "village"), "posts.place", "place"),
        Field(headers.names(FORM, "district"), "posts.place", "place"),
        Field(headers.names(FORM, "answer"), "posts.parent", "text"),
        Field(headers.names(FORM, "answered_at"), "posts.created_at", "time"),
        *(Field(headers.names(FORM, name), "posts.extra", "kind") for name in CODES),
    ),
    steps=(
        ("Masuk sebagai admin instansi di kanal aduan, misalnya lapor.go.id.", "Log in as the agency's administrator at the complaint desk, such as lapor.go.id."),
        ("Buka daftar laporan, saring rentang tanggalnya, lalu ekspor ke Excel atau CSV.", "Open the list of reports, filter its dates, and export to Excel or CSV."),
        ("Sertakan kolom isi, tanggal, instansi, status, dan tanggapan.", "Include the columns for text, date, agency, status and answer."),
        ("Kolom NIK, telepon, surel, dan alamat boleh tetap ada: Simpul tidak membacanya.", "Columns with NIK, phone, e-mail and address may stay: Simpul does not read them."),
    ),
    gaps=("reporters_only", "no_counts", "no_reach", "no_media"),
)  # fmt: skip
