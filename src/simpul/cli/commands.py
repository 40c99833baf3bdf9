"""The command line. Heavy rooms are entered only by the command that needs them, so that `simpul --help` is quick."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simpul.cli.console import (
    Json,
    Lang,
    Language,
    Told,
    Workspace,
    bars,
    fail,
    print_json,
    print_study,
    say,
    workspace_of,
)

if TYPE_CHECKING:
    from simpul.corpus.importing import Import


app = typer.Typer(
    name="simpul",
    cls=Told,
    help="Simpul mengubah suara kota tentang kemiskinan menjadi tindakan. / Turns what a city says about poverty into action.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,  # rich help costs half a second
)


# Further commands: every module here that declares an `app` of its own. A `_screen` only shows what a command found.
for _found in pkgutil.iter_modules([str(Path(__file__).parent)]):
    if not _found.name.endswith("_screen") and _found.name not in ("__main__", "commands"):
        _module = importlib.import_module(f"simpul.cli.{_found.name}")
        if hasattr(_module, "app"):
            app.add_typer(_module.app)


class Engine(StrEnum):
    polars = "polars"
    spark = "spark"


class NetworkFormat(StrEnum):
    gexf = "gexf"
    graphml = "graphml"
    gephi_lite = "gephi-lite"
    gephi_csv = "gephi-csv"
    pajek = "pajek"
    ucinet = "ucinet"
    nodexl = "nodexl"


class BasisName(StrEnum):
    office = "office-number"
    consent = "group-consent"


Paths = Annotated[
    list[Path] | None, typer.Argument(help="Berkas atau folder ekspor. / Export files or folders.")
]
Out = Annotated[Path, typer.Option("--out", help="Folder hasil. / Folder for the results.")]
Reference = Annotated[
    Path | None,
    typer.Option("--reference", help="Buku kerja rujukan, lihat `simpul template`. / Reference workbook."),
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first", help="Urutan tanggal yang tidak pasti. / Order of doubtful dates."
    ),
]
Basis = Annotated[
    BasisName | None,
    typer.Option(
        "--basis", help="Dasar membaca percakapan WhatsApp/Telegram. / Basis on which chats may be read."
    ),
]


# --- the main job ----------------------------------------------------------------------------------------


@app.command()
def study(
    out: Out,
    paths: Paths = None,
    survey: Annotated[
        Path | None, typer.Option(help="Survei rumah tangga (KoboToolbox). / Household survey.")
    ] = None,
    reference: Reference = None,
    place: Annotated[str | None, typer.Option(help="Kode wilayah Kemendagri. / Place code.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Hari pertama. / First day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Hari terakhir. / Last day.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Mesin hitung. / Engine.")] = Engine.polars,
    seed: Annotated[int, typer.Option(help="Benih acak. / Random seed.")] = 0,
    day_first: DayFirst = None,
    basis: Basis = None,
    codes: Annotated[
        Path | None,
        typer.Option(
            help="Kode buatan orang (studi lain atau CSV post_id, variable, code). / What people coded."
        ),
    ] = None,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Pelajari ekspor: dari berkas menjadi laporan. / Study exports: from files to a report."""
    from simpul.report import write_report
    from simpul.study import Request, run
    from simpul.study.forgetting import note

    request = Request(
        out=out, paths=tuple(paths or ()), workspace=workspace_of(workspace), survey=survey, reference=reference, place=place,
        since=since.date() if since else None, until=until.date() if until else None,
        engine=engine.value, seed=seed, language=lang.value, day_first=day_first,
        basis=basis and basis.value, codes=codes,
    )  # fmt: skip
    with bars(lang) as progress:
        manifest = run(request, progress)
        note(workspace_of(workspace), out)
        progress("report", 0, 1)
        write_report(out, lang.value)
        progress("report", 1, 1)
    if as_json:
        print_json(manifest)
    else:
        print_study(manifest, out, lang)
    raise typer.Exit(1 if manifest["counts"].get("rejects", 0) else 0)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--out", help="Folder contoh. / Folder of the example.")] = Path(
        "demo"
    ),
    port: Annotated[int, typer.Option(help="Porta. / Port.")] = 8000,
    scale: Annotated[float, typer.Option(min=0.01, help="1 ≈ 30.000 kiriman. / 1 ≈ 30,000 posts.")] = 1.0,
    serve: Annotated[bool, typer.Option(help="Buka mejanya. / Open the desk.")] = True,
    lang: Lang = Language.id,
) -> None:
    """Kota contoh: dibuat, dipelajari, dibuka di meja. / The example city: made, studied, opened on the desk."""
    from simpul.cli.serve import furnish_example, must_be_free, run_desk

    if serve:
        must_be_free("127.0.0.1", port, lang)
    _study_example(folder, scale, lang)
    home = furnish_example(folder, lang)
    if serve:
        raise typer.Exit(run_desk(home, "127.0.0.1", port, lang))


