"""Whom the measures follow: works by their titles, which stay as they are, and what is said of them in both languages."""

from __future__ import annotations

from simpul.measures.measure import Words

EDIMAS = "Hastjarjo & Wahyunengseh, E-DIMAS 11(2), 215–220"
BRIEF = "Wahyunengseh & Hastjarjo, policy brief 2021"
BONSON = "Bonsón & Ratkai 2013, Online Information Review 37(5), doi 10.1108/OIR-03-2012-0054"
OURS: Words = ("rumusan Simpul", "ours")


def cited(work: str, said: Words = ("", "")) -> Words:
    """A work, and what is said of it beside its title."""
    return work + said[0], work + said[1]


def asked_for(said: Words) -> Words:
    """A measure of ours that answers what the research team asked for."""
    return f"{OURS[0]}; tim peneliti: {said[0]}", f"{OURS[1]}; research team: {said[1]}"
