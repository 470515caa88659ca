"""Make a new archive."""

from __future__ import annotations

import click

from dpkit.cli.output import say
from dpkit_archive.option import archive_option

__all__ = ["init"]


@click.command()
@archive_option
def init(url: str) -> None:
    """Make a new, empty archive.

    Its files will be kept beside the database, in the folder NAME.files.

    \b
    Example:
      dpkit archive init --archive survey.sqlite
    """
    import dpkit_archive

    with dpkit_archive.create(url) as made:
        say(f"made the archive {made.path}")
