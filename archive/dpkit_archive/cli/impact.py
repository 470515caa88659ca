"""Tell what comes from a product."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option, reason_option

__all__ = ["impact"]


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--mark", is_flag=True, help="Mark them as to be reviewed; needs a reason.")
@reason_option
@actor_option
@format_option
@archive_option
def impact(
    identifier: str,
    mark: bool,
    reason: str | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """List every product that comes from one, however far: what a bad product touched.

    Products that were made from it, or name it in their documents, and all that come from these,
    whatever their status. With --mark they are to be reviewed: `dpkit archive reviews` lists them.

    \b
    Examples:
      dpkit archive impact FLAT_1
      dpkit archive impact FLAT_1 --mark --reason "lamp was off"
    """
    if not mark and reason:
        raise click.UsageError("--reason is for --mark")
    with open_archive(url) as opened:
        if mark:
            marked, known = opened.mark_impact(identifier, reason=reason or "", actor=actor)
            before = f"; {known} were before" if known else ""
            say(f"{marked} products are to be reviewed now{before}")
        found = opened.impact(identifier)
    print_rows([one.to_dict() for one in found], output_format)
    if found and not mark:
        count = f"{len(found)} product{'s come' if len(found) > 1 else ' comes'}"
        say(f"{count} from {identifier}; --mark has them reviewed")
