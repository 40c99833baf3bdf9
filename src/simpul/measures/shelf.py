"""Where the views of a computation are kept until its last measure is done: each is worked out once and read many times."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw
import polars as pl

IN_MEMORY = 300_000  # posts; views of more go to disk, and each pass reads only its columns
UNFINISHED = ".views-"  # begins the name of such a folder; one that is left over is of a run that was killed


class Shelf:
    """Views by name: cached by Spark, in memory with Polars, or on disk (below `folder`, else among the system's temporary files)."""

    def __init__(self, on_disk: bool, folder: Path | None = None):
        self._views: dict[str, nw.LazyFrame[Any]] = {}
        self._files = TemporaryDirectory(prefix=UNFINISHED, dir=folder) if on_disk else None

    def __contains__(self, name: str) -> bool:
        return name in self._views

    def __getitem__(self, name: str) -> nw.LazyFrame[Any]:
        return self._views[name]

    def keep(self, name: str, frame: nw.LazyFrame[Any]) -> None:
        """Works the frame out (Spark does so on first use) and keeps its rows, from then on in the same order."""
        native: Any = frame.to_native()
        if not frame.implementation.is_polars():
            kept = native.cache()
        elif self._files is None:
            kept = native.collect().lazy()
        else:
            kept = _written(native, Path(self._files.name) / f"{name}.parquet")
        self._views[name] = nw.from_native(kept)

    def clear(self) -> None:
        for frame in self._views.values():
            if frame.implementation.is_pyspark():
                frame.to_native().unpersist()
        self._views.clear()
        if self._files is not None:
            self._files.cleanup()


def _written(frame: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    frame.sink_parquet(path, compression="lz4")
    return pl.scan_parquet(path)
