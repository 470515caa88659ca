"""What the commands that decide on blocks have in common."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import print_rows
from dpkit_archive.cli.opening import open_archive

__all__ = ["decide_all", "purpose_option", "record_option"]

purpose_option = click.option(
    "--purpose", help="What the blocks are declared to be used for, such as science."
)
record_option = click.option(
    "--record",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write the certification record of each block, as a product, into this folder.",
)


def decide_all(
    blocks: tuple[str, ...],
    state: str,
    *,
    reason: str | None,
    actor: str | None,
    output_format: str,
    url: str,
    purpose: str | None = None,
    automatic: bool = False,
    folder: Path | None = None,
) -> None:
    """Decide on blocks one by one, and print what was decided; an error leaves those after it."""
    from dpkit_archive.qc.document import write_record

    rows = []
    try:
        with open_archive(url) as opened:
            for block in blocks:
                made = opened.decide(
                    block,
                    state,
                    reason=reason,
                    actor=actor,
                    purpose=purpose,
                    automatic=automatic,
                )
                said = made.to_dict()
                reasons = said.pop("snapshot")["reasons"]
                rows.append(said | {one["name"]: one["outcome"] for one in reasons})
                if folder is not None:
                    click.echo(write_record(made, folder), err=True)
    finally:
        if rows:
            print_rows(rows, output_format)
