"""Lembar warga: per kelurahan, a page and a message to pass on, for people who never log in. Always in Indonesian, which they speak."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from simpul.report.page import day_of
from simpul.report.print.document import Issue, write_pdf
from simpul.report.programmes import checked, complaint_channels, programmes
from simpul.report.refusals import ReportProblem
from simpul.report.study import Study

KELURAHAN = 13  # characters in a kelurahan's code
ON_PAGE, LONGEST = 8, 999  # programmes on a page if they fit, characters of a message
SOURCES = ("survey", "broker", "online")
Programme = Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What one kelurahan is told: the programmes that fit what was heard there best, first."""

    place: str
    name: str
    programmes: Sequence[Programme]
    channels: Sequence[Programme]
    checked: bool
    on: date

    @property
    def sources(self) -> str:
        """Who checked the facts and when."""
        if not self.checked:
            return "daftar program Simpul, belum dicek dinas"
        return ", ".join(
            dict.fromkeys(f"{row['checked_by']}, {row['checked_on']}" for row in self.programmes)
        )


def write_sheets(issue: Issue, folder: Path, facts: Path | None = None) -> list[Path]:
    """Writes `<code>-<name>.pdf` and `.txt` for each kelurahan of the study; returns their paths.

    `facts` is the city's own copy of the programmes; rows that no office checked make the page a draft. Raises ReportProblem for a
    study without kelurahan.
    """
    study = issue.study
    kelurahan = [code for code in sorted(study.places) if len(code) == KELURAHAN]
    if not kelurahan:
        raise ReportProblem.of("no_places")
    written = []
    for code in kelurahan:
        sheet = sheet_of(issue, code, facts)
        stem = folder / f"{code}-{re.sub('[^a-z0-9]+', '-', sheet.name.lower()).strip('-')}"
        written.append(_page(issue, sheet, stem.with_name(f"{stem.name}.pdf")))
        text = stem.with_name(f"{stem.name}.txt")
        text.write_text(message(sheet), "utf-8")
        written.append(text)
    return written


def sheet_of(issue: Issue, place: str, facts: Path | None = None) -> Sheet:
    known = programmes(issue.on, place, facts).filter(pl.col("pro_poor") == "1")
    known = known.filter(
        (pl.col("mark") != "M") | (pl.col("checked_by") != "")
    )  # nobody's memory is told to people
    heard = _heard(issue.study, place)
    rows = sorted(known.iter_rows(named=True), key=lambda row: _rank(row, heard))[:ON_PAGE]
    channels = list(complaint_channels(issue.on, place).iter_rows(named=True))
    sure = checked(pl.DataFrame(rows)) if rows else False
    return Sheet(place, issue.study.places[place], rows, channels, sure, issue.on)


def message(sheet: Sheet) -> str:
    """The message to pass on, under 1,000 characters: as many programmes as fit, whole; never one cut short."""
    head = [
        *([] if sheet.checked else ["[DRAF – tunggu dicek dinas, jangan disebar dulu]"]),
        f"Halo, Bapak/Ibu warga *Kelurahan {sheet.name}*. Ini bantuan yang bisa ditanyakan:",
    ]
    foot = [_complaints(sheet), "Jangan kirim NIK atau foto KTP ke grup, ya.", f"Sumber: {sheet.sources}. {day_of(sheet.on, 'id')}"]  # fmt: skip
    body: list[str] = []
    for row in sheet.programmes:
        line = _line(row)
        if len("\n\n".join([*head, *body, line, *foot])) > LONGEST:
            continue
        body.append(line)
    if not body:
        body = ["Belum ada program yang tercatat. Monggo tanya ke kelurahan."]
    return "\n\n".join([*head, *body, *foot])


def _line(row: Programme) -> str:
    parts = [f"*{row['name']}*: {row['who_short'] or row['who']}."]
    if row["bring"]:
        parts.append(f"Bawa: {row['bring']}.")
    if row["where"]:
        parts.append(f"Ke: {row['where']}.")
    parts.append(f"Sampai: {row['until'] or 'tanya kelurahan'}.")
    return " ".join(parts)


def _complaints(sheet: Sheet) -> str:
    named = [f"{row['name']} ({row['how'].split('. ')[0].rstrip('.')})" for row in sheet.channels]
    return f"Ada masalah? Lapor ke kelurahan{', ' if named else ''}{', '.join(named)}."


def _heard(study: Study, place: str) -> dict[tuple[str, str], int]:
    """Voices by need and source in the kelurahan, where they may be shown."""
    if not study.has("needs"):
        return {}
    cells = study.table("needs").filter((pl.col("status") == "ok") & (pl.col("place") == place))
    return {
        (need, source): voices for need, source, voices in cells.select("need", "source", "voices").rows()
    }


def _rank(row: Programme, heard: Mapping[tuple[str, str], int]) -> tuple[int, ...]:
    """What the survey names most comes first, then what brokers passed on, then what is said online."""
    needs = row["needs"].split("|")
    return tuple(
        -max((heard.get((code, source), 0) for need in needs for code in (need, need[:3])), default=0)
        for source in SOURCES
    )


def _page(issue: Issue, sheet: Sheet, path: Path) -> Path:
    channels = [
        {"name": row["name"], "how": row["how"], "file": f"qr-{at}.svg" if _address(row) else ""}
        for at, row in enumerate(sheet.channels)
    ]
    pictures = {
        one["file"]: _code(_address(row))
        for one, row in zip(channels, sheet.channels, strict=True)
        if one["file"]
    }
    data: dict[str, Any] = issue.frame("Lembar warga") | {
        "title": f"Lembar warga – Kelurahan {sheet.name}", "lang": "id", "name": sheet.name, "draft": not sheet.checked,
        "programmes": [dict(row) for row in sheet.programmes], "channels": channels, "sources": sheet.sources,
        "day": day_of(sheet.on, "id"), "footer": f"Lembar warga {sheet.name}, {issue.city}, {day_of(sheet.on, 'id')}",
    }  # fmt: skip
    return write_pdf("lembar-warga", data, pictures, path)


def _address(channel: Programme) -> str:
    """The web address that a channel begins with; empty where it has none."""
    found = re.match(r"[a-z0-9.-]+\.(?:go\.)?id\b", channel["how"])
    return f"https://{found[0]}" if found else ""


def _code(address: str) -> str:
    """The address as a QR code, SVG."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=2, dark="#1d2b2a", light="#ffffff")
    return out.getvalue().decode()
