"""How a run is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

__all__ = ["OPTIONS", "RunOptions", "with_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How a run is done.

    Attributes
    ----------
    engine : str
        ``serial``, ``processes``, ``processes:4``, ``dask`` or ``dask:tcp://host:8786``.
    retries : int
        How often a call that failed is tried again.
    time_limit : float or None
        Longest time of one call [s].
    keep_going : bool
        Whether calls that do not need what failed are still started.
    logdir : Path or None
        Folder of the logs; that of the run by default.
    reuse : bool
        Whether a call that was made before with the same content is not repeated, but what it
        made is taken from the archive.
    actor : str or None
        Who runs it, as the archive is told; user and host by default.
    """

    engine: str = "processes"
    retries: int = 0
    time_limit: float | None = None
    keep_going: bool = False
    logdir: Path | None = None
    reuse: bool = False
    actor: str | None = None


OPTIONS = tuple(field.name for field in fields(RunOptions))


def with_given(options: RunOptions, given: Mapping[str, Any]) -> RunOptions:
    """Return options with those that are given; None stands for not given."""
    said = {name: value for name, value in given.items() if value is not None}
    if "logdir" in said:
        said["logdir"] = Path(said["logdir"]).absolute()
    return replace(options, **said)
