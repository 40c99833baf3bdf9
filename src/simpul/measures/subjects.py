"""Whom findings are about, also where nothing was counted of them, and who is a part of whom."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simpul.measures.material import Material, collect
from simpul.measures.views.officials import OFFICIALS
from simpul.measures.views.places import villages


@dataclass(frozen=True)
class Subjects:
    """The corpus, the official accounts, their agencies, and the kelurahan of the sheet places.

    `known` has subject_kind and subject_id; `parents` has these and `parent` (as kind:id) for accounts in their agency and
    their platform.
    """

    known: pl.DataFrame
    parents: pl.DataFrame

    def missing(self, kinds: tuple[str, ...], counted: pl.DataFrame) -> pl.DataFrame:
        """Known subjects of these kinds that are not in `counted`."""
        wanted = self.known.filter(pl.col("subject_kind").is_in(kinds))
        return wanted.join(counted, on=["subject_kind", "subject_id"], how="anti")


def subjects_of(material: Material) -> Subjects:
    """The subjects of a study."""
    officials, places = collect([material.view(OFFICIALS), villages(material).select("place")])
    ids = {
        "corpus": pl.Series(["all"]),
        "account": officials["account_id"],
        "agency": officials["agency"],
        "place": places["place"],
    }
    known = [(kind, id) for kind, series in ids.items() for id in series.drop_nulls().unique().sort()]
    parents = pl.concat(
        officials.select(
            subject_kind=pl.lit("account"),
            subject_id="account_id",
            parent=pl.format(f"{kind}:{{}}", pl.col(kind)),
        )
        for kind in ("agency", "platform")
    )
    return Subjects(
        pl.DataFrame(known, schema={"subject_kind": pl.String, "subject_id": pl.String}, orient="row"),
        parents.drop_nulls(),
    )
