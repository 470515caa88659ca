"""Ask the log of events."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

__all__ = ["events"]


@click.command()
@click.option("--since", metavar="TIME|EVENT", help="First event to list, or earliest time.")
@click.option("--until", metavar="TIME|EVENT", help="Last event to list, or latest time.")
@click.option("--verb", help="Only what did this, such as register, status or purge.")
@click.option("--actor", help="Only what this one did.")
@click.option("--subject", metavar="ID", help="Only what was done to this.")
@click.option("--limit", type=click.IntRange(min=0), help="Only the last so many.")
@format_option
@archive_option
def events(
    since: str | None,
    until: str | None,
    verb: str | None,
    actor: str | None,
    subject: str | None,
    limit: int | None,
    output_format: str,
    url: str,
) -> None:
    """List what happened to an archive: who did what to what, when and why.

    Events are numbered in the order in which they happened, whatever the clocks said. These are
    the numbers that --as-of takes; a time means the highest number that is not later.

    \b
    Examples:
      dpkit archive events --limit 20
      dpkit archive events --verb status --since 2026-03-01T00:00:00Z
    """
    with open_archive(url) as opened:
        found = opened.events(
            since=since, until=until, verb=verb, actor=actor, subject=subject, limit=limit
        )
    print_rows([one.to_dict() for one in found], output_format)
