"""Bring an older archive up to date."""

from __future__ import annotations

import click

from dpkit.cli.output import say
from dpkit_archive.option import archive_option

__all__ = ["upgrade"]


@click.command()
@archive_option
def upgrade(url: str) -> None:
    """Bring the tables of an older archive up to date, all or nothing.

    Products, files and history stay what they are. Make a copy of the database before.

    \b
    Example:
      dpkit archive upgrade --archive survey.sqlite
    """
    import dpkit_archive

    before, after = dpkit_archive.upgrade(url)
    said = "is up to date" if before == after else f"was upgraded from revision {before}"
    say(f"the archive {said}: revision {after}")
