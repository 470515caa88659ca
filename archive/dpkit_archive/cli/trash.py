"""Put products into the trash, and bring them back."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.cli.status import say_changes
from dpkit_archive.option import actor_option, archive_option, reason_option

__all__ = ["restore", "trash"]


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--force", is_flag=True, help="Also what releases or other products need.")
@reason_option
@actor_option
@format_option
@archive_option
def trash(
    ids: tuple[str, ...],
    force: bool,
    reason: str | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Put products into the trash: all of them, or none.

    They are not found any more and lose their validity ranges, but everything of them stays until
    `dpkit archive purge`; `dpkit archive restore` brings them back. What a frozen release has, or
    another product comes from, needs --force, which is recorded.

    \b
    Example:
      dpkit archive trash FLAT_1 FLAT_2 --reason "taken by mistake"
    """
    with open_archive(url) as opened:
        changes = opened.trash(ids, force=force, reason=reason, actor=actor)
        print_rows([one.to_dict() for one in changes], output_format)
        say_changes(opened, changes)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@reason_option
@actor_option
@format_option
@archive_option
def restore(
    ids: tuple[str, ...], reason: str | None, actor: str | None, output_format: str, url: str
) -> None:
    """Bring products back from the trash, with the status that they had: all of them, or none.

    Their validity ranges return only by being certified again.

    \b
    Example:
      dpkit archive restore FLAT_1
    """
    with open_archive(url) as opened:
        changes = opened.restore(ids, reason=reason, actor=actor)
    print_rows([one.to_dict() for one in changes], output_format)
