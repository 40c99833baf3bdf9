"""Files of facts: the desk's own registers, the tables that ship with Simpul, and the reference workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.corpus import tables
from simpul.corpus.reference import Reference, read_reference
from simpul.corpus.reference_sheets import SHEETS
from simpul.corpus.rejects import CODES, FileRefused
from simpul.corpus.source import Source, sources
from simpul.corpus.vocabulary import plain
from simpul.desk.affairs.models import Mark
from simpul.desk.affairs.registers import ALL, Register, by_slug, names_of

NAMED = ("official", "agency", "business", "media")  # accounts of institutions; no others are kept by name
DERIVED = (
    "parent",
    "typical_agency",
    "holder",
    "holder_source",
)  # of shipped tables: said elsewhere, dated there
EXAMPLE = re.compile(r"\b(contoh|rekaan|example)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One fact of a file: cells as text, or as what the reference workbook's reader made of them."""

    register: Register
    where: str  # sheet or file, and line
    cells: dict[str, Any]


@dataclass
class Read:
    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)  # where, what


def read(path: Path) -> Read:
    """Everything in a file or folder that is a fact; what cannot be read is among the problems, never dropped in silence."""
    found = Read()
    rest = False
    for source, sheet in _tables(path, found):
        label = sheet or Path(source.member or source.path.name).stem
        try:
            register = _register(label, source, sheet)
        except FileRefused as problem:
            found.problems.append((label, advice(problem.code)))
            continue
        if register is None:
            rest = True
            continue
        _read_own(register, source, sheet, label, found)
    if rest:
        _read_reference(path, found)
    return found


def _tables(path: Path, found: Read) -> Iterator[tuple[Source, str | None]]:
    for source in sources([path]):
        try:
            names = tables.sheets(source) if tables.is_workbook(source) else [None]
        except FileRefused as problem:
            found.problems.append((path.name, advice(problem.code)))
            continue
        yield from ((source, name) for name in names)


def _register(label: str, source: Source, sheet: str | None) -> Register | None:
    """The register whose name a table bears and whose key it has; None for a sheet of the reference workbook."""
    known = plain(label).replace(" ", "-")
    named = [r for r in ALL if known in (r.slug, *(alias.replace("_", "-") for alias in r.aliases))]
    if not named:
        return None
    header = [name for name in next(iter(tables.table(source, sheet=sheet)))[0].columns if name != "row"]
    fields = {name: names_of(named[0]).get(plain(name)) for name in header}
    unused = [name for name, field_name in fields.items() if field_name is None]
    form = next((form for form in SHEETS if plain(label) in (form.name, form.id)), None)
    if form is not None and form.fields(unused):  # it says more than the register holds
        return None
    needed = {name for name in named[0].key if not named[0].field(name).null}
    return named[0] if needed <= set(fields.values()) else None


def _read_own(register: Register, source: Source, sheet: str | None, label: str, found: Read) -> None:
    for rows, refused in tables.table(source, sheet=sheet):
        names = {name: names_of(register).get(plain(name)) for name in rows.columns if name != "row"}
        if unused := [name for name, known in names.items() if known is None and name not in DERIVED]:
            found.problems.append(
                (label, _("Kolom yang tidak dipakai: %(names)s.") % {"names": ", ".join(unused)})
            )
        for row in rows.iter_rows(named=True):
            cells = {known: row[name] for name, known in names.items() if known is not None}
            found.rows.append(Row(register, f"{label}:{row['row'] + 1}", dated(cells)))
        found.problems += [
            (f"{label}:{row['row'] or '?'}", advice(row["code"])) for row in refused.iter_rows(named=True)
        ]


def dated(cells: dict[str, Any]) -> dict[str, Any]:
    """Reads how sure a fact is from its mark, else from its source (“S2 12” → S2); what else the mark says is a note."""
    mark, source = str(cells.get("mark") or ""), str(cells.get("source") or "")
    word, _sep, rest = mark.replace(";", " ", 1).partition(" ")
    if word in Mark.values:
        cells["mark"] = word
    elif EXAMPLE.search(source):
        cells["mark"], rest = Mark.EXAMPLE.value, mark
    elif source.split(" ")[0] in Mark.values:
        cells["mark"], rest = source.split(" ")[0], mark
    elif mark:
        return cells  # a label such as “sumber resmi” is read with the other choices
    if rest.strip() and not cells.get("note"):
        cells["note"] = rest.strip()
    return cells


def advice(code: str) -> str:
    """What is wrong with a file or row, in the language that is spoken."""
    said = CODES.get(code)
    if said is None:
        return code
    return said.en if get_language() == "en" else said.id


def _read_reference(path: Path, found: Read) -> None:
    try:
        reference = read_reference(path)
    except FileRefused as problem:
        found.problems.append((path.name, advice(problem.code)))
        return
    english = get_language() == "en"
    found.problems += [("", note[english]) for note in reference.notes]
    found.problems += [
        (f"{row['column'] or ''}:{row['row'] or '?'}", advice(row["code"]))
        for row in reference.rejects.iter_rows(named=True)
    ]
    for slug, rows in _facts(reference):
        register = by_slug()[slug]
        found.rows += [
            Row(register, f"{slug}:{number}", dated(cells)) for number, cells in enumerate(rows, 1)
        ]


def _facts(reference: Reference) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The sheets of the reference workbook as rows of registers."""
    names: tuple[str, ...]
    if reference.agencies is not None:
        rows = reference.agencies.to_dicts()
        yield "perangkat-daerah", [{k: row[k] for k in ("code", "name", "source")} for row in rows]
        held = [(row, code) for row in rows for code in row["urusan"] or ()]
        yield (
            "pemegang",
            [{"agency": row["code"], "urusan": code, "source": row["source"]} for row, code in held],
        )
    if reference.places is not None:
        names = ("code", "name", "kind", "population", "poor", "year", "valid_from", "valid_to", "source")
        yield "wilayah", [
            {name: row[name] for name in names} | {"aliases": " | ".join(row["aliases"] or ())}
            for row in reference.places.sort("year", nulls_last=False).unique("code", keep="last", maintain_order=True).to_dicts()
        ]  # fmt: skip
    if reference.register is not None:
        names = ("platform", "handle", "name", "kind", "agency", "place", "admin", "decree", "opened", "valid_from", "valid_to", "source")  # fmt: skip
        yield (
            "akun-resmi",
            [
                {name: row[name] for name in names}
                for row in reference.register.to_dicts()
                if row["kind"] in NAMED
            ],
        )
    if reference.plan is not None:
        yield (
            "prioritas",
            [
                {name: row[name] for name in ("issue", "rank", "document", "year", "source")}
                for row in reference.plan.to_dicts()
            ],
        )
    if reference.programmes is not None:
        names = ("agency", "programme", "pro_poor", "need", "target", "achieved", "year", "source")
        yield (
            "indikator",
            [
                {name: row[name] for name in names} | {"name": row["indicator"]}
                for row in reference.programmes.to_dicts()
            ],
        )
