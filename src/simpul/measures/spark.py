"""A Spark session of this machine's own, quiet and without a network; needs the extra `simpul[spark]` and Java 17 or newer."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}


def missing() -> tuple[str, str] | None:
    """Why Spark cannot run here and what to do, in Indonesian and English; None if it can."""
    if find_spec("pyspark") is None:
        return (
            "PySpark belum terpasang. Pasang dengan: pip install 'simpul[spark]'",
            "PySpark is not installed. Install it with: pip install 'simpul[spark]'",
        )
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        return (
            "Java belum terpasang. Pasang Java 17, mis. apt install openjdk-17-jre-headless",
            "Java is not installed. Install Java 17, such as apt install openjdk-17-jre-headless",
        )
    return None


def session(cores: int = 2, settings: Mapping[str, str] | None = None) -> Any:
    """A local Spark session on so many cores, or the one that already runs; `settings` are Spark's own, by name.

    Workers use this very Python, times are UTC, and nothing listens beyond the loopback. Raises RuntimeError (English) if
    `missing()` says why.
    """
    why = missing()
    if why is not None:
        raise RuntimeError(why[1])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local[{cores}]").appName("simpul")
    for name, value in {**SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def scans(folder: Path, spark: Any) -> Mapping[str, Any]:
    """A study's tables (`folder`/*.parquet) as Spark frames by name."""
    return {path.stem: spark.read.parquet(str(path)) for path in sorted(folder.glob("*.parquet"))}
