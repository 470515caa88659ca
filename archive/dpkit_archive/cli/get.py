"""Copy a product out of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import print_rows
from dpkit_archive.cli.opening import open_archive, say_other_id
from dpkit_archive.option import archive_option, text_format_option

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
@text_format_option
@archive_option
def get(identifier: str, folder: Path, output_format: str, url: str) -> None:
    """Copy a product, verified, into a folder, and print where its document is.

    Nothing is overwritten. A file whose bytes have changed is refused.

    \b
    Example:
      dpkit archive get EUC_NIR_CAL-FRAME_1_1_NIR_J_20260301T000000.000000Z-1a2b3c4d --out work
    """
    with open_archive(url) as opened:
        document = opened.get(identifier, folder)
        stands = opened.product(identifier)
    if output_format == "text":
        click.echo(document)
    else:
        row = {"id": stands.id, "product": stands.product, "version": stands.version}
        print_rows([row | {"document": str(document)}], output_format)
    say_other_id(identifier, stands.id)
