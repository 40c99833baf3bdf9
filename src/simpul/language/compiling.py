"""How the kernels of this room are compiled: entries are cached on disk, inner functions become part of their entries."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

_T = TypeVar("_T")
_F = TypeVar("_F", bound=Callable[..., Any])

_jit: Any = njit
whole: Callable[[Any], int] = cast(Any, np.int64)
"""A 64-bit whole number: what kernels count with, so that each of their functions is compiled for one type only."""

inner: Callable[[_F], _F] = _jit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)
"""Decorator of a function that only kernels call: part of each of its callers. Called from Python it would crash."""


apart: Callable[[_F], _F] = _jit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""Like `inner`, for a larger function that is called at many places or seldom: copies of it would be slow to compile."""


def entry(make: Callable[[int], _F]) -> _F:
    """The kernel that `make` defines, compiled at its first call and cached.

    Numba's cache looks at the entry's own file alone, so a change in a file of inner functions would go unseen. But it
    also looks at what the entry encloses: `make` gets a digest of all files of this room, to which the kernel refers.
    """
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = blake2b(b"".join(source.read_bytes() for source in sources), digest_size=7).digest()
    kernel: _F = _jit(cache=True, nogil=True)(make(int.from_bytes(digest, "big")))
    return kernel


@intrinsic
def _borrowed(context: Any, value: Any) -> Any:
    def codegen(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _without_owner(target, builder, value, args[0])

    return value(value), codegen


borrowed: Callable[[_T], _T] = cast(Any, _borrowed)
"""The same array, or tuple of arrays, without its owner.

Numba counts references at each access to an array of a tuple, with locked instructions that threads contend for; an array
without owner costs nothing, which makes a kernel of many small functions five times as fast. The caller must keep the
owner until it is done.
"""


def _without_owner(target: Any, builder: Any, kind: Any, struct: Any) -> Any:
    if isinstance(kind, types.Array):
        array = target.make_array(kind)(target, builder, struct)
        for name in ("meminfo", "parent"):
            setattr(array, name, getattr(array, name).type(None))
        return array._getvalue()
    if isinstance(kind, types.BaseTuple):
        for place, each in enumerate(cast(Any, kind).types):
            item = builder.extract_value(struct, place)
            struct = builder.insert_value(struct, _without_owner(target, builder, each, item), place)
    return struct
