"""The group of demonstrations, which families of products add to."""

from __future__ import annotations

import click

from dpkit.cli.plugin import PluginGroup

__all__ = ["demo"]


class DemoGroup(PluginGroup):
    """Without a name, run the demonstration that is alone, or list those that there are."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the name of the only demonstration when none is given."""
        named = bool(args) and not args[0].startswith("-")
        known = self.list_commands(ctx)
        if not named and not {"-h", "--help"} & set(args):
            if len(known) != 1:
                said = f"give one of {', '.join(known)}" if known else "no package brings one"
                raise click.UsageError(f"which demonstration? {said}", ctx)
            args = [*known, *args]
        return super().parse_args(ctx, args)


@click.group(cls=DemoGroup, entry_points="dpkit.demos")
def demo() -> None:
    """Run a demonstration from simulation to archive.

    Without a name it is the one that is installed, when there is only one.

    \b
    Examples:
      dpkit demo --help
      dpkit demo nir --out demo-out
    """
