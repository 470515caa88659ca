"""Give products a status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option, reason_option

if TYPE_CHECKING:
    from dpkit_archive import Archive, StatusChange

__all__ = ["say_changes", "status"]

_MOST = 20
"""Of so many products it is said how many come from each."""


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.argument("status", metavar="STATUS")
@reason_option
@actor_option
@format_option
@archive_option
def status(
    ids: tuple[str, ...],
    status: str,
    reason: str | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Give products a status: all of them, or none.

    Statuses are registered, valid, invalid, rejected, superseded and retired; the words of headers
    (UNKNOWN, VALID, INVALID) and of quality control (measured, scored, certified) are understood.
    A product that becomes invalid, rejected or retired loses its validity ranges. The four after
    valid need a reason.

    \b
    Examples:
      dpkit archive status FLAT_1 valid
      dpkit archive status FLAT_1 FLAT_2 invalid --reason "lamp was off"
    """
    with open_archive(url) as opened:
        changes = opened.set_status(ids, status, reason=reason, actor=actor)
        print_rows([one.to_dict() for one in changes], output_format)
        say_changes(opened, changes)


def say_changes(opened: Archive, changes: Sequence[StatusChange]) -> None:
    """Say what was so already, which validity was lost, and what comes from what is bad now."""
    from dpkit_archive.status import WITHOUT_VALIDITY

    for one in changes:
        if one.event is None:
            say(f"{one.id} is {one.status} already")
        elif one.ranges:
            say(f"{one.id}: {one.ranges} validity range{'s' * (one.ranges > 1)} retired")
    bad = [one.id for one in changes if one.event and one.status in WITHOUT_VALIDITY]
    for identifier in bad[:_MOST]:
        if count := opened.count_impact(identifier):
            say(
                f"{identifier}: {count} product{'s come' if count > 1 else ' comes'} from it: "
                f"`dpkit archive impact {identifier}`"
            )
    if len(bad) > _MOST:
        say(f"`dpkit archive impact ID` tells what comes from the other {len(bad) - _MOST}")
