"""The commands `simpul code …`: from a code book to shares corrected by what people coded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simpul.cli.console import Json, Lang, Language, Pair, fail, print_json, say

code = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app = typer.Typer()
app.add_typer(
    code, name="code", help="Pengodean isi oleh orang: contoh, lembar, kesepakatan, koreksi. / Content coding by people."
)  # fmt: skip

Study = Annotated[Path, typer.Argument(help="Folder studi. / Folder of a study.")]
At = Annotated[
    Path | None,
    typer.Option("--folder", help="Folder pengodean, jika bukan STUDI/coding. / Folder of the coding."),
]


@code.command()
def book(
    name: Annotated[str | None, typer.Argument(help="Nama buku atau berkas. / Name or file.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Simpan sebagai CSV. / Keep as CSV.")] = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Daftar buku kode, atau isi satu buku. / The code books, or one of them in full."""
    from simpul.study.coding.books import COLUMNS, read_book, rows, shipped, to_csv

    books = {each: read_book(each) for each in ([name] if name else shipped())}
    if out is not None:
        out.write_text(to_csv(tuple(one for each in books.values() for one in each)), "utf-8-sig")
        typer.echo(str(out))
        return
    if as_json:
        print_json(
            {each: [dict(zip(COLUMNS, row, strict=True)) for row in rows(one)] for each, one in books.items()}
        )
        return
    at = 0 if lang is Language.id else 1
    for each, found in books.items():
        for variable in found:
            typer.echo(f"{each:<10} {variable.name:<14} {variable.metric:<9} {variable.title[at]}")
            for one in variable.codes if name else ():
                typer.echo(f"    {one.code:<14} {one.name[at]}: {one.definition[at]}")


@code.command()
def sample(
    study: Study,
    book: Annotated[list[str] | None, typer.Option(help="Buku kode; dapat diulang. / Code book; repeatable.")] = None,
    size: Annotated[int, typer.Option(min=1, help="Berapa teks. / How many texts.")] = 200,
    by: Annotated[str, typer.Option(help="Golongan contoh, kolom coded_texts dipisah koma. / Strata.")] = "source,chapter",
    source: Annotated[
        list[str] | None, typer.Option(help="Hanya sumber ini: official, comment, post … / Only these sources.")
    ] = None,
    coders: Annotated[int, typer.Option(min=1, max=12, help="Berapa pengode. / How many coders.")] = 2,
    seed: Annotated[int, typer.Option(help="Benih acak. / Random seed.")] = 0,
    folder: At = None,
    lang: Lang = Language.id,
) -> None:  # fmt: skip
    """Ambil contoh teks dan buat lembar untuk tiap pengode. / Draw texts and make a sheet for each coder."""
    from simpul.study.coding.books import read_book
    from simpul.study.coding.sampling import draw, home, texts_of
    from simpul.study.coding.sheets import CODERS, write_coding

    strata = [name.strip() for name in by.split(",") if name.strip()]
    drawn = draw(study, home(study, folder), read_book(*(book or ["issue"])), size, strata, source or (), seed)  # fmt: skip
    written = write_coding(drawn.root, drawn.book, texts_of(study, drawn), CODERS[:coders])
    for path in written:
        typer.echo(str(path))
    told = drawn.about
    _tell(lang, (
        f"{told['size']} dari {told['texts']} teks, {told['strata']} golongan. Tiap pengode mengisi lembarnya sendiri, tanpa berunding; lalu `simpul code alpha {study}`.",
        f"{told['size']} of {told['texts']} texts, {told['strata']} strata. Each coder fills in their own sheet without talking it over; then `simpul code alpha {study}`.",
    ))  # fmt: skip


@code.command()
def alpha(
    study: Study, folder: At = None, lang: Lang = Language.id, as_json: Json = False,
) -> None:  # fmt: skip
    """Seberapa sepakat para pengode (α Krippendorff), dan apa yang perlu diperjelas. / How far coders agree, and what to revise."""
    from simpul.cli.coding_screen import print_agreement
    from simpul.study.coding.agreeing import agreement
    from simpul.study.coding.answers import read_answers
    from simpul.study.coding.sampling import home, load
    from simpul.study.folder import Folder

    drawn = load(home(study, folder))
    answers = read_answers(drawn)
    found = agreement(drawn, answers)
    with Folder(drawn.root).whole("reliability.csv") as path:
        found.write_csv(path, include_bom=True)
    print_agreement(drawn, answers, found, as_json, lang)
    weak = set(found["verdict"]) & {"revise"}
    raise typer.Exit(1 if weak or answers.refused else 0)


@code.command()
def adjudicate(study: Study, folder: At = None, lang: Lang = Language.id) -> None:
    """Buat lembar keputusan bagi jawaban yang berbeda. / Make the sheet on which differing answers are decided."""
    from simpul.study.coding.answers import read_answers
    from simpul.study.coding.sampling import home, load
    from simpul.study.coding.settling import adjudicate as write

    drawn = load(home(study, folder))
    path, number = write(study, drawn, read_answers(drawn))
    if path is None:
        _tell(lang, (
            f"Semua jawaban sama. Lanjutkan: `simpul code apply {study}`.",
            f"All answers agree. Go on: `simpul code apply {study}`.",
        ))  # fmt: skip
        return
    typer.echo(str(path))
    _tell(lang, (
        f"{number} jawaban berbeda. Isi kolom keputusan bersama-sama, lalu `simpul code apply {study}`.",
        f"{number} answers differ. Fill in the decisions together, then `simpul code apply {study}`.",
    ))  # fmt: skip


@code.command()
def apply(
    study: Study,
    codes: Annotated[
        Path | None,
        typer.Option(help="Kode dari berkas CSV (post_id, variable, code), bukan dari lembar. / Codes from a file."),
    ] = None,
    folder: At = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Koreksi angka studi dengan kode buatan orang; laporannya ditulis ulang. / Correct a study's shares by what people coded."""
    from simpul.cli.coding_screen import print_corrected
    from simpul.report import write_report
    from simpul.study.coding.agreeing import agreement
    from simpul.study.coding.answers import read_answers
    from simpul.study.coding.applying import apply as bring_in
    from simpul.study.coding.correcting import read_codes
    from simpul.study.coding.sampling import home, load
    from simpul.study.coding.settling import settle

    if codes is None:
        drawn = load(home(study, folder))
        answers = read_answers(drawn)
        if answers.refused:
            _refused(answers.refused[0].file, answers.refused[0].cell, answers.refused[0].value, lang)
        manifest = bring_in(study, settle(drawn, answers), agreement(drawn, answers))
    else:
        manifest = bring_in(study, read_codes(codes))
    if (study / "report.html").exists():
        write_report(study, manifest["parameters"]["language"])
    print_corrected(study, manifest, as_json, lang)


def _refused(file: str, cell: str, value: str, lang: Language) -> None:
    fail((
        f"{file}, {cell}: “{value}” bukan kode di buku kode. Perbaiki, lalu ulangi; semua yang salah: `simpul code alpha`.",
        f"{file}, {cell}: “{value}” is no code of the book. Correct it, then try again; for all such cells: `simpul code alpha`.",
    ), lang)  # fmt: skip
    raise typer.Exit(2)


def _tell(lang: Language, told: Pair) -> None:
    typer.echo(say(lang, told), err=True)
