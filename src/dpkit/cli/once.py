"""Options that are given once: of two values the last would silently replace the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

__all__ = ["once"]


def once(names: Sequence[str], **said: Any) -> click.Option:
    """Make an option that is refused when it is given twice; the arguments are those of click."""
    return click.Option([*names], multiple=True, callback=_only, **said)


def _only(_context: click.Context, option: click.Parameter, given: Sequence[Any]) -> Any:
    if len(given) > 1:
        raise click.UsageError(f"'{option.opts[0]}' takes one value, and is given {len(given)}")
    return given[0] if given else None
