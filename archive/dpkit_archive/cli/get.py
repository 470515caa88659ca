"""Copy a product out of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit_archive.cli.opening import open_archive, say_other_id
from dpkit_archive.option import archive_option

__all__ = ["get"]


@click.command()
@click.argument("identifier", metavar="ID")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to copy into.",
)
@archive_option
def get(identifier: str, folder: Path, url: str) -> None:
    """Copy a product, verified, into a folder, and print where.

    Nothing is overwritten. A file whose bytes have changed is refused.

    \b
    Example:
      dpkit archive get EUC_NIR_CAL-FRAME_1_1_NIR_J_20260301T000000.000000Z-1a2b3c4d --out work
    """
    with open_archive(url) as opened:
        click.echo(opened.get(identifier, folder))
        say_other_id(identifier, opened.product(identifier).id)
