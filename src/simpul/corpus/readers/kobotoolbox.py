"""KoboToolbox exports of the household questionnaire: CSV (flat) and XLSX (with the repeated part on its own sheet).

Columns may be XML names or labels in Indonesian or English, with or without their groups (`rumah_tangga/kelurahan`), and
several columns that ask the same, as an export of several form versions has them, are one. Kobo's own CSV leaves repeated
parts out; a CSV in which they were flattened (`perantara[1]/peran`) is read. A CSV that holds only the repeated part cannot
be joined to its main file by itself and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import polars as pl

from simpul.corpus import survey, tables
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.questionnaire import ALTERS, CONSENT, QUESTIONS, REPEAT
from simpul.corpus.reader import NO, Match, Options, Reader
from simpul.corpus.records import TIME
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.values import when
from simpul.corpus.vocabulary import choices, each_cell, plain, questions

META = (
    "start", "end", "today", "deviceid", "username", "phonenumber", "subscriberid", "simserial", "audit", "instanceid",
    "formhub/uuid",
)  # fmt: skip
KOBO = {"_id", "_uuid", "_submission_time", "_validation_status", "_index", "__version__"}
PARENT = "_parent_index"
KEYS = ("meta/rootUuid", "_uuid", "_id")  # the first that a row has; the root's id outlives a correction
TIMES = ("_submission_time", "today", "end", "start")
ALTER_FIELDS = {each.field for each in ALTERS}
GENERATOR = {"alter_role", "alter_relation"}  # one of them makes a repeated part a list of people named


class Asked(NamedTuple):
    """What one column asks: a field; the place of its repeat in a flattened file; and, for a 0/1 column, its answer."""

    field: str
    repeat: int | None = None
    choice: str | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of the export; `label` is the sheet's name and a dot, or empty for the main table."""

    label: str
    rows: pl.DataFrame
    refused: pl.DataFrame

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """Column → what it asks, for the columns that ask something known."""
        found = ((name, _asked(name)) for name in self.rows.columns if name != "row")
        named = {name: asked for name, asked in found if asked}
        if PARENT not in self.rows.columns:
            return named
        if not GENERATOR.intersection(asked.field for asked in named.values()):
            return {}  # another repeated part, such as the members of the family
        return {name: Asked("alter_place") if a.field == "place" else a for name, a in named.items()}


def _recognise(source: Source) -> Match:
    header = tables.header(source)
    if header is None:
        return NO
    kobo = len(KOBO.intersection(header))
    known = {asked.field for name in header if (asked := _asked(name))}
    if kobo >= 3 or (PARENT in header and known & ALTER_FIELDS):
        return Match(
            95 if known else 70,
            ("punya kolom sistem KoboToolbox", "it has KoboToolbox's own columns"),
        )
    if len(known) >= 5:
        return Match(75, (f"{len(known)} pertanyaannya dikenal", f"{len(known)} of its questions are known"))
    return NO


def _read(source: Source, options: Options) -> Iterator[Chunk]:
    sheets = list(_sheets(source))
    main = next((sheet for sheet in sheets if PARENT not in sheet.rows.columns), None)
    repeats = [sheet for sheet in sheets if PARENT in sheet.rows.columns]
    if main is None:
        raise FileRefused("repeat_alone" if repeats else "file_header_only")
    if not main.asked:
        raise FileRefused("file_columns", column="kelurahan, persetujuan, peran, …")
    kept, refused, notes = _consenting(main)
    homes = _households(kept, options)
    alters = pl.concat([_flattened(main), *(_repeated(sheet, main) for sheet in repeats)], how="diagonal")
    # people named in an answer that was refused go with it
    alters = alters.filter(pl.col("home").is_null() | pl.col("home").is_in(kept.rows["row"].implode()))
    headers = {"home": PARENT} | {
        asked.field: sheet.label + re.sub(r"\[\d+\]", "", name)
        for sheet in (main, *repeats)
        for name, asked in sheet.asked.items()
    }
    chunk = survey.chunk(survey.Answers(homes, alters), headers, options.place_codes)
    assert chunk.rejects is not None
    chunk.rejects = pl.concat([refused, chunk.rejects, *(sheet.refused for sheet in sheets)])
    chunk.notes = [*notes, *_remarks(sheets, alters, chunk)]
    yield chunk


# --- where the answers stand ------------------------------------------------------------------------------


