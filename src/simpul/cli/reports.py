"""The command `simpul report`: what a study says, in the form that its reader uses."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simpul.cli.console import Json, Lang, Language, print_json

app = typer.Typer()


class Form(StrEnum):
    html = "html"
    brief = "brief"
    full = "full"
    agency = "agency"
    docx = "docx"
    xlsx = "xlsx"
    infographic = "infographic"
    sheets = "lembar-warga"
    menu = "menu-tjsl"


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="Folder studi. / Folder of a study.")],
    form: Annotated[
        list[Form] | None, typer.Option("--as", help="Bentuk; dapat diulang. / Form; can be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Semua bentuk. / All forms.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder hasil; biasanya DIR/reports. / Folder for the results."),
    ] = None,
    proposals: Annotated[
        Path | None,
        typer.Option(help="Usulan yang disunting analis (CSV). / Proposals edited by an analyst."),
    ] = None,
    programmes: Annotated[
        Path | None,
        typer.Option(help="Daftar program yang dicek dinas (CSV). / Programmes checked by offices."),
    ] = None,
    offers: Annotated[
        Path | None,
        typer.Option(help="Menu TJSL yang sudah diisi (XLSX). / The menu as filled in by companies."),
    ] = None,
    agency: Annotated[
        str | None, typer.Option(help="Hanya perangkat daerah ini. / Only the agency of this code.")
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Tanggal cetak; biasanya hari ini. / Day of printing."),
    ] = None,
    codes_at: Annotated[
        str, typer.Option(help="Alamat pembuka kode angka. / Address that opens figures' codes.")
    ] = "",
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Laporan: ringkasan, PDF, DOCX, XLSX, infografis, lembar warga, menu TJSL. / Reports people use."""
    from simpul.report.writing import Wishes, write_reports

    forms = [each.value for each in (Form if everything or not form else form)]
    wishes = Wishes(
        proposals=proposals, programmes=programmes, offers=offers, agency=agency, codes_at=codes_at,
        on=(day or datetime.now().astimezone()).date(),
    )  # fmt: skip
    written = write_reports(folder, out or folder / "reports", forms, lang.value, wishes)
    if as_json:
        print_json({form: [str(path) for path in paths] for form, paths in written.items()})
        return
    for paths in written.values():
        for path in paths:
            typer.echo(str(path))
