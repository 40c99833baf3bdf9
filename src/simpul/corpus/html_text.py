"""HTML of a post as the text that a person saw."""

from __future__ import annotations

import polars as pl

ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&apos;": "'", "&nbsp;": " ", "&amp;": "&"}  # fmt: skip


def plain_text(html: pl.Expr) -> pl.Expr:
    """The text without tags: paragraphs and `<br>` become line breaks, entities their characters, each resolved once."""
    text = html.str.replace_all(r"(?i)<br\s*/?>|</p>\s*<p[^>]*>|</li>\s*", "\n").str.replace_all(
        r"<[^<>]*>", ""
    )
    text = text.str.replace_many(list(ENTITIES), list(ENTITIES.values())).str.strip_chars()
    return pl.when(text != "").then(text)
