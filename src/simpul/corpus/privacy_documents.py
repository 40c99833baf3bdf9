"""The record of processing, a draft impact assessment and the notice to the public, in Indonesian, from settings and what is in the workspace.

Facts of UU 27/2022 that were not read in an embedded text of the act carry the mark [M], as in the templates.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from simpul import __version__
from simpul.corpus import erasures
from simpul.corpus.basis import BASES
from simpul.corpus.certificates import FOLDER
from simpul.corpus.privacy_settings import Settings, read_settings
from simpul.corpus.reader import readers
from simpul.corpus.records import NAMED_KINDS
from simpul.corpus.store import Batch, Store

DOCUMENTS = ("catatan-pemrosesan.md", "dpia.md", "pemberitahuan.md")


def write_documents(workspace: Path, out: Path, today: date) -> tuple[list[Path], list[str]]:
    """Writes the three documents; returns their paths, and the settings that are missing."""
    from jinja2 import Environment, StrictUndefined

    settings = read_settings(workspace)
    facts = _facts(workspace, settings) | {"today": today.isoformat(), "version": __version__}
    templates = resources.files("simpul") / "data" / "privacy"
    environment = Environment(
        undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )  # Markdown
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / name for name in DOCUMENTS]
    for path in paths:
        template = environment.from_string((templates / f"{path.name}.j2").read_text("utf-8"))
        path.write_text(template.render(facts), "utf-8")
    return paths, settings.missing


def _facts(workspace: Path, settings: Settings) -> dict[str, Any]:
    store = Store(workspace / "corpus")
    batches = [batch for batch in store.batches() if set(batch.rows) - {"rejects"}]
    sources = _sources(batches, settings)
    kinds = (
        store.scan("accounts")
        .unique("account_id")
        .select(pl.col("kind").is_in(NAMED_KINDS))
        .collect()["kind"]
    )
    bases = sorted({batch.basis for batch in batches} - {""})
    return {
        "controller": {name: _cell(text) for name, text in settings.controller.items()},
        "purpose": {name: _cell(text) for name, text in settings.purpose.items()},
        "missing": settings.missing,
        "retention": settings.retention,
        "sources": sources,
        "platforms": sorted({source["name"] for source in sources}),
        "batches": len(batches),
        "rows": sum(source["rows"] for source in sources),
        "accounts": {"named": int(kinds.sum()), "citizen": int((~kinds).sum())},
        "actors": store.scan("actors").select(pl.col("actor_id").n_unique()).collect().item(),
        "identities": store.scan("identities").select(pl.len()).collect().item(),
        "keys": sorted({batch.key for batch in batches} - {""}),
        "chats": "; ".join(BASES[basis][0] for basis in bases),
        "certificates": len(list((workspace / FOLDER).glob("*.json"))),
        "erased": erasures.count(store.root),
    }


def _sources(batches: list[Batch], settings: Settings) -> list[dict[str, Any]]:
    by_reader: defaultdict[str, list[Batch]] = defaultdict(list)
    for batch in batches:
        by_reader[batch.reader].append(batch)
    return [_source(name, found, settings) for name, found in sorted(by_reader.items())]


def _source(name: str, batches: list[Batch], settings: Settings) -> dict[str, Any]:
    reader = readers().get(name)
    days = sorted(batch.imported[:10] for batch in batches if batch.imported)
    platform = reader.platform if reader else ""
    periods = {
        of: "tanpa batas" if (period := settings.period(name, platform, of)) is None else f"{period} hari"
        for of in ("identities", "records")
    }
    return periods | {
        "name": reader.title[0] if reader else name,
        "batches": len(batches),
        "rows": sum(count for batch in batches for table, count in batch.rows.items() if table != "rejects"),
        "first": days[0] if days else "–",
        "last": days[-1] if days else "–",
        "bases": ", ".join(sorted({batch.basis for batch in batches} - {""})),
    }


def _cell(text: str) -> str:
    """A setting as it may stand in a line or a table of Markdown."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
