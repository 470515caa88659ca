"""Show how a block is judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

if TYPE_CHECKING:
    from dpkit_archive.qc.blockquality import BlockQuality

__all__ = ["show"]


@click.command()
@click.argument("block", metavar="BLOCK")
@click.option("--purpose", help="What the block is declared to be used for, such as science.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@archive_option
def show(block: str, purpose: str | None, output_format: str, url: str) -> None:
    """Show the state of a block, its scores, the reasons to reject it, and what was decided.

    \b
    Examples:
      dpkit qc show CR_AB_1
      dpkit qc show CR_AB_1 --purpose science --format json
    """
    with open_archive(url) as opened:
        found = opened.block_quality(block, purpose=purpose)
    if output_format == "json":
        click.echo(json.dumps(_said(found), indent=2))
        return
    red, scored = found.total.red, found.total.scored
    click.echo(f"{found.block.subject.id} is {found.state}: {red} of {scored} scores red")
    for rows in (
        found.totals(),
        [one.to_dict() for one in found.reasons],
        [_decision(one.to_dict()) for one in found.history],
    ):
        if rows:
            print_rows(rows, "table")


def _decision(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "snapshot"}


def _said(found: BlockQuality) -> dict[str, Any]:
    return {
        "block": found.block.subject.id,
        "state": found.state,
        "detectors": found.totals(),
        **found.snapshot(),
        "automatic": found.hindrances() or "yes",
        "history": [one.to_dict() for one in found.history],
    }
