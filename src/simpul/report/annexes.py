"""Tables in the order of LP2KD and RKPD, to be pasted into the city's own documents: chapter by chapter, counts only."""

from __future__ import annotations

import polars as pl

from simpul.report.menu import linked
from simpul.report.numbers import DASH, bare, interval, number, shown
from simpul.report.programmes import programmes
from simpul.report.sections.blocks import Block, Section, Table, Text
from simpul.report.study import Study
from simpul.report.words import Say

CATEGORY, KELURAHAN = 3, 13  # characters in a category's code, in a kelurahan's code
IN_KELURAHAN = pl.col("place").str.len_chars() == KELURAHAN
SIGNALS = ("N02.2", "N03", "N04.1")  # never received, data and eligibility, mistargeted: for verifying DTSEN
SOURCES = ("survey", "broker", "online")
MOST = 15  # sub-needs in the matrix of programmes
TALK = ("posts_per_day", "poverty_share_official", "c2", "one_way_share", "response_rate", "response_time")


def annexes(study: Study, say: Say) -> list[Section]:
    """One section per chapter that has something to show. What Simpul cannot know is left for the agency to fill in, and says so."""
    chapters: dict[str, list[Block | None]] = {
        "annex_profile": [_indicators(study, say), _poor(study, say)],
        "annex_programmes": [_programmes(study, say), _offers(study, say)],
        "annex_control": [_complaints(study, say), _communication(study, say)],
        "annex_demand": [*(_demand(study, say, source) for source in SOURCES), _signals(study, say)],
        "annex_unmet": [_unmet(study, say)],
    }
    made = []
    for key, blocks in chapters.items():
        kept: list[Block] = [block for block in blocks if block is not None]
        if kept:
            made.append(Section(key.replace("_", "-"), say(key), say(f"{key}_lead"), kept))
    return made


def _indicators(study: Study, say: Say) -> Table | None:
    """The city's indicators as their sources print them, definitions beside."""
    if not study.has("indicators"):
        return None
    rows = [
        [
            row["indicator"], str(row["year"]), _plain(row["value"], study), row["unit"] or DASH, row["definition"] or DASH,
            row["source"] or DASH, "", "",
        ]
        for row in study.table("indicators").sort("indicator", "year").iter_rows(named=True)
    ]  # fmt: skip
    head = ("indicator", "year", "value", "unit", "meaning", "definition_from", "province", "nation")
    return Table(
        [say(key) for key in head], rows, numeric=(1, 2), caption=say("indicators"), note=say("to_fill")
    )


def _poor(study: Study, say: Say) -> Table | None:
    if not study.has("places"):
        return None
    places = study.table("places").filter(pl.col("poor").is_not_null())
    if places.is_empty():
        return None
    rows = [
        [
            row["name"], number(row["population"], study.language), number(row["poor"], study.language),
            _plain(100 * row["poor"] / row["population"], study) if row["population"] else DASH,
            str(row["year"] or DASH), row["source"] or DASH,
        ]
        for row in places.sort("code").iter_rows(named=True)
    ]  # fmt: skip
    head = ("place", "population", "poor", "poor_share", "year", "definition_from")
    return Table([say(key) for key in head], rows, numeric=(1, 2, 3, 4), caption=say("poor_by_place"))


def _programmes(study: Study, say: Say) -> Table | None:
    """Sub-needs that were voiced, with the programmes that answer them; money and families are the agencies' to fill in."""
    voiced = _voiced(study).head(MOST)
    if voiced.is_empty():
        return None
    rows = [
        [
            f"{need} {name}", affair or DASH, _holder(study, need), "; ".join((named or DASH).split("|")), "", "",
        ]
        for need, name, affair, named in voiced.select("need", "name", "affair", "programmes").rows()
    ]  # fmt: skip
    head = ("need", "affair", "held_by", "programme", "budget", "families_helped")
    return Table([say(key) for key in head], rows, caption=say("programme_matrix"), note=say("to_fill"))


def _offers(study: Study, say: Say) -> Table | None:
    if not study.has("offers"):
        return None
    offers = linked(study.table("offers"))
    rows = [
        [
            row["company"], row["menu_item"], study.places.get(row["place"] or "", say("whole_city")),
            number(row["amount"], study.language), f"{row['date']:%d/%m/%Y}" if row["date"] else DASH,
            row["item"] or say("unlinked"),
        ]
        for row in offers.iter_rows(named=True)
    ]  # fmt: skip
    head = ("company", "offered", "place", "rupiah", "date", "menu_code")
    return Table([say(key) for key in head], rows, numeric=(3,), caption=say("tjsl_offers"))


