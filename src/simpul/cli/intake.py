"""Commands about what comes in: which formats are known and how to obtain them, and what was refused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from simpul.cli.console import Json, Lang, Language, Workspace, fail, print_json, say, workspace_of

app = typer.Typer()


@app.command()
def formats(
    name: Annotated[str | None, typer.Argument(help="Nama format. / Format name.")] = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Format yang dikenali, atau cara mendapatkan satu format. / Known formats, or how to obtain one of them."""
    from simpul.corpus.format_cards import rows

    known = {row["name"]: row for row in rows(lang.value)}
    if name is not None and name not in known:
        fail((f"Format {name} tidak ada. Lihat `simpul formats`.", f"There is no format {name}. See `simpul formats`."), lang)  # fmt: skip
        raise typer.Exit(2)
    if as_json:
        print_json(list(known.values()) if name is None else known[name])
    elif name is None:
        _print_list(list(known.values()), lang)
    else:
        _print_card(known[name], lang)


@app.command()
def rejects(
    batch: Annotated[str | None, typer.Argument(help="Id impor. / Batch id.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Simpan sebagai CSV. / Keep as CSV.")] = None,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Yang ditolak, menurut sebabnya, dan apa yang harus dilakukan. / What was refused, by reason, and what to do."""
    import polars as pl

    from simpul.cli.import_screen import print_rejects
    from simpul.corpus.file_names import with_names
    from simpul.corpus.inert import inert
    from simpul.corpus.shortcomings import reject_table
    from simpul.corpus.store import Store

    store = Store(workspace_of(workspace) / "corpus")
    found = store.scan("rejects").sort("file", "row", "column", "code", maintain_order=True)
    if batch is not None:
        store.get(batch)
        found = found.filter(pl.col("batch") == batch)
    refused = found.collect()
    if csv is not None:
        inert(reject_table(with_names(refused, store), lang.value)).write_csv(csv, include_bom=True)
        typer.echo(str(csv))
    elif as_json:
        print_json(reject_table(with_names(refused, store), lang.value).to_dicts())
    else:
        print_rejects(refused, lang)


def _print_list(known: list[dict[str, Any]], lang: Language) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    headers = (
        ("format", "format"),
        ("platform", "platform"),
        ("memuat", "gives"),
        ("kematangan", "maturity"),
    )
    first, *others = (say(lang, pair) for pair in headers)
    table = Table(
        Column(first, no_wrap=True), *others, box=None, pad_edge=False
    )  # a name is typed: never cut
    tested = {
        "real files": ("berkas sungguhan", "real files"),
        "synthetic files": ("berkas buatan", "synthetic files"),
    }
    for row in known:
        table.add_row(
            row["name"], row["platform"], row["gives"], say(lang, tested[row["tested_on"]]), end_section=True
        )
    Console().print(table)
    typer.echo(
        say(lang, ("\nCara mendapatkannya: simpul formats NAMA", "\nHow to obtain one: simpul formats NAME"))
    )


def _print_card(row: dict[str, Any], lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from simpul.corpus.format_cards import HEAD

    console = Console()
    console.print(Text(row["title"], style="bold"))
    for line in (
        f"{row['name']} · {row['platform']} · {row['gives']} · {row['maturity']}",
        "",
        row["obtain"],
        "",
    ):
        console.print(line, highlight=False, markup=False)
    for number, step in enumerate(row["steps"], 1):
        console.print(f"{number}. {step}", highlight=False, markup=False)
    if row["gaps"]:
        console.print(say(lang, ("\nTidak dimuat:", "\nNot contained:")), highlight=False)
    for gap in row["gaps"]:
        console.print(f"- {gap}", highlight=False, markup=False)
    table = Table(
        *(say(lang, pair) for pair in HEAD.values()),
        title=say(lang, ("Apa menjadi apa", "What becomes what")),
    )
    for field in row["mapping"]:
        table.add_row(*(Text(field[name]) for name in HEAD))
    console.print()
    console.print(table)
