"""The group of tasks: each task is a command whose options are its ports and parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dpkit.workflow.listing import Listing

__all__ = ["run", "run_script"]


class TaskGroup(click.Group):
    """A group whose commands are the installed tasks and pipelines, and their front ends."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, without importing what they belong to."""
        found = _listing().found.values()
        return sorted({one.name for one in found} | {one.script for one in found if one.script})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make the command of a task."""
        from dpkit.cli.taskcommand import frontend_command, task_command
        from dpkit.workflow.registry import find_declaration

        found = find_declaration(cmd_name)
        front = found.frontend
        if front is not None and cmd_name == front.script != found.name:
            return frontend_command(found, front)
        return task_command(found)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview, read from the source of the tasks."""
        found = _listing().found.values()
        rows = [(one.name, one.title) for one in found]
        rows += [
            (one.script, f"{one.name} as a command")
            for one in found
            if one.script not in ("", one.name)
        ]
        if rows:
            with formatter.section("Tasks and pipelines"):
                formatter.write_dl(sorted(rows))


def _listing() -> Listing:
    from dpkit.workflow.listing import list_declarations

    return list_declarations()


@click.group(cls=TaskGroup)
def run() -> None:
    """Run a task or a pipeline on products and write what it makes.

    Inputs and outputs are validated. A port that takes several products takes its option several
    times, or once with a JSON file that lists the documents. With --workdir all names of files
    are relative to that folder, ports that take several products take a list file, and the
    outputs may be named by options too, as workflow managers want it.

    \b
    Example:
      dpkit run NIR_calculate_relative_exposures --catalogs a.xml --catalogs b.xml --out out
    """


def run_script() -> None:
    """Run the front end that this process was called as.

    A package makes the command of its users with the line
    ``crires_flat = "dpkit.cli.run:run_script"`` under ``[project.scripts]``.
    """
    import sys

    from dpkit.cli.root import root

    root(["run", Path(sys.argv[0]).stem, *sys.argv[1:]])
