"""Reports as a JSON list, written one by one."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

from dpkit.validation.report import Report

__all__ = ["JsonWriter"]


class JsonWriter:
    """Writes a list of objects that follow ``report.schema.json``.

    Parameters
    ----------
    echo : callable
        Writes a piece of text.
    """

    def __init__(self, echo: Callable[[str], object] | None = None) -> None:
        self._echo = echo or (lambda text: click.echo(text, nl=False))
        self._before = "["

    def write(self, report: Report) -> None:
        """Write the next item of the list."""
        text = json.dumps(report.to_dict(), indent=2, allow_nan=False)
        self._echo(f"{self._before}\n  {text.replace(chr(10), chr(10) + '  ')}")
        self._before = ","

    def close(self) -> None:
        """End the list."""
        self._echo("[]\n" if self._before == "[" else "\n]\n")
