"""How coding is told on the terminal: agreement with what to revise, and the shares that were corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from simpul.cli.console import Language, print_json, say

if TYPE_CHECKING:
    from simpul.study.coding.answers import Answers
    from simpul.study.coding.sampling import Sample

SHOWN = 20  # corrected shares on the screen


def print_agreement(
    sample: Sample, answers: Answers, found: pl.DataFrame, as_json: bool, lang: Language
) -> None:
    from simpul.study.coding.agreeing import VERDICTS

    refused = [{"file": one.file, "cell": one.cell, "value": one.value} for one in answers.refused]
    if as_json:
        print_json({"coders": answers.coders, "refused": refused, "agreement": found.to_dicts()})
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    heads = [("Pertanyaan", "Question"), ("Kode", "Code"), ("n", "n"), ("α", "α"), ("95 %", "95 %"), ("Artinya", "Which means")]  # fmt: skip
    table = Table(*(say(lang, head) for head in heads), title=f"α Krippendorff, {len(answers.coders)} × {sample.rows.height}")  # fmt: skip
    for row in found.iter_rows(named=True):
        means = say(lang, VERDICTS[row["verdict"]])
        if row["verdict"] != "rely" and row["confused_with"]:
            means += say(lang, (f"; {row['times']} kali tertukar dengan {row['confused_with']}", f"; {row['times']} times taken for {row['confused_with']}"))  # fmt: skip
        between = f"{_number(row['low'], lang)} … {_number(row['high'], lang)}" if row["low"] is not None else ""  # fmt: skip
        number = row["units"] if row["code"] is None else row["given"]
        cells = [row["variable"] if row["code"] is None else "", row["code"] or "", str(number), _number(row["alpha"], lang), between, means]  # fmt: skip
        table.add_row(*map(Text, cells), style="bold" if row["code"] is None else None)
    console.print(table)
    for each in refused:
        said = say(lang, ("bukan kode di buku kode", "is no code of the book"))
        console.print(f"{each['file']}, {each['cell']}: “{each['value']}” {said}.", style="red", markup=False, highlight=False)  # fmt: skip


def print_corrected(study: Path, manifest: dict[str, Any], as_json: bool, lang: Language) -> None:
    found = pl.read_parquet(study / "tables" / "findings.parquet").filter(pl.col("corrected").is_not_null())
    rows = found.select("id", "value", "low", "high", "corrected", "corrected_low", "corrected_high", "corrected_n")  # fmt: skip
    if as_json:
        print_json({"codes": manifest["codes"], "corrected": rows.to_dicts()})
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    texts = ", ".join(f"{one['variable']} {one['texts']}" for one in manifest["codes"])
    console.print(say(lang, (f"Teks yang dikode orang: {texts}. Angka terkoreksi: {rows.height}.", f"Texts coded by people: {texts}. Corrected figures: {rows.height}.")), highlight=False, markup=False)  # fmt: skip
    heads = [("Temuan", "Finding"), ("Hitungan mesin", "Counted"), ("Terkoreksi", "Corrected"), ("95 %", "95 %"), ("n", "n")]  # fmt: skip
    table = Table(*(say(lang, head) for head in heads))
    for row in rows.head(SHOWN).iter_rows(named=True):
        between = f"{_number(row['corrected_low'], lang, 1)}–{_number(row['corrected_high'], lang, 1)}"
        cells = [row["id"].rpartition("@")[0], _number(row["value"], lang, 1), _number(row["corrected"], lang, 1), between, str(row["corrected_n"])]  # fmt: skip
        table.add_row(*map(Text, cells))
    if rows.height:
        console.print(table)


def _number(value: float | None, lang: Language, digits: int = 3) -> str:
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if lang is Language.id else text
