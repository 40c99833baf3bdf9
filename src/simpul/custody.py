"""Commands that keep a workspace in order: what was imported, what goes out again, and what the law on personal data asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from simpul.console import (
    Json,
    Lang,
    Language,
    Workspace,
    print_batch,
    print_batches,
    print_json,
    say,
    workspace_of,
)

app = typer.Typer()
Dry = Annotated[
    bool, typer.Option("--dry-run", help="Hanya menghitung, tidak mengubah. / Only count, change nothing.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Tanpa bertanya. / Do not ask.")]


@app.command()
def batches(
    batch: Annotated[str | None, typer.Argument(help="Id impor. / Batch id.")] = None,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Daftar impor di ruang kerja, atau isi satu impor. / Imports in the workspace, or one of them in full."""
    from simpul.corpus.store import Store

    store = Store(workspace_of(workspace) / "corpus")
    if batch is None:
        print_batches(store.batches(), as_json, lang)
        return
    print_batch(store.get(batch), store.refusals(batch), as_json, lang)


@app.command()
def undo(batch: str, workspace: Workspace = None, lang: Lang = Language.id) -> None:
    """Batalkan satu impor. / Take one import out again."""
    from simpul.corpus.store import Store

    store = Store(workspace_of(workspace) / "corpus")
    store.get(batch)
    with store.alone():
        undone = store.undo(batch)
    typer.echo(say(lang, (f"Dibatalkan: {undone.file}", f"Taken out: {undone.file}")))


@app.command()
def compact(workspace: Workspace = None, lang: Lang = Language.id) -> None:
    """Satukan banyak impor kecil; isinya tetap. / Pack many small imports; what they say stays."""
    from simpul.corpus.compacting import compact
    from simpul.corpus.store import Store

    done = compact(Store(workspace_of(workspace) / "corpus"))
    typer.echo(
        say(
            lang,
            (
                f"{done.before} berkas menjadi {done.after}; {done.batches} impor disatukan.",
                f"{done.before} files became {done.after}; {done.batches} batches were packed.",
            ),
        )
    )


@app.command()
def erase(
    person: Annotated[
        str,
        typer.Argument(
            help="Platform dan nama akun (x:budi_s) atau nomor telepon. / Platform and handle, or telephone number."
        ),
    ],
    study: Annotated[
        list[Path] | None,
        typer.Option(
            "--study", help="Folder studi lain; boleh berulang. / Another study's folder; repeatable."
        ),
    ] = None,
    dry: Dry = False,
    yes: Yes = False,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Hapus satu orang dari semua impor dan studi, untuk selamanya. / Erase a person from every batch and study, for good."""
    from simpul.corpus import erasing
    from simpul.corpus.certificates import certify
    from simpul.corpus.key import workspace_key
    from simpul.corpus.store import Store
    from simpul.study.forgetting import forget, known

    home, whom = workspace_of(workspace), erasing.Person.parse(person)
    folders = sorted({path.resolve() for path in [*known(home), *(study or [])]})
    if not (dry or yes):
        typer.confirm(say(lang, ("Hapus untuk selamanya?", "Erase for good?")), abort=True, err=True)
    _, done = erasing.erase(Store(home / "corpus"), workspace_key(home), whom, dry)
    studies: dict[str, dict[str, Any]] = {}
    for folder in folders:
        gone = forget(folder, home, whom, dry)
        rows = {f"corpus/{name}": count for name, count in sorted(gone.corpus.rows.items())} | gone.tables
        studies[str(folder)] = {"rows": rows, "pages": gone.pages}
    result = {"rows": dict(sorted(done.rows.items())), "batches": len(done.batches), "studies": studies}
    path = None if dry else certify(home, done.hashes, result)
    if as_json:
        print_json(result | {"certificate": path and str(path)})
        return
    _tell_erased(result, path, lang)


def _tell_erased(result: dict[str, Any], path: Path | None, lang: Language) -> None:
    total = ", ".join(f"{name} {count}" for name, count in result["rows"].items() if count) or "0"
    typer.echo(
        say(
            lang,
            (f"Baris di {result['batches']} impor: {total}", f"Rows in {result['batches']} batches: {total}"),
        )
    )
    for folder, gone in result["studies"].items():
        pages = ", ".join(gone["pages"]) or "–"
        typer.echo(
            say(
                lang,
                (
                    f"Studi {folder}: {sum(gone['rows'].values())} baris; halaman dibuang: {pages}. Buat ulang dengan `simpul study`.",
                    f"Study {folder}: {sum(gone['rows'].values())} rows; pages removed: {pages}. Make them again by `simpul study`.",
                ),
            )
        )
    if path is None:
        typer.echo(say(lang, ("Belum ada yang diubah.", "Nothing was changed.")))
        return
    typer.echo(
        say(
            lang,
            (
                f"Sertifikat: {path}. Impor berikutnya tidak akan memasukkan orang ini lagi.",
                f"Certificate: {path}. No later import brings this person back.",
            ),
        )
    )
