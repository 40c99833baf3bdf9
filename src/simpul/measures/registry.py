"""All measures, found in the modules of `catalogue`: adding a measure is one declared object, adding a family one file."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from simpul.measures.measure import Family, Measure, View


@cache
def families() -> tuple[Family, ...]:
    """All families in their order."""
    from simpul.measures import catalogue as package

    modules = (
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    )
    return tuple(sorted((module.FAMILY for module in modules), key=lambda family: (family.order, family.id)))


@cache
def measures() -> dict[str, Measure]:
    """All measures by id. Raises ValueError if two share an id."""
    found: dict[str, Measure] = {}
    for family in families():
        for measure in family.measures:
            if measure.id in found:
                raise ValueError(f"two measures are called {measure.id}")
            found[measure.id] = measure
    return found


def views() -> dict[str, View]:
    """The views whose rows are evidence, by name: the tables that a study writes beside its own."""
    used = [m.open.view if m.open else m.view for m in measures().values()]
    return {view.name: view for view in used if view is not None}
