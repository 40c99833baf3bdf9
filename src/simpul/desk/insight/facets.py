"""What posts can be filtered by, and how a filter stands among the words of the index."""

from __future__ import annotations

FACETS = ("platform", "kind", "issue", "sentiment", "place", "account", "need")


def token(facet: str, value: str) -> str:
    """A filter as one token of the full-text index: letters, digits and low lines only."""
    return f"_{facet}_" + "".join(
        letter if letter.isascii() and letter.isalnum() else f"_{ord(letter):x}_" for letter in value.lower()
    )
