"""Count what is in an archive."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

__all__ = ["stats"]


@click.command()
@format_option
@archive_option
def stats(output_format: str, url: str) -> None:
    """Tell how much there is in an archive, in numbers and bytes.

    Products by type, dataset and status, documents and files by how they are kept, equal files
    counted once, metrics, standing validity ranges, events, the database itself, and what lies in
    the folders of arriving files and of the quarantine.

    \b
    Examples:
      dpkit archive stats
      dpkit archive stats --format json
    """
    with open_archive(url) as opened:
        amounts = opened.stats()
    print_rows([one.to_dict() for one in amounts], output_format)