def _study_example(folder: Path, scale: float, lang: Language) -> None:
    from simpul.example import generate, write
    from simpul.report import write_report
    from simpul.study import Request, run

    out = folder / "study"
    with bars(lang) as progress:
        progress("example", 0, 1)
        inputs = write(generate(seed=0, scale=scale), folder / "exports")
        progress("example", 1, 1)
        request = Request(
            out=out, paths=(inputs.exports,), survey=inputs.survey, reference=inputs.reference, language=lang.value,
            basis=BasisName.consent.value,
        )  # fmt: skip
        manifest = run(request, progress)
        progress("report", 0, 1)
        write_report(out, lang.value)
        progress("report", 1, 1)
    print_study(manifest, out, lang)


@app.command()
def template(
    folder: Annotated[Path, typer.Argument(help="Folder tujuan. / Target folder.")] = Path("templat-simpul"),
    lang: Lang = Language.id,
) -> None:
    """Lembar kosong: rujukan, komentar, pengikut, suara warga, kuesioner. / Blank sheets to fill in."""
    from simpul.corpus.template import write_templates

    written = write_templates(folder)
    for path in written:
        typer.echo(str(path))
    if not written:
        typer.echo(
            say(
                lang,
                (
                    f"Semua lembar sudah ada di {folder}; tidak ada yang ditimpa.",
                    f"All sheets are already in {folder}; none was overwritten.",
                ),
            )
        )


