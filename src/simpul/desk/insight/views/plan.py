"""Isu dan rencana: what people talk about beside what the plan puts first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from simpul.desk.frame import Place
from simpul.desk.insight.apps import READ
from simpul.desk.insight.charts import Row, bar_chart
from simpul.desk.insight.figures import KEPT, Figure, Figures
from simpul.desk.insight.lags import lags_of
from simpul.desk.insight.models import Study
from simpul.desk.insight.pages import study_page, with_figures
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right


@dataclass(frozen=True)
class IssueLine:
    """One issue: its rank in the plan, in what citizens say, and in what official accounts post, with the shares."""

    code: str
    name: str
    plan: int | None
    talk: int | None
    official: int | None
    share: Figure | None
    share_official: Figure | None
    gap: Figure | None


@door(Right.READ_FINDINGS)
@with_figures
def plan(request: HttpRequest, study: Study, figures: Figures) -> HttpResponse:
    """Shares of issues with intervals, and the distance of their ranks."""
    lines = _lines(figures)
    poverty = next((line for line in lines if line.code == "1"), None)
    talked = [
        Row(
            line.name, share.text, f"{reverse('insight:figure', args=[share.code])}?studi={study.slug}", share.id,
            share.value, share.low, share.high,
        )
        for line in lines
        if (share := line.share) and share.ok
    ]  # fmt: skip
    rows = sorted(talked, key=lambda row: -row.value)
    documents = (
        figures.folder.table("plan")["document"].drop_nulls().unique().sort().to_list()
        if figures.folder.has("plan")
        else []
    )
    return study_page(
        request, "insight/plan.html", study=study, lines=lines, chart=bar_chart(rows), poverty=poverty, documents=documents,
        ranked=sum(line.plan is not None for line in lines), favourite=_favourite(lines),
        weeks=_weeks(figures),
    )  # fmt: skip


@lru_cache(maxsize=2 * KEPT)
def _weeks(figures: Figures) -> SafeString:
    """Official and citizens' talk week by week, in the language of `figures`; empty where the study says nothing of it."""
    found = lags_of(figures.folder)
    return render_to_string("insight/lags.html", {"found": found}) if found else SafeString()


def _lines(figures: Figures) -> list[IssueLine]:
    """Whole chapters of the code book, in order of the plan, then of the talk."""
    ranks: dict[str, int] = {}
    if figures.folder.has("plan"):
        ranks = dict(
            figures.folder.table("plan").sort("rank", descending=True).select("issue", "rank").rows()
        )
    lines = []
    for code, name in figures.folder.issues.items():
        if "." in code:
            continue
        gap, gap_official = (figures.one(id, "issue", code) for id in ("agenda_gap", "agenda_gap_official"))
        lines.append(
            IssueLine(
                code, name, ranks.get(code), _rank(ranks.get(code), gap), _rank(ranks.get(code), gap_official),
                figures.one("issue_share", "issue", code), figures.one("issue_share_official", "issue", code), gap,
            )
        )  # fmt: skip
    return sorted(
        lines,
        key=lambda line: (line.plan or 99, -(line.share.value or 0) if line.share and line.share.ok else 0),
    )


def _favourite(lines: list[IssueLine]) -> IssueLine | None:
    """The issue that official accounts post about most."""
    posted = [
        (line.share_official.value, line) for line in lines if line.share_official and line.share_official.ok
    ]
    return max(posted, key=lambda pair: pair[0])[1] if posted else None


def _rank(plan: int | None, gap: Figure | None) -> int | None:
    """gap = rank in the plan − rank in the talk."""
    return None if plan is None or gap is None or not gap.ok else int(plan - gap.value)


urlpatterns = [
    path("isu/", plan, name="plan"),
]
PLACE = Place(
    gettext_lazy("Isu dan rencana"), "insight:plan", Right.READ_FINDINGS, "plan", READ, 38,
    gettext_lazy("Apa yang dibicarakan dibanding urutan isu dalam rencana."),
)  # fmt: skip
