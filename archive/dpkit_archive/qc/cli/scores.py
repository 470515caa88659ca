"""Print scores that are stored."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option, as_of_option

__all__ = ["scores"]


@click.command()
@click.argument("products", nargs=-1, required=True, metavar="ID...")
@click.option("--history", is_flag=True, help="Also scores that others took the place of.")
@as_of_option
@format_option
@archive_option
def scores(
    products: tuple[str, ...], history: bool, as_of: str | None, output_format: str, url: str
) -> None:
    """Print the scores of products or blocks, with the limits that were applied.

    \b
    Examples:
      dpkit qc scores CR_AB_1
      dpkit qc scores CR_AB_1 --history --format json
      dpkit qc scores CR_AB_1 --as-of 2026-03-01T00:00:00Z
    """
    with open_archive(url) as opened:
        found = opened.scores(products, as_of=as_of, history=history)
    print_rows([one.to_dict() for one in found], output_format)
