"""Simpul: what a city says about poverty, turned into action."""

__version__ = "0.1.0"