def _complaints(study: Study, say: Say) -> Table | None:
    rates = study.of("response_rate", "agency").filter(pl.col("status") == "ok")
    if rates.is_empty():
        return None
    rows = [
        [
            study.agencies.get(row["subject_id"], row["subject_id"]),
            number(row["n"], study.language), number(row["numerator"], study.language), shown(row, study.language),
            interval(row, study.language),
            shown(study.one("response_time", "agency", row["subject_id"]), study.language),
        ]
        for row in rates.iter_rows(named=True)
    ]  # fmt: skip
    head = ("agency", "asked", "answered", "answered_share", "interval", "median_time")
    return Table(
        [say(key) for key in head], rows, numeric=(1, 2, 3, 4, 5), caption=say("complaints"), note=say("complaints_note")
    )  # fmt: skip


def _communication(study: Study, say: Say) -> Table | None:
    """What PermenPANRB 83/2012 asks of an agency's accounts: how much, about what, how talked with."""
    agencies = study.of(TALK[0], "agency").filter(pl.col("status") == "ok")["subject_id"].to_list()
    if not agencies:
        return None
    rows = [
        [
            study.agencies.get(code, code),
            *(bare(study.one(measure, "agency", code), study.language) for measure in TALK),
        ]
        for code in agencies
    ]
    head = [say("agency"), *(say(f"talk_{measure}") for measure in TALK)]
    return Table(head, rows, numeric=tuple(range(1, len(head))), caption=say("communication"))


def _demand(study: Study, say: Say, source: str) -> Table | None:
    """Kelurahan × category of need, one table per source: they are never added."""
    cells = _cells(study).filter(
        (pl.col("need").str.len_chars() == CATEGORY) & (pl.col("source") == source) & IN_KELURAHAN
    )
    if cells.is_empty():
        return None
    needs = cells["need"].unique().sort().to_list()
    said = _said(study, cells)
    kelurahan = [code for code in sorted(study.places) if len(code) == KELURAHAN]
    rows = [[study.places[code], *(said.get((need, code), DASH) for need in needs)] for code in kelurahan]
    return Table(
        [say("kelurahan"), *needs], rows, numeric=tuple(range(1, len(needs) + 1)), caption=say(f"demand_{source}"),
        note=say("demand_note"),
    )  # fmt: skip


def _signals(study: Study, say: Say) -> Table | None:
    cells = _cells(study).filter(pl.col("need").is_in(SIGNALS) & IN_KELURAHAN)
    kelurahan = [code for code in sorted(study.places) if len(code) == KELURAHAN]
    if cells.is_empty() or not kelurahan:
        return None
    columns = [
        (need, source)
        for need in SIGNALS
        for source in SOURCES
        if not cells.filter(need=need, source=source).is_empty()
    ]
    by_source = {source: _said(study, cells.filter(source=source)) for source in SOURCES}
    rows = [
        [study.places[code], *(by_source[source].get((need, code), DASH) for need, source in columns)]
        for code in kelurahan
    ]
    head = [say("kelurahan"), *(f"{need} {say(source)}" for need, source in columns)]
    return Table(
        head, rows, numeric=tuple(range(1, len(head))), caption=say("signals"), note=say("signals_note")
    )


def _unmet(study: Study, say: Say) -> Block | None:
    """Sub-needs that were voiced and that no programme in force answers."""
    voiced = _voiced(study)
    if voiced.is_empty():
        return None
    answered = set(programmes(study.last_day, study.place)["needs"].str.split("|").explode())
    rows = [
        [f"{need} {name}", affair or DASH, _holder(study, need), named.replace("|", "; ") if named else DASH]
        for need, name, affair, named in voiced.select("need", "name", "affair", "programmes").rows()
        if need not in answered
    ]
    if not rows:
        return Text([say("none_unmet")])
    head = ("need", "affair", "held_by", "named_in_plan")
    return Table([say(key) for key in head], rows, caption=say("unmet"), note=say("unmet_note"))


def _voiced(study: Study) -> pl.DataFrame:
    """Sub-needs with at least one cell that may be shown, the most voiced first, with the taxonomy's columns."""
    cells = _cells(study).filter(
        (pl.col("need").str.len_chars() > CATEGORY) & (pl.col("place") == "all") & (pl.col("status") == "ok")
    )
    most = (
        cells.group_by("need").agg(most=pl.col("voices").max()).sort("most", "need", descending=[True, False])
    )
    return most.join(study.needs, left_on="need", right_on="code", how="left", maintain_order="left")


def _holder(study: Study, need: str) -> str:
    row = study.needs.filter(code=need).row(0, named=True)
    return study.holders.get(row["urusan_lead"] or "", (row["agency"] or DASH).split("|")[0])


def _cells(study: Study) -> pl.DataFrame:
    if study.has("needs"):
        return study.table("needs")
    from simpul.study.needs import NEEDS

    return pl.DataFrame(schema=NEEDS)


def _said(study: Study, cells: pl.DataFrame) -> dict[tuple[str, str], str]:
    return {
        (need, place): "<5" if status == "suppressed" else number(voices, study.language)
        for need, place, voices, status in cells.select("need", "place", "voices", "status").rows()
    }


def _plain(value: float | None, study: Study) -> str:
    return number(value, study.language, 0 if value is None or float(value).is_integer() else 1)
