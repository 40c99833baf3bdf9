"""One run, from exports to findings, readable from top to bottom."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from simpul.corpus.key import key_id
from simpul.corpus.reading import read_corpus
from simpul.corpus.records import NAMED_KINDS
from simpul.corpus.reference import Reference
from simpul.study import inputs, labelling, networks, numbers
from simpul.study.folder import Folder
from simpul.study.manifest import Manifest
from simpul.study.needs import needs_table
from simpul.study.refusals import write_rejects
from simpul.study.request import Progress, Request, StudyProblem
from simpul.study.window import window


def run(request: Request, progress: Progress = lambda *_: None) -> dict[str, Any]:
    """Makes the study's folder, all but the report; returns the manifest.

    The same inputs, parameters, key and version give the same bytes in `findings.json` and `tables/`. Raises StudyProblem where
    nothing can be studied, and the problems of reading the workbook, the key and the corpus.
    """
    folder = Folder(request.out)
    reference = inputs.reference_of(request.reference)
    own = bool(request.paths)
    if not own and request.workspace is None:
        raise StudyProblem("Sebutkan berkas atau folder ekspor.", "Name files or folders of exports.")
    home = request.out if own else request.workspace
    assert home is not None
    how = inputs.importer(
        home, request.reference, day_first=request.day_first, timezone=request.timezone,
        salt=inputs.salt_of(request) if own else None,
    )  # fmt: skip
    manifest = Manifest(request, key_id(how.key), reference.digest)

    with manifest.timed("import"):
        manifest.read(inputs.bring_in(request, how, progress))
    with manifest.timed("resolve"):
        progress("resolve", 0, 1)
        corpus = read_corpus(how.store)
        rejects = corpus.pop("rejects").collect()
        corpus["posts"] = _in_window(corpus["posts"], request, manifest)
        for name, frame in corpus.items():
            folder.write(name, frame)
        for name, sheet in reference.tables().items():
            folder.write(name, sheet)
        progress("resolve", 1, 1)
    with manifest.timed("label"):
        labelling.label_posts(folder, reference.places, progress)
        _keep_place(folder, request.place, manifest)
    with manifest.timed("network"):
        progress("network", 0, 1)
        networks.map_network(folder, request.seed, manifest)
        progress("network", 1, 1)
    with manifest.timed("measures"):
        progress("measures", 0, 1)
        folder.write("needs", _needs(folder))
        numbers.measure(folder, request, manifest)
        progress("measures", 1, 1)
    with manifest.timed("exports"):
        progress("exports", 0, 1)
        refused = write_rejects(folder, rejects, reference, request)
        manifest.counts["rejects"] = refused
        networks.export(folder)
        progress("exports", 1, 1)
    _describe(folder, reference, request, manifest)
    content = manifest.to_json()
    with folder.whole("manifest.json") as path:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return content


def _in_window(posts: pl.LazyFrame, request: Request, manifest: Manifest) -> pl.LazyFrame:
    since, until = window(request)
    if since is None and until is None:
        return posts
    time = pl.col("created_at")
    inside = (time >= since if since else pl.lit(True)) & (time < until if until else pl.lit(True))
    dated, undated = posts.select((~inside.fill_null(True)).sum(), time.is_null().sum()).collect().row(0)
    manifest.leave_out("posts", dated, ("di luar jangka waktu yang diminta", "outside the window asked for"))
    manifest.leave_out(
        "posts",
        undated,
        (
            "tanpa tanggal, sehingga tidak dapat ditempatkan dalam jangka waktu",
            "without a date, so in no window",
        ),
    )
    return posts.filter(inside.fill_null(False))


def _keep_place(folder: Folder, code: str | None, manifest: Manifest) -> None:
    """Leaves out posts that are known to speak of a place outside `code`; those of no known place stay."""
    if code is None:
        return
    posts, labels = folder.scan("posts"), folder.scan("labels")
    spoken = posts.select("post_id", pl.col("place").alias("given")).join(
        labels.select("post_id", "place"), on="post_id"
    )
    elsewhere = (
        spoken.filter(~pl.coalesce("given", "place").str.starts_with(code).fill_null(True))
        .select("post_id")
        .collect()
    )
    manifest.leave_out(
        "posts", elsewhere.height, (f"tentang tempat di luar {code}", f"about places outside {code}")
    )
    if elsewhere.height:
        for name in ("posts", "labels"):
            folder.write(name, folder.scan(name).join(elsewhere.lazy(), on="post_id", how="anti").collect())


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
