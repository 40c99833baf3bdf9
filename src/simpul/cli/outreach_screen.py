"""What the commands around a plan of outreach show on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from simpul.cli.console import Language, Pair, say

if TYPE_CHECKING:
    from simpul.study.outreach_rounds import After, Asking, Learned


def asking_in_figures(found: Asking) -> dict[str, Any]:
    return {
        "held": found.held, "left": found.left, "proposed": found.people.height, "ties": found.ties, "unknown": found.unknown,
        "rounds": dict(found.people.group_by("round").len().sort("round").rows()),
        "coverage": None if found.coverage is None else found.coverage._asdict(),
    }  # fmt: skip


def print_asking(found: Asking, sheet: Path, named: bool, lang: Language) -> None:
    n, lot = found.people.height, found.people.filter(round="first").height
    lines: list[Pair] = [
        (
            f"{found.held} wawancara sudah ada, {found.left} tersisa. Sekarang tanyai {n} orang: {lot} dengan undian, {n - lot} karena disebut orang lain.",
            f"{found.held} interviews held, {found.left} left. Now ask {n} people: {lot} by lot, {n - lot} because others named them.",
        )
    ]
    if lot and found.left > n:
        lines.append(
            (
                f"{found.left - n} lagi disimpan bagi orang yang mereka sebut.",
                f"{found.left - n} more are kept for people whom they name.",
            )
        )
    if found.ties:
        lines.append((f"Hubungan yang sudah disebut: {found.ties}.", f"Ties told of so far: {found.ties}."))
    if found.unknown:
        lines.append(
            (
                f"{found.unknown} di antaranya tidak ada di tabel aktor: orang luar, atau namanya ditulis lain. Periksa ejaannya.",
                f"{found.unknown} of them do not stand among the actors: outsiders, or their names are spelt otherwise. Check the spelling.",
            )
        )
    if found.coverage is not None:
        c = found.coverage
        lines.append(
            (
                f"Di tempat serupa, {c.interviews} wawancara memperlihatkan {c.ties:.0%} hubungan (biasanya {c.low:.0%}–{c.high:.0%}).",
                f"In a place like it {c.interviews} interviews show {c.ties:.0%} of the ties (mostly {c.low:.0%}–{c.high:.0%}).",
            )
        )
    if not named:
        lines.append(
            (
                "Orang tertulis sebagai kode. Nama dan lembar jawaban ada dengan --for coordinator.",
                "People stand there as codes. Names and the sheet of answers come with --for coordinator.",
            )
        )
    else:
        lines.append(
            (
                "Isi answers.csv, lalu jalankan lagi dengan --answers dan --out folder lain.",
                "Fill in answers.csv, then run again with --answers and --out another folder.",
            )
        )
    _tell(lines, lang)
    _tell([(f"Lembar: {sheet}", f"Sheet: {sheet}")], lang)


def after_in_figures(found: After) -> dict[str, Any]:
    whole = found.whole
    return {
        "n": whole.n, "predicted": whole.predicted, "observed": whole.observed, "low": whole.low, "high": whole.high,
        "ratio": whole.ratio, "as_said": whole.as_said, "brier": whole.brier, "skill": whole.skill, "unmatched": found.unmatched, "absent": found.absent,
        "campaigns": found.campaigns.to_dicts(), "groups": found.groups.to_dicts(),
    }  # fmt: skip


def print_after(found: After, sheet: Path, lang: Language) -> None:
    whole = found.whole
    lines: list[Pair] = [
        (
            f"{whole.n} keluarga ditanya; {whole.observed:.0%} mendengar sampai tenggat (selang 95%: {whole.low:.0%}–{whole.high:.0%}). Rencana memperkirakan {whole.predicted:.0%}.",
            f"{whole.n} families were asked; {whole.observed:.0%} heard by the deadline (95% interval: {whole.low:.0%}–{whole.high:.0%}). The plan expected {whole.predicted:.0%}.",
        ),
        _verdict(found),
    ]
    if found.unmatched:
        lines.append(
            (
                f"{found.unmatched} baris tidak menyebut keluarga dalam rencana dan dilewati. Periksa ejaan nama.",
                f"{found.unmatched} rows name no family of the plan and were left out. Check the spelling of names.",
            )
        )
    if found.absent:
        lines.append(
            (
                f"{found.absent} orang yang diandalkan rencana tidak hadir, jadi perkiraannya terlalu tinggi. Susun lagi dengan --attended, dan bandingkan dengan itu.",
                f"{found.absent} people the plan counted on did not come, so that it expected too much. Plan again with --attended, and compare with that.",
            )
        )
    _tell(lines, lang)
    for part in (found.campaigns, found.groups):
        if part.height > 1:
            for row in part.to_dicts():
                _tell([(f"  {row['group']}: {row['observed']:.0%} / {row['predicted']:.0%} (n = {row['n']})",) * 2], lang)  # fmt: skip
    _tell([(f"Lembar: {sheet}", f"Sheet: {sheet}")], lang)


def _verdict(found: After) -> Pair:
    whole = found.whole
    if whole.as_said:
        return ("Sesuai perkiraan, sejauh contoh ini dapat mengatakannya.", "As expected, as far as this sample can tell.")  # fmt: skip
    ratio = "–" if whole.ratio is None else f"{whole.ratio:.2f}"
    if whole.observed > whole.predicted:
        return (f"Lebih banyak daripada perkiraan ({ratio} kali). Pelajari peluangnya: `simpul outreach-learn`.", f"More than expected ({ratio} times). Learn the chances: `simpul outreach-learn`.")  # fmt: skip
    return (f"Lebih sedikit daripada perkiraan ({ratio} kali). Pelajari peluangnya sebelum rencana berikut: `simpul outreach-learn`.", f"Fewer than expected ({ratio} times). Learn the chances before the next plan: `simpul outreach-learn`.")  # fmt: skip


def print_learned(found: Learned, out: Path, lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    from simpul.corpus.vocabulary import labels
    from simpul.network.outreach.transmission import KEY, with_transmission

    table = Table()
    for head in (("hubungan", "relation"), ("saluran", "channel"), ("anggapan", "assumed"), ("dipelajari", "learned"), ("hari", "days"), ("dari", "of")):  # fmt: skip
        table.add_column(say(lang, head))
    known = labels("relation", language=lang.value) | labels("channel", language=lang.value)
    assumed = with_transmission(found.table.select(KEY))["probability"]
    any_of = say(lang, ("semua", "any"))
    for row, default in zip(found.table.to_dicts(), assumed, strict=True):
        chance = say(lang, ("terlalu sedikit", "too few")) if row["probability"] is None else f"{row['probability']:.2f} ({row['low']:.2f}–{row['high']:.2f})"  # fmt: skip
        names = [any_of if row[key] is None else known.get(row[key], row[key]) for key in KEY]
        days = "–" if row["delay_days"] is None else str(row["delay_days"])
        table.add_row(*names, f"{default:.2f}", chance, days, f"{row['told']}/{row['trials']}")
    Console().print(table)
    lines: list[Pair] = []
    if found.strangers:
        lines.append(
            (
                f"{found.strangers} dari {found.told} mendengar dari seseorang yang tidak tercatat sebagai hubungannya: jejaring belum lengkap (`simpul outreach-ask`).",
                f"{found.strangers} of {found.told} heard from somebody they are not known to be tied to: the network is incomplete (`simpul outreach-ask`).",
            )
        )
    if found.table["probability"].null_count():
        lines.append(
            (
                "Yang terlalu sedikit (di bawah lima) tetap memakai anggapan; kumpulkan beberapa kampanye dengan mengulang --plan.",
                "What is too few (under five) keeps its assumption; gather several campaigns by repeating --plan.",
            )
        )
    lines.append((f"Pakai dengan: simpul outreach … --learned {out}", f"Use it with: simpul outreach … --learned {out}"))  # fmt: skip
    _tell(lines, lang)


def _tell(lines: list[Pair], lang: Language) -> None:
    from rich.console import Console

    for line in lines:
        Console().print(say(lang, line), highlight=False, markup=False)
