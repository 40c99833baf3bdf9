"""The certificate of an erasure: what was done when, and a hash by which the holder of the key can prove whom it was about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simpul import __version__

FOLDER = "certificates"


def certify(workspace: Path, hashes: list[str], done: Mapping[str, Any]) -> Path:
    """Writes `<workspace>/certificates/<time>-<hash>.json`; it names nobody in clear and holds no pseudonym in use."""
    now = datetime.now(UTC)
    content = {
        "certificate": f"{now:%Y%m%dT%H%M%SZ}-{hashes[0][:8]}",
        "erased_at": now.isoformat(timespec="seconds"),
        "simpul": __version__,
        "basis": "UU 27/2022 pasal 8, 43–45",
        "remembered": hashes,
        **done,
    }
    path = workspace / FOLDER / f"{content['certificate']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    draft.replace(path)
    return path
