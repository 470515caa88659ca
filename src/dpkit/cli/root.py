"""The root of the command line: finds command groups, and turns errors into one line."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from dpkit import __version__
from dpkit.entrypoint import entry_points
from dpkit.errors import DpkitError

__all__ = ["main", "root"]

_COMMANDS = {
    "demo": ("dpkit.cli.demo:demo", "Run a demonstration from end to end."),
    "format": ("dpkit.cli.format:file_format", "Describe, check and make the files of products."),
    "new-pf": ("dpkit.cli.newpf:new_pf", "Start a package of products and tasks."),
    "pipeline": ("dpkit.cli.pipeline:pipeline", "List and show pipelines."),
    "plot": ("dpkit.cli.plot:plot", "Draw a product into a picture."),
    "run": ("dpkit.cli.run:run", "Run a task or pipeline on products."),
    "runs": ("dpkit.cli.runs:runs", "List, show and resume runs."),
    "schema": ("dpkit.cli.schema:schema", "Generate code from schemas; show products."),
    "simulate": ("dpkit.cli.simulate:simulate", "Simulate observations."),
    "tasks": ("dpkit.cli.tasks:tasks", "List and show tasks."),
    "validate": ("dpkit.cli.validate:validate", "Validate products and their files."),
}
"""Own commands with their help, so that the overview imports none of them."""


class Root(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return own commands and those of the entry point group ``dpkit.commands``."""
        return sorted({*_COMMANDS, *(p.name for p in entry_points(group="dpkit.commands"))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name in _COMMANDS:
            module, _, name = _COMMANDS[cmd_name][0].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        for point in entry_points(group="dpkit.commands", name=cmd_name):
            loaded: click.Command = point.load()
            return loaded
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview of commands."""
        rows = [(name, self._summary(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _summary(self, ctx: click.Context, name: str) -> str:
        if name in _COMMANDS:
            return _COMMANDS[name][1]
        try:
            command = self.get_command(ctx, name)
        except (AttributeError, ImportError) as error:
            return f"(cannot be loaded: {error})"
        return "" if command is None else command.get_short_help_str(70)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run a command line; every error ends as one line and an exit status."""
        words = list(sys.argv[1:] if args is None else args)
        debug = "--debug" in words
        words = [word for word in words if word != "--debug"]
        extra["standalone_mode"] = False
        try:
            status = super().main(words, *rest, **extra)
        except Exception as error:
            if debug:
                traceback.print_exc()
            status = _report(error)
        sys.exit(status if isinstance(status, int) else 0)


def _report(error: Exception) -> int:
    """Print an error for people and return the exit status."""
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        click.echo("dpkit: interrupted", err=True)
        return 130
    if isinstance(error, ModuleNotFoundError):
        click.echo(
            f"dpkit: the package {error.name!r} is not installed "
            "(install the extra that brings it: pip install 'dpkit[all]') [extra]",
            err=True,
        )
        return 1
    if isinstance(error, DpkitError):
        click.echo(f"dpkit: {error} [{error.code}]", err=True)
        return 1
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"dpkit: {place}{error.strerror or error} [system]", err=True)
        return 1
    click.echo(
        f"dpkit: internal error: {type(error).__name__}: {error} "
        "(this is a fault of dpkit; --debug shows where)",
        err=True,
    )
    return 3


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dpkit")
def root() -> None:
    """Declare data products in XSD; make, validate, archive and find them.

    Exit status: 0 fine, 1 something is wrong with the data, 2 wrong usage, 3 a fault of dpkit.
    Add --debug to any command for the traceback of an error.

    \b
    Examples:
      dpkit demo nir --out demo-out
      dpkit validate cal.xml
      dpkit archive find DpdNirRelPhotoExpCalibration --filter NIR_J
    """


def main() -> None:
    """Run the command line of this process."""
    root()
