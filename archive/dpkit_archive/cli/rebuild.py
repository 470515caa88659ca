"""Make what is derived from documents anew."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

__all__ = ["rebuild"]


@click.command()
@click.option("--dry-run", is_flag=True, help="Compare, but change nothing.")
@format_option
@archive_option
def rebuild(dry_run: bool, output_format: str, url: str) -> None:
    """Make keys, JSON, metrics, references and times anew from the original bytes.

    All in one transaction. Prints what was not as it must be; exit status 1 tells of it, and a
    sound archive prints nothing.

    \b
    Examples:
      dpkit archive rebuild
      dpkit archive rebuild --dry-run --format json
    """
    with open_archive(url) as opened:
        count, found = opened.rebuild(keep=not dry_run)
    print_rows([one.to_dict() for one in found], output_format)
    says = f"{len(found)} differences" if found else "all as it must be"
    say(f"{count} products from their original bytes: {says}{' (dry run)' if dry_run else ''}")
    if found:
        raise click.exceptions.Exit(1)
