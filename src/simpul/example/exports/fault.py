"""What is wrong on purpose with the exported files."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One planted fault: where it is, how an importer should name it, and the posts that it loses."""

    file: str
    row: int  # counted from 1 without the header
    column: str | None
    code: str
    lost: tuple[str, ...]  # post ids
