"""Files of a study that leave the desk: none holds a text, a pseudonym or a small cell."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simpul.corpus.records import NAMED_KINDS
from simpul.desk.insight.models import Study

KINDS: dict[str, Promise] = {
    "html": _("Laporan untuk peramban"),
    "xlsx": _("Buku kerja: semua angka dengan definisinya"),
    "gexf": _("Jejaring lembaga dan kelompok untuk Gephi"),
    "graphml": _("Jejaring lembaga dan kelompok untuk program lain"),
}


def offered(study: Study) -> list[tuple[str, Promise]]:
    """The files that this study can give."""
    return [(kind, name) for kind, name in KINDS.items() if kind != "html" or _report(study).exists()]


def about(study: Study) -> dict[str, Any] | None:
    """The manifest; None where the folder is gone."""
    try:
        manifest: dict[str, Any] = json.loads((study.path / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    return manifest


def file_of(study: Study, kind: str) -> tuple[str, bytes]:
    """A file's name and content; `kind` is one of KINDS."""
    name = f"{study.slug}.{kind}"
    if kind == "html":
        return name, _report(study).read_bytes()
    with tempfile.TemporaryDirectory(prefix="simpul-") as folder:
        path = Path(folder) / name
        _workbook(study, path) if kind == "xlsx" else _network(study, kind, path)
        return name, path.read_bytes()


def _report(study: Study) -> Path:
    return study.path / "report.html"


def _workbook(study: Study, path: Path) -> None:
    from simpul.report.print.document import Issue
    from simpul.report.study import Language
    from simpul.report.study import Study as Folder
    from simpul.report.workbook import write_workbook

    language: Language = "en" if get_language() == "en" else "id"
    write_workbook(Issue(Folder(study.path, language), timezone.localdate()), path)


def _network(study: Study, kind: str, path: Path) -> None:
    """The network without single citizens: institutions, brokers' organisations, and households in groups of five and more."""
    import polars as pl

    from simpul.network.exports import write_gexf, write_graphml
    from simpul.study.folder import Folder
    from simpul.study.networks import public

    ties, nodes = public(Folder(study.path))
    kept = nodes.filter(pl.col("kind").is_in([*NAMED_KINDS, "household_group", "organisation"]))
    both = pl.col("source").is_in(kept["id"].implode()) & pl.col("target").is_in(kept["id"].implode())
    {"gexf": write_gexf, "graphml": write_graphml}[kind](path, ties.filter(both), kept)
