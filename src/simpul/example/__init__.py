"""The example city: a seeded, fictitious city that writes the exports a real one would have, with known truth."""

from simpul.example.city import City, generate
from simpul.example.exports.table import write_ndjson
from simpul.example.truth import Truth, write_truth
from simpul.example.writing import FORMATS, Written, write

__all__ = ["FORMATS", "City", "Truth", "Written", "generate", "write", "write_ndjson", "write_truth"]
