"""Commands of quality control: each is a module of this folder, imported when it is called."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

__all__ = ["qc"]


class _Folder(click.Group):
    """A group whose commands are the modules beside this one: ``table`` is in ``table.py``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the modules."""
        files = Path(__file__).parent.glob("*.py")
        return sorted(path.stem for path in files if not path.stem.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of a module, which has its name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Folder)
def qc() -> None:
    """Look at quality parameters, score them, and decide on products.

    \b
    Examples:
      dpkit qc table crires_flat --detector 3 --since 3months
      dpkit qc score --all crires_flat
      dpkit qc certify CR_AB_1 --reason "looked at"
    """
