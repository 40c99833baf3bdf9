"""Who could have heard by when: paths along contacts whose times follow one another.

A path that runs backwards in time carries nothing, so a network without times promises too much. What could have been heard is
an upper bound too: that a way was open does not say that anybody told.
"""

from __future__ import annotations

from datetime import datetime

import numba as nb
import numpy as np
import polars as pl

from simpul.corpus.records import TIME, Schema
from simpul.network.graph import Ints, Longs

CARRIED: Schema = {"teller": pl.String, "hearer": pl.String, "at": TIME}
HEARD: Schema = {
    "id": pl.String,
    "at": TIME,  # the earliest time at which word could have arrived
    "steps": pl.Int32,  # contacts on that way, every teller on it having heard as early as possible
    "teller": pl.String,  # the last of them; null for a source
}
SPREAD: Schema = {
    "at": TIME,
    "heard": pl.Int64,  # who could have heard by then, the sources left out
    "share": pl.Float64,  # of those who are counted
}
NEVER = np.iinfo(np.int64).max
# Who answers, shares or quotes has read what the other wrote; who is named, is told.
BACKWARDS = ("reply", "share", "quote")


def carried(contacts: pl.DataFrame) -> pl.DataFrame:
    """Along whom word can pass at each contact (columns `CARRIED`): from the author who is answered, shared or quoted to who does
    so, and from who names somebody to who is named. Contacts (`ties.CONTACTS`) without a time are left out.
    """
    turned = pl.col("type").is_in(BACKWARDS)
    return contacts.filter(pl.col("at").is_not_null()).select(
        teller=pl.when(turned).then("target").otherwise("source"),
        hearer=pl.when(turned).then("source").otherwise("target"),
        at=pl.col("at"),
    )


def heard(
    carried: pl.DataFrame, sources: pl.Series, since: datetime | None = None, until: datetime | None = None
) -> pl.DataFrame:
    """Everybody to whom word from the sources could have come (columns `HEARD`), sorted by time and id.

    The sources know at `since`, by default at the first contact. Who hears at a time can pass it on at a later time only, never at the
    same one. Contacts outside [since, until] carry nothing. Sources that had no contact are there too; an empty table gives
    them with `at` null where no `since` is given. One sweep over the contacts in order of time.
    Source: Wu et al., Path problems in temporal graphs, PVLDB 7 (2014).
    """
    rows = (
        carried.drop_nulls(["teller", "hearer", "at"]).filter(pl.col("teller") != pl.col("hearer")).sort("at")
    )
    if since is not None:
        rows = rows.filter(pl.col("at") >= since)
    if until is not None:
        rows = rows.filter(pl.col("at") <= until)
    ids = pl.concat([rows["teller"], rows["hearer"].rename("teller"), sources.rename("teller").drop_nulls()])
    ids = ids.cast(pl.String).unique().sort().rename("id")
    number = pl.Enum(ids)
    ends = rows.select(pl.col("teller", "hearer").cast(number).to_physical().cast(pl.Int32))
    begins = np.flatnonzero(ids.is_in(sources.cast(pl.String).implode()).to_numpy()).astype(np.int32)
    start = since if since is not None else rows["at"].min()
    times = rows["at"].cast(TIME).to_physical().to_numpy()
    arrival, steps, teller = _sweep(
        len(ids), ends["teller"].to_numpy(), ends["hearer"].to_numpy(), times, begins
    )
    table = pl.DataFrame({"id": ids, "at": arrival, "steps": steps, "teller": teller})
    known = table.filter(pl.col("steps") >= 0)
    return known.select(
        pl.col("id"),
        at=pl.when(pl.col("steps") == 0).then(pl.lit(start, TIME)).otherwise(pl.col("at").cast(TIME)),
        steps=pl.col("steps").cast(pl.Int32),
        teller=ids.gather(known["teller"].replace(-1, None)),
    ).sort("at", "id")


def spread(heard: pl.DataFrame, counted: pl.Series) -> pl.DataFrame:
    """How many of `counted` (ids) could have heard by when: columns `SPREAD`, one row per time at which somebody did.

    Sources are told, not reached: they are not counted, neither above nor below. Empty where nobody of them could have heard.
    """
    others = counted.cast(pl.String).unique()
    others = others.filter(~others.is_in(heard.filter(steps=0)["id"].implode()))
    return (
        heard.filter(pl.col("id").is_in(others.implode()), pl.col("steps") > 0)
        .group_by("at")
        .agg(heard=pl.len().cast(pl.Int64))
        .sort("at")
        .with_columns(pl.col("heard").cum_sum())
        .with_columns(share=pl.col("heard") / max(len(others), 1))
        .select(*SPREAD)
    )


@nb.njit(cache=True, nogil=True)
def _sweep(n: int, teller: Ints, hearer: Ints, at: Longs, begins: Ints) -> tuple[Longs, Ints, Ints]:
    """Contacts are in order of time. Among those of one time, only what was known before is passed on."""
    arrival = np.full(n, NEVER, np.int64)
    steps, last = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    for i in begins:
        arrival[i], steps[i] = -NEVER, 0
    for e in range(len(at)):
        i, j, now = teller[e], hearer[e], at[e]
        if steps[i] < 0 or arrival[i] >= now:
            continue
        further = steps[i] + 1
        if now < arrival[j] or (now == arrival[j] and further < steps[j]):
            arrival[j], steps[j], last[j] = now, further, i
    return arrival, steps, last
