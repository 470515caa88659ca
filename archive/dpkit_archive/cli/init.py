"""Make a new archive."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import say
from dpkit_archive.option import archive_option

__all__ = ["init"]


@click.command()
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the files that the archive keeps; needed for PostgreSQL.",
)
@archive_option
def init(files: Path | None, url: str) -> None:
    """Make a new, empty archive.

    The files of an archive on SQLite are kept beside the database, in the folder NAME.files,
    unless another folder is given.

    \b
    Examples:
      dpkit archive init --archive survey.sqlite
      dpkit archive init --archive postgresql://host/survey --files /data/survey
    """
    import dpkit_archive

    with dpkit_archive.create(url, files=files) as made:
        say(f"made the archive {made.url}")
