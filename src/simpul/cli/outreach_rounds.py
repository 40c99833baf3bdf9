"""The commands around `simpul outreach`: whom to ask beforehand, what came of it, and what is learned for the next plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simpul.cli.console import Json, Lang, Language, print_json
from simpul.cli.outreach import RoleName

if TYPE_CHECKING:
    from simpul.study.outreach_rounds import Dates

app = typer.Typer()

Start = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Hari pengarahan, bila lembar berisi tanggal. / Day of the briefing, where a sheet has dates."),
]  # fmt: skip
DayFirst = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="Urutan tanggal 05/06/2026. / Order of such dates."),
]
Heard = Annotated[
    list[Path] | None,
    typer.Option(
        help="Lembar siapa mendengar: nama, mendengar, hari atau tanggal, dari, saluran; dapat diulang. / Sheet of who heard; repeatable."
    ),
]


@app.command(name="outreach-ask")
def outreach_ask(
    actors: Annotated[Path, typer.Argument(help="Siapa dapat ditanya: id [, place]. / Who can be asked.")],
    interviews: Annotated[int, typer.Option(min=1, help="Berapa wawancara seluruhnya. / How many interviews in all.")],
    out: Annotated[Path, typer.Option("--out", help="Folder hasil. / Folder for the results.")],
    answers: Annotated[
        Path | None,
        typer.Option(help="Jawaban sejauh ini: responden, dari, ke, saluran. / The answers so far: respondent, from, to, channel."),
    ] = None,
    asked: Annotated[
        Path | None, typer.Option(help="Yang sudah ditanya dalam survei lain: id. / Who was asked in another survey.")
    ] = None,
    like: Annotated[
        Path | None,
        typer.Option(help="Hubungan di tempat serupa: berapa yang akan terlihat. / Ties of a similar place: how many would be seen."),
    ] = None,
    role: Annotated[
        RoleName, typer.Option("--for", help="coordinator juga mendapat nama. / coordinator also gets the names.")
    ] = RoleName.officer,
    seed: Annotated[int, typer.Option(help="Benih acak. / Random seed.")] = 0,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Siapa ditanya lebih dulu, agar sedikit wawancara menemukan para penyampai kabar. / Whom to ask, so that few interviews find those who pass word on."""
    from simpul.cli.outreach_screen import asking_in_figures, print_asking
    from simpul.report.outreach_forms import write_ask
    from simpul.study.outreach_rounds import AskRequest, ask

    named = role is RoleName.coordinator
    found = ask(AskRequest(actors, out, interviews, answers, asked, like, seed, named, lang.value))
    sheet = write_ask(out, found.people, named, lang.value)
    if as_json:
        print_json(asking_in_figures(found))
    else:
        print_asking(found, sheet, named, lang)


@app.command(name="outreach-after")
def outreach_after(
    plans: Annotated[
        list[Path], typer.Argument(metavar="PLAN_DIR...", help="Folder rencana, satu tiap kampanye. / Folder of a plan, one for each campaign.")
    ],
    heard: Heard = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder hasil, jika bukan folder rencana pertama. / Folder for the results.")
    ] = None,
    start: Start = None,
    day_first: DayFirst = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Setelah kampanye: berapa keluarga mendengar, dan apakah sesuai perkiraan. / After a campaign: how many families heard, and was it as expected?"""
    from simpul.cli.outreach_screen import after_in_figures, print_after
    from simpul.report.outreach_forms import write_after
    from simpul.study.outreach_rounds import compare

    folder = out or plans[0]
    found = compare(plans, heard or [], _dates(start, day_first), folder)
    sheet = write_after(folder, found, lang.value)
    if as_json:
        print_json(after_in_figures(found))
    else:
        print_after(found, sheet, lang)


@app.command(name="outreach-learn")
def outreach_learn(
    edges: Annotated[Path, typer.Argument(help="Siapa memberi tahu siapa, seperti bagi rencana. / Who tells whom, as for the plan.")],
    plan: Annotated[
        list[Path] | None,
        typer.Option(help="Folder rencana dengan attended.csv dan heard.csv yang sudah diisi; dapat diulang. / Folder of a plan whose sheets are filled in; repeatable."),
    ] = None,
    heard: Heard = None,
    out: Annotated[Path, typer.Option("--out", help="Berkas hasil, untuk --learned. / File for the results, for --learned.")] = Path("learned.csv"),
    both_ways: Annotated[bool, typer.Option("--both-ways", help="Hubungan berlaku dua arah. / Ties go both ways.")] = False,
    start: Start = None,
    day_first: DayFirst = None,
    lang: Lang = Language.id,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Belajar dari yang terjadi: peluang dan lamanya kabar diteruskan, dengan selang. / Learn from what happened: chances and delays, with intervals."""
    from simpul.cli.outreach_screen import print_learned
    from simpul.study.outreach_rounds import learn_from

    found = learn_from(edges, plan or [], heard or [], _dates(start, day_first), out, both_ways)
    if as_json:
        print_json(
            {
                "learned": found.table.to_dicts(),
                "told": found.told,
                "strangers": found.strangers,
                "file": str(out),
            }
        )
    else:
        print_learned(found, out, lang)


def _dates(start: datetime | None, day_first: bool | None) -> Dates:
    from simpul.study.outreach_rounds import Dates

    return Dates(None if start is None else start.date(), day_first)
