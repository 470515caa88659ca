"""List what is to be reviewed, and note that it was."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option, reason_option

__all__ = ["reviews"]


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--clear", is_flag=True, help="Note that the products named were reviewed.")
@reason_option
@actor_option
@format_option
@archive_option
def reviews(
    ids: tuple[str, ...],
    clear: bool,
    reason: str | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """List what is to be reviewed, because something that it came from is bad.

    With --clear the products named were reviewed, and are on the list no more; their status is
    what `dpkit archive status` makes it.

    \b
    Examples:
      dpkit archive reviews
      dpkit archive reviews FRAME_1 FRAME_2 --clear --reason "not affected"
    """
    if clear and not ids:
        raise click.UsageError("--clear needs the ids of the products that were reviewed")
    if not clear and reason:
        raise click.UsageError("--reason is for --clear")
    with open_archive(url) as opened:
        if clear:
            cleared = opened.clear_reviews(ids, reason=reason, actor=actor)
            say(f"{len(cleared)} products were reviewed; {len(ids) - len(cleared)} need not be")
        found = opened.reviews(ids)
    print_rows([one.to_dict() for one in found], output_format)
