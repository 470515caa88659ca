"""A group of commands that other packages add to through an entry point group."""

from __future__ import annotations

from typing import Any

import click

from dpkit.entrypoint import entry_points

__all__ = ["PluginGroup"]


class PluginGroup(click.Group):
    """A group whose commands are the entry points of one group.

    Parameters
    ----------
    entry_points : str
        Name of the entry point group; each entry point is a command.
    """

    def __init__(self, *args: Any, entry_points: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry_points = entry_points

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the entry points."""
        return sorted({point.name for point in entry_points(group=self.entry_points)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        for point in entry_points(group=self.entry_points, name=cmd_name):
            command: click.Command = point.load()
            return command
        return None
