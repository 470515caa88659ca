"""Validate many documents: in processes, with the reports in the order of the documents."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from dpkit.parallel import map_chunks
from dpkit.validation.level import LEVELS, run_passes
from dpkit.validation.report import Report
from dpkit.validation.store import ReferenceStore, opened
from dpkit.validation.subject import Subject

__all__ = ["Settings", "validate_all"]

Recall = Callable[[Path], Report | None]
Chunk = list[Path | Report]

_CHUNK = {True: 4, False: 64}
"""Documents that a process is given at once: few when it reads their files as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How documents are validated.

    Attributes
    ----------
    level : str
        Last level to run.
    lenient : bool
        Whether elements that the schema does not know are left out with a warning.
    archive : str, optional
        Archive in which references must resolve.
    facts : bool
        Whether reports without findings say type, id, keys and so on.
    """

    level: str
    lenient: bool = False
    archive: str | None = None
    facts: bool = True


def validate_all(
    found: Iterable[Path | Report],
    settings: Settings,
    *,
    jobs: int = 1,
    recall: Recall | None = None,
) -> Generator[Report]:
    """Validate documents and yield a report on each, in their order.

    Few documents are held in memory at a time, however many there are.

    Parameters
    ----------
    found : iterable of Path or Report
        The documents; a report is passed on as it is.
    settings : Settings
        How to validate them.
    jobs : int
        Number of processes; one, or a few documents, are validated in this process.
    recall : callable, optional
        Returns the report of an earlier run on a document, or None when it must be validated.

    Yields
    ------
    Report
        One whose `failure` is set where a fault of dpkit kept it from being made.

    Raises
    ------
    NotFoundError
        The archive is not there.
    """
    with opened(settings.archive):
        pass  # an archive that is not there is told here, not by a process that cannot start
    size = _CHUNK[LEVELS.index(settings.level) >= LEVELS.index("files")]
    chunks = _chunks(found, size, recall or (lambda _path: None))
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if jobs == 1 or len(first) < 2:
        yield from _in_this_process(chunks, settings)
    else:
        yield from _in_processes(chunks, settings, jobs)


def _chunks(found: Iterable[Path | Report], size: int, recall: Recall) -> Iterator[Chunk]:
    known = (item if isinstance(item, Report) else (recall(item) or item) for item in iter(found))
    while chunk := list(islice(known, size)):
        yield chunk


def _in_this_process(chunks: Iterable[Chunk], settings: Settings) -> Iterator[Report]:
    with opened(settings.archive) as store:
        for item in chain.from_iterable(chunks):
            yield item if isinstance(item, Report) else _judge(item, settings, store)


def _in_processes(chunks: Iterator[Chunk], settings: Settings, jobs: int) -> Iterator[Report]:
    sent = ((chunk, [item for item in chunk if isinstance(item, Path)]) for chunk in chunks)
    for chunk, made in map_chunks(_judge_all, sent, jobs, start=_start, arguments=(settings,)):
        judged = iter(made)
        for item in chunk:
            yield item if isinstance(item, Report) else next(judged)


_settings: Settings
_store: ReferenceStore | None = None
_open = ExitStack()
"""Of a process: what it was started with, and what stays open as long as it lives."""


def _start(settings: Settings) -> None:
    """Prepare a process."""
    global _settings, _store
    _settings = settings
    _store = _open.enter_context(opened(settings.archive))


def _judge_all(paths: Sequence[Path]) -> list[Report]:
    return [_judge(path, _settings, _store) for path in paths]


def _judge(path: Path, settings: Settings, store: ReferenceStore | None) -> Report:
    subject = Subject(source=path, lenient=settings.lenient, store=store)
    try:
        return run_passes(subject, settings.level, facts=settings.facts)
    except Exception as error:  # a fault of dpkit with one document must not cost the others
        return Report(source=path, failure=f"{type(error).__name__}: {error}")
