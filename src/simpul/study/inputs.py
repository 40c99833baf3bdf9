"""What a study reads: the reference workbook, the exports, the survey."""

from __future__ import annotations

import hashlib
from pathlib import Path

from simpul.corpus import erasures
from simpul.corpus.importing import Import, Register, files
from simpul.corpus.key import workspace_key
from simpul.corpus.reader import Options
from simpul.corpus.reference import Reference, read_reference, starter_reference
from simpul.corpus.rejects import CODES, FileRefused
from simpul.corpus.rotating import settled_key
from simpul.corpus.source import UNREADABLE, Source
from simpul.corpus.store import Batch, Store
from simpul.study.request import Progress, Request, StudyProblem


def importer(
    workspace: Path, reference: Path | None = None, *, format: str | None = None, columns: Path | None = None,
    day_first: bool | None = None, timezone: str = "Asia/Jakarta", salt: bytes | None = None,
    basis: str | None = None, remembers: tuple[Path, ...] = (),
) -> Import:  # fmt: skip
    """How files enter the corpus of a workspace, whose erasures hold together with those of the workspaces in `remembers`; raises KeyProblem, or StudyProblem for a workbook or column map that is not there."""
    known = reference_of(reference)
    if columns is not None:
        _must_exist(columns)
    return Import(
        store=Store(workspace / "corpus"),
        key=settled_key(workspace) if salt is None else workspace_key(workspace, salt),
        register=Register(known.named(), known.register_digest),
        options=Options(
            day_first=day_first, timezone=timezone, columns=columns, place_codes=known.places_lookup
        ),
        format=format,
        basis=basis,
        erased=erasures.load(*(home / "corpus" for home in dict.fromkeys((workspace, *remembers)))),
    )


def reference_of(path: Path | None) -> Reference:
    """The reference workbook, or the shipped places where none is given; raises StudyProblem for one that is none."""
    if path is None:
        return starter_reference()
    _must_exist(path)
    try:
        return read_reference(path)
    except FileRefused as refused:
        advice = CODES[refused.code]
        raise StudyProblem(
            f"Buku rujukan {path} tidak dapat dipakai. {advice.id} Contohnya: `simpul template`.",
            f"The reference workbook {path} cannot be used. {advice.en} For a blank one: `simpul template`.",
        ) from refused


def home(request: Request) -> Path:
    """The folder whose corpus is studied: the study's own where exports are named, else the workspace.

    Raises StudyProblem where there is nothing to study, or no folder to write to.
    """
    if request.out.exists() and not request.out.is_dir():
        raise StudyProblem(
            f"{request.out} adalah berkas, bukan folder. Pilih folder lain untuk --out.",
            f"{request.out} is a file, not a folder. Choose another folder for --out.",
        )
    if request.paths:
        return request.out
    if request.workspace is None or not Store(request.workspace / "corpus").batches():
        raise StudyProblem(
            f"Ruang kerja {request.workspace} masih kosong. Sebutkan berkas ekspor, atau masukkan dahulu dengan `simpul import`.",
            f"The workspace {request.workspace} is empty. Name export files, or bring them in first by `simpul import`.",
        )
    return request.workspace


def exports(request: Request) -> list[Path]:
    """The paths to import, the survey last; raises StudyProblem for one that is not there or holds the study itself."""
    paths = [*request.paths, *([request.survey] if request.survey else [])]
    for path in paths:
        _must_exist(path)
        if path.is_dir() and request.out.resolve().is_relative_to(path.resolve()):
            raise StudyProblem(
                f"Folder hasil {request.out} ada di dalam folder ekspor {path}, jadi hasilnya akan terbaca sebagai ekspor. Pilih --out di luarnya.",
                f"The folder for the results, {request.out}, lies in the folder of exports {path}, so results would be read as exports. Choose --out outside of it.",
            )
    return paths


def bring_in(request: Request, how: Import, progress: Progress) -> list[Batch]:
    """Imports what the study reads. The study's own corpus then holds exactly that; a workspace's is studied as it is."""
    from simpul.corpus.importing import import_paths

    paths = exports(request)
    batches = import_paths(paths, how, lambda _, done, of: progress("import", done, of), _no_exports(request))
    if not request.paths:
        return how.store.batches()
    if not batches:
        raise StudyProblem(
            f"Tidak ada berkas di {', '.join(map(str, request.paths))}.",
            f"There are no files in {', '.join(map(str, request.paths))}.",
        )
    asked = {batch.id for batch in batches}
    for batch in how.store.batches():
        if batch.id not in asked:
            how.store.undo(batch.id)
    return batches


def salt_of(request: Request) -> bytes:
    """The salt of a study's own pseudonyms: the same files and seed give the same, any other study gives others."""
    digests = sorted(_digest(source) for source in files(exports(request), _no_exports(request)))
    return hashlib.blake2b("|".join([str(request.seed), *digests]).encode(), digest_size=16).digest()


def _no_exports(request: Request) -> list[Path]:
    """What may lie among the exports and is none: the reference workbook, and an earlier run of this study."""
    return [request.out, *([request.reference] if request.reference else [])]


def _digest(source: Source) -> str:
    try:
        return source.digest()
    except UNREADABLE:
        return source.name  # the import says why


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise StudyProblem(f"Tidak ada berkas atau folder {path}.", f"There is no file or folder {path}.")
