"""Publication: what a call made goes from its own folder to that of the products.

Everything that a call made appears, or nothing of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from dpkit.errors import TaskError
from dpkit.workflow.call import Made

__all__ = ["Move", "complete", "moves_of", "publish"]

Move = tuple[Path, Path]


def moves_of(made: Iterable[Made], source: Path, target: Path) -> list[Move]:
    """Return what is to be renamed: files first, each document after its own."""
    return [
        (path, target / path.relative_to(source))
        for one in made
        for path in (*one.files, one.document)
    ]


def publish(moves: Sequence[Move]) -> None:
    """Rename all files, or none.

    Raises
    ------
    TaskError
        A file of that name is there already.
    """
    for _, target in moves:
        if target.exists():
            raise TaskError(
                "is there already", place=target, remedy="write elsewhere, or remove it first"
            )
    done: list[Move] = []
    try:
        for source, target in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            with contextlib.suppress(OSError):  # the first error is the one to tell
                target.rename(source)
        raise


def complete(moves: Sequence[Move]) -> bool:
    """Finish a publication that was interrupted; tell whether everything is in its place."""
    for source, target in moves:
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
    return all(target.exists() for _, target in moves)
