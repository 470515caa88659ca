"""Decide that blocks are certified."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import format_option
from dpkit_archive.option import actor_option, archive_option, reason_option
from dpkit_archive.qc.cli._decision import decide_all, purpose_option, record_option

__all__ = ["certify"]


@click.command()
@click.argument("blocks", nargs=-1, required=True, metavar="BLOCK...")
@reason_option
@purpose_option
@click.option("--automatic", is_flag=True, help="Only when nobody needs to look at the block.")
@record_option
@actor_option
@format_option
@archive_option
def certify(
    blocks: tuple[str, ...],
    reason: str | None,
    purpose: str | None,
    automatic: bool,
    folder: Path | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Certify blocks: their calibrations become valid for the ranges that they propose.

    A block must be scored. Reasons to reject are shown, and are no hindrance to a person. With
    --automatic a block is certified only when all its scores are 0, all that is configured is
    scored, no row is hidden, the configuration allows it, and there is no reason to reject. A
    block of which something was made anew since can be certified again; its range replaces the
    earlier one.

    \b
    Examples:
      dpkit qc certify CR_AB_1 --reason "looked at"
      dpkit qc certify CR_AB_2 CR_AB_3 --automatic
    """
    decide_all(
        blocks,
        "certified",
        reason=reason,
        purpose=purpose,
        automatic=automatic,
        folder=folder,
        actor=actor,
        output_format=output_format,
        url=url,
    )
