"""The example city: a seeded, fictitious city that writes the exports a real one would have, with known truth."""

from simpul.example.city import City, generate
from simpul.example.truth import Truth, write_truth

__all__ = ["City", "Truth", "generate", "write_truth"]
