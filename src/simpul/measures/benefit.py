"""Does being connected go with a benefit? Connected poor households against unconnected ones, as they are and adjusted for who they are.

"No evidence" is a result, and says nothing about whether there is a benefit. Who is connected was not decided by lot, so a
difference is no effect, adjusted or not.
"""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from simpul.measures.findings import LEAST
from simpul.measures.intervals import Z
from simpul.measures.proportions import pair

PER_TERM = 10  # households with the rarer outcome that each term of the model needs
LEAST_PLACES = 10  # places below which their rows are taken for independent


@dataclass(frozen=True)
class Benefit:
    """Shares and differences in percent; None where they are not available, `reason` then says why."""

    outcome: str
    connected: int | None  # households with the outcome
    connected_of: int | None
    unconnected: int | None
    unconnected_of: int | None
    difference: float | None = None
    low: float | None = None  # Newcombe
    high: float | None = None
    p: float | None = None
    effect: float | None = None  # Cohen's h
    adjusted: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None
    adjusted_n: int | None = None
    adjusted_for: tuple[str, ...] = ()
    verdict: str = "not_available"  # more, less, no_evidence, not_available, suppressed
    reason: str | None = None  # no_rows, few_households, few_per_term, one_sided
    adjusted_reason: str | None = None

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def benefit(
    households: pl.DataFrame, outcome: str, connected: str, attributes: tuple[str, ...] = (), place: str | None = None
) -> Benefit:  # fmt: skip
    """One outcome of connected against unconnected households.

    `households`: one row each, with the Boolean columns `outcome` and `connected`, and attributes, which are taken as categories.
    Rows where either Boolean is null are left out; for the adjusted figure also rows without an attribute. As they are: difference
    of proportions with Newcombe's interval. Adjusted: logistic regression, standardised to all households (the mean of what it
    gives each if connected less if not), interval by the delta method, robust to clusters of `place` where there are ten or
    more (Localio, Margolis & Berlin 2007, J. Clin. Epidemiol. 60, 874–882). The verdict is the adjusted one where there is one.

    Suppressed where one of the four cells holds one to four households.
    """
    known = households.drop_nulls([outcome, connected])
    yes, no = known.filter(pl.col(connected)), known.filter(~pl.col(connected))
    k, n, j, m = int(yes[outcome].sum()), yes.height, int(no[outcome].sum()), no.height
    if not n or not m:
        return Benefit(outcome, None, None, None, None, reason="no_rows")
    if any(0 < count < LEAST for count in (k, n - k, j, m - j)):
        return Benefit(outcome, None, None, None, None, verdict="suppressed", reason="few_households")
    raw = pair(k, n, j, m)
    assert raw is not None
    found: dict[str, Any] = {
        "difference": 100 * raw.difference, "low": 100 * raw.low, "high": 100 * raw.high, "p": raw.p, "effect": raw.effect,
        "verdict": _verdict(raw.low, raw.high),
    }  # fmt: skip
    if attributes:
        found |= _adjusted(known.drop_nulls(list(attributes)), outcome, connected, attributes, place)
    return Benefit(outcome, k, n, j, m, **found)


def _verdict(low: float, high: float) -> str:
    return "more" if low > 0 else "less" if high < 0 else "no_evidence"


def _adjusted(
    rows: pl.DataFrame, outcome: str, connected: str, attributes: tuple[str, ...], place: str | None
) -> dict[str, Any]:
    y = rows[outcome].cast(pl.Float64).to_numpy()
    terms = rows.select(pl.col(name).cast(pl.String) for name in attributes).to_dummies(drop_first=True)
    x = np.column_stack([np.ones(rows.height), rows[connected].cast(pl.Float64).to_numpy(), terms.to_numpy()])
    said = {"adjusted_for": attributes, "adjusted_n": rows.height}
    if min(y.sum(), rows.height - y.sum()) < PER_TERM * (x.shape[1] - 1):
        return said | {"adjusted_reason": "few_per_term"}
    fitted = _fit(y, x, rows, place)
    if fitted is None:
        return said | {"adjusted_reason": "one_sided"}
    beta, covariance = fitted
    risks, slopes = [], []
    for value in (1.0, 0.0):
        set_to = x.copy()
        set_to[:, 1] = value
        risk = 1 / (1 + np.exp(-(set_to @ beta)))
        risks.append(risk.mean())
        slopes.append(((risk * (1 - risk))[:, None] * set_to).mean(axis=0))
    gap, slope = risks[0] - risks[1], slopes[0] - slopes[1]
    reach = Z * float(np.sqrt(slope @ covariance @ slope))
    return said | {
        "adjusted": 100 * gap, "adjusted_low": 100 * (gap - reach), "adjusted_high": 100 * (gap + reach),
        "verdict": _verdict(gap - reach, gap + reach),
    }  # fmt: skip


def _fit(y: Any, x: Any, rows: pl.DataFrame, place: str | None) -> tuple[Any, Any] | None:
    """Coefficients and their covariance; None where one side of a term has the outcome always or never, or terms repeat each other."""
    from statsmodels.discrete.discrete_model import Logit

    if np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    groups = rows[place].rank("dense").to_numpy() if place and rows[place].null_count() == 0 else None
    clustered = groups is not None and len(set(groups.tolist())) >= LEAST_PLACES
    how = {"cov_type": "cluster", "cov_kwds": {"groups": groups}} if clustered else {"cov_type": "HC1"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model = Logit(y, x).fit(disp=0, maxiter=100, **how)
        except (np.linalg.LinAlgError, ValueError):
            return None
    steady = model.mle_retvals["converged"] and np.abs(model.params).max() < 15
    return (model.params, model.cov_params()) if steady else None
