"""What an infographic shows: one big figure and a few bars, of a register, an indicator or a survey; never of single persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from simpul.corpus.vocabulary import labels
from simpul.report.numbers import number
from simpul.report.print.document import Issue

LEAST = 5  # persons or families behind a bar
KELURAHAN, CATEGORY = 13, 3  # characters in a kelurahan's code, in a category's code
YEARS = 8  # bars of a series


@dataclass(frozen=True)
class Bar:
    """`value` is None where fewer than five stand behind it, or where it would give such a one away."""

    name: str
    value: float | None
    shown: str


@dataclass(frozen=True)
class Infographic:
    """One definition for all formats. `figure` is what stands large, `meaning` the sentence that it begins."""

    id: str
    title: str
    figure: str
    meaning: str
    bars: Sequence[Bar]
    others: str  # how bars that a format has no room for are told; holds {n}
    source: str

    @property
    def alt(self) -> str:
        """The picture in words: all its bars, in every format."""
        told = "; ".join(f"{bar.name} {bar.shown}" for bar in self.bars)
        return f"{self.title}. {self.figure} {self.meaning} {told}. {self.source}"


def facts(issue: Issue) -> list[Infographic]:
    """Those that the study has figures for."""
    return [*_series(issue), *_places(issue), *_needs(issue), *_groups(issue)]


def hidden(values: Sequence[float], *, total_known: bool) -> list[bool]:
    """Which values to hide: those under five, and, if the total is known, the next smallest where only one is under five."""
    few = [value < LEAST for value in values]
    if total_known and sum(few) == 1 and len(values) > 1:
        rest = [(value, at) for at, value in enumerate(values) if not few[at]]
        few[min(rest)[1]] = True
    return few


def _bars(issue: Issue, rows: Sequence[tuple[str, float]], *, total_known: bool) -> list[Bar]:
    """The largest first; what is hidden last, without a length."""
    hide = hidden([value for _, value in rows], total_known=total_known)
    bars = [
        Bar(name, None if few else value, "<5" if few else number(value, issue.study.language))
        for (name, value), few in zip(rows, hide, strict=True)
    ]
    return sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.name))


def _places(issue: Issue) -> Iterator[Infographic]:
    """The poor by kelurahan, as the city's register gives them."""
    study, say = issue.study, issue.say
    if not study.has("places"):
        return
    known = study.table("places").filter(pl.col("poor").is_not_null())
    rows = known.filter(pl.col("code").str.len_chars() == KELURAHAN)
    if rows.is_empty():
        return
    city = known.filter(code=study.place or "").row(0, named=True) if study.place in known["code"] else None
    poor = city["poor"] if city else int(rows["poor"].sum())
    people = city["population"] if city else (None if rows["population"].null_count() else int(rows["population"].sum()))  # fmt: skip
    meaning = say("poor_of", city=issue.city)
    if people:
        meaning = say("poor_of_people", city=issue.city, per=number(1000 * poor / people, study.language))
    bars = _bars(issue, rows.select("name", "poor").rows(), total_known=True)
    yield Infographic(
        "kemiskinan", say("graphic_places"), number(poor, study.language), meaning, bars, say("other_places"), _source(issue, rows)
    )  # fmt: skip


def _needs(issue: Issue) -> Iterator[Infographic]:
    """What families name in the survey, by category."""
    study, say = issue.study, issue.say
    asked = study.one("need_rate_survey")
    if not study.has("needs") or asked is None or not asked["n"]:
        return
    cells = study.table("needs").filter(
        (pl.col("source") == "survey") & (pl.col("place") == "all") & (pl.col("status") == "ok")
        & (pl.col("need").str.len_chars() == CATEGORY)
    )  # fmt: skip
    if cells.is_empty():
        return
    names = dict(study.needs.select("code", "name").rows())
    rows = [
        (names.get(need, need), float(persons)) for need, persons in cells.select("need", "persons").rows()
    ]
    bars = _bars(issue, rows, total_known=False)
    source = say("source_survey", n=number(asked["n"], study.language), period=issue.period)
    yield Infographic(
        "kebutuhan", say("graphic_needs"), bars[0].shown,
        say("families_name", n=number(asked["n"], study.language), need=bars[0].name), bars, say("other_needs"),
        source,
    )  # fmt: skip


def _groups(issue: Issue) -> Iterator[Infographic]:
    """Poor families with older people, children, people with disabilities, or led by women."""
    study, say = issue.study, issue.say
    if not study.has("population"):
        return
    known = study.table("population").filter(pl.col("poor").is_not_null())
    named = labels("group", language=study.language)
    rows = known.filter(pl.col("group") != "all").group_by("group").agg(pl.col("poor").sum()).sort("group")
    if rows.is_empty():
        return
    whole = int(known.filter(group="all")["poor"].sum())
    bars = _bars(issue, [(named.get(group, group), poor) for group, poor in rows.rows()], total_known=False)
    if whole < LEAST:
        return
    yield Infographic(
        "keluarga", say("graphic_groups"), number(whole, study.language), say("poor_families", city=issue.city), bars,
        say("other_groups"), _source(issue, known),
    )  # fmt: skip


def _series(issue: Issue) -> Iterator[Infographic]:
    """The share of the poor year by year, where the workbook has it from one source."""
    study, say = issue.study, issue.say
    if not study.has("indicators"):
        return
    known = study.table("indicators").filter(
        pl.col("indicator").str.to_lowercase().str.contains("persen.*miskin|kemiskinan|poverty rate|p0")
        & (pl.col("unit").str.strip_chars() == "%") & pl.col("value").is_not_null()
    )  # fmt: skip
    sources = known.group_by("indicator", "source").agg(n=pl.col("year").n_unique())
    longest = sources.filter(pl.col("n") > 1).sort(
        "n", "indicator", "source", descending=[True, False, False]
    )
    if longest.is_empty():
        return
    best = longest.row(0, named=True)
    rows = known.filter(
        pl.col("indicator").eq_missing(best["indicator"]) & pl.col("source").eq_missing(best["source"])
    )
    rows = rows.unique("year", keep="last").sort("year").tail(YEARS)
    bars = [
        Bar(str(year), value, f"{number(value, study.language, 2)}%")
        for year, value in rows.select("year", "value").rows()
    ]
    yield Infographic(
        "tahun", say("graphic_years"), bars[-1].shown, say("poor_in_year", city=issue.city, year=bars[-1].name), bars,
        say("other_years"), _source(issue, rows),
    )  # fmt: skip


def _source(issue: Issue, rows: pl.DataFrame) -> str:
    sources = ", ".join(rows["source"].drop_nulls().unique(maintain_order=True).to_list())
    years = rows["year"].drop_nulls().unique().sort().to_list()
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else ""
    return issue.say("source_of", source=", ".join(part for part in (sources or issue.say("source_unnamed"), span) if part))  # fmt: skip
