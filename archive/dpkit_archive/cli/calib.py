"""Choose a calibration."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import KeyCommand, TimeType, archive_option, gather_keys, key_option

if TYPE_CHECKING:
    from dpkit_archive import CalibrationChoice

__all__ = ["calib"]

F = TypeVar("F", bound=Callable[..., Any])


def _question_options(command: F) -> F:
    """Give a command the options that say for what, and how, a calibration is chosen."""
    options = [
        click.option(
            "--for",
            "exposure",
            metavar="ID",
            help="Product to calibrate: its time and its keys count.",
        ),
        click.option("--at", type=TimeType(), help="Time to be valid at, UTC with Z."),
        click.option(
            "--between",
            nargs=2,
            type=TimeType(),
            metavar="BEGIN END",
            help="Span to be valid in; the end is exclusive.",
        ),
        click.option(
            "--set",
            "calibration_set",
            multiple=True,
            metavar="SET",
            help="Calibration set; repeat for an ordered list.  [default: main]",
        ),
        click.option(
            "--night",
            type=float,
            metavar="LONGITUDE",
            help="Choose by the nearest local midnight, at this east longitude in degrees.",
        ),
        click.option(
            "--max-distance",
            metavar="DURATION",
            help="Largest distance in time of the closest one, such as '7 d'.",
        ),
        click.option(
            "--use", metavar="ID|FILE", help="Take this one, and say whether it would be chosen."
        ),
        click.option(
            "--as-of", metavar="TIME|EVENT", help="Answer as the archive would have answered then."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=KeyCommand)
@click.argument("product")
@_question_options
@key_option
@format_option
@archive_option
def calib(
    product: str,
    exposure: str | None,
    at: int | None,
    between: tuple[int, int] | None,
    calibration_set: tuple[str, ...],
    night: float | None,
    max_distance: str | None,
    use: str | None,
    as_of: str | None,
    named_keys: tuple[str, ...],
    output_format: str,
    url: str,
    **keys: str | None,
) -> None:
    """Choose the calibration that holds at a time, or for an exposure.

    Says why, which others claim the time and why they do not count, or why there is none; exit
    status 1 then. With --format json all of it is data, also when there is none.

    \b
    Examples:
      dpkit archive calib DpdNirMasterDark --filter NIR_J --at 2026-03-01T12:00:00Z
      dpkit archive calib DpdNirMasterDark --for EUC_NIR_CAL-FRAME_7_1_NIR_J --set test --set main
      dpkit archive calib DpdSpirouBlaze --fiber AB --at 2026-03-01T12:00:00Z --night 204.53
      dpkit archive calib DpdNirMasterDark --filter NIR_J --at 2026-03-01T12:00:00Z --as-of 17
    """
    if at is None and between is None and exposure is None:
        raise click.UsageError("give --at, --between or --for")
    with open_archive(url) as opened:
        choice = opened.calib(
            product,
            at=at,
            keys=gather_keys(named_keys, keys),
            calibration_set=calibration_set,
            exposure=exposure,
            between=between,
            night=night,
            max_distance=max_distance,
            use=use,
            as_of=as_of,
        )
    print_rows(_rows(choice, output_format), output_format)
    _tell(choice)
    if choice.chosen is None:
        raise click.exceptions.Exit(1)


def _tell(choice: CalibrationChoice) -> None:
    """Say why, and why not the others."""
    say(choice.reason)
    for warning in choice.warnings:
        say(f"warning: {warning}")
    for one in choice.rejected:
        say(f"not {one.id}, version {one.version}: {one.reason}")


def _rows(choice: CalibrationChoice, output_format: str) -> list[dict[str, Any]]:
    """Return the choice as a row: all of it for programs, what people read for a table."""
    answer = choice.answer()
    if output_format == "json":
        fixed = ("id", "product", "version", "status", "dataset", "created", "document")
        row = dict.fromkeys(fixed) if choice.chosen is None else choice.chosen.to_dict()
        return [row | answer | choice.question()]
    if choice.chosen is None:
        return []
    shown = ("valid_from", "valid_until", "set", "reason")
    return [choice.chosen.to_dict() | {name: answer[name] for name in shown}]
