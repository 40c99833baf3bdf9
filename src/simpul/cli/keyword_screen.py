"""How a keyword set held against a sample looks in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from simpul.cli.console import Language, print_json, say

if TYPE_CHECKING:
    from simpul.language.keyword_sets import Held

_SHOWN = 6  # suggestions, and examples of a mistake, for each issue


def print_keywords(held: Held, out: Path | None, as_json: bool, lang: Language) -> None:
    if as_json:
        tables = {
            name: getattr(held, name).to_dicts() for name in ("scores", "by_word", "suggestions", "mistakes")
        }
        print_json({**tables, "unusable": [{"issue": issue, "word": word} for issue, word in held.unusable]})
        return
    from rich.console import Console

    console = Console()
    console.print(_scores(held, lang))
    for line in _advice(held, lang):
        console.print(line, highlight=False, markup=False)
    for issue, word in held.unusable:
        told = (f"Kata tidak dapat dicari: {word} ({issue}). Ganti atau hapus.", f"Cannot be searched for: {word} ({issue}). Change or delete it.")  # fmt: skip
        console.print(say(lang, told), highlight=False, markup=False)
    if out is not None:
        told = (f"Tabel lengkap di {out}; sunting words.csv, lalu ulangi dengan --set pada contoh lain.", f"Full tables in {out}; edit words.csv, then repeat with --set on another sample.")  # fmt: skip
        console.print(say(lang, told), highlight=False, markup=False)


def _scores(held: Held, lang: Language) -> Any:
    from rich.table import Table
    from rich.text import Text

    headers = ("isu", "kata", "teks", "tertangkap", "ketepatan", "cakupan") if lang is Language.id else ("issue", "words", "texts", "caught", "precision", "recall")  # fmt: skip
    table = Table(*headers)
    for row in held.scores.iter_rows(named=True):
        shares = (_share(row, "precision", "caught", lang), _share(row, "recall", "texts", lang))
        table.add_row(Text(row["issue"]), str(row["words"]), str(row["texts"]), str(row["caught"]), *shares)
    return table


def _share(row: dict[str, Any], name: str, of: str, lang: Language) -> str:
    """k of n first, then the share with its interval."""
    if row[name] is None:
        return "–"
    numbers = (f"{100 * row[key]:.0f}" for key in (name, f"{name}_low", f"{name}_high"))
    share, low, high = numbers
    return say(lang, (f"{row['right']} dari {row[of]}: {share}% ({low}–{high})", f"{row['right']} of {row[of]}: {share}% ({low}–{high})"))  # fmt: skip


def _advice(held: Held, lang: Language) -> list[str]:
    """For each issue: words to consider, and words that catch more wrong texts than right ones."""
    import polars as pl

    lines = []
    for issue in held.scores["issue"]:
        new = held.suggestions.filter(pl.col("issue") == issue, pl.col("gained") > 0).head(_SHOWN)
        if not new.is_empty():
            words = ", ".join(f"{word} (+{gained})" for word, gained in new.select("word", "gained").rows())
            lines.append(say(lang, (f"{issue} – pertimbangkan: {words}", f"{issue} – consider: {words}")))
        rows = held.by_word.filter(issue=issue).sort("wrong", "word", descending=[True, False])
        poor = [
            f"{row['word']} ({row['right']}/{row['caught']})"
            for row in rows.iter_rows(named=True)
            if row["wrong"] > row["right"]
        ]
        if poor:
            words = ", ".join(poor[:_SHOWN])
            lines.append(say(lang, (f"{issue} – sering keliru: {words}", f"{issue} – often wrong: {words}")))
    return lines
