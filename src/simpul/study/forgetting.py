"""Taking a person out of a study that was made before: of its corpus, its tables, and every page that shows a trace of them.

Figures that were computed stay as they are, since they show no single person; a page that does is removed, to be made again by
studying again.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from simpul.corpus import erasing
from simpul.corpus.erasing import Erased, Person, Subject
from simpul.corpus.key import key_id, workspace_key
from simpul.corpus.store import Store
from simpul.study.coding import forgetting as coding
from simpul.study.coding.sampling import HOME
from simpul.study.folder import OUTPUTS, Folder
from simpul.study.request import StudyProblem

KNOWN = "studies.json"  # in the workspace: the folders of all studies made with it


def note(workspace: Path, out: Path) -> None:
    """Remembers that a study was made, so that an erasure finds it. A workspace that does not exist is not made for this."""
    if not workspace.is_dir():
        return
    folders = sorted({*map(str, known(workspace)), str(out.resolve())})
    draft = workspace / f".{KNOWN}-{os.getpid()}"
    draft.write_text(json.dumps(folders, indent=1) + "\n", "utf-8")
    draft.replace(workspace / KNOWN)


def known(workspace: Path) -> list[Path]:
    """The folders of studies made with the workspace that are still there."""
    try:
        folders = json.loads((workspace / KNOWN).read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [path for path in map(Path, folders) if (path / "manifest.json").exists()]


@dataclass
class Forgotten:
    """What went out of a study's folder: rows of its corpus and of its tables, and the pages that were removed."""

    subject: Subject
    corpus: Erased = field(default_factory=Erased)
    tables: dict[str, int] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)


def forget(root: Path, workspace: Path, person: Person, dry: bool = False) -> Forgotten:
    """Takes the person out of a study's folder; with `dry` only counts.

    Raises StudyProblem where it is no study, or its pseudonyms are under another key, and StoreProblem while it is made.
    """
    key = _key(root, workspace)
    folder, store = Folder(root), Store(root / "corpus")
    subject = erasing.subject_of(folder.scan("posts"), folder.scan("links"), key, person)
    done = Forgotten(subject)
    if (store.root / "batches").exists():
        own, done.corpus = erasing.erase(store, key, person, dry)
        done.subject = subject = replace(own, ids=own.ids | subject.ids, posts=own.posts | subject.posts)
    coded = coding.forget(root / HOME, folder.scan("posts"), subject.ids | subject.posts, subject.traces, dry)
    done.tables |= {f"{HOME}/{name}": rows for name, rows in coded.items()}
    for path in sorted(folder.tables.glob("*.parquet")):
        frame = pl.read_parquet(path)
        left, touched = erasing.purge(path.stem, frame, subject)
        if touched:
            done.tables[path.stem] = frame.height - left.height
        if touched and not dry:
            folder.write(path.stem, left)
    for name in OUTPUTS:
        if (page := root / name).exists() and _shows(page, subject):
            done.pages.append(name)
            if not dry:
                page.unlink()
    return done


def _key(root: Path, workspace: Path) -> bytes:
    try:
        asked = json.loads((root / "manifest.json").read_text("utf-8"))["parameters"]
    except (OSError, ValueError, KeyError):
        raise StudyProblem(f"{root} bukan folder studi.", f"{root} is not the folder of a study.") from None
    key = workspace_key(workspace, bytes.fromhex(asked.get("salt", "")) or None)
    if key_id(key) == asked["key_id"]:
        return key
    raise StudyProblem(
        f"Nama samaran di studi {root} memakai kunci lain. Buat ulang studinya dengan kunci ini, atau hapus foldernya.",
        f"The pseudonyms of the study {root} are under another key. Make the study again with this key, or delete its folder.",
    )


def _shows(page: Path, subject: Subject) -> bool:
    told = "|".join(rf"(?<!\w){re.escape(trace)}(?!\w)" for trace in subject.traces)
    return bool(told) and re.search(told, page.read_text("utf-8", errors="replace")) is not None
