"""The group of simulators, which families of products add to."""

from __future__ import annotations

import click

from dpkit.cli.plugin import PluginGroup

__all__ = ["simulate"]


@click.group(cls=PluginGroup, entry_points="dpkit.simulators")
def simulate() -> None:
    """Simulate observations, with the truth beside them."""
