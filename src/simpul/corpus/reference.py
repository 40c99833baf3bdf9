"""The reference workbook: dated facts of a city that no export holds, each row with its source and date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path

import polars as pl

from simpul.corpus import tables
from simpul.corpus.chunks import rejects
from simpul.corpus.forms import Filled, Form, read
from simpul.corpus.places import level, place_codes
from simpul.corpus.records import RAW_REJECTS, Schema
from simpul.corpus.reference_sheets import (
    AGENCIES_SHEET,
    CHECKLIST_SHEET,
    CITY_SHEET,
    EXPENDITURES_SHEET,
    INDICATORS_SHEET,
    MATURITY_SHEET,
    OFFERS_SHEET,
    PLACES_SHEET,
    PLAN_SHEET,
    POPULATION_SHEET,
    PROGRAMMES_SHEET,
    REGISTER_SHEET,
    SHEETS,
)
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source, sources
from simpul.corpus.vocabulary import choices, plain

UNREAD = ("petunjuk", "pilihan", "instructions", "readme")  # sheets that hold no data

CITY: Schema = CITY_SHEET.schema
PLACES: Schema = PLACES_SHEET.schema | {"parent": pl.String}  # population and poor in persons
POPULATION: Schema = POPULATION_SHEET.schema  # families and poor in families
REGISTER: Schema = {"author": pl.String} | REGISTER_SHEET.schema  # author: the account's key, lower case
AGENCIES: Schema = AGENCIES_SHEET.schema
PLAN: Schema = PLAN_SHEET.schema
OFFERS: Schema = OFFERS_SHEET.schema  # amount in rupiah
PROGRAMMES: Schema = PROGRAMMES_SHEET.schema
INDICATORS: Schema = INDICATORS_SHEET.schema
CHECKLIST: Schema = CHECKLIST_SHEET.schema
MATURITY: Schema = MATURITY_SHEET.schema
EXPENDITURES: Schema = EXPENDITURES_SHEET.schema  # rupiah per person and month
PLAIN = {  # sheets that are read as they stand, by the name of their table
    "programmes": PROGRAMMES_SHEET, "indicators": INDICATORS_SHEET, "checklist": CHECKLIST_SHEET, "maturity": MATURITY_SHEET,
    "expenditures": EXPENDITURES_SHEET,
}  # fmt: skip
PILLAR_OF = {
    "official": "government", "agency": "government", "business": "business", "community": "community",
    "media": "community", "broker": "community",
}  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """The sheets that were given; None where a sheet is missing or empty, so that its measures are not available."""

    city: pl.DataFrame | None = None
    places: pl.DataFrame | None = None
    population: pl.DataFrame | None = None
    register: pl.DataFrame | None = None
    agencies: pl.DataFrame | None = None
    plan: pl.DataFrame | None = None
    offers: pl.DataFrame | None = None
    programmes: pl.DataFrame | None = None
    indicators: pl.DataFrame | None = None
    checklist: pl.DataFrame | None = None
    maturity: pl.DataFrame | None = None
    expenditures: pl.DataFrame | None = None
    rejects: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=RAW_REJECTS))
    notes: tuple[tuple[str, str], ...] = ()

    def tables(self) -> dict[str, pl.DataFrame]:
        """The sheets that were given, by the name of their table."""
        names = ("city", "places", "population", "register", "agencies", "plan", "offers", *PLAIN)
        return {name: frame for name in names if (frame := getattr(self, name)) is not None}

    @cached_property
    def places_lookup(self) -> dict[str, str]:
        """Lower-case place name → code (`places.place_codes`); empty without places."""
        return {} if self.places is None else place_codes(self.places)

    def named(self) -> pl.DataFrame:
        """The registered accounts, whatever the date: one row per platform and account key, the latest entry.

        Columns: platform, author, kind, agency, pillar, place, name. Whether an account keeps its name is decided by its
        kind (`records.NAMED_KINDS`): the door gives communities and brokers pseudonyms, as it does citizens.
        """
        columns = ("platform", "author", "kind", "agency", "pillar", "place", "name")
        if self.register is None:
            return pl.DataFrame(schema={name: REGISTER[name] for name in columns})
        return (
            self.register.sort("valid_from", nulls_last=False, maintain_order=True)
            .unique(["platform", "author"], keep="last", maintain_order=True)
            .select(columns)
            .sort("platform", "author")
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the workbook says; the order of its rows and its layout do not matter."""
        return _digest(self.tables())

    @cached_property
    def register_digest(self) -> str:
        """SHA-256 of `named()`: it changes when an import would give other records."""
        return _digest({"named": self.named()})


