"""The one screen after an import: a line per file with what came in and what did not, what is missing, what to do next.

It must be understood at 80 columns by somebody who sees it for the first time: so no ids (`simpul batches` has them) and no reason why
a file was taken for its format (`simpul batches ID` says it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from simpul.cli.console import Language, print_json, say

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from simpul.corpus.store import Batch

HOLDS = {  # table → what its rows are called; the tables that no person counts are left out
    "posts": ("kiriman", "posts"),
    "observations": ("angka", "counts"),
    "accounts": ("akun", "accounts"),
    "actors": ("responden", "actors"),
    "survey_ties": ("hubungan", "ties"),
}
MANY = 20  # files; above that those of one format that came in whole share a line
LINES = 8  # under each heading
SHOWN = 24  # characters of a refused cell
NARROW = 14  # of a file's name
WHOLE, PART, NONE, BLANK = ("✓", "green"), ("!", "yellow"), ("✗", "red"), ("·", "dim")


def print_import(
    batches: list[Batch], rejects: pl.DataFrame, media: int, as_json: bool, lang: Language
) -> None:
    """Prints the batches of one import; `rejects` are theirs, `media` the pictures and videos that were passed over."""
    if as_json:
        from dataclasses import asdict

        print_json([asdict(batch) for batch in batches])
        return
    from rich.console import Console

    console = Console()
    _print_files(console, batches, rejects, lang)
    for heading, lines in (
        (("Tidak ada di dalam berkasnya", "Not in the files"), list(_missing(batches, lang))),
        (("Catatan", "Notes"), list(_notes(batches, media, lang))),
        (("Berikutnya", "Next"), list(_next(batches, rejects, lang))),
    ):
        if lines:
            console.print(f"\n{say(lang, heading)}", style="bold")
        for line in lines:
            _print(console, line, 2, cut=heading[1].startswith("Not in"))


def print_rejects(rejects: pl.DataFrame, lang: Language) -> None:
    """Prints the rejects grouped by code and column, with the advice for each."""
    from rich.console import Console

    from simpul.corpus.shortcomings import by_code

    console = Console()
    if rejects.is_empty():
        _print(console, say(lang, ("Tidak ada yang ditolak.", "Nothing was refused.")))
    for each in by_code(rejects, lang.value).iter_rows(named=True):
        others = each["files"] - 1
        more = say(lang, (f"dan {others} berkas lain", f"and {others} other files")) if others else ""
        _print(console, _refusal(each, [each["file"], more], lang))
        _print(console, each["advice"], 4)


def print_list(batches: list[Batch], lang: Language) -> None:
    """Prints all imports, the latest last: the id whole, since `simpul undo ID` asks for it, and a line each."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    head = (
        ("id", "id"),
        ("berkas", "file"),
        ("format", "format"),
        ("masuk", "came in"),
        ("ditolak", "refused"),
    )
    lines = [_line(batch, lang) for batch in batches]
    wide = [max((len(line[at]) for line in lines), default=0) for at in (2, 3)]
    ids = max((len(batch.id) for batch in batches), default=0)
    room = max(NARROW, console.width - sum(wide) - ids - 11)
    for at, name in enumerate(head):
        table.add_column(
            say(lang, name), no_wrap=True, justify="right" if at == 4 else "left", min_width=0 if at else ids
        )
    for batch, (_, file, format, holds, _) in zip(batches, lines, strict=True):
        refused = _number(batch.rows.get("rejects", 0), lang)
        table.add_row(batch.id, Text(_end(file, room)), Text(format), Text(holds), refused)
    console.print(table)
    _print(console, say(lang, ("Satu impor secara lengkap: `simpul batches ID`.", "One import in full: `simpul batches ID`.")))  # fmt: skip


def _print(console: Console, line: str, indent: int = 0, cut: bool = False) -> None:
    from rich.padding import Padding
    from rich.text import Text

    text = Text(line, no_wrap=cut, overflow="ellipsis" if cut else None)
    console.print(Padding(text, (0, 0, 0, indent), expand=False))


# --- the files ---------------------------------------------------------------------------------------------------


