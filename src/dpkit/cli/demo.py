"""The group of demonstrations, which families of products add to."""

from __future__ import annotations

import click

from dpkit.cli.plugin import PluginGroup

__all__ = ["demo"]


class DemoGroup(PluginGroup):
    """Without a name, run the first walk through the whole toolkit."""

    default = "nir"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the name of the default demonstration when none is given."""
        named = bool(args) and not args[0].startswith("-")
        if not named and not {"-h", "--help"} & set(args) and self.list_commands(ctx):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


@click.group(cls=DemoGroup, entry_points="dpkit.demos")
def demo() -> None:
    """Run a demonstration from simulation to archive.

    Without a name it is the demonstration nir.

    \b
    Examples:
      dpkit demo
      dpkit demo nir --out demo-out
    """