def _sheets(source: Source) -> Iterator[Sheet]:
    names: Sequence[str | None] = tables.sheets(source) or [None]
    for name in names:
        try:
            pieces = list(tables.table(source, sheet=name))
        except FileRefused as problem:
            if name is not None and problem.code == "file_header_only":
                continue
            raise
        rows = pl.concat([frame for frame, _ in pieces])
        label = f"{name}." if PARENT in rows.columns else ""
        yield Sheet(label, _untagged(rows), pl.concat([refused for _, refused in pieces]))


def _untagged(rows: pl.DataFrame) -> pl.DataFrame:
    """Without the second header row of HXL tags (`#adm4+name`) that Kobo writes on demand."""
    tags = [cell for cell in rows.drop("row").head(1).row(0) if cell] if rows.height else []
    return rows.slice(1) if tags and all(cell.startswith("#") for cell in tags) else rows


def _asked(name: str) -> Asked | None:
    """What a column asks, by its name or label, whatever groups stand before it."""
    if name.startswith("_") or plain(name) in META or name.startswith("meta/"):
        return None
    place = re.search(r"\[(\d+)\]/(?!.*\[\d+\]/)", name)
    parts = (name[place.end() :] if place else name).split("/")
    repeat = int(place[1]) if place else None
    for first in range(len(parts)):
        if field := questions().get(plain("/".join(parts[first:]))):
            return Asked(field, repeat)
        field = questions().get(plain("/".join(parts[first:-1])), "")
        if field and QUESTIONS[field].kind == "choices":
            return Asked(
                field, repeat, choices(*QUESTIONS[field].vocabulary).get(plain(parts[-1]), parts[-1])
            )
    return None


def _answers(sheet: Sheet, fields: set[str], repeat: int | None = None) -> list[pl.Expr]:
    """One text column per field: the first filled cell of the columns that ask it.

    The 0/1 columns of a multiple choice become the list of chosen answers, and hold before the joined column.
    """
    columns: dict[str, list[pl.Expr]] = {}
    chosen: dict[str, list[pl.Expr]] = {}
    for name, asked in sheet.asked.items():
        if asked.field not in fields or asked.repeat != repeat:
            continue
        if asked.choice is None:
            columns.setdefault(asked.field, []).append(_text(name))
        else:
            ticked = pl.col(name).str.to_lowercase().is_in(["1", "1.0", "true", "ya", "yes"])
            chosen.setdefault(asked.field, []).append(pl.when(ticked).then(pl.lit(asked.choice)))
    for field, ticks in chosen.items():
        joined = pl.concat_str(ticks, separator=" ", ignore_nulls=True)
        columns[field] = [pl.when(joined != "").then(joined), *columns.get(field, [])]
    return [pl.coalesce(cells).alias(field) for field, cells in columns.items()]


def _text(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text)


def _households(main: Sheet, options: Options) -> pl.DataFrame:
    keys = [pl.col(name) for name in KEYS if name in main.rows.columns]
    own = {each.field for each in QUESTIONS.values()} - ALTER_FIELDS - {CONSENT.field}
    return main.rows.select(
        "row",
        pl.coalesce(*keys, pl.lit(None, dtype=pl.String)).str.strip_prefix("uuid:").alias("key"),
        _times(main.rows, options),
        *_answers(main, own),
    )


def _times(rows: pl.DataFrame, options: Options) -> pl.Series:
    """When the answer was given. Kobo writes `_submission_time` in UTC without saying so."""
    times = pl.Series("time", [None] * rows.height, dtype=TIME)
    for name in TIMES:
        if name in rows.columns:
            zone = "UTC" if name == "_submission_time" else options.timezone
            times = times.zip_with(times.is_not_null(), when(rows[name], zone))
    return times.alias("time")


def _repeated(sheet: Sheet, main: Sheet) -> pl.DataFrame:
    """The people named on a sheet of their own, each with the main row that its `_parent_index` means.

    An index that stands twice in the main table, as when two exports were pasted together, means nobody.
    """
    index = pl.col("_index" if "_index" in main.rows.columns else "row").cast(pl.String)
    homes = main.rows.select(index.alias(PARENT), pl.col("row").alias("home")).unique(PARENT, keep="none")
    found = sheet.rows.join(homes, on=PARENT, how="left", maintain_order="left")
    return _filled(found.select("row", "home", *_answers(sheet, ALTER_FIELDS)))


def _flattened(main: Sheet) -> pl.DataFrame:
    """The people named in the main table itself: `perantara[1]/peran`, or one person's columns without a number."""
    numbers = sorted({a.repeat for a in main.asked.values() if a.field in ALTER_FIELDS}, key=lambda n: n or 0)
    pieces = [
        main.rows.select("row", pl.col("row").alias("home"), *_answers(main, ALTER_FIELDS, n))
        for n in numbers
    ]
    nobody = pl.DataFrame(schema={"row": pl.Int64, "home": pl.Int64})
    return _filled(pl.concat([nobody, *pieces], how="diagonal").sort("row", maintain_order=True))


