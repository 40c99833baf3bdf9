"""The one screen after an import: what each file was taken for and why, what came in, what did not, what is missing, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simpul.console import Language, print_json, say

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from simpul.corpus.store import Batch

HOLDS = {  # table → what its rows are called; the tables that no person counts are left out
    "posts": ("kiriman", "posts"),
    "observations": ("angka", "counts"),
    "accounts": ("akun", "accounts"),
    "actors": ("responden", "actors"),
    "survey_ties": ("hubungan", "ties"),
}


def print_import(batches: list[Batch], rejects: pl.DataFrame, as_json: bool, lang: Language) -> None:
    """Prints the batches of one import; `rejects` are theirs."""
    if as_json:
        from dataclasses import asdict

        print_json([asdict(batch) for batch in batches])
        return
    from rich.console import Console

    console = Console()
    console.print(_files(batches, lang))
    for heading, lines in (
        (("Ditolak", "Refused"), list(_refused(rejects, lang))),
        (("Tidak ada di dalam berkasnya", "Not in the files"), list(_missing(batches, lang))),
        (("Catatan", "Notes"), list(_notes(batches, lang))),
        (("Berikutnya", "Next"), list(_next(batches, rejects, lang))),
    ):
        if lines:
            console.print(f"\n{say(lang, heading)}", style="bold")
            for line in lines:
                console.print(f"  {line}", highlight=False, markup=False)


def print_rejects(rejects: pl.DataFrame, lang: Language) -> None:
    """Prints the rejects grouped by code and column, with the advice for each."""
    from rich.console import Console

    console = Console()
    lines = list(_refused(rejects, lang)) or [say(lang, ("Tidak ada yang ditolak.", "Nothing was refused."))]
    for line in lines:
        console.print(line, highlight=False, markup=False)


def _files(batches: list[Batch], lang: Language) -> Table:
    from rich.table import Table
    from rich.text import Text

    from simpul.corpus.gaps import joined

    table = Table(show_footer=len(batches) > 1)
    total = {name: sum(batch.rows.get(name, 0) for batch in batches) for name in (*HOLDS, "rejects")}
    table.add_column("id", "")
    table.add_column(say(lang, ("berkas", "file")), str(len(batches)))
    table.add_column(say(lang, ("dikenali sebagai", "recognised as")), overflow="fold")
    table.add_column(say(lang, ("masuk", "came in")), _holds(total, lang))
    table.add_column(say(lang, ("ditolak", "refused")), _number(total["rejects"], lang), justify="right")
    table.add_column(say(lang, ("tidak ada", "missing")), "", justify="right")
    for batch in batches:
        known = f"{batch.reader}: {say(lang, batch.reason)}" if batch.reader else "–"
        refused, gaps = batch.rows.get("rejects", 0), len(joined(batch.gaps))
        table.add_row(
            batch.id,
            Text(batch.file),
            Text(known),
            _holds(batch.rows, lang) or "–",
            _number(refused, lang),
            str(gaps),
        )
    return table


def _holds(rows: dict[str, int], lang: Language) -> str:
    return ", ".join(
        f"{_number(rows[name], lang)} {say(lang, word)}" for name, word in HOLDS.items() if rows.get(name)
    )


def _number(count: int, lang: Language) -> str:
    return f"{count:,}".replace(",", "." if lang is Language.id else ",")


def _refused(rejects: pl.DataFrame, lang: Language) -> Iterator[str]:
    from simpul.corpus.shortcomings import by_code

    for each in by_code(rejects, lang.value).iter_rows(named=True):
        others = each["files"] - 1
        where = " · ".join(
            part
            for part in (
                each["file"],
                others and say(lang, (f"dan {others} berkas lain", f"and {others} other files")),
                each["column"] and say(lang, (f"kolom {each['column']}", f"column {each['column']}")),
                each["rows"] and say(lang, (f"baris {each['rows']}", f"rows {each['rows']}")),
                each["value"] and f"“{each['value']}”",
            )
            if part
        )
        yield f"{_number(each['n'], lang)} × {each['code']}  {where}".rstrip()
        yield f"    {each['advice']}"


def _missing(batches: list[Batch], lang: Language) -> Iterator[str]:
    """Each gap once, with the files that have it."""
    from simpul.corpus.gaps import joined, told

    files: dict[str, list[str]] = {}
    for batch in batches:
        for gap in joined(batch.gaps):
            files.setdefault(say(lang, told(gap)), []).append(batch.file)
    for words, names in files.items():
        more = len(names) - 3
        yield f"{words}  ({', '.join(names[:3])}{f' … +{more}' if more > 0 else ''})"


def _notes(batches: list[Batch], lang: Language) -> Iterator[str]:
    for batch in batches:
        for note in batch.notes:
            yield f"{batch.file}: {say(lang, note)}"


def _next(batches: list[Batch], rejects: pl.DataFrame, lang: Language) -> Iterator[str]:
    codes = set(rejects["code"])
    if codes:
        ids = (
            " ".join(batch.id for batch in batches if batch.rows.get("rejects")) if len(batches) == 1 else ""
        )
        command = f"simpul rejects {ids}".rstrip()
        yield say(lang, (f"`{command}` menampilkan semua yang ditolak; --csv BERKAS menyimpannya.", f"`{command}` shows all that was refused; --csv FILE keeps it."))  # fmt: skip
    if "file_unknown" in codes:
        yield say(lang, ("Berkas yang tidak dikenali: `simpul formats`, lalu --as FORMAT, atau --columns PETA.toml untuk tabel lain.", "For files not recognised: `simpul formats`, then --as FORMAT, or --columns MAP.toml for any other table."))  # fmt: skip
    if any(batch.rows.keys() - {"rejects"} for batch in batches):
        yield say(lang, ("`simpul study --out hasil` mempelajari ruang kerja ini.", "`simpul study --out results` studies this workspace."))  # fmt: skip
        yield say(
            lang, ("`simpul undo ID` membatalkan satu impor.", "`simpul undo ID` takes one import out again.")
        )
