"""The proposals that end the mayor's brief: drafted from findings, edited by an analyst, printed only with the findings they rest on."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import polars as pl

from simpul.corpus.inert import inert
from simpul.report.numbers import shown
from simpul.report.programmes import rows_of
from simpul.report.refusals import ReportProblem
from simpul.report.sections.voices import silent
from simpul.report.study import Finding, Study
from simpul.report.words import Say

MOST, LONGEST = 5, 240  # proposals, and characters of one, that two pages hold
ENOUGH = 30  # questions that an agency was asked before its rate leads to a proposal
OFTEN = 50.0  # percent answered, below which an agency is asked to answer more


@dataclass(frozen=True)
class Proposal:
    """One line of the file that the analyst edits. `codes` are short codes of findings; `edited_by` is empty in a draft."""

    proposal: str
    codes: tuple[str, ...]
    owner: str = ""
    until: str = ""
    edited_by: str = ""


def proposals(study: Study, say: Say, file: Path) -> tuple[list[Proposal], bool]:
    """The proposals of the file, and whether an analyst signed each; writes a draft first where there is no file.

    Raises ReportProblem for more than five, for one without a finding, and for a code that is not the study's.
    """
    if not file.exists():
        write([each for each in _drafted(study, say) if len(each.proposal) <= LONGEST][:MOST], file)
    found = read(file, study.by_code.keys())
    return found, bool(found) and all(each.edited_by for each in found)


def write(found: Sequence[Proposal], file: Path) -> None:
    """The file to edit, as a spreadsheet opens it."""
    rows = [[" ".join(cell) if isinstance(cell, tuple) else cell for cell in astuple(each)] for each in found]
    table = pl.DataFrame(rows, schema=dict.fromkeys(_columns(), pl.String), orient="row")
    file.parent.mkdir(parents=True, exist_ok=True)
    inert(table).write_csv(file, include_bom=True)


def read(file: Path, known: Container[str]) -> list[Proposal]:
    """The proposals of a file, empty rows left out; see `proposals` for what is refused."""
    try:
        rows = rows_of(file)
    except (UnicodeDecodeError, csv.Error) as fault:
        raise ReportProblem.of("not_text", file=file) from fault
    absent = [name for name in ("proposal", "codes") if rows and name not in rows[0]]
    if absent:
        raise ReportProblem.of("proposal_columns", file=file, columns=", ".join(absent))
    found = [_proposal(file, at, row, known) for at, row in enumerate(rows, 2) if row["proposal"]]
    if len(found) > MOST:
        raise ReportProblem.of("too_many_proposals", file=file, count=len(found), most=MOST)
    return found


def _proposal(file: Path, at: int, row: Mapping[str, str], known: Container[str]) -> Proposal:
    codes = tuple(row["codes"].replace(",", " ").replace(";", " ").upper().split())
    if not codes:
        raise ReportProblem.of("proposal_without_code", file=file, row=at)
    for code in codes:
        if code not in known:
            raise ReportProblem.of("proposal_code", file=file, row=at, code=code)
    if len(row["proposal"]) > LONGEST:
        raise ReportProblem.of("proposal_long", file=file, row=at, count=len(row["proposal"]), most=LONGEST)
    return Proposal(
        row["proposal"], codes, row.get("owner", ""), row.get("until", ""), row.get("edited_by", "")
    )


def _columns() -> list[str]:
    return [field.name for field in fields(Proposal)]


def _drafted(study: Study, say: Say) -> Iterator[Proposal]:
    """What the findings suggest, the most concrete first; an analyst decides what of it is proposed."""
    yield from _answer(study, say)
    yield from _go_there(study, say)
    yield from _brief_brokers(study, say)
    yield from _speak_of_poverty(study, say)


def _answer(study: Study, say: Say) -> Iterator[Proposal]:
    rates = study.of("response_rate", "agency").filter(
        (pl.col("status") == "ok") & (pl.col("n") >= ENOUGH) & (pl.col("value") < OFTEN)
    )
    slow = rates.sort("value", "subject_id").head(2)
    if slow.is_empty():
        return
    rows = list(slow.iter_rows(named=True))
    names = [study.agencies.get(row["subject_id"], row["subject_id"]) for row in rows]
    whole = study.one("response_rate")
    yield Proposal(
        say("propose_answer", names=", ".join(names), share=shown(whole, study.language)),
        _codes(whole, *rows),
        ", ".join(names),
    )


def _go_there(study: Study, say: Say) -> Iterator[Proposal]:
    names = silent(study)
    if not names:
        return
    found = study.of("voice_share", "place").filter(pl.col("status") == "ok").sort("value", "subject_id")
    rows = list(found.head(len(names)).iter_rows(named=True))[:3]
    yield Proposal(say("propose_visit", names=", ".join(names[:3])), _codes(*rows))


def _brief_brokers(study: Study, say: Say) -> Iterator[Proposal]:
    cut_off, fragile = study.one("terasing"), study.one("kerapuhan_5")
    if cut_off is None or cut_off["status"] != "ok":
        return
    yield Proposal(say("propose_brokers", share=shown(cut_off, study.language)), _codes(cut_off, fragile))


def _speak_of_poverty(study: Study, say: Say) -> Iterator[Proposal]:
    gap, share = study.one("agenda_gap_official", "issue", "1"), study.one("poverty_share_official")
    if gap is None or share is None or gap["status"] != "ok" or gap["value"] >= 0:
        return
    yield Proposal(say("propose_speak", share=shown(share, study.language)), _codes(gap, share))


def _codes(*found: Finding | None) -> tuple[str, ...]:
    shown_codes = (shown(each, "id").code for each in found if each is not None)
    return tuple(code for code in shown_codes if code)
