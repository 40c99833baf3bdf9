"""One run, from exports to findings, readable from top to bottom."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from simpul.corpus.file_names import file_names
from simpul.corpus.key import key_id
from simpul.corpus.reading import read_corpus
from simpul.corpus.records import NAMED_KINDS
from simpul.corpus.reference import Reference
from simpul.corpus.source import media
from simpul.study import asked, inputs, labelling, networks, numbers, outreach, scope
from simpul.study.coding.correcting import codings, correct, digest, read_codes
from simpul.study.folder import Folder, digests
from simpul.study.manifest import Manifest
from simpul.study.needs import needs_table
from simpul.study.refusals import write_gaps, write_rejects
from simpul.study.request import Progress, Request

MEDIA_PASSED_OVER = (
    "Gambar, video, dan suara dalam ekspor tidak dibaca.",
    "Pictures, videos and sounds of the export are not read.",
)


def run(request: Request, progress: Progress = lambda *_: None) -> dict[str, Any]:
    """Makes the study's folder, all but the report; returns the manifest.

    The same inputs, parameters, key and version give the same bytes in `findings.json` and `tables/`. Raises StudyProblem where
    nothing can be studied, and the problems of reading the workbook, the key and the corpus.
    """
    folder = Folder(request.out)
    reference = inputs.reference_of(request.reference)
    scope.check(request, reference)
    numbers.check(request.engine)
    codes = read_codes(request.codes) if request.codes else None
    home = inputs.home(request)
    salt = inputs.salt_of(request) if request.paths else None
    how = inputs.importer(
        home, request.reference, day_first=request.day_first, timezone=request.timezone,
        salt=salt, basis=request.basis,
        remembers=(request.workspace,) if request.workspace else (),
    )  # fmt: skip
    manifest = Manifest(request, key_id(how.key), reference.digest, salt.hex() if salt else "")

    with manifest.timed("import"):
        batches = inputs.bring_in(request, how, progress)
        manifest.read(batches, file_names(how.store, batches))
        manifest.leave_out("media", media(list(request.paths)), MEDIA_PASSED_OVER)
    with manifest.timed("resolve"):
        progress("resolve", 0, 1)
        folder.clear()
        with how.store.snapshot() as frozen:
            corpus = read_corpus(frozen)
            rejects = corpus.pop("rejects").collect()
            corpus["posts"] = scope.in_window(corpus["posts"], request, manifest)
            for name, frame in corpus.items():
                folder.write(name, frame)
        for name, sheet in reference.tables().items():
            named = sheet.filter(pl.col("kind").is_in(NAMED_KINDS)) if name == "register" else sheet
            folder.write(name, named)
        progress("resolve", 1, 1)
    with manifest.timed("label"):
        labelling.label_posts(folder, reference.places, progress)
        scope.keep_place(folder, request.place, manifest)
    with manifest.timed("network"):
        progress("network", 0, 1)
        networks.map_network(folder, request.seed, manifest)
        outreach.plan_in_study(folder, request.seed)
        progress("network", 1, 1)
    with manifest.timed("measures"):
        progress("measures", 0, 1)
        folder.write("needs", _needs(folder))
        numbers.measure(folder, request, manifest)
        if codes is not None:
            kept = correct(folder, codes, request)
            manifest.codes, manifest.codes_digest = codings(kept), digest(kept)
        progress("measures", 1, 1)
    with manifest.timed("exports"):
        progress("exports", 0, 1)
        refused = write_rejects(folder, rejects, reference, request, manifest.shown)
        manifest.counts["rejects"] = refused
        write_gaps(folder, manifest.inputs, request)
        networks.export(folder)
        progress("exports", 1, 1)
    _describe(folder, reference, request, manifest)
    manifest.outputs = digests(folder)
    asked.note(request)
    content = manifest.to_json()
    with folder.whole("manifest.json") as path:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return content


def _needs(folder: Folder) -> pl.DataFrame:
    named = folder.scan("accounts").filter(pl.col("kind").is_in(NAMED_KINDS))
    return needs_table(folder.scan("posts"), folder.scan("labels"), folder.scan("actors"), named)


def _describe(folder: Folder, reference: Reference, request: Request, manifest: Manifest) -> None:
    for name in ("posts", "accounts", "actors", "ties", "findings"):
        manifest.counts[name] = folder.scan(name).select(pl.len()).collect().item()
    first, last = (
        folder.scan("posts")
        .select(a=pl.col("created_at").min(), b=pl.col("created_at").max())
        .collect()
        .row(0)
    )
    zone = ZoneInfo(request.timezone)
    manifest.period = {
        "from": first and first.astimezone(zone).date().isoformat(), "to": last and last.astimezone(zone).date().isoformat()
    }  # fmt: skip
    texts, placed = (
        folder.scan("posts").select("post_id", pl.col("place").alias("given"), "text")
        .join(folder.scan("labels").select("post_id", "place"), on="post_id")
        .filter(pl.col("text").is_not_null())
        .select(pl.len(), pl.coalesce("given", "place").is_not_null().sum().alias("placed"))
        .collect()
        .row(0)
    )  # fmt: skip
    manifest.coverage = {"place_known": placed / texts if texts else None}
    city = reference.city
    manifest.city = {
        "name": city["name"][0] if city is not None and city.height else None,
        "place": request.place or (city["place"][0] if city is not None and city.height else None),
    }
