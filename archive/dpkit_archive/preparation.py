"""Prepare the products of a stream: in this process, or in several ahead of the one that writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path

from dpkit.errors import DpkitError
from dpkit.parallel import map_chunks
from dpkit_archive.lineage import Inputs
from dpkit_archive.remote import as_local
from dpkit_archive.submission import Submission, prepare

__all__ = ["Scope", "prepare_all"]

_CHUNK = 32
"""Documents that a process is given at once."""

Prepared = tuple[str | Path, Submission | DpkitError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What all products of a stream have in common.

    The dataset and the calibration set to register into, by default those of the document, and
    the ids of what they were made from, by port.
    """

    dataset: str | None = None
    calibration_set: str | None = None
    inputs: Inputs = field(default_factory=dict)


def prepare_all(
    sources: Iterable[str | Path], scope: Scope, *, jobs: int = 1
) -> Iterator[Prepared]:
    """Read, validate and hash products, and yield each document with what came of it, in order.

    Parameters
    ----------
    sources : iterable of str or Path
        The documents.
    scope : Scope
        Where they shall belong, and what they were made from.
    jobs : int
        Number of processes; few documents are prepared in this one, and so is what lies
        elsewhere, whose copies end with the process that made them.

    Yields
    ------
    tuple of (str or Path) and (Submission or DpkitError)
        The error tells why a product is refused.
    """
    chunks = _chunks(sources)
    first = list(islice(chunks, 2))
    if jobs == 1 or len(first) < 2:
        for source in chain(chain.from_iterable(first), chain.from_iterable(chunks)):
            yield source, _prepare(scope, source)
        return
    sent = ((chunk, [one for one in chunk if as_local(one)]) for chunk in chain(first, chunks))
    for chunk, made in map_chunks(partial(_prepare_chunk, scope), sent, jobs):
        ready = iter(made)
        for source in chunk:
            yield source, next(ready) if as_local(source) else _prepare(scope, source)


def _chunks(sources: Iterable[str | Path]) -> Iterator[list[str | Path]]:
    remaining = iter(sources)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _prepare_chunk(scope: Scope, sources: Sequence[str | Path]) -> list[Submission | DpkitError]:
    return [_prepare(scope, source) for source in sources]


def _prepare(scope: Scope, source: str | Path) -> Submission | DpkitError:
    try:
        return prepare(
            source,
            dataset=scope.dataset,
            calibration_set=scope.calibration_set,
            inputs=scope.inputs,
        )
    except DpkitError as error:
        return error
