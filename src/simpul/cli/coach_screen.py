"""How the coach's findings look in the terminal: the draft with its marked places, then what to reconsider and what to say."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from simpul.cli.console import Language, Pair, print_json, say

if TYPE_CHECKING:
    from simpul.language.coaching import Finding, Network

_STYLES = {1: "bold red", 2: "yellow", 3: "cyan"}
_MISSING, _WHOLE = ("(belum ada)", "(missing)"), ("(seluruh draf)", "(the whole draft)")
_URGENCY: dict[int, Pair] = {
    1: ("dahulukan", "first"),
    2: ("sebaiknya", "better"),
    3: ("bila sempat", "if time allows"),
}


def print_findings(
    draft: str, found: list[Finding], network: Network | None, as_json: bool, lang: Language
) -> None:
    if as_json:
        print_json(_record(draft, found, network))
        return
    from rich.console import Console

    console = Console()
    console.print(_marked(draft, found))
    console.print()
    if found:
        console.print(_table(found, lang))
    console.print(say(lang, _summary(draft, found, network)), highlight=False, markup=False)


def _record(draft: str, found: list[Finding], network: Network | None) -> dict[str, Any]:
    from simpul.language.coaching import readability

    findings = [
        asdict(finding)
        | {
            key: dict(zip(("id", "en"), getattr(finding, key), strict=True))
            for key in ("reason", "suggestion")
        }
        for finding in found
    ]
    return {
        "network": network.id if network else None,
        "readability": asdict(readability(draft)),
        "findings": findings,
    }


def _marked(draft: str, found: list[Finding]) -> Any:
    """The draft with each marked place in the colour of its urgency, and its number behind it."""
    from rich.text import Text

    text = Text(_shown(draft), overflow="fold")
    for finding in found:
        long = finding.code == "long_sentence"
        text.stylize(
            "underline" if long else f"{_STYLES[finding.severity]} underline", finding.start, finding.end
        )
    numbers: dict[int, str] = {}
    for number, finding in enumerate(found, 1):
        if finding.words:
            numbers[finding.end] = f"{numbers.get(finding.end, '')}[{number}]"
    ends = sorted(numbers)
    whole = Text(overflow="fold")
    for piece, end in zip(text.divide(ends), [*ends, None], strict=True):
        whole.append_text(piece).append(numbers.get(end, "") if end else "", "dim")
    return whole


def _table(found: list[Finding], lang: Language) -> Any:
    from rich.table import Table
    from rich.text import Text

    from simpul.language.coaching.reasons import REASONS

    headers = (
        ("", "apa", "di mana", "mengapa", "sebaiknya")
        if lang is Language.id
        else ("", "what", "where", "why", "instead")
    )
    table = Table(*headers, show_lines=False)
    for number, finding in enumerate(found, 1):
        name = f"{say(lang, REASONS[finding.code].name)} ({say(lang, _URGENCY[finding.severity])})"
        place = _short(_shown(finding.words)) or say(
            lang, _MISSING if finding.code.endswith("_missing") else _WHOLE
        )
        cells = (name, place, say(lang, finding.reason), say(lang, finding.suggestion))
        table.add_row(
            str(number), *map(Text, cells), style=_STYLES[finding.severity] if finding.severity == 1 else None
        )
    return table


def _summary(draft: str, found: list[Finding], network: Network | None) -> Pair:
    from simpul.language.coaching import readability
    from simpul.language.coaching.draft import Draft
    from simpul.language.coaching.networks import length

    lengths = readability(draft)
    count = (
        f"{len(draft)}"
        if network is None
        else f"{length(Draft(draft), network)}/{network.limit or '∞'} ({network.name})"
    )
    if not found:
        return (
            f"Tidak ada temuan. {lengths.words} kata, {count} karakter.",
            f"No findings. {lengths.words} words, {count} characters.",
        )
    return (
        f"{len(found)} temuan, {lengths.words} kata, {count} karakter. Saran, bukan nilai: Anda yang memutuskan.",
        f"{len(found)} findings, {lengths.words} words, {count} characters. Advice, not a grade: you decide.",
    )


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 40 else f"{plain[:22]} … {plain[-14:]}"


def _shown(text: str) -> str:
    """The text without characters that steer a terminal; as long as before, so that places stay."""
    return "".join(
        "·" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t\u200d" else c for c in text
    )