def starter_reference() -> Reference:
    """What is known without a workbook: the shipped places (`data/places.csv`), with no figures."""
    text = resources.files("simpul.data").joinpath("places.csv").read_bytes()
    shipped = pl.read_csv(text, infer_schema=False)
    places = shipped.select(
        "code",
        "name",
        pl.col("kind").str.to_lowercase().replace_strict(choices("place_kind"), return_dtype=pl.String),
        pl.col("aliases").str.split("|"),
        pl.col("valid_from", "valid_to").str.to_date("%Y-%m-%d"),
        "source",
        "parent",
    )
    return Reference(places=_conform(places, PLACES))


def read_reference(path: Path) -> Reference:
    """Reads an XLSX workbook, or a folder of CSV or XLSX files named like the sheets.

    Sheets are known by their Indonesian or English name, else by their columns; without a sheet of places the shipped
    ones of the same city are used. Bad rows and cells are in `rejects`, with `sheet.column` as column. Raises FileRefused:
    `file_unreadable`, `file_empty`, `file_unknown` (no sheet of a reference workbook in it).
    """
    return _Reading(path).reference()


class _Reading:
    """One pass over a workbook: sheets are collected first, then read in the order in which they need each other."""

    def __init__(self, path: Path):
        self.found: dict[str, list[tuple[str, pl.DataFrame]]] = {}
        self.known = False
        self.refused: list[pl.DataFrame] = []
        self.notes: list[tuple[str, str]] = []
        for source, sheet in _sheets(path):
            self._collect(source, sheet)
        if not self.known:
            blank = path.is_file() and not path.stat().st_size
            raise FileRefused("file_empty" if blank else "file_unknown", value=path.name)

    def _collect(self, source: Source, sheet: str | None) -> None:
        label = sheet if sheet is not None else Path(source.member or source.path.name).stem
        form = next((form for form in SHEETS if plain(label) in (form.name, form.id)), None)
        self.known |= form is not None
        if plain(label) in UNREAD:
            return
        try:
            pieces = list(tables.table(source, sheet=sheet))
        except FileRefused as problem:
            if problem.code not in ("file_header_only", "file_empty"):
                raise
            return
        rows = pl.concat([frame for frame, _ in pieces])
        form = form or _by_columns(rows.columns)
        if form is None:
            self.notes.append(
                (
                    f"Lembar “{label}” tidak dikenali, jadi tidak dibaca.",
                    f"Sheet “{label}” is not known and was not read.",
                )
            )
            return
        self.known = True
        self.refused += [_named(refused, label) for _, refused in pieces]
        if missing := form.missing(rows.columns):
            self.refused.append(rejects([(None, f"{label}.{', '.join(missing)}", "file_columns", None)]))
            return
        self.found.setdefault(form.name, []).append((label, rows))

    def _read(self, form: Form, codes: dict[str, str]) -> pl.DataFrame | None:
        filled = []
        for label, rows in self.found.get(form.name, []):
            sheet = read(form, rows, codes=codes)
            self.refused.append(_named(sheet.rejects, label))
            self._remark(label, sheet)
            filled.append(sheet.rows.drop("row"))
        whole = pl.concat(filled).unique(maintain_order=True) if filled else None
        return None if whole is None or whole.is_empty() else whole

    def _remark(self, label: str, sheet: Filled) -> None:
        if sheet.ignored:
            names = ", ".join(sheet.ignored)
            self.notes.append(
                (
                    f"Kolom yang tidak dipakai di “{label}”: {names}.",
                    f"Columns not used in “{label}”: {names}.",
                )
            )
        unsourced = sheet.rows.filter(pl.col("source").is_null() | pl.col("date").is_null()).height
        if unsourced:
            self.notes.append(
                (
                    f"{unsourced} baris di “{label}” tanpa sumber atau tanggal.",
                    f"{unsourced} rows in “{label}” have no source or no date.",
                )
            )

    def reference(self) -> Reference:
        given = self._read(PLACES_SHEET, {})
        city = self._read(CITY_SHEET, {})
        places = _shipped_places(city) if given is None else _placed(given)
        codes = {} if places is None else place_codes(places)
        agencies = self._read(AGENCIES_SHEET, codes)
        register = self._read(REGISTER_SHEET, codes)
        return Reference(
            city=city,
            places=places,
            population=self._read(POPULATION_SHEET, codes),
            register=None if register is None else self._registered(register, agencies),
            agencies=agencies,
            plan=self._read(PLAN_SHEET, codes),
            offers=self._read(OFFERS_SHEET, codes),
            **{name: self._read(form, codes) for name, form in PLAIN.items()},
            rejects=pl.concat([rejects([]), *self.refused]),
            notes=tuple(self.notes),
        )

    def _registered(self, register: pl.DataFrame, agencies: pl.DataFrame | None) -> pl.DataFrame:
        """Adds the account's key and, where left blank, the pillar; an agency's name becomes its code."""
        codes: dict[str, str] = {}
        if agencies is not None:
            codes = {plain(name): code for code, name in agencies.select("code", "name").rows()}
            codes |= {plain(code): code for code in agencies["code"]}
        unknown = [
            name for name in register["agency"].drop_nulls().unique().sort() if plain(name) not in codes
        ]
        if codes and unknown:
            names = ", ".join(unknown)
            self.notes.append(
                (f"OPD yang tidak ada di lembar opd: {names}.", f"Agencies not in the sheet: {names}.")
            )
        return _conform(
            register.with_columns(
                author=pl.col("handle").str.to_lowercase(),
                pillar=pl.col("pillar").fill_null(pl.col("kind").replace_strict(PILLAR_OF, default=None)),
                agency=pl.col("agency").map_elements(
                    lambda name: codes.get(plain(name), name), return_dtype=pl.String
                ),
            ),
            REGISTER,
        ).sort("platform", "author", "valid_from")


