"""Files on their way into the corpus: kept until the worker has read them, then deleted. What leads back to a citizen stays at the door."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest

from simpul.corpus.basis import BASES
from simpul.corpus.importing import import_paths
from simpul.corpus.reference import Reference
from simpul.corpus.store import Batch, Store, StoreProblem
from simpul.desk.affairs.models import OfficialAccount
from simpul.desk.affairs.sheets import beside
from simpul.desk.insight.models import ImportJob
from simpul.desk.people.models import User
from simpul.desk.people.trail import record
from simpul.study import inputs
from simpul.study.request import Progress, StudyProblem

REFERENCE = "reference.xlsx"  # in the workspace: the workbook that was brought in


def store() -> Store:
    """The corpus of this desk."""
    return Store(Path(settings.ROOT) / "corpus")


def workbook() -> Path | None:
    """The reference workbook, if one was brought in."""
    path = Path(settings.ROOT) / REFERENCE
    return path if path.exists() else None


def reference() -> Path | None:
    """What imports and studies go by: that workbook, and beside it what the registers know. Raises StudyProblem for one that is none."""
    book = workbook()
    return beside(Path(settings.ROOT), book, inputs.reference_of(book) if book else Reference())


def knows_accounts() -> bool:
    """Whether an import can tell official accounts from citizens'."""
    return workbook() is not None or OfficialAccount.objects.exists()


def accept(
    *,
    request: HttpRequest,
    user: User,
    files: Sequence[UploadedFile[bytes]],
    form: str,
    basis: str,
    order: str = "",
) -> ImportJob:
    """Keeps the files and queues their reading. Raises ValueError for an unknown form, basis or order of dates."""
    from simpul.desk.insight.tasks import bring_in

    if form not in ImportJob.Form.values or basis not in ("", *BASES) or order not in ImportJob.Order.values:
        raise ValueError("unknown form, basis or order of dates")
    size = sum(file.size or 0 for file in files)
    job = ImportJob.objects.create(
        form=form, basis=basis, order=order, files=len(files), size=size, requested_by=user
    )
    job.path.mkdir(parents=True, mode=0o700)
    for number, file in enumerate(files):
        _keep(file, job.path, number)
    record(
        request,
        "files_brought",
        str(job.pk),
        files=len(files),
        bytes=size,
        form=form,
        basis=basis,
        order=order,
    )
    bring_in.enqueue(job.pk)
    return job


def _keep(file: UploadedFile[bytes], folder: Path, number: int) -> None:
    """Under its own name, since formats know their files by it; below a folder of its own where two have the same."""
    name = Path(file.name or "").name.lstrip(".") or f"berkas-{number}"
    place = folder / name
    if place.exists():
        place = folder / str(number) / name
        place.parent.mkdir()
    with place.open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)


def read_in(job: ImportJob, progress: Progress) -> None:
    """Reads a job's files into the corpus; they are gone afterwards, whatever happened."""
    try:
        if job.form == ImportJob.Form.REFERENCE:
            _take_reference(job)
        else:
            _take_exports(job, progress)
    finally:
        shutil.rmtree(job.path, ignore_errors=True)


def _take_exports(job: ImportJob, progress: Progress) -> None:
    how = inputs.importer(Path(settings.ROOT), reference(), basis=job.basis or None, day_first=job.day_first)
    batches = import_paths([job.path], how, lambda _, done, of: progress("import", done, of))
    if not batches:
        raise StudyProblem(
            "Tidak ada berkas yang dapat dibaca di dalamnya: gambar, video, dan berkas tersembunyi dilewati.",
            "There are no files to read in it: pictures, videos and hidden files are passed over.",
        )
    ImportJob.objects.filter(pk=job.pk).update(batches=[batch.id for batch in batches])


def _take_reference(job: ImportJob) -> None:
    found = sorted(path for path in job.path.rglob("*") if path.is_file())
    if len(found) != 1:
        raise StudyProblem(
            "Pilih satu buku kerja rujukan saja.", "Choose one reference workbook, and only one."
        )
    inputs.reference_of(found[0])
    shutil.copyfile(found[0], staged := Path(settings.ROOT) / f".{REFERENCE}")
    staged.replace(Path(settings.ROOT) / REFERENCE)


def undo(request: HttpRequest, batch: str) -> Batch:
    """Takes a batch out of the corpus again; studies that were made stay as they are. 404 for one that is not there."""
    if not batch.isalnum() and not batch.replace("-", "").isalnum():
        raise Http404("no such batch")
    try:
        undone = store().undo(batch)
    except StoreProblem as problem:
        raise Http404("no such batch") from problem
    record(request, "import_undone", batch, rows=sum(undone.rows.values()))
    return undone