def _print_files(console: Console, batches: list[Batch], rejects: pl.DataFrame, lang: Language) -> None:
    from simpul.corpus.shortcomings import by_code

    refused = {id: frame for (id,), frame in rejects.group_by("batch", maintain_order=True)}
    advised: set[str] = set()
    folded = [batch for batch in batches if len(batches) > MANY and batch.rows and batch.id not in refused]
    shown = [batch for batch in batches if batch not in folded]
    if folded:
        console.print(_table(console, [*_folded(folded, lang)], lang))
    for container, members in groupby(shown[:MANY], lambda batch: batch.file.rpartition("!")[0]):
        if container:
            console.print(container, style="bold", highlight=False, markup=False)
        for batch in (each := list(members)):
            console.print(_table(console, [_line(batch, lang)], lang, each))
            for row in by_code(refused.get(batch.id, rejects.clear()), lang.value).iter_rows(named=True):
                _print(console, _refusal(row, [], lang), 4)
                if row["code"] not in advised:
                    _print(console, row["advice"], 6)
                advised.add(row["code"])
    if more := len(shown[MANY:]):
        _print(console, say(lang, (f"… dan {more} berkas lagi: `simpul batches`, `simpul rejects`", f"… and {more} more files: `simpul batches`, `simpul rejects`")))  # fmt: skip
    if len(batches) > 1:
        total = {name: sum(batch.rows.get(name, 0) for batch in batches) for name in (*HOLDS, "rejects")}
        files = say(lang, (f"{len(batches)} berkas", f"{len(batches)} files"))
        out = say(lang, ("ditolak", "refused"))
        holds = _holds(total, lang) or say(lang, ("tidak ada yang masuk", "nothing came in"))
        console.print(
            f"{files}: {holds}; {_number(total['rejects'], lang)} {out}", style="bold", highlight=False
        )


Line = tuple[tuple[str, str], str, str, str, str]  # mark, file, format, what came in, what was refused


def _line(batch: Batch, lang: Language) -> Line:
    refused, holds = batch.rows.get("rejects", 0), _holds(batch.rows, lang)
    mark = (PART if refused else WHOLE) if holds else NONE if refused else BLANK
    nothing = say(lang, ("tidak dikenali", "not recognised")) if not batch.reader and refused else "–"
    out = f"{_number(refused, lang)} {say(lang, ('ditolak', 'refused'))}" if refused else ""
    return mark, batch.file.rpartition("!")[2], batch.reader or nothing, holds or "–", out


def _folded(batches: list[Batch], lang: Language) -> Iterator[Line]:
    formats = dict.fromkeys(batch.reader for batch in batches)
    for name in formats:
        own = [batch for batch in batches if batch.reader == name]
        rows = {table: sum(batch.rows.get(table, 0) for batch in own) for table in HOLDS}
        files = say(lang, (f"{len(own)} berkas", f"{len(own)} files"))
        yield WHOLE, files, name, _holds(rows, lang) or "–", ""


def _table(console: Console, lines: list[Line], lang: Language, beside: Iterable[Batch] = ()) -> Table:
    """The lines, in columns as wide as those beside them need."""
    from rich.table import Table
    from rich.text import Text

    every = [*lines, *(_line(batch, lang) for batch in beside)]
    wide = [max(len(line[at]) for line in every) for at in (1, 2, 3, 4)]
    name = max(NARROW, min(wide[0], console.width - sum(wide[1:]) - 11))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for width in (1, name, *wide[1:]):
        table.add_column(width=width, no_wrap=True, overflow="ellipsis")
    for (mark, style), file, *rest in lines:
        table.add_row(Text(mark, style), Text(_end(file, name)), *map(Text, rest))
    return table


def _end(file: str, width: int = SHOWN) -> str:
    """The name, or its end, which tells more than its beginning."""
    return file if len(file) <= width else f"…{file[len(file) - width + 1 :]}"