# --- the workspace ---------------------------------------------------------------------------------------


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Berkas atau folder. / Files or folders.")],
    format: Annotated[
        str | None, typer.Option("--as", help="Nama format, lihat `simpul formats`. / Format name.")
    ] = None,
    columns: Annotated[Path | None, typer.Option(help="Peta kolom TOML. / Column map.")] = None,
    reference: Reference = None,
    day_first: DayFirst = None,
    basis: Basis = None,
    workspace: Workspace = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Masukkan ekspor ke ruang kerja. / Import exports into the workspace."""
    import polars as pl

    from simpul.cli.import_screen import print_import
    from simpul.corpus.column_map import FORM
    from simpul.corpus.importing import import_paths
    from simpul.corpus.reader import readers
    from simpul.corpus.source import media

    if format is None and columns is not None:
        format = FORM
    if format is not None and format not in readers():
        fail(
            (
                f"Format {format} tidak ada. Lihat `simpul formats`.",
                f"There is no format {format}. See `simpul formats`.",
            ),
            lang,
        )
        raise typer.Exit(2)
    _must_exist(paths, lang)
    how = _importer(workspace_of(workspace), reference, format, columns, day_first, basis)
    with bars(lang) as progress:
        batches = import_paths(paths, how, lambda name, done, of: progress("import", done, of))
    ids = [batch.id for batch in batches]
    refused = how.store.scan("rejects").filter(pl.col("batch").is_in(ids)).collect()
    print_import(batches, refused, media(paths), as_json, lang)
    raise typer.Exit(1 if any(batch.rows.get("rejects") for batch in batches) else 0)


# --- single rooms ----------------------------------------------------------------------------------------


@app.command()
def label(
    file: Path,
    text: Annotated[str, typer.Option(help="Kolom teks. / Text column.")],
    out: Out,
    reference: Reference = None,
    model: Annotated[
        Path | None, typer.Option(help="Model dari `simpul train`. / A model of `simpul train`.")
    ] = None,
    workspace: Workspace = None,
    lang: Lang = Language.id,
) -> None:
    """Beri label pada tabel teks (CSV, NDJSON, Parquet). / Label a table of texts."""
    from simpul.study.labelling import label_file

    _must_exist([file, *([model] if model else [])], lang)
    own = workspace_of(workspace) / "model.npz"  # what `simpul train --replace` put in use
    label_file(file, text, out, reference, model or (own if own.exists() else None))


@app.command()
def network(
    edges: Annotated[
        Path,
        typer.Argument(
            help="Daftar hubungan: CSV, TSV, Parquet, NDJSON, GEXF, GraphML, Pajek. / Edge list or graph file."
        ),
    ],
    out: Out,
    actors: Annotated[
        Path | None, typer.Option(help="Tabel aktor dengan kolom id. / Actor table with a column id.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Kolom aktor yang mengelompokkan, misalnya pillar. / Grouping column.")
    ] = None,
    layer: Annotated[
        str | None, typer.Option(help="Hanya hubungan jenis ini. / Ties of this type only.")
    ] = None,
    values: Annotated[
        Path | None, typer.Option(help="Kata atau tagar per aktor: id, value, count. / Words or tags by id.")
    ] = None,
    cpm: Annotated[
        bool, typer.Option("--cpm", help="Kelompok menurut kepadatan (CPM). / Communities by density.")
    ] = False,
    resamples: Annotated[
        int | None, typer.Option(min=0, help="Banyak penarikan ulang. / Number of resamples.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Benih acak. / Random seed.")] = 0,
    format: Annotated[
        list[NetworkFormat] | None,
        typer.Option("--format", help="Hanya format ini; dapat diulang. / Only these formats."),
    ] = None,
    lang: Lang = Language.id,
) -> None:
    """Ukuran, kelompok, perantara, gambar dari daftar hubungan. / Measures and pictures of any edge list."""
    from simpul.cli.network_screen import late_bars, print_network
    from simpul.study.edges import EdgeRequest, study_edges

    _must_exist([path for path in (edges, actors, values) if path], lang)
    request = EdgeRequest(
        edges=edges, out=out, actors=actors, values=values, by=by, layer=layer, quality="cpm" if cpm else "modularity",
        resamples=resamples, seed=seed, formats=tuple(each.value for each in format or ()), language=lang.value,
        made=datetime.now().astimezone().date(),
    )  # fmt: skip
    with late_bars(lang) as progress:
        done = study_edges(request, progress)
    print_network(done, lang)


@app.command()
def measures(
    id: Annotated[str | None, typer.Argument(help="Id ukuran. / Measure id.")] = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Katalog ukuran, atau kartu satu ukuran. / The catalogue, or one measure's card."""
    from simpul.measures.cards import card, rows

    known = rows(lang.value)
    if id is not None and id not in {row["id"] for row in known}:
        fail(
            (
                f"Ukuran {id} tidak ada. Lihat `simpul measures`.",
                f"There is no measure {id}. See `simpul measures`.",
            ),
            lang,
        )
        raise typer.Exit(2)
    if as_json:
        print_json([row for row in known if id in (None, row["id"])])
    elif id is not None:
        typer.echo(card(id, lang.value))
    else:
        for row in known:
            typer.echo(f"{row['id']:<24} {row['name']}")


# --- what several commands ask ------------------------------------------------------------------------------


def _must_exist(paths: list[Path], lang: Language) -> None:
    for path in paths:
        if not path.exists():
            fail((f"Tidak ada berkas atau folder {path}.", f"There is no file or folder {path}."), lang)
            raise typer.Exit(2)


def _importer(
    workspace: Path, reference: Path | None, format: str | None, columns: Path | None, day_first: bool | None,
    basis: BasisName | None,
) -> Import:  # fmt: skip
    from simpul.study.inputs import importer

    return importer(
        workspace, reference, format=format, columns=columns, day_first=day_first, basis=basis and basis.value
    )


def main() -> None:
    """The entry point."""
    app()
