"""Tell what happened to a product."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

__all__ = ["history"]


@click.command()
@click.argument("identifier", metavar="ID")
@format_option
@archive_option
def history(identifier: str, output_format: str, url: str) -> None:
    """Tell everything that happened to a product, in order.

    Registration, other ids, statuses, certification, releases and reviews, each with the number of
    its event, time, actor and reason.

    \b
    Example:
      dpkit archive history FLAT_1 --format json
    """
    with open_archive(url) as opened:
        entries = opened.history(identifier)
    print_rows([one.to_dict() for one in entries], output_format)
