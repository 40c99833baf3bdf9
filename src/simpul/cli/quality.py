"""The command that says how right the labels are, and what it shows in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simpul.cli.console import Json, Lang, Language, fail, print_json

if TYPE_CHECKING:
    from simpul.language.evaluation.agreement import Agreement
    from simpul.language.evaluation.evaluating import Evaluation

app = typer.Typer()


@app.command("eval")
def evaluate(
    labelled: Annotated[
        Path,
        typer.Argument(help="Teks dengan label tangan (CSV, NDJSON, Parquet). / Texts with hand labels."),
    ],
    text: Annotated[str, typer.Option(help="Kolom teks. / Text column.")] = "text",
    against: Annotated[
        Path | None, typer.Option(help="Label orang kedua, untuk α. / A second coder's labels, for α.")
    ] = None,
    head: Annotated[
        list[str] | None, typer.Option(help="Hanya label ini. / Only this label (sentiment, need, …).")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder untuk evaluation.md. / Folder for it.")] = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Seberapa benar labelnya, dibanding label tangan. / How right the labels are, against hand labels."""
    for path in (labelled, against):
        if path is not None and not path.exists():
            fail((f"Tidak ada berkas {path}.", f"There is no file {path}."), lang)
            raise typer.Exit(2)
    from simpul.study.evaluating import as_plain, evaluate_file, write_page

    found = evaluate_file(labelled, text, against, head or ())
    if as_json:
        print_json(as_plain(*found))
    else:
        _show(*found, lang)
    if out is not None:
        page = write_page(*found, out, lang.value)
        typer.echo(str(page), err=as_json)


def _show(evaluation: Evaluation, agreements: Sequence[Agreement], lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from simpul.language.evaluation.report import summary, tables

    console = Console()
    console.print(summary(evaluation, lang.value), highlight=False, markup=False)
    for each in tables(evaluation, agreements, lang.value):
        table = Table(*each.header, title=each.title, caption=each.note or None)
        for row in each.rows:
            table.add_row(*map(Text, row))
        console.print(table)
