"""Commands that follow a city from study to study: what changed, what was aimed at, who waits, which post drew more, who gained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from simpul.cli.console import Json, Lang, Language, fail, print_json

if TYPE_CHECKING:
    import polars as pl

app = typer.Typer()
Study = Annotated[Path, typer.Argument(help="Folder studi. / Folder of a study.")]


@app.command()
def compare(
    one: Annotated[Path, typer.Argument(help="Folder satu studi. / Folder of one study.")],
    other: Annotated[Path, typer.Argument(help="Folder studi lain. / Folder of another.")],
    actions: Annotated[
        Path | None,
        typer.Option(help="Kegiatan di antaranya: CSV tanggal, jenis, kegiatan. / What was done: CSV date, kind, text."),
    ] = None,
    kept: Annotated[
        bool, typer.Option("--keep", help="Masukkan ke laporan studi yang kemudian. / Into the later study's report.")
    ] = False,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Dua studi: apa yang berubah melebihi kebetulan, dan apa yang dilakukan bersamaan. / What changed beyond noise, and what was done meanwhile."""
    from simpul.study.comparing import compare as compared
    from simpul.study.comparing import keep

    found = compared(one, other, actions)
    if kept:
        keep(found)
        _report_again(found.after.root, found.after.manifest, lang)
    if as_json:
        print_json({
            "before": _window(found.before), "after": _window(found.after), "changes": found.changes.to_dicts(),
            "done": found.done.to_dicts(), "actions": found.actions.to_dicts(),
            "notes": [{"id": id, "en": en} for id, en in found.notes],
        })  # fmt: skip
        return
    from simpul.cli.compare_screen import show_comparison

    show_comparison(found, lang)


@app.command()
def targets(
    study: Study,
    file: Annotated[
        Path, typer.Argument(help="CSV: ukuran, subjek, sasaran, tenggat, arah. / measure, subject, target, by, aim.")
    ],
    kept: Annotated[bool, typer.Option("--keep", help="Masukkan ke laporan. / Into the report.")] = False,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Sasaran tiap ukuran: tercapai, menuju, meleset, atau tidak tersedia. / Targets: met, on the way, missed, or not available."""
    from simpul.study.comparing import side
    from simpul.study.targets import judge, keep, read

    aimed, known = read(file), side(study)
    if kept:
        keep(aimed, study)
        _report_again(study, known.manifest, lang)
    _tell(judge(aimed, known), "targets", lang, as_json)


@app.command()
def alerts(
    study: Study,
    silent: Annotated[int, typer.Option(min=1, help="Hari kerja tanpa kiriman. / Working days without a post.")] = 10,
    unanswered: Annotated[int, typer.Option(min=1, help="Hari kerja menunggu jawaban. / Working days without an answer.")] = 3,
    unheard: Annotated[int, typer.Option(min=1, help="Kiriman terakhir tanpa tanggapan. / Last posts that drew nothing.")] = 5,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Akun yang diam atau sepi, dan warga yang menunggu jawaban, dalam hari kerja. / Silent accounts and people who wait, in working days."""
    from simpul.study.alerts import Limits
    from simpul.study.alerts import alerts as raised
    from simpul.study.comparing import side

    _tell(raised(side(study), Limits(silent, unanswered, unheard)), "alerts", lang, as_json)


@app.command()
def variants(
    study: Study,
    one: Annotated[str, typer.Argument(help="post_id satu kiriman. / post_id of one post.")],
    other: Annotated[str, typer.Argument(help="post_id kiriman lain. / post_id of another.")],
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Dua kiriman akun resmi: mana menarik tanggapan apa. / Two official posts: which drew which response."""
    from simpul.measures.variants import variants as compared
    from simpul.study.comparing import side

    known = side(study)
    posts, comments = known.table("official_posts"), known.table("official_comments")
    if posts is None or comments is None:
        _stop(
            "Studi ini tidak punya kiriman akun resmi.", "This study has no posts of official accounts.", lang
        )
    try:
        table = compared(posts, comments, one, other)
    except KeyError as missing:
        id = missing.args[0]
        _stop(
            f"Tidak ada kiriman resmi {id} di studi ini. Lihat post_id di {study}/tables/official_posts.parquet.",
            f"There is no official post {id} in this study. See post_id in {study}/tables/official_posts.parquet.",
            lang,
        )
    _tell(table, "variants", lang, as_json)


@app.command()
def benefit(
    table: Annotated[
        Path, typer.Argument(help="CSV atau Parquet, satu baris tiap keluarga. / One row per household.")
    ],
    outcome: Annotated[
        list[str], typer.Option(help="Kolom manfaat (ya/tidak); dapat diulang. / Column of the benefit (yes/no).")
    ],
    connected: Annotated[str, typer.Option(help="Kolom terhubung (ya/tidak). / Column of who is connected (yes/no).")],
    adjust: Annotated[list[str] | None, typer.Option(help="Kolom penyesuai; dapat diulang. / Columns to adjust for.")] = None,
    place: Annotated[str | None, typer.Option(help="Kolom kelurahan. / Column of the place.")] = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Keluarga terhubung dan tidak terhubung: adakah bukti manfaat. / Connected and unconnected households: is there evidence of a benefit."""
    from simpul.measures.benefit import benefit as tested
    from simpul.study.microdata import households

    known = households(table, (*outcome, connected), (*(adjust or ()), *([place] if place else ())))
    found = [tested(known, each, connected, tuple(adjust or ()), place).plain() for each in outcome]
    if as_json:
        print_json(found)
        return
    from simpul.cli.compare_screen import show_benefits

    show_benefits(found, lang)


def _window(each: Any) -> dict[str, str]:
    return {"study": str(each.root), "from": each.since.isoformat(), "to": each.until.isoformat()}


def _report_again(study: Path, manifest: dict[str, Any], lang: Language) -> None:
    from simpul.report import write_report

    write_report(study, manifest["parameters"].get("language", lang.value))


def _tell(table: pl.DataFrame, what: str, lang: Language, as_json: bool) -> None:
    if as_json:
        print_json(table.to_dicts())
        return
    from simpul.cli.compare_screen import show_table

    show_table(table, what, lang)


def _stop(id: str, en: str, lang: Language) -> NoReturn:
    fail((id, en), lang)
    raise typer.Exit(2)
