"""Print rows as a table, JSON or CSV: data to the standard output, talk to the other."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

__all__ = ["FORMATS", "format_option", "print_rows", "say"]

FORMATS = ("table", "json", "csv")
F = TypeVar("F", bound=Callable[..., Any])


def format_option(command: F) -> F:
    """Give a command the option ``--format``; it arrives as ``output_format``."""
    option = click.option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print rows.",
    )
    return option(command)


def print_rows(
    rows: Sequence[Mapping[str, object]], output_format: str, names: Sequence[str] = ()
) -> None:
    """Print rows to the standard output.

    Parameters
    ----------
    rows : sequence of mapping
        All with the same names in the same order.
    output_format : {"table", "json", "csv"}
        JSON is a list of objects, ``[]`` when there are none.
    names : sequence of str
        What stands in the first line of CSV when there are no rows.
    """
    if output_format == "json":
        click.echo(json.dumps(rows, indent=2, default=str, allow_nan=False))
    elif output_format == "csv":
        _print_csv(rows, names)
    else:
        _print_table(rows)


def say(text: str) -> None:
    """Print talk, not data, to the standard error."""
    click.echo(text, err=True)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(_plain(item) for item in value)
    text = json.dumps(value) if isinstance(value, dict) else str(value)
    # Names of files may be bytes that are no text.
    return text.encode("utf-8", "backslashreplace").decode()


def _print_csv(rows: Sequence[Mapping[str, object]], names: Sequence[str]) -> None:
    first = list(rows[0]) if rows else names
    if not first:
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(first)
    writer.writerows([_plain(value) for value in row.values()] for row in rows)


def _print_table(rows: Sequence[Mapping[str, object]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    if not rows:
        say("no rows")
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name in rows[0]:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_plain(value) for value in row.values()))
    terminal = sys.stdout.isatty()
    Console(width=None if terminal else 100_000, soft_wrap=not terminal, markup=False).print(table)
