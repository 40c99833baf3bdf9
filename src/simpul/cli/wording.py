"""Commands about words: the soft-message coach, and keyword sets held against a hand-coded sample."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simpul.cli.console import Json, Lang, Language, Pair, fail

app = typer.Typer()


class Kind(StrEnum):
    post = "post"
    reply = "reply"


class Audience(StrEnum):
    general = "general"
    elders = "elders"
    young = "young"


class Unreadable(ValueError):
    """A draft that is no text; `problem` says so in Indonesian and English."""

    def __init__(self, name: str) -> None:
        self.problem: Pair = (
            f"{name} bukan teks UTF-8. Simpan drafnya sebagai .txt atau .md, lalu ulangi.",
            f"{name} is no UTF-8 text. Save the draft as .txt or .md, then try again.",
        )
        super().__init__(self.problem[1])


@app.command()
def coach(
    file: Annotated[
        str, typer.Argument(help="Draf (.txt, .md), atau - untuk masukan. / Draft, or - for standard input.")
    ],
    network: Annotated[
        str | None, typer.Option(help="Jaringan: instagram, facebook, x, whatsapp … / Network.")
    ] = None,
    kind: Annotated[Kind, typer.Option(help="Kiriman atau balasan. / A post or a reply.")] = Kind.post,
    audience: Annotated[Audience, typer.Option(help="Untuk siapa. / For whom.")] = Audience.general,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Periksa kelembutan draf kiriman: temuan dan saran, tanpa nilai. / The soft-message check of a draft: advice, no grade."""
    from simpul.cli.coach_screen import print_findings
    from simpul.language import coaching
    from simpul.language.coaching.networks import network_of

    draft = _draft(file, lang)
    on = network_of(network)
    found = coaching.coach(draft, network, kind=kind.value, audience=audience.value)
    print_findings(draft, found, on, as_json, lang)
    raise typer.Exit(1 if found else 0)


@app.command()
def keywords(
    sample: Annotated[
        Path, typer.Argument(help="Contoh yang dikode tangan (CSV, NDJSON, Parquet). / Hand-coded sample.")
    ],
    text: Annotated[str, typer.Option(help="Kolom teks. / Text column.")],
    label: Annotated[
        str, typer.Option(help="Kolom isu, beberapa dipisah |. / Column of issues, several joined by |.")
    ],
    words: Annotated[
        Path | None,
        typer.Option("--set", help="Kata kunci: CSV issue,word. / Keyword set; else the shipped lists."),
    ] = None,
    issue: Annotated[list[str] | None, typer.Option(help="Hanya isu ini. / Only these issues.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder hasil. / Folder for the results.")] = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Ukur dan perbaiki kata kunci terhadap contoh yang dikode tangan. / Measure and better keyword sets on a hand-coded sample."""
    from simpul.cli.keyword_screen import print_keywords
    from simpul.language import keyword_sets
    from simpul.study.labelling import read_table

    for path in (sample, *([words] if words else [])):
        if not path.is_file():
            fail((f"Tidak ada berkas {path}.", f"There is no file {path}."), lang)
            raise typer.Exit(2)
    coded = keyword_sets.sample(read_table(sample), text, label)
    held = keyword_sets.hold(coded, keyword_sets.read_set(words) if words else None, issue or [])
    if out is not None:
        held.write(out)
    print_keywords(held, out, as_json, lang)
    raise typer.Exit(1 if held.unusable else 0)


def _draft(file: str, lang: Language) -> str:
    path = Path(file)
    if file != "-" and not path.is_file():
        fail((f"Tidak ada berkas {file}.", f"There is no file {file}."), lang)
        raise typer.Exit(2)
    data = sys.stdin.buffer.read() if file == "-" else path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Unreadable(file) from problem
