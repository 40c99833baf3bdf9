"""A study made again from its manifest and compared with what lies there, byte by byte."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from simpul.corpus.key import key_id, workspace_key
from simpul.measures.findings import short_code
from simpul.study.asked import manifest_of, request_of
from simpul.study.folder import Folder, digests
from simpul.study.pipeline import run
from simpul.study.request import Progress, Request, StudyProblem

Words = tuple[str, str]  # Indonesian, English
LISTED = 10  # measures named in one sentence


@dataclass(frozen=True)
class Verdict:
    """What a second run found. `same`: findings and tables have the same bytes."""

    causes: tuple[Words, ...]  # what is not as it was: inputs, versions, parameters
    altered: tuple[str, ...]  # files that were changed after the study was made
    differing: tuple[str, ...]  # files that the second run made otherwise
    findings: tuple[dict[str, Any], ...]  # that differ: code, id, was, is
    compared: int  # files

    @property
    def same(self) -> bool:
        return not (self.differing or self.altered)


def verify(
    root: Path, paths: tuple[Path, ...] = (), survey: Path | None = None, reference: Path | None = None,
    workspace: Path | None = None, progress: Progress = lambda *_: None,
) -> Verdict:  # fmt: skip
    """Makes the study again beside `root`, in a folder that is removed, and compares.

    Exports, survey and workbook are read where they lay, or where these paths say they are now. Raises StudyProblem where the
    study cannot be made again: no manifest, one of an older version, inputs that are gone, another key.
    """
    manifest = manifest_of(root)
    draft = Path(mkdtemp(prefix=".verify-", dir=root.resolve().parent))
    try:
        request = _request(root, manifest, draft / "study", paths, survey, reference, workspace)
        _same_key(root, manifest, workspace)
        again = run(request, progress)
        here = digests(Folder(root))
        there = again["outputs"]
        differing = tuple(sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name)))  # fmt: skip
        return Verdict(
            causes=tuple(_causes(manifest, again)),
            altered=tuple(sorted(name for name, hash in manifest["outputs"].items() if here.get(name) != hash)),
            differing=differing,
            findings=tuple(_findings(root, request.out)) if "findings.json" in differing else (),
            compared=len(here.keys() | there.keys()),
        )  # fmt: skip
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _request(
    root: Path, manifest: dict[str, Any], out: Path, paths: tuple[Path, ...], survey: Path | None, reference: Path | None,
    workspace: Path | None,
) -> Request:  # fmt: skip
    known = request_of(root, manifest, out)
    request = replace(
        known, paths=paths or known.paths, survey=survey or known.survey, reference=reference or known.reference, workspace=workspace
    )  # fmt: skip
    if manifest["parameters"]["workspace"]:
        return replace(request, paths=())
    wanted = [*request.paths, *filter(None, (request.survey, request.reference))]
    gone = [str(path) for path in wanted if not path.exists()]
    if gone or not request.paths:
        told = ", ".join(gone) or "?"
        raise StudyProblem(
            f"Bahan studi ini tidak ada lagi di tempatnya: {told}. Sebutkan tempatnya sekarang: `simpul verify {root} EKSPOR… --survey … --reference …`.",
            f"What this study was made from is no longer where it lay: {told}. Say where it is now: `simpul verify {root} EXPORTS… --survey … --reference …`.",
        )
    return request


def _same_key(root: Path, manifest: dict[str, Any], workspace: Path | None) -> None:
    """Raises StudyProblem where the pseudonyms of the study are under another key than this person has."""
    asked = manifest["parameters"]
    key = workspace_key(workspace or root, bytes.fromhex(asked["salt"]) or None)
    if key_id(key) != asked["key_id"]:
        raise StudyProblem(
            f"Nama samaran di studi {root} memakai kunci lain. Pasang SIMPUL_KEY yang dipakai waktu itu, lalu ulangi.",
            f"The pseudonyms of the study {root} are under another key. Set the SIMPUL_KEY of that time, then try again.",
        )


def _causes(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Words]:
    for name, old, new in [
        ("Simpul", was["simpul"], now["simpul"]),
        ("Python", was.get("python"), now["python"]),
        *((name, was.get("libraries", {}).get(name), version) for name, version in now["libraries"].items()),
    ]:
        if old != new:
            yield f"Versi {name}: dahulu {old}, sekarang {new}.", f"Version of {name}: was {old}, is {new}."
    old, new = was.get("measures", {}), now["measures"]
    if changed := sorted(id for id in old.keys() | new.keys() if old.get(id) != new.get(id)):
        told = ", ".join(changed[:LISTED]) + (" …" if len(changed) > LISTED else "")
        yield (
            f"Ukuran yang baru, hilang, atau berganti definisi: {told} ({len(changed)}).",
            f"Measures that are new, gone or defined anew: {told} ({len(changed)}).",
        )
    yield from _inputs(was["inputs"], now["inputs"])
    for name, value in now["parameters"].items():
        before = was["parameters"].get(name)
        if before != value and name not in ("salt", "key_id"):  # which follow from the inputs and the seed
            words = PARAMETERS.get(name, (f"Pilihan {name}", f"Parameter {name}"))
            yield f"{words[0]}: dahulu {before}, sekarang {value}.", f"{words[1]}: was {before}, is {value}."


PARAMETERS: dict[str, Words] = {
    "reference": ("Isi buku kerja rujukan", "Content of the reference workbook"),
    "codes": ("Kode buatan orang", "What people coded"),
}  # fmt: skip


def _inputs(was: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[Words]:
    """By their hashes; a file that keeps its name and has another hash was changed."""
    old, new = ({(one["digest"], one["reader"]): one for one in each} for each in (was, now))
    gone = {old[key]["file"]: old[key]["digest"] for key in old.keys() - new.keys()}
    come = {new[key]["file"]: new[key]["digest"] for key in new.keys() - old.keys()}
    for file in sorted(gone.keys() | come.keys()):
        before, after = gone.get(file, "–")[:12], come.get(file, "–")[:12]
        yield (
            f"Masukan {file}: hash dahulu {before}, sekarang {after}.",
            f"Input {file}: its hash was {before}, is {after}.",
        )
    for key in sorted(old.keys() & new.keys()):
        before, after = old[key]["reader_version"], new[key]["reader_version"]
        if before != after:
            name = f"{key[1]} ({old[key]['file']})"
            yield (
                f"Versi pembaca {name}: dahulu {before}, sekarang {after}.",
                f"Version of the reader {name}: was {before}, is {after}.",
            )


def _findings(root: Path, again: Path) -> Iterator[dict[str, Any]]:
    was, now = (_by_id(folder / "findings.json") for folder in (root, again))
    for id in sorted(was.keys() | now.keys()):
        old, new = was.get(id), now.get(id)
        if old != new:
            yield {"code": short_code({"id": id}), "id": id, "was": _shown(old), "is": _shown(new)}


def _by_id(path: Path) -> dict[str, Any]:
    try:
        return {one["id"]: one for one in json.loads(path.read_bytes())}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # that the file differs is told already


def _shown(finding: dict[str, Any] | None) -> Any:
    if finding is None:
        return None
    return finding["value"] if finding["status"] == "ok" else finding["status"]
