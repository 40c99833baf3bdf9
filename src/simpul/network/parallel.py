"""Run a compiled kernel over a fixed number of blocks on all cores.

How the work is cut never depends on how many cores there are, and results come back in the order of the blocks. So a
sum over blocks is the same to the last bit on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_blocks(job: Callable[[int], T], blocks: int, threads: int | None = None) -> list[T]:
    """`[job(0), …, job(blocks - 1)]`; the job must release the interpreter lock to gain from more than one thread."""
    with ThreadPoolExecutor(threads or cores()) as pool:
        return list(pool.map(job, range(blocks)))