def _holds(rows: dict[str, int], lang: Language) -> str:
    """What came in, in at most two kinds: accounts are not told where there are posts."""
    held = [name for name in HOLDS if rows.get(name) and not (name == "accounts" and rows.get("posts"))]
    return ", ".join(f"{_number(rows[name], lang)} {say(lang, HOLDS[name])}" for name in held[:2])


def _number(count: int, lang: Language) -> str:
    return f"{count:,}".replace(",", "." if lang is Language.id else ",")


def _refusal(each: dict[str, object], where: list[object], lang: Language) -> str:
    parts = (
        *where,
        each["column"] and say(lang, (f"kolom {each['column']}", f"column {each['column']}")),
        each["rows"] and say(lang, (f"baris {each['rows']}", f"rows {each['rows']}")),
        each["value"] and f"“{str(each['value'])[:SHOWN]}”",
    )
    told = " · ".join(str(part) for part in parts if part)
    return f"{_number(int(str(each['n'])), lang)} × {each['code']}  {told}".rstrip()


# --- what else there is to say -------------------------------------------------------------------------------------


def _missing(batches: list[Batch], lang: Language) -> Iterator[str]:
    """What was found missing, file by file; then what each format never has, a line per format; no more than LINES."""
    from simpul.corpus.gaps import joined, told

    found = [
        f"{_end(batch.file.rpartition('!')[2])}: {say(lang, told(gap))}"
        for batch in batches
        for gap in joined(batch.gaps)
        if gap.of
    ]
    declared = {
        batch.reader: "; ".join(
            say(lang, told(gap)).partition(":")[0].rstrip(".") for gap in batch.gaps if not gap.of
        )
        for batch in batches
    }
    lines = [*found, *(f"{name}: {gaps}." for name, gaps in declared.items() if gaps)]
    room = LINES - len([gaps for gaps in declared.values() if gaps])
    if len(lines) > LINES:
        lines = [*found[: max(room, 2)], *lines[len(found) :]][:LINES]
        lines.append(say(lang, ("Selengkapnya per berkas: `simpul batches ID`.", "In full, file by file: `simpul batches ID`.")))  # fmt: skip
    yield from lines


def _notes(batches: list[Batch], media: int, lang: Language) -> Iterator[str]:
    """Each note once, with the files that it is about."""
    if media:
        yield say(lang, (f"{_number(media, lang)} gambar, video, dan rekaman suara dilewati.", f"{_number(media, lang)} pictures, videos and sounds were passed over."))  # fmt: skip
    files: dict[str, list[str]] = {}
    for batch in batches:
        for note in batch.notes:
            files.setdefault(say(lang, note), []).append(batch.file.rpartition("!")[2])
    for words, names in list(files.items())[:LINES]:
        yield f"{_end(names[0])}{f' (+{len(names) - 1})' if len(names) > 1 else ''}: {words}"
    if len(files) > LINES:
        yield say(lang, (f"… dan {len(files) - LINES} lagi: `simpul batches ID`.", f"… and {len(files) - LINES} more: `simpul batches ID`."))  # fmt: skip


def _next(batches: list[Batch], rejects: pl.DataFrame, lang: Language) -> Iterator[str]:
    codes = set(rejects["code"])
    if codes:
        yield say(lang, ("`simpul rejects` menampilkan semua yang ditolak; --csv BERKAS menyimpannya.", "`simpul rejects` shows all that was refused; --csv FILE keeps it."))  # fmt: skip
    if "file_unknown" in codes:
        yield say(lang, ("Berkas yang tidak dikenali: `simpul formats`, lalu --as FORMAT, atau --columns PETA.toml untuk tabel lain.", "For files not recognised: `simpul formats`, then --as FORMAT, or --columns MAP.toml for any other table."))  # fmt: skip
    if any(batch.rows.keys() - {"rejects"} for batch in batches):
        yield say(lang, ("`simpul study --out hasil` mempelajari ruang kerja ini.", "`simpul study --out results` studies this workspace."))  # fmt: skip
        yield say(lang, ("`simpul batches` mendaftar semua impor dengan id-nya; `simpul undo ID` membatalkan satu.", "`simpul batches` lists all imports with their ids; `simpul undo ID` takes one out again."))  # fmt: skip
