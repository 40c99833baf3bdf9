"""The commands that let a number be checked: `simpul explain` opens one, `simpul verify` makes the whole study again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simpul.cli.console import Json, Lang, Language, Pair, Workspace, bars, print_json, say, workspace_of

if TYPE_CHECKING:
    from simpul.study.explaining import Explanation
    from simpul.study.verifying import Verdict

app = typer.Typer()
LISTED = 10  # findings and files named on the screen
Study = Annotated[Path, typer.Argument(help="Folder studi. / Folder of a study.")]


@app.command()
def explain(
    study: Study,
    finding: Annotated[
        str, typer.Argument(help="Kode enam huruf dari laporan, id temuan, atau ukuran. / Code, id or measure.")
    ],
    posts: Annotated[int, typer.Option(min=0, help="Berapa kiriman diperlihatkan. / How many posts.")] = 10,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Buka satu angka: rumus, hitungan, selang, kiriman di baliknya, dan pembuatannya. / Open one number down to its posts."""
    from simpul.study.explaining import explain as opened

    found = opened(study, finding, posts)
    if as_json:
        print_json(found.plain())
    else:
        _show(found, lang)


@app.command()
def verify(
    study: Study,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Tempat ekspor sekarang, bila pindah. / Where the exports are now.")
    ] = None,
    survey: Annotated[Path | None, typer.Option(help="Tempat survei sekarang. / Where the survey is now.")] = None,
    reference: Annotated[
        Path | None, typer.Option(help="Tempat buku kerja rujukan sekarang. / Where the workbook is now.")
    ] = None,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Buat ulang studi dari manifesnya dan bandingkan bita demi bita. / Make a study again and compare it byte by byte."""
    from dataclasses import asdict

    from simpul.study.verifying import verify as made_again

    with bars(lang) as progress:
        found = made_again(study, tuple(paths or ()), survey, reference, workspace_of(workspace), progress)
    if as_json:
        print_json({"same": found.same, **asdict(found)})
    else:
        _verdict(found, lang)
    raise typer.Exit(0 if found.same else 1)


def _show(found: Explanation, lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(title=f"{found.code} · {found.finding['id']}", show_header=False, title_justify="left")
    for pair, value in _facts(found, lang):
        if value not in (None, ""):
            table.add_row(say(lang, pair), Text(str(value)))
    console.print(table)
    if found.rows is not None:
        told = (
            f"{found.rows} baris tabel {found.table} di baliknya",
            f"{found.rows} rows of the table {found.table} behind it",
        )
        shown = (
            (f"; {len(found.posts)} kiriman:", f"; {len(found.posts)} posts:") if found.posts else ("", "")
        )
        console.print(say(lang, told) + say(lang, shown), highlight=False, markup=False)  # fmt: skip
    for post in found.posts:
        mark = "●" if post["counted"] else "○"
        who = f" @{post['handle']}" if post["handle"] else ""
        console.print(f"{mark} {post['created_at'] or '–'} {post['platform']} {post['kind']}{who} {post['url'] or ''}".rstrip(), style="bold", highlight=False, markup=False)  # fmt: skip
        console.print(f"  {_printable(post['text'] or '–')}", highlight=False, markup=False)
    if found.posts and any(not post["counted"] for post in found.posts):
        console.print(say(lang, ("● memenuhi syarat pembilang, ○ hanya penyebut", "● counts in the numerator, ○ in the denominator only")), style="dim")  # fmt: skip


def _printable(text: str) -> str:
    """The text without what could steer a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


