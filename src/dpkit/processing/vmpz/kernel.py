"""Compiled kernels: numba when it is there, the same Python when it is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["COMPILED", "cache_folder", "kernel"]

Function = TypeVar("Function", bound=Callable[..., object])

numba: Any
try:
    import numba
except ImportError:
    numba = None

COMPILED: bool = numba is not None and not numba.config.DISABLE_JIT
"""Whether kernels are compiled; without numba they are interpreted, with the same numbers."""


def cache_folder() -> Path:
    """Tell where compiled kernels are kept between runs.

    Returns
    -------
    Path
        ``NUMBA_CACHE_DIR`` when it is set, else a folder of dpkit in the user's cache.
    """
    if folder := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(folder)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dpkit" / "kernels"


def kernel(function: Function) -> Function:
    """Compile a function of scalars and arrays at its first call, and keep the machine code.

    Neither fast-math nor threads: a kernel gives the numbers of its Python source, and releases
    the interpreter lock, so that callers may run several at once. A kernel reads nothing that
    may change between runs but its arguments: the cache knows no other.

    Parameters
    ----------
    function : callable
        The source.

    Returns
    -------
    callable
        The compiled function, or `function` itself without numba.
    """
    if not COMPILED:
        return function
    numba.config.CACHE_DIR = str(cache_folder())
    # Division by zero follows IEEE, as in numpy.
    compiled: Function = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return compiled
