"""The option for the number of processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["available_cores", "jobs_option"]

F = TypeVar("F", bound=Callable[..., Any])


def jobs_option(command: F) -> F:
    """Give a command the option ``--jobs``; it arrives as ``jobs``."""
    option = click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=available_cores,
        help="Processes; as many as cores by default.",
    )
    return option(command)


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
