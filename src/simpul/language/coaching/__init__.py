"""The soft-message coach: from a draft to what could be said more warmly, more plainly, more completely.

Findings, each with its place, reason and suggestion, and never a grade. Nothing here needs the model or a compiled pass.
"""

from __future__ import annotations

from simpul.language.coaching.coach import AUDIENCES, KINDS, coach
from simpul.language.coaching.finding import Finding
from simpul.language.coaching.formality import Formality, TooFewWords, f_score, formality
from simpul.language.coaching.networks import Network, UnknownNetwork, networks
from simpul.language.coaching.readability import Readability, readability

__all__ = [
    "AUDIENCES", "KINDS", "Finding", "Formality", "Network", "Readability", "TooFewWords", "UnknownNetwork", "coach", "f_score",
    "formality", "networks", "readability",
]  # fmt: skip
