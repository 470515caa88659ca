"""Bring an older archive up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option

if TYPE_CHECKING:
    from dpkit_archive.health.reindex import Reindexed

__all__ = ["upgrade"]


@click.command()
@click.option("--tables", is_flag=True, help="Only the tables; look at no document.")
@actor_option
@format_option
@archive_option
def upgrade(tables: bool, actor: str | None, output_format: str, url: str) -> None:
    """Bring an archive up to date with the installed dpkit and schemas.

    First its tables, all or nothing. Then what is derived from the documents, which takes as long
    as reading them: keys, JSON, metrics and indexes become what the installed schemas make of them.
    Products, files and history stay what they are. Prints what is left that it cannot mend, and
    ends with exit status 1 then. Make a copy before.

    \b
    Examples:
      dpkit archive upgrade --archive survey.sqlite
      dpkit archive upgrade --archive survey.sqlite --tables
    """
    import dpkit_archive

    before, after = dpkit_archive.upgrade(url)
    said = "is up to date" if before == after else f"was upgraded from revision {before}"
    say(f"the archive {said}: revision {after}")
    if tables:
        if output_format == "json":
            print_rows([], output_format)
        return
    with open_archive(url) as opened:
        done = opened.reindex(actor=actor)
    _tell(done)
    if done.left or output_format == "json":
        print_rows([one.to_dict() for one in done.left], output_format)
    if done.left:
        raise click.exceptions.Exit(1)


def _tell(done: Reindexed) -> None:
    say(f"{done.products} products by the installed schemas: {done.changed} made anew")
    if done.renewed:
        say(f"indexed anew: {', '.join(done.renewed)}")
    if done.dropped:
        say(f"in no schema any more, and not indexed: {', '.join(done.dropped)}")
    if done.left:
        say(f"{len(done.left)} faults are left")
