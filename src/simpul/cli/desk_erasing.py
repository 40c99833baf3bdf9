"""An erasure goes on to the desk of the workspace: its ledger and its search hold copies of what people wrote."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from simpul.cli.serve import DESK, SETTINGS

if TYPE_CHECKING:
    from simpul.corpus.erasing import Subject

Counts = dict[str, int]


class DeskProblem(Exception):
    """The desk cannot be asked; `problem` is (Indonesian, English) and says what to do next."""

    def __init__(self, id: str, en: str):
        super().__init__(en)
        self.problem = (id, en)


def desk_of(home: Path) -> Callable[[Sequence[Subject], bool], Counts] | None:
    """What forgets on the desk of a workspace; None where it has none. Raises DeskProblem for a desk whose database is not named here."""
    named = bool(os.environ.get("DATABASE_URL"))
    if (home / "desk.sqlite3").exists() or (named and _has_secret(home)):
        return partial(_forget, home)
    if (home / "desk.secret").exists():
        raise DeskProblem(
            f"Meja di {home} memakai basis data lain. Ulangi dengan DATABASE_URL yang sama seperti `simpul serve`, supaya buku kebutuhannya ikut dibersihkan.",
            f"The desk in {home} uses another database. Try again with the DATABASE_URL that `simpul serve` has, so that its ledger is cleared too.",
        )
    return None


def _has_secret(home: Path) -> bool:
    return (home / "desk.secret").exists() or bool(os.environ.get("SIMPUL_SECRET"))


def _forget(home: Path, subjects: Sequence[Subject], dry: bool) -> Counts:
    """Clears the ledger of all these ids of one person; how much. They go by standard input: a command line can be read by everybody."""
    said = {
        name: sorted({value for subject in subjects for value in getattr(subject, name)})
        for name in ("ids", "posts", "handles")
    }
    call = (*DESK, "forget", *(["--dry-run"] if dry else []))
    environment = {**os.environ, **SETTINGS, "SIMPUL_HOME": str(home.absolute())}
    done = subprocess.run(
        call, env=environment, input=json.dumps(said), capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise DeskProblem(
            f"Meja tidak dapat dibersihkan ({why}). Jalankan `simpul serve` sekali supaya basis datanya siap, lalu ulangi `simpul erase`: yang lain sudah terhapus.",
            f"The desk cannot be cleared ({why}). Run `simpul serve` once to make its database ready, then `simpul erase` again: all else is erased.",
        )
    counts: Counts = json.loads(done.stdout.splitlines()[-1])
    return counts
