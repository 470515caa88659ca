"""Choose a calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import KeyCommand, TimeType, archive_option, gather_keys, key_option

if TYPE_CHECKING:
    from dpkit_archive import CalibrationChoice

__all__ = ["calib"]


@click.command(cls=KeyCommand)
@click.argument("product")
@click.option("--at", required=True, type=TimeType(), help="Time to be valid at, UTC with Z.")
@key_option
@click.option("--set", "sets", multiple=True, help="Calibration set; repeat for an ordered list.")
@format_option
@archive_option
def calib(
    product: str,
    at: int,
    named_keys: tuple[str, ...],
    sets: tuple[str, ...],
    output_format: str,
    url: str,
    **keys: str | None,
) -> None:
    """Choose the calibration that is valid at a time.

    Says why, or why there is none; exit status 1 then.

    \b
    Example:
      dpkit archive calib DpdNirMasterDark --filter NIR_J --at 2026-03-01T12:00:00Z
    """
    with open_archive(url) as opened:
        chosen_by = gather_keys(named_keys, keys)
        choice = opened.calib(product, at=at, keys=chosen_by, calibration_set=sets or None)
    print_rows(_choice_rows(choice), output_format)
    say(choice.reason)
    for one in choice.rejected:
        say(f"not {one.id}, version {one.version}: {one.reason}")
    if choice.chosen is None:
        raise click.exceptions.Exit(1)


def _choice_rows(choice: CalibrationChoice) -> list[dict[str, Any]]:
    from dpkit.tai import format_utc

    if choice.chosen is None or choice.begin is None or choice.end is None:
        return []
    granted = {
        "valid_from": format_utc(choice.begin),
        "valid_until": format_utc(choice.end),
        "set": choice.calibration_set,
        "reason": choice.reason,
    }
    return [choice.chosen.to_dict() | granted]
