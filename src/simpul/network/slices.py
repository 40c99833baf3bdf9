"""The network window by window: ties of each day, week, month or any other span."""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import IntoLazyFrameT

from simpul.network.ties import KEY, TIES

ZONE = "Asia/Jakarta"


def slices(contacts: IntoLazyFrameT, every: str = "1mo", zone: str = ZONE) -> IntoLazyFrameT:
    """The ties of each window, as a lazy frame: `window` (its beginning, UTC) and the columns `TIES`, sorted by both.

    `contacts` has `ties.CONTACTS`; one without a time is in no window and is left out. `every` is 1w, or a number with d, mo, q
    or y; windows begin at local midnight of `zone`, weeks on Monday. A window in which nothing happened has no rows. Hand two
    windows' communities to `changes.changes` to see what became of them.
    """
    at = nw.col("at").dt.convert_time_zone(zone)
    # Spans of seven days are counted from Thursday, 1 January 1970.
    begin = (
        at.dt.offset_by("3d").dt.truncate("7d").dt.offset_by("-3d")
        if every == "1w"
        else at.dt.truncate(every)
    )
    local = begin.dt.convert_time_zone("UTC")
    ties: IntoLazyFrameT = (
        nw.from_native(contacts)
        .lazy()
        .filter(~nw.col("at").is_null())
        .with_columns(window=local)
        .group_by("window", "source", "target", "type", "topic", "platform")
        .agg(weight=nw.len().cast(nw.Float64), first_at=nw.col("at").min(), last_at=nw.col("at").max())
        .with_columns(nw.lit(None, dtype=nw.String).alias(name) for name in ("relation", "channel"))
        .select("window", *TIES)
        .sort("window", *KEY)
        .to_native()
    )
    return ties
