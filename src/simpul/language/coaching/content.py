"""What a post about a programme must say: for whom, what to bring, where, until when, where to complain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.language.coaching.cues import shows
from simpul.language.coaching.draft import Draft
from simpul.language.coaching.finding import Finding, Pair
from simpul.language.coaching.reasons import REASONS

DATE = re.compile(
    r"\b\d{1,2}(?:[./-]\d{1,2}|\s*(?:–|-|s\.?d\.?)\s*\d{1,2})?[./ -]*(?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)\w*"
    r"|\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b|\b(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|senen|setu|jemuah)\b",
    re.IGNORECASE,
)
_SAY: dict[str, Pair] = {
    "who": ("Sebut siapa: untuk keluarga …, warga ber-KTP …, usia ….", "Say who: families that …, residents of …, of which age."),
    "bring": ("Sebut berkasnya satu per satu, atau bahwa tidak perlu membawa apa-apa.", "Name each paper, or say that nothing is needed."),
    "where": ("Sebut tempat dan jamnya, atau tautan/nomor resmi.", "Name the place and hours, or the official link or number."),
    "until": ("Sebut tanggal mulai dan batas akhirnya.", "Give the first and the last day."),
    "complain": ("Sebut jalur aduan: kelurahan, Monggo Lapor, LAPOR!, atau nomor dinas.", "Name the channel for complaints: kelurahan, Monggo Lapor, LAPOR!, or the office's number."),
}  # fmt: skip


def complete(draft: Draft) -> Iterator[Finding]:
    """The parts that a post offering a programme lacks, or an event's place and date; nothing for other posts."""
    if shows(draft, "programme") and shows(draft, "offer"):
        parts = tuple(_SAY)
    elif shows(draft, "event") and shows(draft, "coming"):
        parts = ("where", "until")
    else:
        return
    for part in parts:
        if not _says(draft, part):
            reason, end = REASONS[f"{part}_missing"], len(draft.text)
            yield Finding(f"{part}_missing", reason.severity, end, end, "", reason.why, _SAY[part])


def _says(draft: Draft, part: str) -> bool:
    if part == "where" and (draft.links or draft.mentions):
        return True
    return shows(draft, part) or (part == "until" and bool(DATE.search(draft.text)))
