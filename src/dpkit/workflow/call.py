"""Calls: what a worker is asked to do, and what it answers; only references travel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError, TaskError
from dpkit.workflow.setting import Setting

__all__ = ["Call", "Failure", "Made", "Outcome", "failure_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a task.

    Attributes
    ----------
    id : str
        Name of the call in its run.
    module, attribute : str
        Where the task is.
    inputs : mapping of str to tuple of Path
        Documents by port.
    settings : mapping of str to Setting
        Parameters that are given.
    folder : Path
        Where the worker writes, and nowhere else.
    log : Path
        File of its log.
    unchecked : frozenset of Path
        Documents that are to be validated first; those made in the same run were.
    time_limit : float or None
        Longest time that it may take [s].
    """

    id: str
    module: str
    attribute: str
    inputs: Mapping[str, tuple[Path, ...]]
    settings: Mapping[str, Setting]
    folder: Path
    log: Path
    unchecked: frozenset[Path] = frozenset()
    time_limit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A product that a call made: its id, its document, and the files beside it."""

    id: str
    document: Path
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a call failed.

    Attributes
    ----------
    message, place, remedy, code : str
        As in `DpkitError`.
    exit : {"failed", "time-limit", "killed"}
        How it ended.
    inputs : tuple of str
        The documents that went in.
    """

    message: str
    place: str = ""
    remedy: str = ""
    code: str = "task"
    exit: str = "failed"
    inputs: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it on one line, with the documents that went in."""
        more = f" and {len(self.inputs) - 1} more" if len(self.inputs) > 1 else ""
        return f"{self.error()}" + (f" [on {self.inputs[0]}{more}]" if self.inputs else "")

    def error(self) -> DpkitError:
        """Return it as an error with its own code."""
        error = TaskError(self.message, place=self.place, remedy=self.remedy)
        error.code = self.code
        return error


def failure_of(error: DpkitError) -> Failure:
    """Return an error as a failure, which can travel."""
    return Failure(message=error.message, place=error.place, remedy=error.remedy, code=error.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a call.

    Attributes
    ----------
    id : str
        Name of the call.
    outputs : mapping of str to tuple of Made
        What it made, by port; empty when it failed.
    inputs : mapping of str to tuple of str
        Ids of the products that went in, by port.
    settings : mapping of str to Setting
        The parameters as they were used.
    start, end : str
        When it ran, UTC.
    host : str
        Where it ran.
    versions : mapping of str to str
        Versions of the libraries that were loaded.
    warnings : tuple of str
        What the package of the task warned of in its log.
    failure : Failure or None
        Why it failed.
    """

    id: str
    start: str
    end: str
    host: str
    outputs: Mapping[str, tuple[Made, ...]] = field(default_factory=dict)
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    versions: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None
