"""What was asked of a study that was made before: from its manifest, and from a note of where its files lay.

The note is in the study's corpus, which is never handed on: names of files may be those of people.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from simpul.study.request import Request, StudyProblem

NOTE = "asked.json"
NEEDED = ("simpul", "parameters", "inputs", "outputs")  # of a manifest that can be replayed


def note(request: Request) -> None:
    """Remembers where the exports, survey and workbook lay."""
    where = {
        "paths": [str(path.resolve()) for path in request.paths],
        "survey": request.survey and str(request.survey.resolve()),
        "reference": request.reference and str(request.reference.resolve()),
    }
    if request.paths:
        (request.out / "corpus" / NOTE).write_text(json.dumps(where, indent=1) + "\n", "utf-8")


def manifest_of(root: Path) -> dict[str, Any]:
    """The manifest of a study; raises StudyProblem where there is none, or one of a version that cannot be replayed."""
    try:
        manifest: dict[str, Any] = json.loads((root / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise StudyProblem(
            f"{root} bukan folder studi: manifest.json tidak ada atau rusak.",
            f"{root} is not the folder of a study: manifest.json is absent or broken.",
        ) from None
    lacking = [name for name in NEEDED if name not in manifest]
    if lacking:
        version = manifest.get("simpul", "?")
        raise StudyProblem(
            f"Studi {root} dibuat Simpul {version} yang belum mencatat {', '.join(lacking)}. Buat ulang dengan `simpul study`.",
            f"The study {root} was made by Simpul {version}, which did not note {', '.join(lacking)}. Make it again by `simpul study`.",
        )
    return manifest


def request_of(root: Path, manifest: dict[str, Any], out: Path) -> Request:
    """The request that made a study, to be made again in `out`; paths are those of the note, if there is one."""
    asked = manifest["parameters"]
    codes = root / "tables" / "codes.parquet"
    request = Request(
        out=out, place=asked["place"], since=_day(asked["since"]), until=_day(asked["until"]), engine=asked["engine"],
        seed=asked["seed"], language=asked["language"], timezone=asked["timezone"], day_first=asked["day_first"],
        basis=asked["basis"], codes=codes if asked.get("codes") else None,
    )  # fmt: skip
    try:
        where = json.loads((root / "corpus" / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return request
    return replace(
        request, paths=tuple(map(Path, where["paths"])), survey=where["survey"] and Path(where["survey"]),
        reference=where["reference"] and Path(where["reference"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
