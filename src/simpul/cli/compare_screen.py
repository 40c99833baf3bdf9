"""How `compare`, `targets`, `alerts`, `variants` and `benefit` look on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simpul.cli.console import Language, Pair, say

if TYPE_CHECKING:
    from simpul.study.comparing import Comparison

SHOWN = 25  # changes on the screen; --json has all
WORDS: Mapping[str, Pair] = {
    "up": ("naik", "up"), "down": ("turun", "down"), "noise": ("dalam batas kebetulan", "within noise"),
    "untested": ("tidak diuji", "not tested"), "met": ("tercapai", "met"), "on_the_way": ("menuju sasaran", "on the way"),
    "missed": ("meleset", "missed"), "not_available": ("tidak tersedia", "not available"), "suppressed": ("disembunyikan", "suppressed"),
    "silent": ("diam", "silent"), "unheard": ("sepi", "unheard"), "unanswered": ("menunggu jawaban", "unanswered"),
    "one": ("yang pertama lebih", "the first drew more"), "other": ("yang kedua lebih", "the second drew more"),
    "at_least": ("≥", "≥"), "at_most": ("≤", "≤"), "more": ("lebih pada yang terhubung", "more among the connected"),
    "less": ("kurang pada yang terhubung", "less among the connected"), "no_evidence": ("tidak ada bukti", "no evidence"),
    "measure": ("ukuran", "measure"), "subject_id": ("subjek", "subject"), "before": ("sebelum", "before"), "after": ("sesudah", "after"),
    "difference": ("selisih", "difference"), "interval": ("selang 95%", "95% interval"), "verdict": ("kesimpulan", "verdict"),
    "target": ("sasaran", "target"), "by": ("tenggat", "by"), "value": ("nilai", "value"), "state": ("keadaan", "state"), "aim": ("arah", "aim"),
    "alert": ("peringatan", "alert"), "account_id": ("akun", "account"), "agency": ("perangkat daerah", "agency"), "since": ("sejak", "since"),
    "working_days": ("hari kerja", "working days"), "count": ("jumlah", "count"), "response": ("tanggapan", "response"),
    "what": ("yang dilakukan", "what was done"), "before_30": ("sebelum, per 30 hari", "before, per 30 days"),
    "after_30": ("sesudah, per 30 hari", "after, per 30 days"), "outcome": ("manfaat", "benefit"), "connected": ("terhubung", "connected"),
    "unconnected": ("tidak terhubung", "unconnected"), "adjusted": ("disesuaikan", "adjusted"),
    "posts": ("kiriman resmi", "official posts"), "answers": ("jawaban", "answers"),
}  # fmt: skip
COLUMNS = {
    "targets": ("measure", "subject_id", "aim", "target", "by", "value", "state"),
    "alerts": ("alert", "account_id", "agency", "since", "working_days", "count"),
    "variants": ("response", "one", "other", "difference", "interval", "verdict"),
    "changes": ("measure", "subject_id", "before", "after", "difference", "interval", "verdict"),
    "done": ("what", "before_30", "after_30"),
}
NUMBERS = (
    "before",
    "after",
    "difference",
    "interval",
    "target",
    "value",
    "working_days",
    "count",
    "before_30",
    "after_30",
)
NO_EFFECT: Pair = (
    "Siapa yang terhubung tidak ditentukan dengan undian: selisih ini bukan akibat, dan tidak ada bukti bukan berarti tidak ada manfaat.",
    "Who is connected was not decided by lot: a difference is no effect, and no evidence does not mean no benefit.",
)


def show_comparison(found: Comparison, lang: Language) -> None:
    console = Console()
    windows = [f"{each.since} – {each.until}" for each in (found.before, found.after)]
    console.print(
        say(lang, (f"{windows[0]} lalu {windows[1]}", f"{windows[0]} then {windows[1]}")), highlight=False
    )
    verdicts = dict(found.changes.group_by("verdict").len().rows())
    counted = [
        f"{verdicts.get(name, 0)} {say(lang, WORDS[name])}" for name in ("up", "down", "noise", "untested")
    ]
    console.print(", ".join(counted), highlight=False)
    clear = found.changes.filter(pl.col("verdict").is_in(["up", "down"])).sort(
        "p_adjusted", "measure", "subject_id"
    )
    if clear.height:
        show_table(clear.head(SHOWN), "changes", lang)
    if found.done.height:
        show_table(found.done, "done", lang)
    for day, kind, text in found.actions.rows():
        console.print(f"· {day}  {kind}: {text}", highlight=False, markup=False)
    for note in found.notes:
        console.print(say(lang, note), highlight=False, markup=False)


def show_table(table: pl.DataFrame, what: str, lang: Language) -> None:
    if table.is_empty():
        Console().print(say(lang, ("Tidak ada.", "None.")))
        return
    shown = Table()
    for name in COLUMNS[what]:
        shown.add_column(
            say(lang, WORDS.get(name, (name, name))), justify="right" if name in NUMBERS else "left"
        )
    for row in table.iter_rows(named=True):
        shown.add_row(*(Text(_cell(row, name, lang)) for name in COLUMNS[what]))
    Console().print(shown)


def show_benefits(found: list[dict[str, Any]], lang: Language) -> None:
    names = ("outcome", "connected", "unconnected", "difference", "adjusted", "verdict")
    shown = Table(*(say(lang, WORDS[name]) for name in names))
    for each in found:
        sides = [_of(each[side], each[f"{side}_of"], lang) for side in ("connected", "unconnected")]
        adjusted = _range(each["adjusted"], each["adjusted_low"], each["adjusted_high"], lang)
        plain = _range(each["difference"], each["low"], each["high"], lang)
        shown.add_row(
            *map(Text, (each["outcome"], *sides, plain, adjusted, say(lang, WORDS[each["verdict"]])))
        )
    console = Console()
    console.print(shown)
    console.print(say(lang, NO_EFFECT), highlight=False, markup=False)


def _cell(row: dict[str, Any], name: str, lang: Language) -> str:
    if name == "interval":
        return _range(None, row["low"], row["high"], lang)
    if name in ("one", "other"):
        return _of(row[name], row[f"{name}_of"], lang)
    if name == "count" and row.get("few"):
        return "<5"
    value = row[name]
    if isinstance(value, str):
        first, colon, rest = value.partition(":") if name == "what" else (value, "", "")
        return say(lang, WORDS.get(first, (first, first))) + (f": {rest}" if colon else "")
    return value.isoformat() if isinstance(value, date) else _number(value, lang)


def _number(value: float | None, lang: Language) -> str:
    if value is None:
        return "–"
    whole = float(value).is_integer() or abs(value) >= 1000
    text = f"{value:,.0f}" if whole else f"{value:,.1f}" if abs(value) >= 1 else f"{value:.3g}"
    return text.translate(str.maketrans(",.", ".,")) if lang is Language.id else text


def _range(value: float | None, low: float | None, high: float | None, lang: Language) -> str:
    if low is None or high is None:
        return "–" if value is None else _number(value, lang)
    ends = f"{_number(low, lang)} … {_number(high, lang)}"
    return ends if value is None else f"{_number(value, lang)} ({ends})"


def _of(k: float | None, n: float | None, lang: Language) -> str:
    """k of n; with its share where n is 30 or more."""
    if k is None or n is None:
        return "–"
    text = f"{_number(k, lang)} {say(lang, ('dari', 'of'))} {_number(n, lang)}"
    return f"{text} ({_number(round(100 * k / n, 1), lang)}%)" if n >= 30 else text
