"""Copy a whole archive."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.option import actor_option

__all__ = ["copy"]


@click.command()
@click.option(
    "--from",
    "--archive",
    "url",
    envvar="DPKIT_ARCHIVE",
    default="archive.sqlite",
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="Path or URL of the archive.",
)
@click.option("--to", required=True, metavar="URL", help="Path or URL of the copy.")
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the files of the copy; needed for PostgreSQL.",
)
@actor_option
@format_option
def copy(url: str, to: str, files: Path | None, actor: str | None, output_format: str) -> None:
    """Copy an archive with all its files to a place where nothing is, on either engine.

    Prints how many rows each table has and their SHA-256, which were read again in the copy and
    found equal; every file is verified by its SHA-256. What was left in place stays there. Others
    may read and write the archive meanwhile; what they write is not in the copy.

    \b
    Examples:
      dpkit archive copy --from survey.sqlite --to postgresql://host/survey --files /data/survey
      dpkit archive copy --from postgresql://host/survey --to laptop.sqlite
    """
    import dpkit_archive

    made = dpkit_archive.copy(url, to, files=files, actor=actor)
    print_rows([one.to_dict() for one in made.tables], output_format)
    rows = sum(one.rows for one in made.tables)
    say(f"{len(made.tables)} tables with {rows} rows: all equal")
    say(f"{made.files} files with {made.bytes} bytes: all SHA-256 as registered")
    if made.paths:
        say(f"indexed again: {', '.join(made.paths)}")
    if made.lost_paths:
        say(f"in no schema any more, and not indexed: {', '.join(made.lost_paths)}")
