"""The guard: a task that writes outside its folder is stopped before it does.

It sees what Python opens, makes, links, changes, renames and removes in the thread of the task.
It catches mistakes, such as a path that was built wrongly; it does not hold back code that means
harm, nor libraries that open files by themselves.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from dpkit.errors import TaskError

__all__ = ["guarded"]

_ROOTS: ContextVar[tuple[str, ...]] = ContextVar("roots", default=())
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CACHES = ("MPLCONFIGDIR", "XDG_CACHE_HOME", "NUMBA_CACHE_DIR")
_PATHS = {
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.link": ((1, 3),),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.utime": ((0, 3),),
}
"""Events that change the file system: where their paths are, and the folder these are below."""


@contextmanager
def guarded(*folders: Path) -> Iterator[None]:
    """Refuse writing outside some folders, that for temporary files, and caches.

    Raises
    ------
    TaskError
        In the code that tries, naming the file.
    """
    _install()
    token = _ROOTS.set((*map(os.path.realpath, folders), *_shared_roots()))
    try:
        yield
    finally:
        _ROOTS.reset(token)


@cache
def _install() -> None:
    sys.addaudithook(_watch)


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        if _ROOTS.get() and len(args) > 2 and args[2] & _WRITING:
            _check(args[0])
    elif event in _PATHS and _ROOTS.get():
        for path, folder in _PATHS[event]:
            below = -1 if folder is None else args[folder]
            _check(args[path], _folder_of(below) if below != -1 else "")


def _folder_of(number: int) -> str:
    """Return the path of an open folder, where the system tells."""
    try:
        return os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115  # quicker here
    except OSError:
        return ""


def _check(path: Any, folder: str = "") -> None:
    if not isinstance(path, (str, bytes, os.PathLike)):
        return  # the number of a file that is open already
    place = os.path.realpath(os.path.join(folder, os.fsdecode(path)))  # noqa: PTH118
    if not any(place == root or place.startswith(root + os.sep) for root in _ROOTS.get()):
        if _is_cache(place):
            return
        raise TaskError(
            "a task must not write there",
            place=place,
            remedy="return products, and use tempfile for files in between",
        )


def _is_cache(place: str) -> bool:
    """Tell whether a place is for compiled code, or for caches and settings of libraries."""
    home = f"{os.path.realpath(Path.home())}{os.sep}."
    return place.startswith(home) or f"{os.sep}__pycache__{os.sep}" in place


def _shared_roots() -> list[str]:
    # Asked for before the guard is up: tempfile tries out its folder by writing there.
    named = [tempfile.gettempdir(), "/dev", "/proc"]
    named += [os.environ.get(name, "") for name in _CACHES]
    return [os.path.realpath(one) for one in named if one]