def _facts(found: Explanation, lang: Language) -> list[tuple[Pair, Any]]:
    from simpul.measures.measure import UNITS

    row, measure, run = found.finding, found.measure, found.run
    unit = say(lang, UNITS[row["unit"]].names)
    name = measure.get("name" if lang is Language.id else "name_en", measure["id"])
    formula = measure.get("formula" if lang is Language.id else "formula_en")
    symbols = measure.get("symbols" if lang is Language.id else "symbols_en", {})
    source = measure.get("source" if lang is Language.id else "source_en")
    corrected = row.get("corrected")
    versions = ", ".join(f"{each} {version}" for each, version in (run["libraries"] or {}).items())
    return [
        (("Ukuran", "Measure"), f"{name} ({measure['id']}, v{measure.get('version', '?')})"),
        (("Tentang", "Subject"), f"{row['subject_kind']}: {found.subject}"),
        (("Jangka waktu", "Window"), f"{row['from']} … {row['to']}"),
        (("Rumus", "Formula"), formula),
        (("Arti lambang", "Symbols"), "\n".join(f"{sign} = {meaning}" for sign, meaning in symbols.items())),
        (("Sumber rumus", "Source"), source),
        (("Pembilang", "Numerator"), _number(row["numerator"], lang)),
        (("Penyebut", "Denominator"), _number(row["denominator"], lang)),
        (("n", "n"), _number(row["n"], lang)),
        (("Hitungan", "Arithmetic"), found.arithmetic and f"{found.arithmetic} = {_number(row['value'], lang)}"),
        (("Nilai", "Value"), _valued(row["value"], row["low"], row["high"], unit, lang)),
        (("Terkoreksi", "Corrected"), corrected and f"{_valued(corrected, row['corrected_low'], row['corrected_high'], unit, lang)}, n = {row['corrected_n']}"),
        (("Catatan", "Note"), found.said and say(lang, found.said)),
        (("Dibuat", "Run"), f"Simpul {run['simpul']}, Python {run['python']}, {versions}"),
        (("Pilihan", "Parameters"), ", ".join(f"{each} {run[each]}" for each in ("seed", "engine", "key_id", "timezone") if run[each] is not None)),
    ]  # fmt: skip


def _valued(value: float | None, low: float | None, high: float | None, unit: str, lang: Language) -> str:
    if value is None:
        return ""
    space = "" if unit == "%" else " "
    within = f"  (95 %: {_number(low, lang)} … {_number(high, lang)})" if low is not None else ""
    return f"{_number(value, lang)}{space}{unit}{within}"


def _number(value: float | None, lang: Language) -> str:
    if value is None:
        return ""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if lang is Language.id else text


def _verdict(found: Verdict, lang: Language) -> None:
    def tell(pair: Pair, colour: str | None = None) -> None:
        typer.secho(say(lang, pair), fg=colour)

    if found.same:
        tell((f"Sama: {found.compared} berkas (temuan dan tabel) bita demi bita.", f"The same: {found.compared} files (findings and tables), byte by byte."), "green")  # fmt: skip
    else:
        tell((f"Berbeda: {len(found.differing)} dari {found.compared} berkas.", f"Different: {len(found.differing)} of {found.compared} files."), "red")  # fmt: skip
    for cause in found.causes:
        tell(cause)
    if found.altered:
        tell((
            f"Diubah sesudah studi dibuat (penghapusan data seseorang, atau dengan tangan): {_list(found.altered)}.",
            f"Changed after the study was made (a person was erased, or by hand): {_list(found.altered)}.",
        ))  # fmt: skip
    if found.differing:
        tell((f"Berkas yang berbeda: {_list(found.differing)}.", f"Files that differ: {_list(found.differing)}."))  # fmt: skip
    for each in found.findings[:LISTED]:
        tell((f"  {each['code']} {each['id']}: dahulu {each['was']}, sekarang {each['is']}", f"  {each['code']} {each['id']}: was {each['was']}, is {each['is']}"))  # fmt: skip
    if len(found.findings) > LISTED:
        tell((f"  dan {len(found.findings) - LISTED} temuan lain (--json)", f"  and {len(found.findings) - LISTED} more findings (--json)"))  # fmt: skip
    if not found.same and not found.causes and not found.altered:
        tell((
            "Masukan, versi, dan pilihan tidak berubah: ini mungkin kesalahan Simpul. Laporkan.",
            "Inputs, versions and parameters are unchanged: this may be a fault of Simpul. Please report it.",
        ))  # fmt: skip


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names[:LISTED]) + (f" … ({len(names)})" if len(names) > LISTED else "")
