"""How wide a text is in Helvetica, Arial or Liberation Sans, which share their widths."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
# Advance widths in thousandths of the size, U+0020 to U+007E (Adobe's font metrics of Helvetica and Helvetica-Bold).
REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,
    611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833,
    556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667,
    611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889,
    611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def width(text: str, size: float, bold: bool = False) -> float:
    """In the units of `size`. Accents take no room; signs outside the tables are taken as one em wide, too wide rather than too narrow."""
    table = BOLD if bold else REGULAR
    total = 0
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Cc"):
            continue
        at = ord(sign) - 32
        total += table[at] if 0 <= at < len(table) else 1000
    return total * size / 1000


def shortened(text: str, most: float, size: float, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than `most`."""
    if width(text, size, bold) <= most:
        return text
    while text and width(text + ELLIPSIS, size, bold) > most:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
