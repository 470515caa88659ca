"""The type of options that are a time span."""

from __future__ import annotations

from typing import Any

import click

__all__ = ["DURATION"]

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


class Duration(click.ParamType[float]):
    """A number of seconds, or of what a letter after it says."""

    name = "duration"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return seconds."""
        text = str(value)
        unit = text[-1:] if text[-1:] in _SECONDS else ""
        try:
            seconds = float(text.removesuffix(unit)) * _SECONDS.get(unit, 1.0)
        except ValueError:
            seconds = 0.0
        if not 0.0 < seconds < float("inf"):
            self.fail(f"{text!r} is no time span; write 90, 90s, 15m, 2h or 1d", param, ctx)
        return seconds


DURATION = Duration()
