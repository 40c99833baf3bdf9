"""KoboToolbox exports of the household questionnaire: CSV (flat, or with repeated parts in files of their own) and XLSX (on sheets).

Columns may be XML names or labels in Indonesian or English, with or without their groups, which `/` or `.` separates
(`rumah_tangga/kelurahan`), and several columns that ask the same, as an export of several form versions has them, are one. A
repeated part may be flattened into the main table (`perantara[1]/peran`), or lie in a CSV beside it, in the same folder or ZIP:
then it is read with the main file, and its own file holds nothing more. Without a main file beside it, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from simpul.corpus import survey, tables
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.kobo_sheets import (
    ALTER_FIELDS,
    KOBO,
    META,
    OWNER,
    PARENT,
    TABLE,
    Sheet,
    asks,
    belongs,
    parts_beside,
    sheets_of,
)
from simpul.corpus.questionnaire import CONSENT, HOUSEHOLD, QUESTIONS, REPEAT, WAVE
from simpul.corpus.reader import NO, Blank, Field, FieldType, Match, Missing, Options, Reader
from simpul.corpus.records import TIME
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.values import when
from simpul.corpus.vocabulary import choices, each_cell, plain, question

# the first that a row has; the root's id outlives a correction
KEYS = ("meta/rootUuid", "meta.rootUuid", "_uuid", "_id")
TIMES = ("_submission_time", "today", "end", "start")


def _recognise(source: Source) -> Match:
    header = tables.header(source)
    if header is None:
        return NO
    kobo = len(KOBO.intersection(header))
    known = {asked.field for name in header if (asked := asks(name))}
    if kobo >= 3 or (PARENT in header and known & ALTER_FIELDS) or {PARENT, TABLE} <= set(header):
        return Match(
            95 if known else 70,
            ("punya kolom sistem KoboToolbox", "it has KoboToolbox's own columns"),
        )
    if len(known) >= 5:
        return Match(75, (f"{len(known)} pertanyaannya dikenal", f"{len(known)} of its questions are known"))
    return NO


def _read(source: Source, options: Options) -> Iterator[Chunk]:
    sheets = list(sheets_of(source))
    main = next((sheet for sheet in sheets if not sheet.repeated), None)
    if main is None and sheets:
        raise _not_alone(source)
    if main is None:
        raise FileRefused("file_header_only")
    others = [
        sheet for other in parts_beside(source) for sheet in sheets_of(other, f"{Path(other.name).name}: ")
    ]
    sheets += [sheet for sheet in others if belongs(sheet, main)]
    repeats = [sheet for sheet in sheets if sheet.repeated]
    if not main.asked:
        raise FileRefused("file_columns", column="kelurahan, persetujuan, peran, …")
    kept, refused, notes = _consenting(main)
    homes = _households(kept, options)
    alters = pl.concat(
        [_flattened(main), *(_repeated(sheet, main, repeats) for sheet in repeats)], how="diagonal"
    )
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


def _not_alone(source: Source) -> Exception:
    """A repeated part by itself: nothing to store where its main file lies beside it and takes it in."""
    (part, *_) = sheets_of(source)
    mains = [
        other for other in parts_beside(source) if any(belongs(part, sheet) for sheet in sheets_of(other))
    ]
    if not mains:
        return FileRefused("repeat_alone")
    name = mains[0].name
    return Blank(
        f"Bagian berulang ini dibaca bersama berkas induknya, {name}.",
        f"This repeated part was read together with its main file, {name}.",
    )


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


def _repeated(sheet: Sheet, main: Sheet, repeats: list[Sheet]) -> pl.DataFrame:
    """The people named in a table of their own, each with the main row that it belongs to: by the answer's id where there is
    one, else by `_parent_index`.

    An id or index that stands twice in the main table, as when two exports were pasted together, means nobody; nor does the
    index of a part that is repeated within another repeated part.
    """
    joins = [
        (theirs, pl.col(ours)) for theirs, ours in OWNER.items()
        if {theirs, ours} <= {*sheet.rows.columns, *main.rows.columns}
    ]  # fmt: skip
    if not _nested(sheet, repeats):
        joins.append((PARENT, pl.col("_index" if "_index" in main.rows.columns else "row").cast(pl.String)))
    found = sheet.rows.with_columns(home=pl.lit(None, pl.Int64))
    for theirs, ours in joins:
        homes = (
            main.rows.select(ours.alias(theirs), pl.col("row").alias("by"))
            .drop_nulls()
            .unique(theirs, keep="none")
        )
        found = found.join(homes, on=theirs, how="left", maintain_order="left")
        found = found.with_columns(pl.coalesce("home", "by").alias("home")).drop("by")
    return _filled(found.select("row", "home", *_answers(sheet, ALTER_FIELDS)))


def _nested(sheet: Sheet, repeats: list[Sheet]) -> bool:
    parents = set(sheet.rows[TABLE].drop_nulls()) if TABLE in sheet.rows.columns else set()
    return bool(parents & {each.name for each in repeats if each.name})


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
        if name not in sheet.asked and not name.startswith(("_", "meta/", "meta.")) and plain(name) not in META and name != "row"
    ]  # fmt: skip
    if unknown:
        names = "; ".join(dict.fromkeys(unknown))
        yield f"Pertanyaan yang tidak disimpan: {names}.", f"Questions that are not stored: {names}."
    if alters.is_empty():
        yield (
            f"Tidak ada hubungan ({REPEAT}). Bila bagian berulangnya ada di CSV tersendiri, impor bersama; bila tidak, ekspor sebagai XLSX.",
            f"There are no ties ({REPEAT}). If the repeated part is in a CSV of its own, import both together; if not, export as XLSX.",
        )
    assert chunk.survey_ties is not None
    alone = chunk.survey_ties["source"].unique().str.contains(":named:", literal=True).sum()
    if alone:
        yield (
            f"{alone} orang disebut tanpa nama, kode, atau RT/RW, jadi masing-masing dihitung sebagai orang tersendiri.",
            f"{alone} people were named without name, code or RT/RW, so each counts as a person of its own.",
        )


KINDS: dict[str, FieldType] = {
    "text": "text", "place": "place", "choice": "kind", "choices": "list", "bool": "flag", "scale": "number", "wave": "text",
}  # fmt: skip
BECOMES: dict[str, tuple[str, Missing]] = {  # question → column
    CONSENT.field: ("actors.actor_id", "refused"),
    "household_code": ("actors.actor_id", "derived"),
    **{each.field: (f"actors.{each.field}", "absent") for each in (*HOUSEHOLD, WAVE) if each.field != "household_code"},
    "alter_role": ("actors.role", "absent"),
    **dict.fromkeys(("alter_code", "alter_unit", "alter_name"), ("survey_ties.source", "derived")),
    "alter_place": ("actors.place", "derived"),
    "alter_relation": ("survey_ties.relation", "assumed"),
    "alter_channel": ("survey_ties.channel", "absent"),
    "alter_topic": ("survey_ties.topic", "absent"),
    "alter_weight": ("survey_ties.weight", "absent"),
}  # fmt: skip

READER = Reader(
    name="kobotoolbox",
    version=2,
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
    beside=parts_beside,
    mapping=(
        *(
            Field(f"{question(name, 'xml')} | {question(name, 'id')}", column, KINDS[QUESTIONS[name].kind], missing)
            for name, (column, missing) in BECOMES.items()
        ),
        Field(" | ".join(TIMES), "survey_ties.observed_at", "time"),
    ),
    steps=(
        ("Buka kf.kobotoolbox.org, pilih survei rumah tangga, lalu Data > Downloads.", "Open kf.kobotoolbox.org, choose the household survey, then Data > Downloads."),
        ("Pilih jenis ekspor XLS dan format nilai “XML values and headers”.", "Choose export type XLS and value format “XML values and headers”."),
        ("Centang “Include groups in headers” atau tidak; keduanya terbaca.", "Tick “Include groups in headers” or not; both are read."),
        ("Bila memakai CSV dengan bagian berulang tersendiri, impor semua berkasnya bersama atau dalam satu ZIP.", "Where CSV puts repeated parts into files of their own, import all of them together or in one ZIP."),
    ),
    gaps=("no_absent", "no_media"),
)  # fmt: skip
