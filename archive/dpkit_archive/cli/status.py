"""Give products a status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option, reason_option

if TYPE_CHECKING:
    from dpkit_archive import StatusChange

__all__ = ["say_changes", "status"]


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
    say_changes(changes)


def say_changes(changes: Sequence[StatusChange]) -> None:
    """Say what was to be changed no more, and what was lost."""
    for one in changes:
        if one.event is None:
            say(f"{one.id} is {one.status} already")
        elif one.ranges:
            say(f"{one.id}: {one.ranges} validity ranges were retired")
