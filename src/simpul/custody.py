"""Commands that keep a workspace in order: what was imported, what goes out again, and what the law on personal data asks."""

from __future__ import annotations

import typer

from simpul.console import Json, Lang, Language, Workspace, print_batches, say, workspace_of

app = typer.Typer()


@app.command()
def batches(workspace: Workspace = None, lang: Lang = Language.id, as_json: Json = False) -> None:
    """Daftar impor di ruang kerja. / Imports in the workspace."""
    from simpul.corpus.store import Store

    print_batches(Store(workspace_of(workspace) / "corpus").batches(), as_json, lang)


@app.command()
def undo(batch: str, workspace: Workspace = None, lang: Lang = Language.id) -> None:
    """Batalkan satu impor. / Take one import out again."""
    from simpul.corpus.store import Store

    store = Store(workspace_of(workspace) / "corpus")
    store.get(batch)
    with store.alone():
        undone = store.undo(batch)
    typer.echo(say(lang, (f"Dibatalkan: {undone.file}", f"Taken out: {undone.file}")))
