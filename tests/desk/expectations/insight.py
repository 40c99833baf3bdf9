"""The room `insight`: figures for all, texts for those who read them, queues by agency."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings

from expectations import OTHER, Opens, holders
from simpul.corpus.importing import import_paths
from simpul.desk.insight import indexing
from simpul.desk.insight.figures import figures_of
from simpul.desk.insight.models import ImportJob, KeywordSet
from simpul.desk.insight.search import opened
from simpul.desk.people.rights import Right, Role
from simpul.study.inputs import importer

READERS, LISTENERS, EXPORTERS = (
    holders(Right.READ_FINDINGS),
    holders(Right.READ_POSTS),
    holders(Right.EXPORT),
)
MARKERS, WRITERS = holders(Right.ANSWER), holders(Right.DRAFT)
IMPORTERS, RUNNERS = holders(Right.IMPORT), holders(Right.RUN_STUDY)
MEASURE = "response_rate"


def world(people: dict[str, Any], agencies: Any, study: Any) -> Any:
    if indexing.index_of(study.path) is None:
        indexing.build(study.path)
    figure = figures_of(study).one(MEASURE)
    assert figure is not None
    job, batch = ImportJob.objects.create(), brought()
    return SimpleNamespace(
        post=waiting_post(study, agencies.own.code),
        figure=figure,
        job=job,
        batch=batch,
        study=study,
        words=KeywordSet.objects.create(name="Bantuan", words="pkh", agency=agencies.own),
    )


def brought() -> str:
    """A file that is in the corpus of this desk."""
    file = Path(settings.ROOT) / "kiriman.csv"
    file.write_text("penulis,teks,waktu,platform\na,halo,2026-01-01 08:00,facebook\n")
    return import_paths([file], importer(Path(settings.ROOT)))[0].id


def waiting_post(study: Any, agency: str) -> str:
    """The first comment that waits at an agency."""
    index = indexing.index_of(study.path)
    assert index is not None
    asked = "SELECT post_id FROM waiting JOIN posts USING (row) WHERE waiting.agency = ? ORDER BY row LIMIT 1"
    with closing(opened(index)) as connection:
        return str(connection.execute(asked, (agency,)).fetchone()[0])


def measure(world: Any) -> tuple[str]:
    return (MEASURE,)


def job(world: Any) -> tuple[int]:
    return (world.job.pk,)


def of_study(world: Any) -> tuple[str]:
    return (world.study.slug,)


EXPECTED = {
    "insight:overview": Opens(READERS),
    "insight:listen": Opens(LISTENERS),
    "insight:thread": Opens(frozenset(), unknown=LISTENERS),  # which thread is asked for by its query
    "insight:make_searchable": Opens(LISTENERS, method="POST"),
    "insight:mentions": Opens(LISTENERS),
    "insight:counts_csv": Opens(EXPORTERS),
    "insight:author": Opens(
        holders(Right.TRACE_AUTHOR), method="POST", data=lambda world: {"kiriman": world.post, "alasan": "menjawab warga ini"}
    ),
    "insight:save_set": Opens(LISTENERS, method="POST", data=lambda world: {"nama": "Bansos", "kata": "pkh"}),
    "insight:delete_set": Opens(
        frozenset({Role.OFFICER, Role.APPROVER}), method="POST", args=lambda world: (world.words.pk,),
        unknown=LISTENERS - {Role.OFFICER, Role.APPROVER},
    ),
    "insight:network": Opens(READERS),
    "insight:network_data": Opens(READERS, args=lambda world: ("online",)),
    "insight:voices": Opens(READERS),
    "insight:plan": Opens(READERS),
    "insight:draft": Opens(WRITERS),
    "insight:answers": Opens(LISTENERS),
    "insight:mark": Opens(
        MARKERS - {OTHER}, method="POST", data=lambda world: {"kiriman": world.post, "tanda": "answered"},
        unknown=frozenset({OTHER}),
    ),
    "insight:catalogue": Opens(READERS),
    "insight:sets": Opens(READERS),
    "insight:measure": Opens(READERS, args=measure),
    "insight:measure_csv": Opens(EXPORTERS, args=measure),
    "insight:find": Opens(READERS),
    "insight:figure": Opens(READERS, args=lambda world: (world.figure.code,)),
    "insight:stages": Opens(READERS),
    "insight:imports": Opens(IMPORTERS),
    "insight:bring_in": Opens(IMPORTERS, method="POST"),
    "insight:import": Opens(IMPORTERS, args=job),
    "insight:rejects_csv": Opens(IMPORTERS, args=job),
    "insight:undo": Opens(IMPORTERS, method="POST", args=lambda world: (world.batch,)),
    "insight:studies": Opens(READERS),
    "insight:start_study": Opens(RUNNERS, method="POST"),
    "insight:study": Opens(READERS, args=of_study),
    "insight:show_study": Opens(RUNNERS, method="POST", args=of_study),
    "insight:download_study": Opens(EXPORTERS, args=lambda world: (world.study.slug, "html")),
}  # fmt: skip
