"""What companies offer, from the offer to the proof of delivery."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.material import Frame, Material
from simpul.measures.measure import View
from simpul.measures.views.places import village


def _offers(material: Material) -> Frame:
    day = material.last_day
    made = material.table("offers").filter(
        ~nw.col("company").is_null() & (nw.col("date").is_null() | (nw.col("date") <= day))
    )
    delivered = (nw.col("delivered") <= day).fill_null(False)
    matched = (nw.col("matched") <= day).fill_null(False) | delivered
    return made.with_columns(
        place=village(nw.col("place")),
        is_matched=matched,
        is_delivered=delivered,
        is_proven=delivered & (nw.col("proof").str.len_chars() > 0).fill_null(False),
    )


OFFERS = View(
    name="company_offers",
    title=("Tawaran perusahaan", "Companies' offers"),
    key=("company", "menu_item", "place", "date"),
    columns={
        "company": "who offers",
        "menu_item": "what",
        "place": "kelurahan, where it is for one",
        "amount": "rupiah, where told",
        "date": "of the offer; no later than the window's end",
        "matched": "when it was matched with a need",
        "delivered": "when it was delivered",
        "proof": "number of the record of handing over",
        "is_matched": "matched, or delivered already, by the window's end",
        "is_delivered": "delivered by the window's end",
        "is_proven": "delivered, and a proof is named",
    },
    needs={"offers": ("company", "date", "delivered", "matched", "menu_item", "proof")},
    build=_offers,
    subjects={"place": "place"},
)
