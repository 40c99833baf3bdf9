"""Numbers as a reader expects them: decimal comma and thousand dot in Indonesian, and no false precision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simpul.measures.findings import short_code
from simpul.measures.measure import UNITS
from simpul.report.study import Finding, Language

FEW = 30  # below this n, k of n is said before any percentage
DASH = "–"


class Figure(str):
    """A number as it is shown, with the short code that opens it in Simpul; else a text like any other.

    `finding` is what a corrected number was made from, so that whoever prints it can say so.
    """

    code: str
    finding: Finding | None
    __slots__ = ("code", "finding")

    def __new__(cls, text: str, code: str = "", finding: Finding | None = None) -> Figure:
        made = super().__new__(cls, text)
        made.code, made.finding = code, finding
        return made


def figure(text: str, finding: Finding) -> Figure:
    """A text that says something of a finding, with the finding's code."""
    corrected = finding if finding.get("corrected_n") is not None else None
    return Figure(text, short_code(finding) if "id" in finding else "", corrected)


def number(value: float | None, language: Language, digits: int = 0) -> str:
    """A number with the language's marks; a dash where there is none."""
    if value is None:
        return DASH
    text = f"{value:,.{digits}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def amount(value: float | None, unit: str, language: Language) -> str:
    """A value with its unit, with as many digits as its size deserves."""
    if value is None:
        return DASH
    whole = float(value).is_integer() and unit not in ("percent", "per_post", "per_1000", "index", "ratio")
    digits = (
        0
        if whole or value == 0 or abs(value) >= 1000
        else 1
        if abs(value) >= 1
        else 2
        if abs(value) >= 0.01
        else 4
    )
    name = UNITS[unit].names[language == "en"]
    space = "" if name == "%" else " "
    return f"{number(value, language, digits)}{space}{name}"


def shown(finding: Finding | None, language: Language) -> Figure:
    """A finding's value for people, with its code. With n under 30 a share reads `k of n` first, without decimals."""
    if finding is None or finding["status"] != "ok":
        return Figure(DASH)
    return figure(_text(finding, language), finding)


def bare(finding: Finding | None, language: Language) -> Figure:
    """A finding's value without its unit, for a column whose head says it."""
    if finding is None or finding["status"] != "ok":
        return Figure(DASH)
    return figure(number(finding["value"], language, 1 if abs(finding["value"]) >= 1 else 2), finding)


def _text(finding: Finding, language: Language) -> str:
    share = (
        finding["unit"] == "percent"
        and finding["numerator"] is not None
        and finding["denominator"] == finding["n"]
    )
    if share and finding["n"] < FEW:
        of = "dari" if language == "id" else "of"
        return f"{number(finding['numerator'], language)} {of} {number(finding['n'], language)} ({number(finding['value'], language)}%)"
    return amount(finding["value"], finding["unit"], language)


def remark(finding: dict[str, Any], language: Language) -> str:
    """That a figure is a corrected one, by how many coded texts, and what was counted; empty where nobody coded."""
    n = finding.get("corrected_n")
    if n is None:
        return ""
    counted = amount(finding["counted"], finding["unit"], language)
    if language == "en":
        return f"corrected by {number(n, language)} texts that people coded; the model counted {counted}"
    return f"dikoreksi dengan {number(n, language)} teks yang dikode orang; hitungan mesin {counted}"


def remarks(cells: Iterable[str], language: Language) -> str:
    """What `remark` says, in one sentence for all corrected numbers among some cells, by their codes; empty where there is none."""
    corrected = {
        cell.code: cell.finding for cell in cells if isinstance(cell, Figure) and cell.finding is not None
    }
    if len(corrected) < 2:
        said = "".join(remark(finding, language) for finding in corrected.values())
        return f"{said[:1].upper()}{said[1:]}." if said else ""
    texts = sorted({finding["corrected_n"] for finding in corrected.values()})
    n = "–".join(number(end, language) for end in dict.fromkeys((texts[0], texts[-1])))
    counted = ", ".join(
        f"{code} {amount(finding['counted'], finding['unit'], language)}"
        for code, finding in corrected.items()
    )
    if language == "en":
        return f"Corrected by {n} texts that people coded; the model counted: {counted}."
    return f"Dikoreksi dengan {n} teks yang dikode orang; hitungan mesin: {counted}."


def interval(finding: dict[str, Any] | None, language: Language) -> str:
    """The 95 % interval, such as `62–96`; empty where there is none."""
    if finding is None or finding["low"] is None:
        return ""
    digits = 0 if finding["n"] < FEW else 1
    return f"{number(finding['low'], language, digits)}–{number(finding['high'], language, digits)}"
