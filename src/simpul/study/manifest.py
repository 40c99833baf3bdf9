"""The manifest: everything that a replay needs, and everything that was left out with its reason."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from simpul import __version__
from simpul.corpus.store import Batch
from simpul.measures.registry import measures
from simpul.study.request import Request

LIBRARIES = ("polars", "pyarrow", "narwhals", "numpy", "numba", "scipy")


@dataclass
class Manifest:
    """What a run did, filled as it goes. `timings` are seconds; all else is the same for the same inputs."""

    request: Request
    key_id: str
    reference: str  # digest of the workbook
    salt: str = ""  # hexadecimal, of a study's own pseudonyms
    inputs: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, float | None] = field(default_factory=dict)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    network: dict[str, Any] = field(default_factory=dict)
    codes: list[dict[str, Any]] = field(default_factory=list)  # how many texts people coded for each question
    codes_digest: str | None = None
    outputs: dict[str, str] = field(default_factory=dict)  # hashes of the findings and tables
    period: dict[str, str | None] = field(default_factory=dict)
    city: dict[str, str | None] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.timings[stage] = round(time.perf_counter() - start, 3)

    def read(self, batches: list[Batch], names: Mapping[str, str]) -> None:
        """`names` says by batch what its file is called."""
        called = [asdict(batch) | {"file": names[batch.id], "imported": None} for batch in batches]
        self.inputs = sorted(called, key=lambda batch: (batch["file"], batch["id"]))
        self.counts["files"] = len(batches)
        self.counts["rejects"] = sum(batch.rows.get("rejects", 0) for batch in batches)

    @property
    def shown(self) -> dict[str, str]:
        """What a file is called, by batch."""
        return {batch["id"]: batch["file"] for batch in self.inputs}

    def leave_out(self, what: str, count: int, why: tuple[str, str]) -> None:
        """Records what the study did not use; nothing is recorded for a count of 0."""
        if count:
            self.left_out.append({"what": what, "count": count, "why": {"id": why[0], "en": why[1]}})

    def to_json(self) -> dict[str, Any]:
        asked = self.request
        return {
            "simpul": __version__,
            "python": platform.python_version(),
            "libraries": {name: version(name) for name in LIBRARIES},
            "measures": {id: measure.version for id, measure in sorted(measures().items())},
            "parameters": {
                "place": asked.place, "since": asked.since and asked.since.isoformat(), "until": asked.until and asked.until.isoformat(),
                "engine": asked.engine, "seed": asked.seed, "language": asked.language, "timezone": asked.timezone,
                "day_first": asked.day_first, "basis": asked.basis, "key_id": self.key_id, "salt": self.salt, "reference": self.reference,
                "codes": self.codes_digest,
                "workspace": not asked.paths,
            },
            "inputs": self.inputs, "period": self.period, "city": self.city, "counts": self.counts, "coverage": self.coverage,
            "left_out": self.left_out, "network": self.network, "codes": self.codes, "outputs": self.outputs,
            "timings": self.timings,
        }  # fmt: skip
