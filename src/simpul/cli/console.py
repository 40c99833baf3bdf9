"""How the command line speaks: in the user's language, with bars and tables for people and JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from simpul.corpus.store import Batch

Pair = tuple[str, str]  # Indonesian, English


class Language(StrEnum):
    id = "id"
    en = "en"


class Told(TyperGroup):
    """Commands whose problems are told in words: what a person can solve ends with exit code 2, never with a traceback."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's context is click's
        try:
            return super().invoke(ctx)
        except Exception as fault:
            problem = _problem(fault)
            if problem is None:
                raise
            fail(problem, ctx.obj or Language.id)
            raise typer.Exit(2) from fault


def _problem(fault: Exception) -> Pair | None:
    """What to tell about a fault; None where it is one of Simpul's own."""
    if isinstance(fault, OSError) and not isinstance(fault, BrokenPipeError):
        return (
            f"Berkas tidak dapat dibaca atau ditulis: {fault}. Periksa nama, izin, dan ruang disk, lalu ulangi.",
            f"A file cannot be read or written: {fault}. Check its name, permissions and disk space, then try again.",
        )
    told: Pair | None = getattr(fault, "problem", None)
    return told


def remember(ctx: typer.Context, language: Language) -> Language:
    """Keeps the language asked for, so that a problem that ends the command is told in it."""
    ctx.find_root().obj = language
    return language


Json = Annotated[bool, typer.Option("--json", help="Cetak JSON. / Print JSON.")]
Lang = Annotated[
    Language,
    typer.Option("--lang", envvar="SIMPUL_LANG", callback=remember, help="Bahasa. / Language."),
]
Workspace = Annotated[
    Path | None,
    typer.Option("--workspace", envvar="SIMPUL_HOME", help="Ruang kerja. / Workspace (~/.simpul)."),
]


def workspace_of(given: Path | None) -> Path:
    return given or Path.home() / ".simpul"


STAGES: dict[str, Pair] = {
    "example": ("Membuat kota contoh", "Making the example city"),
    "import": ("Membaca ekspor", "Reading exports"),
    "resolve": ("Menyatukan catatan", "Resolving records"),
    "label": ("Memahami teks", "Understanding texts"),
    "network": ("Memetakan jejaring", "Mapping the network"),
    "measures": ("Menghitung ukuran", "Computing measures"),
    "exports": ("Menulis berkas", "Writing files"),
    "report": ("Menyusun laporan", "Composing the report"),
}

COUNTS: dict[str, Pair] = {
    "files": ("Berkas", "Files"),
    "posts": ("Kiriman, komentar, pesan", "Posts, comments, messages"),
    "accounts": ("Akun", "Accounts"),
    "actors": ("Responden dan perantara", "Respondents and brokers"),
    "ties": ("Hubungan", "Ties"),
    "findings": ("Temuan", "Findings"),
    "rejects": ("Ditolak (lihat rejects.csv)", "Refused (see rejects.csv)"),
}


def say(lang: Language, pair: Pair) -> str:
    return pair[0] if lang is Language.id else pair[1]


def fail(problem: Pair, lang: Language) -> None:
    typer.secho(say(lang, problem), fg="red", err=True)


@contextmanager
def bars(lang: Language) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar per stage on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(say(lang, STAGES[stage]), total=of)
            shown.update(tasks[stage], completed=done, total=of)

        yield show


def print_study(manifest: dict[str, Any], out: Path, lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=say(lang, ("Ringkasan studi", "Summary of the study")), show_header=False)
    for name, pair in COUNTS.items():
        count = manifest["counts"].get(name, 0)
        table.add_row(say(lang, pair), f"{count:,}".replace(",", "." if lang is Language.id else ","))
    table.add_row(say(lang, ("Laporan", "Report")), Text(str(out / "report.html")))
    Console().print(table)


def print_batches(batches: list[Batch], as_json: bool, lang: Language) -> None:
    if as_json:
        from dataclasses import asdict

        print_json([asdict(batch) for batch in batches])
        return
    from simpul.cli.import_screen import print_list

    print_list(batches, lang)


def print_batch(batch: Batch, refused: list[tuple[str, int]], as_json: bool, lang: Language) -> None:
    """One batch in full: what it is, what it holds, what was refused and why, and what was said about the file."""
    from dataclasses import asdict

    from simpul.corpus.gaps import joined
    from simpul.corpus.gaps import told as told_gap
    from simpul.corpus.rejects import CODES

    if as_json:
        print_json(asdict(batch) | {"refused": dict(refused)})
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    options = ", ".join(f"{name}={value}" for name, value in sorted(batch.options.items()))
    told = {
        ("id", "id"): batch.id, ("berkas", "file"): batch.file, ("format", "format"): f"{batch.reader or '–'} {batch.reader_version}",
        ("karena", "because"): say(lang, batch.reason) or "–",
        ("diimpor", "imported"): batch.imported or "–", ("dasar", "basis"): batch.basis or "–", ("pilihan", "options"): options or "–",
        ("kunci", "key"): batch.key or "–", ("skema", "schema"): str(batch.schema),
        **{(name, name): str(count) for name, count in sorted(batch.rows.items())},
    }  # fmt: skip
    for name, value in told.items():
        table.add_row(say(lang, name), Text(value))
    console = Console()
    console.print(table)
    for code, count in refused:
        console.print(f"{count} × {code}: {say(lang, CODES[code])}", highlight=False, markup=False)
    for gap in joined(batch.gaps):
        console.print(say(lang, told_gap(gap)), highlight=False, markup=False)
    for note in batch.notes:
        console.print(say(lang, note), highlight=False, markup=False)


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n")
