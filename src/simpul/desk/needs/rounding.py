"""Counts for readers who may not open the rows behind them: multiples of five, so that two tables narrowed a little differently cannot be subtracted.

Random rounding: n goes to the multiple of five above with probability (n mod 5) / 5, else to the one below, so that no sum drifts.
The draw is fixed by which needs are counted, whatever table or filter they are counted under: asking again, or asking in another way
for the same needs, gives the same number. Source: Hundepool et al., Statistical Disclosure Control (2012), §5.4.3; cell keys:
Fraser & Wooton, A proposed method for confidentialising tabular output (ABS, 2005).
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.db.models import F, Sum

BASE = 5
RANGE = 2**31  # of the key of one need; sums stay below 2^63
Shown = Callable[[int, int], int]  # count and the key of its needs → what is shown


def key_of_needs() -> Sum:
    """What the needs of a cell have in common with no other set of needs: an aggregate beside their count."""
    odd = int.from_bytes(_drawn("need")[:4], "big") % RANGE | 1
    return Sum(F("pk") * odd % RANGE)


def exact(n: int, key: int) -> int:
    return n


def rounded(n: int, key: int) -> int:
    """A multiple of five that is less than five away."""
    over = n % BASE
    up = int.from_bytes(_drawn(f"{n}/{key}")[:8], "big") % BASE < over
    return n - over + BASE * up


def _drawn(text: str) -> bytes:
    return blake2b(
        text.encode(), key=settings.SECRET_KEY.encode()[:64], person=b"needs-rounding", digest_size=16
    ).digest()
