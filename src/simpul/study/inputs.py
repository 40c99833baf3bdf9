"""What a study reads: the reference workbook, the exports, the survey."""

from __future__ import annotations

import hashlib
from pathlib import Path

from simpul.corpus.importing import Import, Register
from simpul.corpus.key import workspace_key
from simpul.corpus.reader import Options
from simpul.corpus.reference import Reference, read_reference, starter_reference
from simpul.corpus.source import sources
from simpul.corpus.store import Batch, Store
from simpul.study.request import Progress, Request, StudyProblem


def importer(
    workspace: Path, reference: Path | None = None, *, format: str | None = None, columns: Path | None = None,
    day_first: bool | None = None, timezone: str = "Asia/Jakarta", salt: bytes | None = None,
) -> Import:  # fmt: skip
    """How files enter the corpus of a workspace; raises KeyProblem, or StudyProblem if the workbook is not there."""
    known = reference_of(reference)
    return Import(
        store=Store(workspace / "corpus"),
        key=workspace_key(workspace, salt),
        register=Register(known.named(), known.register_digest),
        options=Options(
            day_first=day_first, timezone=timezone, columns=columns, place_codes=known.places_lookup
        ),
        format=format,
    )


def reference_of(path: Path | None) -> Reference:
    """The reference workbook, or the shipped places where none is given."""
    if path is None:
        return starter_reference()
    _must_exist(path)
    return read_reference(path)


def exports(request: Request) -> list[Path]:
    """The paths to import, the survey last; raises StudyProblem for one that is not there."""
    paths = [*request.paths, *([request.survey] if request.survey else [])]
    for path in paths:
        _must_exist(path)
    return paths


def bring_in(request: Request, how: Import, progress: Progress) -> list[Batch]:
    """Imports what the study reads. The study's own corpus then holds exactly that; a workspace's is studied as it is."""
    from simpul.corpus.importing import import_paths

    paths = exports(request)
    batches = import_paths(paths, how, lambda _, done, of: progress("import", done, of))
    if not request.paths:
        return how.store.batches()
    asked = {batch.id for batch in batches}
    for batch in how.store.batches():
        if batch.id not in asked:
            how.store.undo(batch.id)
    return batches


def salt_of(request: Request) -> bytes:
    """The salt of a study's own pseudonyms: the same files and seed give the same, any other study gives others."""
    digests = sorted(source.digest() for source in sources(exports(request)))
    return hashlib.blake2b("|".join([str(request.seed), *digests]).encode(), digest_size=16).digest()


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise StudyProblem(f"Tidak ada berkas atau folder {path}.", f"There is no file or folder {path}.")