def _sheets(path: Path) -> Iterator[tuple[Source, str | None]]:
    try:
        for source in sources([path]):
            if not tables.is_workbook(source):
                yield source, None
                continue
            names = tables.sheets(source)
            if not names:
                raise FileRefused("file_unreadable", value=source.name)
            yield from ((source, name) for name in names)
    except OSError as problem:
        raise FileRefused("file_unreadable", value=path.name) from problem


def _by_columns(header: list[str]) -> Form | None:
    """The one form whose required columns are all there, and no other's."""
    fitting = [form for form in SHEETS if not form.missing(header)]
    return fitting[0] if len(fitting) == 1 else None


def _named(refused: pl.DataFrame, label: str) -> pl.DataFrame:
    return refused.with_columns(pl.concat_str(pl.lit(f"{label}."), "column").fill_null(label).alias("column"))


def _placed(places: pl.DataFrame) -> pl.DataFrame:
    parent = pl.col("code").str.extract(r"^(.*)\.")
    kind = pl.col("code").map_elements(level, return_dtype=pl.String)
    return _conform(places.with_columns(pl.col("kind").fill_null(kind), parent=parent), PLACES).sort(
        "code", "year"
    )


def _shipped_places(city: pl.DataFrame | None) -> pl.DataFrame | None:
    shipped = starter_reference().places
    if shipped is None or city is None:
        return shipped
    kept = shipped.filter(pl.any_horizontal(pl.col("code").str.starts_with(code) for code in city["place"]))
    return None if kept.is_empty() else kept


def _conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


def _digest(frames: dict[str, pl.DataFrame]) -> str:
    said = hashlib.sha256()
    for name, frame in sorted(frames.items()):
        said.update(name.encode())
        said.update("".join(sorted(frame.write_ndjson().splitlines(keepends=True))).encode())
    return said.hexdigest()
