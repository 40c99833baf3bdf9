"""The command `simpul outreach`, and what it tells when the plan is made."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simpul.cli.console import Json, Lang, Language, fail, print_json, say

if TYPE_CHECKING:
    from simpul.network.outreach.plan import Plan

app = typer.Typer()
FIRST = 5  # brokers on the screen; the rest is in plan.csv


class AimName(StrEnum):
    soonest = "soonest"
    by = "by"
    ever = "ever"


class ModelName(StrEnum):
    cascade = "cascade"
    threshold = "threshold"


class RoleName(StrEnum):
    officer = "officer"
    coordinator = "coordinator"


@app.command()
def outreach(
    edges: Annotated[
        Path,
        typer.Argument(
            help="Siapa memberi tahu siapa: source, target [, relation, channel, probability, delay]. / Who tells whom."
        ),
    ],
    actors: Annotated[
        Path,
        typer.Option(help="Aktor: id [, role, place, poor, internet_phone, candidate, cost …]. / Actors."),
    ],
    budget: Annotated[
        int, typer.Option(help="Berapa perantara diberi pengarahan. / How many brokers to brief.")
    ],
    deadline: Annotated[int, typer.Option(help="Tenggat dalam hari. / Deadline in days.")],
    out: Annotated[Path, typer.Option("--out", help="Folder hasil. / Folder for the results.")],
    fair: Annotated[
        str,
        typer.Option(
            help="welfare (merata), floor=0.6 (batas bawah), maximin, robust (tahan anggapan meleset), none. / Even, with a floor, robust, or none."
        ),
    ] = "welfare",
    aim: Annotated[
        AimName,
        typer.Option(
            help="Secepatnya, sampai tenggat, atau kapan pun. / As soon as possible, by the deadline, or ever."
        ),
    ] = AimName.soonest,
    exclude: Annotated[
        Path | None,
        typer.Option(help="Yang tidak diikutkan: id, reason [, declined]. / Who is left out, and why."),
    ] = None,
    must: Annotated[
        Path | None, typer.Option(help="Yang pasti diikutkan: id. / Who is briefed in any case.")
    ] = None,
    learned: Annotated[
        Path | None,
        typer.Option(
            help="Peluang hasil belajar: relation, channel, probability [, low, high, delay_days]. / Learned chances."
        ),
    ] = None,
    cost: Annotated[
        float | None, typer.Option(help="Batas jumlah kolom cost. / Limit of the column cost.")
    ] = None,
    quota: Annotated[
        list[str] | None,
        typer.Option(help="Jatah instansi, misalnya dinsos=5; dapat diulang. / Quota of an agency."),
    ] = None,
    both_ways: Annotated[
        bool, typer.Option("--both-ways", help="Hubungan berlaku dua arah. / Ties go both ways.")
    ] = False,
    attended: Annotated[
        Path | None,
        typer.Option(
            help="Daftar hadir yang sudah diisi (attended.csv): yang hadir tetap, sisanya dipilih lagi. / The filled list of attendance: who came stays, the rest is chosen anew."
        ),
    ] = None,
    nominations: Annotated[
        Path | None,
        typer.Option(
            help="Siapa menyebut siapa: respondent, nominee; untuk pembanding. / Who names whom, to be compared with."
        ),
    ] = None,
    attendance: Annotated[
        float,
        typer.Option(
            help="Peluang yang diundang datang, 0–1, bila kolom acceptance kosong. / Chance that an invited person comes."
        ),
    ] = 1.0,
    model: Annotated[
        ModelName,
        typer.Option(
            help="cascade: tiap hubungan meneruskan sendiri; threshold: tiap orang mendengar satu. / How word passes."
        ),
    ] = ModelName.cascade,
    role: Annotated[
        RoleName,
        typer.Option(
            "--for", help="coordinator juga mendapat names.csv (kode dan id). / Who reads the plan."
        ),
    ] = RoleName.officer,
    seed: Annotated[int, typer.Option(help="Benih acak. / Random seed.")] = 0,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:
    """Siapa yang diberi pengarahan agar keluarga miskin lebih dulu tahu, dan merata. / Whom to brief so that poor families hear first, and fairly."""
    from simpul.cli.network_screen import late_bars
    from simpul.report.outreach_forms import write_heard
    from simpul.report.outreach_sheet import write_sheet
    from simpul.study.outreach import OutreachRequest, figures, make_plan

    for path in (edges, actors, exclude, must, learned, nominations, attended):
        if path is not None and not path.exists():
            fail((f"Tidak ada berkas {path}.", f"There is no file {path}."), lang)
            raise typer.Exit(2)
    request = OutreachRequest(
        edges, actors, out, budget, deadline, fair, aim.value, exclude, must, learned, cost, _quotas(quota or [], lang), both_ways, seed,
        role.value, nominations, attendance, model.value, attended, lang.value,
    )  # fmt: skip
    with late_bars(lang) as progress:
        plan = make_plan(request, progress)
        progress("exports", 0, 1)
        sheet = write_sheet(out, lang.value)
        write_heard(out, lang.value)
        progress("exports", 1, 1)
    if as_json:
        print_json(figures(plan))
    else:
        _print(plan, sheet, lang)


def _quotas(given: list[str], lang: Language) -> dict[str, int]:
    quotas: dict[str, int] = {}
    for each in given:
        name, _, count = each.rpartition("=")
        if not name or not count.isdigit():
            fail((f"--quota {each} bukan instansi=jumlah.", f"--quota {each} is not agency=number."), lang)
            raise typer.Exit(2)
        quotas[name] = int(count)
    return quotas


def _print(plan: Plan, sheet: Path, lang: Language) -> None:
    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from simpul.report.outreach import Told
    from simpul.study.outreach import visits

    console = Console()
    certificate, n, share = plan.certificate, plan.families, plan.reached / plan.families
    robust = plan.robustness["ratio"].to_numpy().min()
    lines = [
        (
            f"{len(plan.chosen)} perantara diberi pengarahan; dalam {plan.days} hari diperkirakan {plan.reached:.1f} dari {n} keluarga ({share:.0%}) mendapat kabar.",
            f"{len(plan.chosen)} brokers briefed; within {plan.days} days {plan.reached:.1f} of {n} families ({share:.0%}) are expected to hear.",
        ),
        (
            f"Sertifikat: sedikitnya {certificate.ratio:.0%} dari rencana terbaik yang mungkin (bukti ini keliru dengan peluang paling besar {certificate.failure:.0%}).",
            f"Certificate: at least {certificate.ratio:.0%} of the best plan there is (this proof fails with a chance of {certificate.failure:.0%} at most).",
        ),
        plan.guarantee,
        (
            f"Bila keadaan lain dari anggapan: tetap sedikitnya {robust:.0%} dari rencana yang tahu sebelumnya.",
            f"If things are otherwise than assumed: still {robust:.0%} or more of a plan that knew.",
        ),
    ]
    for line in lines:
        console.print(say(lang, line), highlight=False, markup=False)
    told = Told({}, {}, lang.value)
    english = lang is not Language.id
    table = Table(
        *(
            ("order", "broker", "role", "place", "channel")
            if english
            else ("urutan", "perantara", "peran", "tempat", "saluran")
        )
    )
    for order, code, role, place, channel in (
        visits(plan)
        .filter(~pl.col("briefed"))
        .head(FIRST)
        .select("order", "code", "role", "place", "channel")
        .rows()
    ):
        table.add_row(str(order), code, told.role(role), place or "–", told.channel(channel))
    console.print(table)
    for note in plan.notes:
        console.print(f"· {say(lang, note)}", highlight=False, markup=False)
    console.print(
        say(lang, (f"Lembar rencana: {sheet!s}", f"The plan's sheet: {sheet}")), highlight=False, markup=False
    )
