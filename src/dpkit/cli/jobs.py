"""The option for the number of processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["jobs_option"]

F = TypeVar("F", bound=Callable[..., Any])


def jobs_option(command: F) -> F:
    """Give a command the option ``--jobs``; it arrives as ``jobs``."""
    option = click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=_cores,
        help="Processes; as many as cores by default.",
    )
    return option(command)


def _cores() -> int:
    from dpkit.parallel import available_cores  # processes are dear to import

    return available_cores()
