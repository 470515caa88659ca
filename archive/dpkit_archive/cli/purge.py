"""Remove products for good."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import TimeType, actor_option, archive_option, reason_option

__all__ = ["purge"]


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--trashed-before",
    type=TimeType(),
    metavar="TIME",
    help="Everything that went to the trash before this time.",
)
@click.option("--force", is_flag=True, help="Also what releases or other products need.")
@reason_option
@actor_option
@format_option
@archive_option
def purge(
    ids: tuple[str, ...],
    trashed_before: int | None,
    force: bool,
    reason: str | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Remove products that are in the trash for good: all of them, or none.

    Their documents, files and all that is derived from them go; files that were registered in
    place stay where they are. What remains is that there was such a product: its id and version
    are never used again, its history and lineage can still be asked for. What a frozen release
    has, or another product comes from, needs --force.

    \b
    Examples:
      dpkit archive purge FLAT_1
      dpkit archive purge --trashed-before 2026-01-01T00:00:00Z
    """
    if not ids and trashed_before is None:
        raise click.UsageError("give ids, or --trashed-before")
    with open_archive(url) as opened:
        purged = opened.purge(
            ids, trashed_before=trashed_before, force=force, reason=reason, actor=actor
        )
    print_rows([one.to_dict() for one in purged], output_format)
    for one in purged:
        if one.event is None:
            say(f"{one.id} was purged already")
    if left := sum(one.left for one in purged):
        say(f"{left} files stay where they are: they were registered in place")
