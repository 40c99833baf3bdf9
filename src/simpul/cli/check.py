"""The command that checks the figures of a text or table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simpul.cli.console import Json, Lang, Language, fail

app = typer.Typer()


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Teks atau tabel: txt, md, docx, html, csv, xlsx. / Texts or tables.")
    ],
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Periksa hitungan dan keselarasan angka dalam teks atau tabel. / Check arithmetic and consistency of figures in texts and tables."""
    for path in files:
        if not path.is_file():
            fail((f"Tidak ada berkas {path}.", f"There is no file {path}."), lang)
            raise typer.Exit(2)
    from simpul.checking import check as look_through
    from simpul.checking import read
    from simpul.cli.check_screen import print_findings

    documents = [read(path) for path in dict.fromkeys(files)]
    found = look_through(documents)
    print_findings(found, documents, as_json, lang)
    raise typer.Exit(1 if found else 0)
