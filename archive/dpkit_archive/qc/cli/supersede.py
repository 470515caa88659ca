"""Decide that blocks are superseded."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import format_option
from dpkit_archive.option import actor_option, archive_option, reason_option
from dpkit_archive.qc.cli._decision import decide_all, record_option

__all__ = ["supersede"]


@click.command()
@click.argument("blocks", nargs=-1, required=True, metavar="BLOCK...")
@reason_option
@record_option
@actor_option
@format_option
@archive_option
def supersede(
    blocks: tuple[str, ...],
    reason: str | None,
    folder: Path | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Say of certified blocks that others take their place.

    Their calibrations keep the ranges that they hold.

    \b
    Examples:
      dpkit qc supersede CR_AB_1 --reason "looked at"
    """
    decide_all(
        blocks,
        "superseded",
        reason=reason,
        folder=folder,
        actor=actor,
        output_format=output_format,
        url=url,
    )
