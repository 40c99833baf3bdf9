"""Loads the registers: what ships with Simpul, the starter set, or a city's own reference workbook."""

from __future__ import annotations

from pathlib import Path

from simpul.desk.affairs.exchanging import WRONG, apply, plan
from simpul.desk.affairs.reading import read
from simpul.desk.people.models import User

DATA = Path(__file__).parents[2] / "data"
NATIONAL = (DATA / "urusan.csv", DATA / "programmes.csv")
STARTER = DATA / "starter"


def load_national(by: User | None = None) -> int:
    """Urusan and programmes as they hold everywhere, with what is not the city's to decide. Loading twice changes nothing."""
    outside = [STARTER / name for name in ("bodies.csv", "affairs_outside.csv", "outside_holdings.csv")]
    return sum(_load(path, by) for path in (*NATIONAL, *outside))


def load_starter(by: User | None = None) -> int:
    """The shipped city: Kota Magelang with its places, agencies and the urusan they hold."""
    names = ("agencies.csv", "affairs_neighbour.csv", "holdings.csv")
    return load_national(by) + sum(
        _load(path, by) for path in (DATA / "places.csv", *(STARTER / n for n in names))
    )


def load_reference(path: Path, by: User | None = None) -> int:
    """A city's reference workbook (or folder), on top of what holds everywhere. Returns how many facts were written.

    Rows with errors are left out; `reading.read` and `exchanging.plan` say which.
    """
    return load_national(by) + _load(path, by)


def _load(path: Path, by: User | None) -> int:
    steps = plan(read(path))
    return apply([step for step in steps if step.kind != WRONG], by, path.name)
