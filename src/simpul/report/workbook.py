"""The study as a workbook: numbers as numbers, every text a text, with definitions and a dictionary of the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from simpul.corpus.inert import WORKBOOK
from simpul.measures.findings import reason_text, short_code
from simpul.measures.measure import UNITS
from simpul.measures.registry import families, measures
from simpul.report.annexes import annexes
from simpul.report.print.document import Issue
from simpul.report.print.full import subject
from simpul.report.sections.blocks import Table
from simpul.report.words import speaker

WIDEST, NARROWEST = 60, 9  # characters of a column
TEXT_LIMIT = 32_767  # characters that a cell can hold
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 a fixed time in the file's properties keeps its bytes the same
NUMBERS = {"value": "#,##0.####", "low": "#,##0.####", "high": "#,##0.####"}
FIGURE = re.compile(r"-?\d{1,3}(?:[.,]\d{3})*(?:[.,]\d+)?|-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook. `meanings` say of each column what it holds; the dictionary is made of them."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    meanings: Sequence[str] = ()
    note: str = ""


def write_workbook(issue: Issue, path: Path) -> Path:
    """Writes the workbook: findings, needs, annexes, definitions, dictionary. Small cells stay hidden in it as in any output."""
    say = issue.say
    sheets = [_findings(issue), *_needs(issue), *_annexes(issue), _definitions(issue)]
    about = [
        [say("title"), f"{say('workbook')} – {issue.city}"], [say("period"), issue.period], [say("printed"), issue.day],
        [say("program"), f"Simpul {issue.study.manifest['simpul']}"], [say("how_to_read"), say("how_to_read_text")],
        [say("workbook_codes"), say("workbook_codes_text")],
    ]  # fmt: skip
    dictionary = Sheet(
        say("dictionary"), [say("sheet"), say("column"), say("meaning")],
        [[sheet.name, column, meaning] for sheet in sheets for column, meaning in zip(sheet.head, sheet.meanings, strict=False)],
    )  # fmt: skip
    return save(path, [Sheet(say("about"), ["", ""], about), *sheets, dictionary])


def save(path: Path, sheets: Sequence[Sheet], after: Any = None) -> Path:
    """Writes sheets with a frozen head and filters; `after(book, {name: worksheet})` may add to them. No text becomes a formula or link."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, WORKBOOK) as book:
        book.set_properties({"created": MADE, "author": "Simpul", "title": path.stem})
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#DDECEA", "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0.####", "valign": "top"}),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        }  # fmt: skip
        made = {sheet.name: _lay_out(book, sheet, styles) for sheet in sheets}
        if after:
            after(book, made)
    return path


def _lay_out(book: Any, sheet: Sheet, styles: dict[str, Any]) -> Any:
    page = book.add_worksheet(sheet.name[:31])
    titled = any(sheet.head)
    if titled:
        page.write_row(0, 0, sheet.head, styles["head"])
        page.freeze_panes(1, 0)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.head) - 1)
    for line, row in enumerate(sheet.rows, int(titled)):
        for place, value in enumerate(row):
            _write(page, line, place, value, styles)
    for place in range(len(sheet.head)):
        longest = max((len(str(row[place])) for row in sheet.rows if place < len(row)), default=0)
        page.set_column(place, place, min(WIDEST, max(NARROWEST, longest, len(sheet.head[place])) + 2))
    return page


def _write(page: Any, line: int, place: int, value: Any, styles: dict[str, Any]) -> None:
    """One cell by what it is; what is missing stays empty, never 0."""
    if value is None or value == "":
        return
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        page.write_number(line, place, value, styles["number"])
    elif isinstance(value, date):
        page.write_datetime(line, place, datetime(value.year, value.month, value.day), styles["date"])  # noqa: DTZ001
    else:
        page.write_string(line, place, str(value)[:TEXT_LIMIT], styles["text"])


def _findings(issue: Issue) -> Sheet:
    study, say = issue.study, issue.say
    at = int(study.language == "en")
    spoken = speaker(study.language)
    known = measures()
    rows = []
    for found in study.findings.sort("measure", "subject_kind", "subject_id").iter_rows(named=True):
        measure = known.get(found["measure"])
        rows.append(
            [
                short_code(found), measure.names[at] if measure else found["measure"], found["measure"], spoken(f"kind_{found['subject_kind']}"),
                subject(issue, found), found["value"], UNITS[found["unit"]].names[at], found["numerator"], found["denominator"],
                found["n"], found["low"], found["high"], say(f"status_{found['status']}"),
                reason_text(found["reason"], study.language) if found["reason"] else "", found["from"], found["to"],
            ]
        )  # fmt: skip
    columns = (
        "code", "measure", "measure_id", "subject_kind", "subject", "value", "unit", "numerator", "denominator", "n", "low", "high",
        "status", "reason", "from", "to",
    )  # fmt: skip
    return Sheet(
        say("findings"), [say(f"column_{name}") for name in columns], rows, [say(f"means_{name}") for name in columns]
    )  # fmt: skip


def _needs(issue: Issue) -> list[Sheet]:
    study, say = issue.study, issue.say
    if not study.has("needs"):
        return []
    names = dict(study.needs.select("code", "name").rows())
    columns = ("need_code", "need", "place_code", "place", "source", "voices", "persons", "status")
    rows = [
        [
            need, names.get(need, ""), place, _where(issue, place), say(source), voices, persons, say(f"status_{status}"),
        ]
        for need, place, source, voices, persons, status in study.table("needs")
        .select("need", "place", "source", "voices", "persons", "status")
        .rows()
    ]  # fmt: skip
    return [
        Sheet(say("needs_sheet"), [say(f"column_{name}") for name in columns], rows, [say(f"means_{name}") for name in columns])
    ]  # fmt: skip


def _where(issue: Issue, place: str | None) -> str:
    if place == "all":
        return issue.say("whole_corpus")
    return issue.study.places.get(place, place) if place else issue.say("place_unknown")


def _annexes(issue: Issue) -> list[Sheet]:
    """The tables of the annexes, one sheet each; what is a number on paper is a number here."""
    sheets = []
    for section in annexes(issue.study, issue.say):
        for at, table in enumerate((block for block in section.blocks if isinstance(block, Table)), 1):
            name = f"{section.id.removeprefix('annex-')} {at}"
            rows = [[numeral(cell, issue.study.language) for cell in row] for row in table.rows]
            meaning = " ".join(part for part in (section.title, table.caption, table.note) if part)
            sheets.append(Sheet(name, list(table.head), rows, [meaning] * len(table.head)))
    return sheets


def numeral(cell: str, language: str) -> Any:
    """A cell as it is printed, as the number it is; a dash is nothing, and any other text stays text."""
    text = str(cell)
    if text == "–":
        return None
    if not FIGURE.fullmatch(text):
        return text
    plain = text.replace(".", "").replace(",", ".") if language == "id" else text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _definitions(issue: Issue) -> Sheet:
    say, at = issue.say, int(issue.study.language == "en")
    rows = [
        [
            measure.id, measure.names[at], family.names[at], measure.formula[at], UNITS[measure.unit].names[at], measure.undefined[at],
            measure.source[at], measure.version,
        ]
        for family in families()
        for measure in family.measures
    ]  # fmt: skip
    columns = (
        "measure_id",
        "measure",
        "family",
        "formula",
        "unit",
        "undefined",
        "definition_source",
        "version",
    )
    return Sheet(
        say("definitions"), [say(f"column_{name}") for name in columns], rows, [say(f"means_{name}") for name in columns]
    )  # fmt: skip
