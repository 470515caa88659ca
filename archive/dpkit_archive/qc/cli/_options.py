"""Options that commands of quality control share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["conditions", "names_of", "period_options"]

F = TypeVar("F", bound=Callable[..., Any])


def period_options(command: F) -> F:
    """Give a command the options that choose rows: columns, times, hidden ones."""
    options = [
        click.option(
            "--where",
            multiple=True,
            metavar="COLUMN=VALUE",
            help="Value of a column; any, or na for rows without one. Repeatable.",
        ),
        click.option("--since", metavar="TIME", help="From when: 3months, a date, or UTC with Z."),
        click.option("--until", metavar="TIME", help="Until when, exclusive."),
        click.option("--hidden", is_flag=True, help="Also rows that are hidden."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def conditions(
    where: tuple[str, ...],
    since: str | None,
    until: str | None,
    hidden: bool,
    keys: dict[str, tuple[str, ...]],
) -> dict[str, Any]:
    """Return what `QcTable.rows` takes for the options of a command.

    Raises
    ------
    click.BadParameter
        A text is not ``COLUMN=VALUE``.
    """
    from dpkit_archive.qc.period import since_ns

    asked: dict[str, list[str]] = {
        name.removeprefix("key_"): list(values) for name, values in keys.items() if values
    }
    for text in where:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{text!r} is not COLUMN=VALUE", param_hint="--where")
        asked.setdefault(name, []).append(value)
    return {
        "where": asked,
        "since": None if since is None else since_ns(since),
        "until": None if until is None else since_ns(until),
        "hidden": hidden,
    }


def names_of(text: str | None) -> list[str]:
    """Return names with commas between."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]
