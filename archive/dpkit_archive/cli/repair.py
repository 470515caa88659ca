"""Mend an archive."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit.errors import ArchiveError
from dpkit_archive.cli.check import deep_options, find_faults
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

if TYPE_CHECKING:
    from dpkit_archive import Archive, Fault, Repair

__all__ = ["repair"]


@click.command()
@deep_options
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Mend what `check --format json` wrote into this file, instead of checking again.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@format_option
@archive_option
def repair(
    report: Path | None, dry_run: bool, yes: bool, output_format: str, url: str, **options: Any
) -> None:
    """Mend what a check finds: tells what it would do, asks, and does it.

    Each fault is looked at again before anything is done about it. No file is removed: what is in
    the way, or belongs to no product, is moved to the folder .quarantine of the archive, by the
    time of the repair. Exit status 1 tells of faults that are left.

    \b
    Examples:
      dpkit archive repair --dry-run
      dpkit archive repair
      dpkit archive check --deep --format json > faults.json
      dpkit archive repair --report faults.json --yes
    """
    with open_archive(url) as opened:
        faults = _faults(opened, report, options)
        done = list(opened.repair(faults, rehearse=True))
        if any(one.result == "would be mended" for one in done) and not dry_run:
            if not (yes or _agreed(done)):
                say("nothing was done")
                raise click.exceptions.Exit(1)
            done = list(opened.repair(faults))
    rows = [one.to_dict() for one in done]
    if rows or output_format != "table":
        print_rows(rows, output_format)
    left = sum(one.result in {"not mended", "would be mended"} for one in done)
    say(f"{left} of {len(done)} faults are left" if done else "no faults")
    if left:
        raise click.exceptions.Exit(1)


def _faults(opened: Archive, report: Path | None, options: dict[str, Any]) -> list[Fault]:
    if report is None:
        return find_faults(opened, **options)
    if any(options.values()):
        raise click.UsageError("--report takes what a check found; leave out its options")
    return _read(report)


def _read(report: Path) -> list[Fault]:
    try:
        return _parse(json.loads(report.read_text(encoding="utf-8")))
    except OSError as error:
        raise ArchiveError(
            f"cannot be read: {error.strerror}", place=report, remedy="check name and permissions"
        ) from None
    except (ValueError, LookupError, TypeError):
        raise ArchiveError(
            "is no report of a check", place=report, remedy="`dpkit archive check --format json`"
        ) from None


def _parse(rows: Any) -> list[Fault]:
    from dpkit_archive import Fault
    from dpkit_archive.health.code import FAULTS

    if not isinstance(rows, list) or any(row["code"] not in FAULTS for row in rows):
        raise ValueError
    names = ("code", "place", "message", "subject")
    return [Fault(**{name: str(row[name]) for name in names}) for row in rows]


def _agreed(planned: Sequence[Repair]) -> bool:
    """Tell what would be done, and ask; without a terminal and an answer, the answer is no."""
    for one in planned:
        says = one.what if one.result == "would be mended" else f"{one.result}: {one.what}"
        say(f"{one.fault.place}: {one.fault.message} [{one.fault.code}]: {says}")
    try:
        return click.confirm("Do it?", err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        say("\ngive --yes where nobody can be asked")
        return False
