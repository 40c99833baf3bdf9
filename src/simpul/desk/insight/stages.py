"""Tahapan: per agency what is complete of planning, carrying out, following and evaluating; states, not marks of merit.

Rules stand on the page in the words of RULES. A rule without the data to judge it is unknown, which is neither met nor unmet.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simpul.desk.affairs.models import Agency, Holding, Indicator, OfficialAccount
from simpul.desk.insight import answering, indexing
from simpul.desk.insight.figures import Figure, Figures, figures_of
from simpul.desk.insight.models import State, Study
from simpul.desk.insight.search import opened
from simpul.measures.findings import LEAST
from simpul.study.waiting import COMMENT

PURPOSES: dict[str, Promise] = {
    "menyimak": _("menyimak"),
    "berbicara": _("berbicara"),
    "menyemangati": _("menyemangati"),
    "mendukung": _("mendukung"),
    "merangkul": _("merangkul"),
}
STAGES: dict[str, Promise] = {
    "planning": _("Perencanaan"),
    "doing": _("Pelaksanaan"),
    "following": _("Pemantauan"),
    "evaluating": _("Evaluasi"),
}
RULES: dict[str, tuple[str, Promise]] = {  # code → stage, and the rule in words
    "affair": ("planning", _("memegang sekurangnya satu urusan")),
    "accounts": ("planning", _("setiap akun resminya mempunyai admin dan surat penunjukan")),
    "target": ("planning", _("sekurangnya satu indikator untuk warga miskin mempunyai target")),
    "posts": ("doing", _("mengunggah dalam jangka waktu kajian")),
    "purposes": ("doing", _("unggahannya memuat kelima tujuan: menyimak, berbicara, menyemangati, mendukung, merangkul")),
    "response": ("following", _("angka tanggapannya terukur")),
    "waiting": ("following", _("tidak ada komentar di akunnya yang menunggu jawaban")),
    "achieved": ("evaluating", _("setiap target indikator untuk warga miskin mempunyai capaian")),
    "compared": ("evaluating", _("angka tanggapannya dapat dibandingkan dengan kajian sebelumnya")),
}  # fmt: skip


@dataclass(frozen=True)
class Ruled:
    """One rule about one agency: met, unmet or unknown, with what was counted and a figure to open."""

    rule: Promise
    met: bool | None
    count: int | None = None
    of: int | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Cell:
    """One stage of one agency."""

    rules: list[Ruled]

    @property
    def met(self) -> int:
        return sum(rule.met is True for rule in self.rules)

    @property
    def state(self) -> str:
        """complete, begun or none."""
        return "complete" if self.met == len(self.rules) else "begun" if self.met else "none"


@dataclass(frozen=True)
class Line:
    agency: Agency
    cells: list[Cell]


@dataclass(frozen=True)
class Known:
    """What is at hand about all agencies, each asked for once."""

    affairs: Mapping[int, int]
    accounts: Mapping[int, Sequence[OfficialAccount]]
    indicators: Mapping[int, Sequence[Indicator]]
    posted: Mapping[str, int]
    purposes: Mapping[str, frozenset[str]]
    waiting: Mapping[str, int] | None
    figures: Figures
    before: Figures | None


def lines_of(study: Study, figures: Figures) -> list[Line]:
    """The city's own agencies by name."""
    today = timezone.localdate()
    agencies = list(Agency.objects.on(today).filter(level=Agency.Level.CITY))
    known = _known(study, figures)
    return [Line(agency, _cells(agency, known)) for agency in agencies]


def _cells(agency: Agency, known: Known) -> list[Cell]:
    ruled = _ruled(agency, known)
    return [
        Cell([ruled[code] for code, (stage, _words) in RULES.items() if stage == wanted]) for wanted in STAGES
    ]


