"""Every measure on Polars and on PySpark: the same counts, and other numbers within 1e-9 of each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from city_tables import START, at
from random_city import DAYS, random_city

from simpul.measures import spark
from simpul.measures.computing import findings
from simpul.measures.findings import FINDINGS, FLOATS
from simpul.measures.material import Material
from simpul.measures.registry import measures

SMALL = {  # fastest for a few hundred rows
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(spark.missing() is not None, reason=(spark.missing() or ("", ""))[1]),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]
EXACT = [name for name in FINDINGS if name not in FLOATS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables")
    for name, frame in random_city().frames().items():
        frame.write_parquet(path / f"{name}.parquet")
    return path


@pytest.fixture(scope="module")
def materials(folder: Path) -> Iterator[dict[str, Material]]:
    """The same tables on both engines."""
    session = spark.session(settings=SMALL)
    window = (START, at(days=DAYS))
    embedded = {path.stem: pl.scan_parquet(path) for path in folder.glob("*.parquet")}
    yield {
        "polars": Material(embedded, *window),
        "spark": Material(spark.scans(folder, session), *window),
    }
    session.stop()


def same(left: float | None, right: float | None) -> bool:
    """Counts must be equal, other numbers within 1e-9 of each other."""
    if left is None or right is None:
        return left is right
    return left == right if left.is_integer() else math.isclose(left, right, rel_tol=1e-9)


def test_both_engines_find_the_same(materials: dict[str, Material]) -> None:
    one, two = (findings(materials[engine], least=1) for engine in ("polars", "spark"))
    assert {m.id for m in measures().values() if m.view} == set(one["measure"])
    assert one.filter(status="ok").height > 500
    assert one.select(EXACT).to_dicts() == two.select(EXACT).to_dicts()
    apart = [
        (left["id"], name, left[name], right[name])
        for left, right in zip(one.iter_rows(named=True), two.iter_rows(named=True), strict=True)
        for name in FLOATS
        if not same(left[name], right[name])
    ]
    assert apart == []


def test_both_engines_build_the_same_views(materials: dict[str, Material]) -> None:
    views: dict[str, Any] = {m.view.name: m.view for m in measures().values() if m.view}
    for view in views.values():
        one, two = (materials[engine].read(view) for engine in ("polars", "spark"))
        assert one.height > 0, view.name
        assert one.columns == two.columns
        for name in one.columns:
            pairs = zip(one[name].to_list(), two[name].to_list(), strict=True)
            differing = [(a, b) for a, b in pairs if a != b and not (isinstance(a, float) and same(a, b))]
            assert differing == [], (view.name, name)
