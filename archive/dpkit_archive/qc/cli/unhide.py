"""Show rows of QC1 tables."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option, reason_option

__all__ = ["unhide"]


@click.command()
@click.argument("rows", nargs=-1, required=True, type=int, metavar="ROW...")
@reason_option
@actor_option
@format_option
@archive_option
def unhide(
    rows: tuple[int, ...], reason: str | None, actor: str | None, output_format: str, url: str
) -> None:
    """Let rows of QC1 tables that were hidden count again.

    All of them, or none. `dpkit qc table TABLE --hidden` prints the numbers.

    \b
    Examples:
      dpkit qc unhide 17 18 --reason "lamp was warming up"
    """
    with open_archive(url) as opened:
        made = opened.hide_rows(rows, reason=reason, actor=actor, hide=False)
    print_rows([one.to_dict() for one in made], output_format)