def _ruled(agency: Agency, known: Known) -> dict[str, Ruled]:
    affairs = known.affairs.get(agency.pk, 0)
    accounts = known.accounts.get(agency.pk, ())
    kept = sum(bool(account.admin and account.decree) for account in accounts)
    poor = [indicator for indicator in known.indicators.get(agency.pk, ()) if indicator.pro_poor]
    aimed = [indicator for indicator in poor if indicator.target is not None]
    achieved = sum(indicator.achieved is not None for indicator in aimed)
    posted = known.posted.get(agency.code, 0)
    purposes = len(known.purposes.get(agency.code, frozenset()) & PURPOSES.keys())
    response = known.figures.one("response_rate", "agency", agency.code)
    before = known.before.one("response_rate", "agency", agency.code) if known.before else None
    waits = None if known.waiting is None else known.waiting.get(agency.code, 0)
    shown = waits if waits is None or waits == 0 or waits >= LEAST else None
    both = bool(before and before.ok and response and response.ok)

    def rule(
        code: str, met: bool | None, count: int | None = None, of: int | None = None, figure: Figure | None = None
    ) -> Ruled:  # fmt: skip
        return Ruled(RULES[code][1], met, count, of, figure)

    return {
        "affair": rule("affair", affairs > 0, affairs),
        "accounts": rule("accounts", kept == len(accounts) > 0, kept, len(accounts)),
        "target": rule("target", bool(aimed), len(aimed), len(poor)),
        "posts": rule("posts", posted > 0, posted),
        "purposes": rule("purposes", purposes == len(PURPOSES), purposes, len(PURPOSES)),
        "response": rule("response", bool(response and response.ok), figure=response),
        "waiting": rule("waiting", None if waits is None else not waits and bool(accounts), shown),
        "achieved": rule("achieved", achieved == len(aimed) > 0, achieved, len(aimed)),
        "compared": rule("compared", both),
    }


def _known(study: Study, figures: Figures) -> Known:
    today = timezone.localdate()
    accounts: dict[int, list[OfficialAccount]] = defaultdict(list)
    for account in OfficialAccount.objects.on(today).exclude(agency=None):
        accounts[account.agency_id].append(account)
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.on(today):
        indicators[indicator.agency_id].append(indicator)
    held = Counter(Holding.objects.on(today).values_list("agency", flat=True))
    posted, purposes = _posted(study.path, _made(study.path))
    return Known(held, accounts, indicators, posted, purposes, _waiting(study.path), figures, _before(study))


def _made(root: Path) -> int:
    return (root / "tables" / "findings.parquet").stat().st_mtime_ns


@lru_cache(maxsize=8)
def _posted(root: Path, made: int) -> tuple[dict[str, int], dict[str, frozenset[str]]]:
    """By agency: posts in the study, and the purposes among them."""
    path = root / "tables" / "official_posts.parquet"
    if not path.exists():
        return {}, {}
    labels = pl.scan_parquet(root / "tables" / "labels.parquet").select("post_id", "purpose")
    found = (
        pl.scan_parquet(path)
        .filter(pl.col("agency").is_not_null())
        .join(labels, on="post_id", how="left")
        .group_by("agency")
        .agg(posts=pl.len(), purposes=pl.col("purpose").drop_nulls().unique())
        .collect()
    )
    rows = found.select("agency", "posts", "purposes").rows()
    return {code: posts for code, posts, _ in rows}, {code: frozenset(found) for code, _, found in rows}


def _waiting(root: Path) -> dict[str, int] | None:
    """By agency, comments on its accounts that wait and carry no mark; None where the study has no index."""
    index = indexing.index_of(root)
    if index is None:
        return None
    closed = set(answering.closed(answering.newest_marks()))
    asked = "SELECT waiting.agency, posts.post_id FROM waiting JOIN posts USING (row) WHERE why = ? AND waiting.agency IS NOT NULL"
    with closing(opened(index)) as connection:
        rows: list[sqlite3.Row] = connection.execute(asked, (COMMENT,)).fetchall()
    return Counter(agency for agency, post in rows if post not in closed)


def _before(study: Study) -> Figures | None:
    """The figures of the finished study before this one."""
    earlier = Study.objects.filter(state=State.DONE, pk__lt=study.pk).first()
    try:
        return figures_of(earlier) if earlier else None
    except FileNotFoundError:
        return None
