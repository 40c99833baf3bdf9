"""Menu TJSL: confirmed needs for companies to choose from, as a workbook to fill in and as paper; and the offers, read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from simpul.report.menu import confirmed, items, matched
from simpul.report.numbers import DASH, number
from simpul.report.print.document import Issue, write_pdf
from simpul.report.refusals import ReportProblem
from simpul.report.sections.blocks import Card, Section, Table
from simpul.report.workbook import Sheet, save

LINES = 200  # rows of the sheet of offers that have drop-down lists
OFFER = {
    "company": pl.String,
    "menu_item": pl.String,
    "place": pl.String,
    "amount": pl.Float64,
    "date": pl.Date,
}


def write_menu(issue: Issue, path: Path, offers_file: Path | None = None) -> list[Path]:
    """Writes `path` with `.xlsx` and `.pdf`; returns both.

    Offers are those of the study's workbook and, with `offers_file`, those that companies filled into the menu's sheet. Raises
    ReportProblem for a file without that sheet.
    """
    found = offers_of(issue, offers_file)
    return [
        _workbook(issue, found, path.with_suffix(".xlsx")),
        _paper(issue, found, path.with_suffix(".pdf")),
    ]


def offers_of(issue: Issue, file: Path | None = None) -> pl.DataFrame:
    """All offers with `item`, `families` and `reason`, see `menu.matched`; the first of equal offers only."""
    study = issue.study
    frames = [pl.DataFrame(schema=OFFER)]
    if study.has("offers"):
        frames.append(study.table("offers").select(OFFER.keys()).cast(OFFER))  # type: ignore[arg-type]
    if file is not None:
        frames.append(_read(issue, file))
    offers = pl.concat(frames).unique(maintain_order=True)
    return matched(offers, _needs(issue), study.places)


def counted(offers: pl.DataFrame) -> tuple[int, int]:
    """How many offers meet a confirmed need, and how many do not."""
    linked = int(offers["reason"].is_null().sum())
    return linked, offers.height - linked


def _needs(issue: Issue) -> pl.DataFrame:
    if issue.study.has("needs"):
        return issue.study.table("needs")
    from simpul.study.needs import NEEDS

    return pl.DataFrame(schema=NEEDS)


def _read(issue: Issue, file: Path) -> pl.DataFrame:
    """The filled sheet of offers; places by name or code, rows without a company left out."""
    import openpyxl

    say = issue.say
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, openpyxl.utils.exceptions.InvalidFileException) as fault:
        raise ReportProblem.of("not_a_menu", file=file, sheet=say("offers_sheet")) from fault
    if say("offers_sheet") not in book.sheetnames:
        raise ReportProblem.of("not_a_menu", file=file, sheet=say("offers_sheet"))
    codes = {
        name.lower(): code for code, name in sorted(issue.study.places.items(), key=lambda one: len(one[0]))
    }
    rows: list[tuple[Any, ...]] = []
    for row in book[say("offers_sheet")].iter_rows(min_row=2, max_col=len(OFFER), values_only=True):
        cells: list[Any] = [*row, *[None] * (len(OFFER) - len(row))]
        company, item, place, amount, day = cells
        if not company:
            continue
        named = str(place or "").strip()
        rows.append(
            (
                str(company).strip(), str(item or ""),
                codes.get(named.lower(), named) or None, _rupiah(amount), day.date() if hasattr(day, "date") else None,
            )
        )  # fmt: skip
    return pl.DataFrame(rows, schema=OFFER, orient="row")


def _rupiah(value: Any) -> float | None:
    """An amount typed as a number or as `Rp25.000.000`; None where it is neither."""
    if isinstance(value, (int, float)):
        return float(value)
    digits = str(value or "").lower().removeprefix("rp").strip().replace(".", "").replace(" ", "")
    return float(digits) if digits.isdigit() else None


def _menu_rows(issue: Issue) -> list[list[Any]]:
    """Item × kelurahan, the most families first within an item."""
    names = {row["code"]: row for row in items().iter_rows(named=True)}
    key = "name_en" if issue.study.language == "en" else "name"
    rows = confirmed(_needs(issue)).sort("item", "families", "place", descending=[False, True, False])
    return [
        [
            f"{item} {names[item][key]}",
            names[item]["choices"],
            issue.study.places.get(place, place),
            families,
            passed,
        ]
        for item, place, families, passed in rows.rows()
    ]


def _offer_rows(issue: Issue, offers: pl.DataFrame) -> list[list[Any]]:
    say = issue.say
    return [
        [
            row["company"], row["menu_item"], issue.study.places.get(row["place"] or "", row["place"] or say("whole_city")),
            row["amount"], row["date"], row["item"] or "", row["families"],
            say(f"offer_{row['reason']}") if row["reason"] else say("linked"),
        ]
        for row in offers.iter_rows(named=True)
    ]  # fmt: skip


def _workbook(issue: Issue, offers: pl.DataFrame, path: Path) -> Path:
    say = issue.say
    menu = ("menu_item", "choices", "kelurahan", "families_survey", "passed_on")
    blank = ("company", "menu_item", "kelurahan", "rupiah", "date")
    read = ("company", "offered", "place", "rupiah", "date", "menu_code", "families_survey", "state")
    linked, unlinked = counted(offers)
    about: list[list[Any]] = [
        [say("menu_tjsl"), issue.city], [say("period"), issue.period], [say("printed"), issue.day],
        [say("linked"), linked], [say("unlinked"), unlinked], [say("how_to_read"), say("menu_rules")],
    ]  # fmt: skip
    sheets = [
        Sheet(say("menu_sheet"), [say(key) for key in menu], _menu_rows(issue)),
        Sheet(say("offers_sheet"), [say(key) for key in blank], []),
        Sheet(say("offers_read"), [say(key) for key in read], _offer_rows(issue, offers)),
        Sheet(say("about"), ["", ""], about),
    ]

    def lists(book: Any, pages: dict[str, Any]) -> None:
        """Drop-down lists where a company fills in its offer."""
        hidden = book.add_worksheet(say("choices_sheet"))
        hidden.hide()
        menu_items = [f"{code} {name}" for code, name in items().select("code", "name").rows()]
        places = sorted(name for code, name in issue.study.places.items() if len(code) == 13)
        for column, values in enumerate((menu_items, places)):
            hidden.write_column(0, column, values)
        page = pages[say("offers_sheet")]
        page.set_column(0, len(blank) - 1, 26)
        for column, letter, count in ((1, "A", len(menu_items)), (2, "B", len(places))):
            if count:
                source = f"='{say('choices_sheet')}'!${letter}$1:${letter}${count}"
                page.data_validation(
                    1, column, LINES, column, {"validate": "list", "source": source, "error_type": "warning"}
                )

    return save(path, sheets, lists)


def _paper(issue: Issue, offers: pl.DataFrame, path: Path) -> Path:
    say, language = issue.say, issue.study.language
    made = issue.composition()
    linked, unlinked = counted(offers)
    families = confirmed(_needs(issue))
    cells = {
        (item, place): count for item, place, count in families.select("item", "place", "families").rows()
    }
    codes = families["item"].unique().sort().to_list()
    menu = Table(
        [say("kelurahan"), *codes],
        [
            [issue.study.places.get(place, place), *(number(cells.get((item, place)), language) for item in codes)]
            for place in families["place"].unique().sort()
        ],
        numeric=tuple(range(1, len(codes) + 1)), note=say("menu_rules"),
    )  # fmt: skip
    read = Table(
        [say("company"), say("offered"), say("place"), say("rupiah"), say("menu_code"), say("state")],
        [
            [company, offered, place, number(amount, language), item or DASH, state]
            for company, offered, place, amount, _, item, _, state in _offer_rows(issue, offers)
        ],
        numeric=(3,),
    )  # fmt: skip
    cards = [
        Card(say("menu_rows"), number(families.height, language)),
        Card(say("linked"), number(linked, language)),
        Card(say("unlinked"), number(unlinked, language), tone="warn" if unlinked else ""),
    ]
    sections = [
        Section("", say("menu_confirmed"), "", [menu] if menu.rows else []),
        Section("", say("tjsl_offers"), "", [read] if read.rows else []),
    ]
    data = issue.frame(say("menu_tjsl")) | {
        "lead": say("menu_lead", period=issue.period), "cards": [made.card(card) for card in cards],
        "choices": [
            {"name": f"{row['code']} {row['name_en' if language == 'en' else 'name']}", "choices": row["choices"]}
            for row in items().iter_rows(named=True)
        ],
        "sections": [made.section(section) for section in sections],
        "words": {key: say(key) for key in ("menu_tjsl", "choices", "none_known")},
    }  # fmt: skip
    return write_pdf("menu-tjsl", data, made.pictures, path)
