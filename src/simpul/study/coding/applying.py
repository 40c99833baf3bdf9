"""What people coded, brought into a study that is there: its findings get corrected shares, its manifest says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from simpul.study.asked import manifest_of, request_of
from simpul.study.coding.correcting import codings, correct, digest
from simpul.study.folder import Folder, digests


def apply(study: Path, codes: pl.DataFrame, agreement: pl.DataFrame | None = None) -> dict[str, Any]:
    """Corrects the findings of a study by `codes` (a table of `settling.CODES`); returns the manifest.

    `agreement` (a table of `agreeing.RELIABILITY`) is noted beside the questions that it is of. Earlier codes of the study are replaced. Raises StudyProblem for a folder that is no study, and as `correct`.
    """
    manifest, folder = manifest_of(study), Folder(study)
    kept = correct(folder, codes, request_of(study, manifest, study))
    alphas = {} if agreement is None else dict(agreement.filter(pl.col("code").is_null()).select("variable", "alpha").rows())  # fmt: skip
    manifest["codes"] = [one | {"alpha": alphas.get(one["variable"])} for one in codings(kept)]
    manifest["parameters"]["codes"] = digest(kept)
    manifest["outputs"] = digests(folder)
    with folder.whole("manifest.json") as path:
        path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return manifest
