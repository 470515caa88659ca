"""The command that starts a package of products and tasks."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import say

__all__ = ["new_pf"]


@click.command("new-pf")
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the package.  [default: NAME_pf in the current one]",
)
def new_pf(name: str, out: Path | None) -> None:
    """Start a package with a schema, two tasks, a pipeline, a simulator, and tests that pass.

    \b
    Example:
      dpkit new-pf dome --out dome
    """
    from dpkit.scaffold.pf import new_pf

    folder = Path(f"{name}_pf") if out is None else out
    for file in new_pf(name, folder):
        click.echo(file)
    say(f"install it with: pip install --editable {folder}")
