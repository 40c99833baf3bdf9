"""Commands that keep a workspace in order: what was imported, what goes out again, and what the law on personal data asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from simpul.cli.console import (
    Json,
    Lang,
    Language,
    Workspace,
    fail,
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
    from simpul.cli.desk_erasing import desk_of
    from simpul.corpus import erasing
    from simpul.corpus.certificates import certify
    from simpul.corpus.rotating import settled_key
    from simpul.corpus.store import Store
    from simpul.study.forgetting import forget, known

    home, whom = workspace_of(workspace), erasing.Person.parse(person)
    desk = desk_of(home)
    folders = sorted({path.resolve() for path in [*known(home), *(study or [])]})
    if not (dry or yes):
        typer.confirm(say(lang, ("Hapus untuk selamanya?", "Erase for good?")), abort=True, err=True)
    subject, done = erasing.erase(Store(home / "corpus"), settled_key(home), whom, dry)
    subjects = [subject]
    studies: dict[str, dict[str, Any]] = {}
    for folder in folders:
        gone = forget(folder, home, whom, dry)
        subjects.append(gone.subject)
        rows = {f"corpus/{name}": count for name, count in sorted(gone.corpus.rows.items())} | gone.tables
        studies[str(folder)] = {"rows": rows, "pages": gone.pages}
    result = {"rows": dict(sorted(done.rows.items())), "batches": len(done.batches), "studies": studies}
    if desk is not None:
        result["desk"] = desk(subjects, dry)
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
    if desk := result.get("desk"):
        typer.echo(
            say(
                lang,
                (
                    f"Meja: {desk['needs']} kebutuhan tanpa kata-katanya, {desk['mentions']} sebutan, {desk['marks']} tanda.",
                    f"Desk: {desk['needs']} needs without their words, {desk['mentions']} mentions, {desk['marks']} marks.",
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


@app.command()
def retention(
    dry: Dry = False,
    yes: Yes = False,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Buang yang melewati masa simpan (privacy.toml). / Take out what is past its retention period."""
    from dataclasses import asdict

    from simpul.corpus import retention as periods
    from simpul.corpus.privacy_settings import NAME, read_settings
    from simpul.corpus.store import Store

    home = workspace_of(workspace)
    settings, store = read_settings(home), Store(home / "corpus")
    if not settings.retention:
        fail(
            (
                f"Masa simpan belum diatur di {home / NAME}. Tulis berkas contohnya dengan `simpul privacy settings`.",
                f"No retention periods are set in {home / NAME}. Write a file to start from by `simpul privacy settings`.",
            ),
            lang,
        )
        raise typer.Exit(2)
    found = periods.due(store, settings)
    if found and not (dry or yes):
        asked = (f"Buang {len(found)} hal untuk selamanya?", f"Take out {len(found)} for good?")
        typer.confirm(say(lang, asked), abort=True, err=True)
    if not dry:
        found = periods.apply(store, settings)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    words = {"identities": ("identitas", "identities"), "records": ("seluruh impor", "the whole batch")}
    for one in found:
        typer.echo(
            f"{one.batch}  {one.file}: {say(lang, words[one.what])}, {one.rows} × ({one.since:%Y-%m-%d})"
        )
    typer.echo(
        say(lang, (f"{len(found)} melewati masa simpan.", f"{len(found)} past their period."))
        + ("" if not dry else say(lang, (" Belum ada yang diubah.", " Nothing was changed.")))
    )


key = typer.Typer(help="Kunci nama samaran. / The pseudonym key.", no_args_is_help=True)
app.add_typer(key, name="key")


@key.command()
def rotate(
    yes: Yes = False, workspace: Workspace = None, lang: Lang = Language.id, as_json: Json = False
) -> None:
    """Ganti kunci: semua nama samaran dibuat baru. / Change the key: every pseudonym is made anew."""
    from dataclasses import asdict

    from simpul.corpus.key import old_secret
    from simpul.corpus.rotating import rotate

    if not yes:
        asked = ("Buat baru semua nama samaran?", "Make every pseudonym anew?")
        typer.confirm(say(lang, asked), abort=True, err=True)
    done = rotate(workspace_of(workspace), old_secret())
    if as_json:
        print_json(asdict(done))
        return
    typer.echo(
        say(
            lang,
            (
                f"{done.pseudonyms} nama samaran baru (kunci {done.old_key} → {done.new_key}). {done.orphans} tidak punya identitas dan "
                "dibuat dari yang lama: impor berikutnya mengenal mereka dengan nama samaran lain. Studi lama tetap memakai kunci lama.",
                f"{done.pseudonyms} new pseudonyms (key {done.old_key} → {done.new_key}). {done.orphans} had no identity and were made of "
                "the old ones: a later import knows them under others. Studies made before stay under the old key.",
            ),
        )
    )


privacy = typer.Typer(
    help="Dokumen pelindungan data pribadi (UU 27/2022). / Documents on data protection.",
    no_args_is_help=True,
)
app.add_typer(privacy, name="privacy")


@privacy.command()
def settings(workspace: Workspace = None, lang: Lang = Language.id) -> None:
    """Tulis privacy.toml untuk diisi. / Write a privacy.toml to fill in."""
    from simpul.corpus.privacy_settings import NAME, write_blank

    home = workspace_of(workspace)
    written = write_blank(home)
    if written is None:
        told = f"{home / NAME}"
        typer.echo(
            say(lang, (f"Sudah ada: {told}; tidak ditimpa.", f"Already there: {told}; not overwritten."))
        )
    else:
        typer.echo(str(written))


@privacy.command()
def documents(
    out: Annotated[Path, typer.Option("--out", help="Folder tujuan. / Target folder.")],
    workspace: Workspace = None,
    lang: Lang = Language.id,
) -> None:
    """Catatan pemrosesan, rancangan DPIA, pemberitahuan warga. / Record of processing, draft DPIA, public notice."""
    from datetime import UTC, datetime

    from simpul.corpus.privacy_documents import write_documents

    paths, missing = write_documents(workspace_of(workspace), out, datetime.now(UTC).date())
    for path in paths:
        typer.echo(str(path))
    if missing:
        names = ", ".join(missing)
        typer.echo(
            say(
                lang, (f"Belum diisi di privacy.toml: {names}", f"Not yet filled in in privacy.toml: {names}")
            ),
            err=True,
        )
