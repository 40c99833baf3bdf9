"""Run a compiled kernel over a fixed number of blocks on all cores.

How the work is cut never depends on how many cores there are, and results come back in the order of the blocks. So a
sum over blocks is the same to the last bit on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")


class Run(Protocol):
    """`[job(0), …, job(blocks - 1)]`"""

    def __call__(self, job: Callable[[int], T], blocks: int) -> list[T]: ...


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(threads: int | None = None) -> Iterator[Run]:
    """Something that runs blocks on this many threads, by default one per core.

    Jobs must release the interpreter lock, as kernels with `nogil` do, to gain from more than one.
    """
    with ThreadPoolExecutor(threads or cores()) as pool:
        yield lambda job, blocks: list(pool.map(job, range(blocks)))
