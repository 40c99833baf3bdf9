"""All forms of a report by name, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from simpul.report.docx import write_docx
from simpul.report.infographics import write_infographics
from simpul.report.lembar_warga import write_sheets
from simpul.report.menu_tjsl import write_menu
from simpul.report.page import write_report
from simpul.report.print.agency import write_agencies
from simpul.report.print.brief import write_brief
from simpul.report.print.document import Issue
from simpul.report.print.full import write_full
from simpul.report.programmes import write_copy
from simpul.report.refusals import ReportProblem
from simpul.report.study import Language, Study
from simpul.report.workbook import write_workbook


@dataclass(frozen=True)
class Wishes:
    """What the caller brings: files that people edited, one agency only, the day of printing, where codes open."""

    on: date
    proposals: Path | None = None
    programmes: Path | None = None
    offers: Path | None = None
    agency: str | None = None
    codes_at: str = ""


Writer = Callable[[Issue, Path, Wishes], list[Path]]


def write_reports(
    folder: Path, out: Path, forms: Iterable[str], language: Language, wishes: Wishes
) -> dict[str, list[Path]]:
    """Writes the forms (names of FORMS) of a study; returns what was written, by form.

    Raises ReportProblem for a folder that is no study and for what a form cannot be made of. Where several forms are asked for,
    one that has nothing to show is left out.
    """
    for file in ("manifest.json", "tables/findings.parquet"):
        if not (folder / file).exists():
            raise ReportProblem.of("no_study", folder=folder, file=file)
    for given in (wishes.proposals, wishes.programmes, wishes.offers):
        if given is not None and not given.exists():
            raise ReportProblem.of("no_file", file=given)
    issue = Issue(Study(folder, language), wishes.on, wishes.codes_at)
    asked = list(forms)
    written: dict[str, list[Path]] = {}
    for form in asked:
        try:
            written[form] = FORMS[form](issue, out, wishes)
        except ReportProblem as problem:
            if len(asked) == 1 or not problem.nothing_to_show:
                raise
    return written


def _html(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    return [write_report(issue.study.root, issue.study.language)]


def _brief(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    file = wishes.proposals or out / issue.say("file_proposals")
    return [write_brief(issue, out / issue.say("file_brief"), file), file]


def _full(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    return [write_full(issue, out / issue.say("file_full"))]


def _agency(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    return [write_agencies(issue, out / issue.say("file_agency"), wishes.agency)]


def _docx(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    return [write_docx(issue, out / issue.say("file_docx"))]


def _xlsx(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    return [write_workbook(issue, out / issue.say("file_xlsx"))]


def _infographics(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    return write_infographics(issue, out / issue.say("folder_infographics"))


def _sheets(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    """The sheets, and the list of programmes for offices to check."""
    facts = wishes.programmes or out / "program.csv"
    if wishes.programmes is None:
        facts.parent.mkdir(parents=True, exist_ok=True)
        write_copy(facts)
    return [*write_sheets(issue, out / "lembar-warga", facts), facts]


def _menu(issue: Issue, out: Path, wishes: Wishes) -> list[Path]:
    return write_menu(issue, out / issue.say("file_menu"), wishes.offers)


FORMS: Mapping[str, Writer] = {
    "html": _html, "brief": _brief, "full": _full, "agency": _agency, "docx": _docx, "xlsx": _xlsx,
    "infographic": _infographics, "lembar-warga": _sheets, "menu-tjsl": _menu,
}  # fmt: skip
