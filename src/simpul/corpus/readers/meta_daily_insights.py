"""Meta Business Suite, daily insights of a Facebook page or an Instagram account (CSV): one number per day, one or several measures per file.

The suite writes one file per measure: `sep=,`, a line with the measure's name ("Facebook follows"), a header ("Date","Primary"), the
days; several measures follow one another after an empty line. Tables with one column per measure are read as well. None of them says whose
numbers they are, so the file or its folder is named after the account: `@dinsos_arumsari/Reach.csv`, or `Views instagram @dinsos_arumsari.csv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import PurePath

import polars as pl

from simpul.corpus import cells, headers
from simpul.corpus.chunks import Chunk, counts, rejects
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import HEAD, Source
from simpul.corpus.texts import text, utf8

FORM = "meta_daily_insights"
METRICS = (
    "reach", "views", "viewers", "visits", "follows", "unfollows", "followers", "interactions", "link_clicks", "impressions"
)  # fmt: skip
BARE = {"date", "views", "impressions"}  # columns that YouTube Studio's daily totals may have alone, too
ACCOUNT = r"@([\w.]*\w)"  # in the name of the file or of one of its folders
PLATFORM = re.compile(r"(?i)\b(facebook|instagram)\b(?: (?:page|account|halaman|akun)\b)?")


@dataclass
class Block:
    """One table of the file: the measure named above it, its header, what each column is (empty where nothing known), its rows."""

    title: str
    header: list[str]
    fields: list[str]
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # of the rows: lines after the file's first

    @property
    def date(self) -> str:
        return self.header[self.fields.index("date")]


def recognise(source: Source) -> Match:
    try:
        with utf8(source) as stream:
            head = stream.read(HEAD).decode("utf-8", errors="replace")
    except (FileRefused, OSError):
        return NO
    blocks = list(_blocks(head))
    measures = dict.fromkeys(name for block in blocks for name in block.fields if name in METRICS)
    if not measures:
        return NO
    bare = all(not block.title and {*block.fields} <= BARE for block in blocks) and not _named(source)[0]
    return Match(
        70 if bare else 94,
        (f"angka harian Meta: {', '.join(measures)}", f"daily numbers of Meta: {', '.join(measures)}"),
    )


def read(source: Source, options: Options) -> Iterator[Chunk]:
    blocks = list(_blocks(text(source)))
    if not any(block.rows for block in blocks):
        raise FileRefused("file_header_only" if blocks else "file_columns", column="Date, Primary")
    date = blocks[0].date
    rows = pl.concat([_rows(block, source) for block in blocks], how="diagonal")
    rows, undated, note = cells.dated(rows, "date", date, options.day_first, options.timezone)
    blank = rows.filter(pl.col("date").is_null() & ~pl.col("row").is_in(undated["row"].implode()))
    present = [name for name in METRICS if name in rows.columns]
    rows, uncounted = cells.counts(
        rows.filter(pl.col("date").is_not_null()), {name: name for name in present}
    )
    rows = rows.rename({"date": "observed_at"})
    ragged = [(number, None, "row_ragged", None) for block in blocks for number in _ragged(block)]
    refused = [undated, cells.refuse(blank, "date", date, "date_missing"), uncounted, rejects(ragged)]
    yield Chunk(
        accounts=rows.select("platform", "author", author_kind=pl.lit("official")).unique(
            maintain_order=True
        ),
        observations=counts(rows, {name: name for name in present}, subject="author", subject_kind="account"),
        rejects=pl.concat(refused).sort("row", maintain_order=True),
        notes=note + headers.unknown_note(FORM, _unknown(blocks)),
    )


# --- the tables of a file ---------------------------------------------------------------------------------


def _blocks(content: str) -> Iterator[Block]:
    """The tables with a date and a measure, one after the other. A line of one cell names the measure of the table below it."""
    content = content.lstrip("\ufeff")
    block, title = None, ""
    for number, line in enumerate(_lines(content)):
        cut = [cell.strip() for cell in line]
        if len(cut) < 2 or cut[0].lower().startswith("sep="):
            block, title = None, next(filter(None, cut), title)
        elif block is not None:
            block.rows.append(cut)
            block.numbers.append(number)
        elif fields := _fields(cut, title):
            block = Block(title, cut, fields)
            yield block


def _lines(content: str) -> Iterator[list[str]]:
    """The rows of the file up to what no table holds, such as a cell of more than 128 KB."""
    try:
        yield from csv.reader(StringIO(content), delimiter=_separator(content))
    except csv.Error:
        return


def _separator(content: str) -> str:
    if hint := re.match(r"(?i)\"?sep=(.)", content):
        return hint[1]
    return max(",;\t", key=content[:2000].count)


def _fields(names: list[str], title: str) -> list[str]:
    """What each column of a header is; no list at all where there is no date or no measure."""
    if {"post_id", "video_id", "published"} & set(headers.fields("meta_business_suite", names)):
        return []  # a content export: one row per post, with a date column too
    known = [_meaning(title) if (each := _meaning(name)) == "value" else each for name in names]
    return known if "date" in known and set(known) & set(METRICS) else []


def _meaning(name: str) -> str:
    """The field that a header, or a measure's name without its platform, stands for."""
    bare = " ".join(PLATFORM.sub(" ", name).split())
    return next(iter(headers.fields(FORM, [bare])), "")


