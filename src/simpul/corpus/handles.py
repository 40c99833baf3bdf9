"""How each platform writes an account in a text, and the account key that this stands for."""

from __future__ import annotations

import polars as pl

DOTS, HYPHENS, LETTERS = 1, 2, 4  # what a handle may hold beside a-z, 0-9 and _; LETTERS: of any script
_STYLES = {
    "x": 0,
    "telegram": 0,
    "whatsapp": 0,
    "bluesky": DOTS | HYPHENS,
    "mastodon": DOTS | HYPHENS,
    "facebook": DOTS | LETTERS,
    "youtube": DOTS | HYPHENS | LETTERS,
}
_UNSEEN = r"[\p{Cc}\p{Cf}\u{fe00}-\u{fe0f}\u{20e3}]"


def style(platform: str) -> int:
    """What the platform's handles may hold, as a sum of DOTS, HYPHENS and LETTERS."""
    return _STYLES.get(platform, DOTS)


def account_keys(handles: pl.Series, platform: str) -> pl.Series:
    """The account keys of handles as they stand in texts: lower case, in ordinary characters, without what the eye does not see.

    On WhatsApp a telephone number is its digits, beginning with the country's (62…), and a name is without its `~`.
    """
    key = (
        pl.col("key").str.normalize("NFKC").str.to_lowercase().str.replace_all(_UNSEEN, "").str.strip_chars()
    )
    if platform == "whatsapp":
        name = key.str.strip_chars_start("~ ")
        number = name.str.replace_all(r"\D", "").str.replace(r"^0", "62")
        key = pl.when(name.str.contains(r"^\+?\d[\d\s().\-‑]{6,}$")).then(number).otherwise(name)
    return handles.alias("key").to_frame().select(key).to_series()


def phone_numbers(written: pl.Series) -> pl.Series:
    """The key that a telephone number has on WhatsApp: its digits, beginning with the country's; without one, Indonesia's (62)."""
    digits = pl.col("number").str.normalize("NFKC").str.replace_all(r"\D", "")
    key = digits.str.replace(r"^0062", "62").str.replace(r"^0", "62").str.replace(r"^8", "628")
    return written.alias("number").to_frame().select(key).to_series()
