"""Printable sheets around a plan of outreach: whom to ask, which family has heard, and what came of a campaign."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.report.outreach import Told
from simpul.report.page import _asset
from simpul.report.sections.blocks import Table
from simpul.report.study import Language
from simpul.study.outreach_rounds import After


def write_ask(folder: Path, people: pl.DataFrame, named: bool, language: Language) -> Path:
    """`ask.html`: a line for each interview (`Asking.people`), by name where `named`, else by code."""
    told = Told({}, {}, language)
    rows = [
        [row["id"] if named else row["code"], told.place(row["place"]), "", ""] for row in people.to_dicts()
    ]
    head = [told.say(name) for name in ("ask_person", "place", "ask_from", "ask_to")]
    return _write(
        folder / "ask.html",
        told,
        told.say("ask_title"),
        told.say("ask_lead"),
        [Table(head, rows)],
        private=named,
    )


def write_heard(folder: Path, language: Language) -> Path | None:
    """`heard.html`: the sheet on which families are asked afterwards; None beside a plan without names."""
    path = folder / "heard.csv"
    if not path.exists():
        (folder / "heard.html").unlink(missing_ok=True)
        return None
    told = Told({}, {}, language)
    families = pl.read_csv(path, infer_schema=False).rows()
    rows = [[row[0], told.place(row[1]), told.say("heard_boxes"), "", "", ""] for row in families]
    head = ("heard_family", "place", "heard_yes", "heard_when", "heard_from", "channel")
    table = Table([told.say(name) for name in head], rows)
    return _write(
        folder / "heard.html", told, told.say("heard_title"), told.say("heard_lead"), [table], private=True
    )


def write_after(folder: Path, found: After, language: Language) -> Path:
    """`after.html`: expected and observed reach of all, by campaign and group, and by stated chance."""
    told, whole = Told({}, {}, language), found.whole
    lead = told.say(
        "after_lead", n=told.number(whole.n), observed=told.percent(whole.observed), predicted=told.percent(whole.predicted),
        ratio=told.number(whole.ratio, 2),
    )  # fmt: skip
    rows = whole.reliability.with_row_index("group", 1).with_columns(pl.col("group").cast(pl.String))
    tables = [
        _shares(told, "group", "after_groups", found.groups, "after_note"),
        _shares(told, "after_row", "after_reliability", rows),
    ]
    if found.campaigns.height > 1:
        tables.insert(0, _shares(told, "campaign", "after_campaigns", found.campaigns))
    return _write(folder / "after.html", told, told.say("after_title"), lead, tables)


def _shares(told: Told, of: str, caption: str, part: pl.DataFrame, note: str = "") -> Table:
    say = told.say
    rows = [
        [
            told.place(row["group"]), told.number(row["n"]), told.percent(row["predicted"]), told.percent(row["observed"]),
            told.span(100 * row["low"], 100 * row["high"]),
        ]
        for row in part.to_dicts()
    ]  # fmt: skip
    head = [say(each) for each in (of, "asked", "expected_share", "observed_share")]
    return Table([*head, "95%"], rows, (1, 2, 3, 4), say(caption), say(note) if note else "")


def _write(path: Path, told: Told, title: str, lead: str, tables: list[Table], private: bool = False) -> Path:
    from jinja2 import Environment

    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _asset("outreach_form.html")
    )
    path.unlink(missing_ok=True)
    path.touch(mode=0o600 if private else 0o666)
    path.write_text(
        template.render(lang=told.language, name=path.stem, title=title, lead=lead, tables=tables, style=_asset("style.css")), "utf-8"
    )  # fmt: skip
    return path