def _ragged(block: Block) -> list[int]:
    return [
        number for number, row in zip(block.numbers, block.rows, strict=True) if len(row) != len(block.fields)
    ]


def _unknown(blocks: list[Block]) -> list[str]:
    return [
        name for block in blocks for name, known in zip(block.header, block.fields, strict=True) if not known
    ]


def _rows(block: Block, source: Source) -> pl.DataFrame:
    """The block's rows with `row`, `platform` and `author`; raises FileRefused where one of the two is nowhere said."""
    whole = [row for row in block.rows if len(row) == len(block.fields)]
    numbers = [number for number in block.numbers if number not in _ragged(block)]
    at = {name: block.fields.index(name) for name in dict.fromkeys(block.fields) if name}
    rows = pl.DataFrame(
        {"row": numbers} | {name: [row[i] or None for row in whole] for name, i in at.items()},
        schema={"row": pl.Int64} | dict.fromkeys(at, pl.String),
    )
    account, platform = _named(source)
    platform = _platform(block.title) or platform
    platform = platform or ("instagram" if "username" in at else "facebook" if "page_id" in at else None)
    own = [
        pl.col(name).str.strip_prefix("@").str.to_lowercase()
        for name in ("username", "page_id")
        if name in at
    ]
    rows = rows.with_columns(
        platform=pl.lit(platform, pl.String),
        author=pl.coalesce(*own, pl.lit(account, pl.String)),
    )
    if rows["author"].null_count():
        raise FileRefused("account_unknown")
    if platform is None and rows.height:
        raise FileRefused("platform_missing", column="facebook, instagram")
    return rows


def _named(source: Source) -> tuple[str | None, str | None]:
    """The account and the platform that the file's name says, else the nearest folder's, inside a ZIP and outside."""
    inside = PurePath(source.member or "")
    parts = [part for part in (*source.path.absolute().parts, *inside.parts) if part]
    parts[-1] = PurePath(parts[-1]).stem
    accounts = [name[1].lower() for part in parts if (name := re.search(ACCOUNT, part))]
    platforms = [where for part in parts[-2:] if (where := _platform(re.sub(r"[_\W]+", " ", part)))]
    return accounts[-1] if accounts else None, platforms[-1] if platforms else None


def _platform(words: str) -> str | None:
    found = PLATFORM.search(words)
    return found[1].lower() if found else None


READER = Reader(
    name=FORM,
    version=1,
    platform="*",
    title=("Angka harian Meta Business Suite (halaman Facebook, akun Instagram)", "Meta Business Suite daily insights (Facebook page, Instagram account)"),
    gives=("counts", "followers", "accounts"),
    obtain=(
        "Di business.facebook.com buka Insight > Hasil, pilih rentang tanggal, lalu Ekspor tiap kotak sebagai CSV ke folder bernama @akun.",
        "At business.facebook.com open Insights > Results, choose the dates, then export each box as CSV into a folder named @account.",
    ),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    named=lambda source: repr(_named(source)),
    mapping=(
        Field(headers.names(FORM, "date"), "observations.observed_at", "time", "refused"),
        *(Field(headers.names(FORM, metric), f"observations.{metric}", "count") for metric in METRICS),
        Field(headers.names(FORM, "username"), "accounts.author", "id"),
        Field(headers.names(FORM, "page_id"), "accounts.author", "id"),
        Field("<@akun di nama folder atau berkas / @account in the folder's or file's name>", "accounts.author", "id", "refused"),
    ),
    steps=(
        ("Buka business.facebook.com dan pilih halaman atau akun Instagram lembaga.", "Open business.facebook.com and choose the agency's page or Instagram account."),
        ("Buka Insight > Hasil (Results), pilih rentang tanggal, misalnya satu tahun.", "Open Insights > Results, choose the dates, such as one year."),
        ("Di tiap kotak (Jangkauan, Kunjungan, Pengikut, Interaksi) tekan Ekspor > CSV.", "In each box (Reach, Visits, Follows, Interactions) press Export > CSV."),
        ("Taruh berkasnya di folder bernama akunnya, misalnya @dinsos_arumsari, karena isinya tidak menyebut akun.", "Put the files into a folder named after the account, such as @dinsos_arumsari, since they do not name it."),
        ("Untuk berkas seperti Views.csv yang tidak menyebut jejaring, tambahkan facebook atau instagram pada nama berkasnya.", "For files such as Views.csv that do not name the network, add facebook or instagram to the file's name."),
    ),
    gaps=("daily_only", "no_comments", "no_citizens"),
)  # fmt: skip