def _filled(alters: pl.DataFrame) -> pl.DataFrame:
    fields = [name for name in alters.columns if name in ALTER_FIELDS]
    return alters.filter(pl.any_horizontal(pl.col(fields).is_not_null())) if fields else alters.clear()


# --- which answers may be used, and what to tell ----------------------------------------------------------


def _consenting(main: Sheet) -> tuple[Sheet, pl.DataFrame, list[tuple[str, str]]]:
    """The answers with consent that no reviewer turned down, the rejects of the others, and the response rate."""
    column = next((name for name, asked in main.asked.items() if asked.field == CONSENT.field), None)
    answers = main.rows.select("row", *_answers(main, {CONSENT.field}))
    words = choices(*CONSENT.vocabulary)
    agreed = pl.repeat(True, main.rows.height, eager=True)
    if column is not None:
        said = each_cell(answers[CONSENT.field], lambda cell: words.get(plain(cell)) == "true", pl.Boolean)
        agreed = said.fill_null(False)
    turned_down = pl.repeat(False, main.rows.height, eager=True)
    if "_validation_status" in main.rows.columns:
        status = main.rows["_validation_status"].str.to_lowercase().str.replace_all("_", " ")
        turned_down = status.str.contains("not approved").fill_null(False)
    refused = rejects(
        [(row, column, "consent_missing", None) for row in main.rows.filter(~agreed)["row"]]
        + [
            (row, "_validation_status", "answer_not_approved", None)
            for row in main.rows.filter(agreed & turned_down)["row"]
        ]
    )
    used, everybody = main.rows.filter(agreed & ~turned_down), main.rows.height
    notes = []
    if column is None:
        notes.append(
            (
                "Survei ini tidak menanyakan persetujuan; pastikan persetujuan responden tercatat di tempat lain.",
                "This survey did not ask for consent; make sure that consent is on record elsewhere.",
            )
        )
    if refused.height:
        share = f"{100 * used.height / everybody:.1f}"
        no, down = int((~agreed).sum()), int((agreed & turned_down).sum())
        notes.append(
            (
                f"{used.height} dari {everybody} jawaban dipakai ({share.replace('.', ',')}%): {no} tanpa persetujuan, "
                f"{down} tidak disetujui pemeriksa. Rumah tangga yang tidak ditemui tidak ada dalam ekspor.",
                f"{used.height} of {everybody} answers are used ({share}%): {no} without consent, {down} not approved by "
                "the reviewer. Households that were not reached are not in the export.",
            )
        )
    return replace(main, rows=used), refused, notes


def _remarks(sheets: list[Sheet], alters: pl.DataFrame, chunk: Chunk) -> Iterator[tuple[str, str]]:
    unknown = [
        name for sheet in sheets for name in sheet.rows.columns
        if name not in sheet.asked and not name.startswith(("_", "meta/")) and plain(name) not in META and name != "row"
    ]  # fmt: skip
    if unknown:
        names = "; ".join(dict.fromkeys(unknown))
        yield f"Pertanyaan yang tidak disimpan: {names}.", f"Questions that are not stored: {names}."
    if alters.is_empty():
        yield (
            f"Tidak ada hubungan ({REPEAT}). CSV dari KoboToolbox tidak memuat bagian berulang; ekspor sebagai XLSX.",
            f"There are no ties ({REPEAT}). KoboToolbox's CSV leaves repeated parts out; export as XLSX.",
        )
    assert chunk.survey_ties is not None
    alone = chunk.survey_ties["source"].unique().str.contains(":named:", literal=True).sum()
    if alone:
        yield (
            f"{alone} orang disebut tanpa nama, kode, atau RT/RW, jadi masing-masing dihitung sebagai orang tersendiri.",
            f"{alone} people were named without name, code or RT/RW, so each counts as a person of its own.",
        )


READER = Reader(
    name="kobotoolbox",
    version=1,
    platform="survey",
    title=("Survei rumah tangga KoboToolbox", "KoboToolbox household survey"),
    gives=("actors", "ties"),
    obtain=(
        "KoboToolbox → Data → Downloads → XLS, nilai “XML values and headers”.",
        "KoboToolbox → Data → Downloads → XLS, with “XML values and headers”.",
    ),
    tested_on="synthetic files",
    recognise=_recognise,
    read=_read,
)
