"""Make a new archive."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import print_rows, say
from dpkit_archive.option import archive_option, text_format_option

__all__ = ["init"]


@click.command()
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the files that the archive keeps; needed for PostgreSQL.",
)
@text_format_option
@archive_option
def init(files: Path | None, output_format: str, url: str) -> None:
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
        if output_format != "text":
            print_rows([{"archive": made.url, "files": str(made.files)}], output_format)
        say(f"made the archive {made.url}")
