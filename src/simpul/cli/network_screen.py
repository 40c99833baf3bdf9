"""The screen after `simpul network`: the whole in figures, the best brokers with how sure that is, and what was left out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from simpul.cli.console import Language, Pair, say

if TYPE_CHECKING:
    from simpul.study.edges import EdgeStudy

WAIT = 2.0  # seconds before a bar is shown
STAGES: dict[str, Pair] = {
    "read": ("Membaca hubungan", "Reading ties"),
    "network": ("Mengukur jejaring", "Measuring the network"),
    "ranks": ("Menguji peringkat", "Testing ranks"),
    "plan": ("Menyusun rencana", "Making the plan"),
    "exports": ("Menggambar dan menulis berkas", "Drawing and writing files"),
}
FIGURES = ("nodes", "ties", "isolates", "density", "reciprocity_pairs", "components", "communities", "modularity", "agreement")  # fmt: skip
TOP = 5


@contextmanager
def late_bars(lang: Language) -> Iterator[Callable[[str, int, int], None]]:
    """A bar per stage on standard error, shown only where the work takes longer than `WAIT`."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, Any] = {}

    def show(stage: str, done: int, of: int) -> None:
        if stage not in tasks:
            tasks[stage] = shown.add_task(say(lang, STAGES[stage]), total=of)
        shown.update(tasks[stage], completed=done, total=of)

    later = threading.Timer(WAIT, shown.start)
    later.daemon = True
    later.start()
    try:
        yield show
    finally:
        later.cancel()
        later.join()
        shown.stop()


def print_network(study: EdgeStudy, lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from simpul.network.definitions import told

    console = Console()
    wanted = {name: study.network.summary[name] for name in FIGURES if name in study.network.summary}
    table = Table(title=say(lang, ("Jejaring", "Network")), show_header=False)
    for row in told(wanted, lang.value):
        table.add_row(row.name, Text(row.value, justify="right"), Text(row.means, style="dim"))
    console.print(table)
    _print_brokers(study, lang)
    for note in study.notes:
        console.print(f"• {say(lang, note)}", highlight=False, markup=False)
    if study.rejects.height:
        from simpul.study.edge_files import CODES

        for code, count in study.rejects["code"].value_counts(sort=True).sort("count", "code", descending=[True, False]).rows():  # fmt: skip
            console.print(f"{count} × {code}: {say(lang, CODES[code])}", highlight=False, markup=False)
        console.print(say(lang, ("Semua ada di rejects.csv.", "All are in rejects.csv.")))
    for path in study.files:
        console.print(str(path), highlight=False, markup=False, soft_wrap=True)


def _print_brokers(study: EdgeStudy, lang: Language) -> None:
    import polars as pl
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from simpul.network.naming import public_name
    from simpul.network.words import number

    best = study.ranks.filter(pl.col("measure") == "betweenness").sort("rank", "id").head(TOP)
    if best.is_empty():
        return
    nodes = study.network.nodes
    called = dict(nodes.select("id", pl.coalesce(public_name(nodes.columns), "id").alias("name")).rows())
    table = Table(title=say(lang, ("Perantara utama (keantaraan)", "Main brokers (betweenness)")))
    for header in (("Peringkat", "Rank"), ("Nama", "Name"), ("Seberapa pasti", "How sure"), ("Peringkat 95 %", "Rank, 95 %")):  # fmt: skip
        table.add_column(say(lang, header))
    for row in best.to_dicts():
        share = number(round(100 * row["among_top"]), lang.value)
        sure = say(lang, (f"lima besar dalam {share} % penarikan", f"among the top five in {share} % of draws"))  # fmt: skip
        table.add_row(
            str(row["rank"]), Text(called[row["id"]]), sure, f"{row['rank_low']}–{row['rank_high']}"
        )
    Console().print(table)
