"""How the checker's findings look in the terminal, and as JSON."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from simpul.cli.console import Language, Pair, print_json, say

if TYPE_CHECKING:
    from simpul.checking import Document, Finding

_SEVERITY: dict[str, tuple[Pair, str]] = {
    "error": (("salah", "wrong"), "bold red"),
    "doubt": (("periksa", "look"), "yellow"),
    "note": (("catatan", "note"), "cyan"),
}
_LINES: tuple[tuple[str, Pair], ...] = (
    ("arithmetic", ("hitungan ", "reckoning")),
    ("suggestion", ("yang cocok", "would fit ")),
    ("note", ("keterangan", "note      ")),
)


def print_findings(found: list[Finding], documents: list[Document], as_json: bool, lang: Language) -> None:
    if as_json:
        print_json(
            {
                "files": [document.name for document in documents],
                "findings": [_record(each) for each in found],
            }
        )
        return
    from rich.console import Console
    from rich.text import Text

    from simpul.checking import codes

    console = Console()
    for finding in found:
        name, style = _SEVERITY[finding.severity]
        head = Text(f"{finding.place.file}, {say(lang, finding.place.where)} ", "bold")
        head.append(f"[{say(lang, name)}] ", style).append(say(lang, codes()[finding.code]))
        console.print(head)
        console.print(Text(f"  “{_short(finding.sentence)}”", "dim"))
        for field, label in _LINES:
            told = say(lang, getattr(finding, field))
            if told:
                console.print(Text(f"  {say(lang, label)}: {_shown(told)}"))
        console.print()
    console.print(say(lang, _summary(found, documents)), highlight=False, markup=False)


def _record(finding: Finding) -> dict[str, Any]:
    def both(pair: Pair) -> dict[str, str]:
        return dict(zip(("id", "en"), pair, strict=True))

    def place(of: Any) -> dict[str, Any]:
        return {"file": of.file, "where": both(of.where)}

    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": place(finding.place),
        "sentence": finding.sentence,
        "arithmetic": both(finding.arithmetic),
        "suggestion": both(finding.suggestion),
        "note": both(finding.note),
        "also": [place(each) for each in finding.also],
    }


def _summary(found: list[Finding], documents: list[Document]) -> Pair:
    files = len(documents)
    if not found:
        return (f"Tidak ada temuan dalam {files} berkas.", f"No findings in {files} files.")
    return (
        f"{len(found)} temuan dalam {files} berkas. Saran: periksa pada sumbernya sebelum mengubah.",
        f"{len(found)} findings in {files} files. Advice: look at the source before you change anything.",
    )


def _short(sentence: str) -> str:
    plain = _shown(sentence)
    return plain if len(plain) <= 240 else f"{plain[:200]} … {plain[-36:]}"


def _shown(text: str) -> str:
    """The text on one line, without characters that steer a terminal."""
    return "".join(
        "·" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in " ".join(text.split())
    )
