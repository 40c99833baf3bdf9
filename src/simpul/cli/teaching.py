"""The command that trains: the model that ships, or one head on a city's own labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simpul.cli.console import Json, Lang, Language, Workspace, fail, print_json, say, workspace_of

if TYPE_CHECKING:
    from simpul.language.retraining import Retrained

app = typer.Typer()


@app.command()
def train(
    data: Annotated[
        list[Path] | None, typer.Argument(help="Folder teks berlabel. / Folders of labelled texts.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Berkas model. / Model file.")] = Path("model.npz"),
    head: Annotated[
        str | None, typer.Option(help="Satu label saja: need, intent, … / One label only: need, intent, …")
    ] = None,
    labelled: Annotated[
        Path | None,
        typer.Option("--from", help="CSV: text dan kolom label itu. / CSV: text and that label's column."),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Model yang diajari; bawaan jika kosong. / The model to teach.")
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Pakai di ruang kerja jika lebih baik. / Use it here if it is better."
        ),
    ] = False,
    card: Annotated[
        Path | None, typer.Option(help="Tulis kartu model (Markdown). / Write the model card.")
    ] = None,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Latih model: dari folder data, atau satu label dari CSV. / Train the model, or teach one label."""
    for path in (*(data or ()), *(each for each in (labelled, model) if each is not None)):
        if not path.exists():
            fail((f"Tidak ada berkas atau folder {path}.", f"There is no file or folder {path}."), lang)
            raise typer.Exit(2)
    if (head is None) != (labelled is None) or bool(data) == (labelled is not None):
        fail(
            (
                "Beri folder DATA, atau --head bersama --from.",
                "Give folders of DATA, or --head together with --from.",
            ),
            lang,
        )
        raise typer.Exit(2)
    if head is None or labelled is None:
        from simpul.language.shipping import build

        build(data or (), out, card)
        typer.echo(str(out))
        return
    from simpul.language import load_model
    from simpul.language.retraining import teach

    used = workspace_of(workspace) / "model.npz"
    former = load_model(model or (used if used.exists() else None))
    taught = teach(head, labelled, out, former, used if replace else None)
    if as_json:
        print_json({name: getattr(taught, name) for name in taught._fields if name != "model"})
    else:
        _show(taught, out, used if replace and taught.better else None, lang)


def _show(taught: Retrained, out: Path, used: Path | None, lang: Language) -> None:
    mean, low, high = (100 * each for each in taught.gain)
    typer.echo(
        say(
            lang,
            (
                f"{taught.texts} teks; {taught.held} disimpan untuk menguji. Macro-F1 {100 * taught.before:.1f} → "
                f"{100 * taught.after:.1f} (selisih {mean:+.1f}, selang 95 % {low:+.1f} … {high:+.1f}).",
                f"{taught.texts} texts; {taught.held} kept back to judge by. Macro-F1 {100 * taught.before:.1f} → "
                f"{100 * taught.after:.1f} (difference {mean:+.1f}, 95 % interval {low:+.1f} … {high:+.1f}).",
            ),
        )
    )
    verdict = (
        ("Model baru lebih baik.", "The new model is better.")
        if taught.better
        else (
            "Belum terbukti lebih baik; model lama tetap dipakai.",
            "Not shown to be better; the former model stays in use.",
        )
    )
    typer.echo(say(lang, verdict))
    typer.echo(say(lang, (f"Ditulis: {out}", f"Written: {out}")))
    if used is not None:
        typer.echo(
            say(lang, (f"Kini dipakai di ruang kerja: {used}", f"Now in use in the workspace: {used}"))
        )
