"""Check an archive."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

if TYPE_CHECKING:
    from dpkit_archive import Archive, Fault

__all__ = ["check", "deep_options", "find_faults"]

_MEGABYTE = 1_000_000


def deep_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a deep check."""
    for option in (
        click.option(
            "--resume",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="JOURNAL",
            help="Keep a journal of a deep check in this file, and go on where it ends.",
        ),
        click.option(
            "--rate",
            type=click.FloatRange(min=0, min_open=True),
            metavar="MB/S",
            help="Let a deep check read at most so many megabytes each second.",
        ),
        click.option(
            "--deep", is_flag=True, help="Read every byte, and derive everything anew to compare."
        ),
    ):
        command = option(command)
    return command


@click.command()
@deep_options
@format_option
@archive_option
def check(output_format: str, url: str, **options: Any) -> None:
    """Look whether an archive is what it must be; nothing is changed.

    Compares rows with files, with each other, and with the schemas that are installed, and names
    what interrupted registrations left. With --deep every document and file is read again. Exit
    status 1 tells of faults; `dpkit archive repair` mends most of them.

    \b
    Examples:
      dpkit archive check
      dpkit archive check --format json
      dpkit archive check --deep --rate 50 --resume check.journal
    """
    with open_archive(url) as opened:
        faults = find_faults(opened, **options)
    rows = [one.to_dict() for one in faults]
    if output_format != "json":
        rows = [{k: v for k, v in row.items() if k != "subject"} for row in rows]
    if rows or output_format != "table":
        print_rows(rows, output_format)
    counts = Counter(one.code for one in faults)
    say(", ".join(f"{count} {code}" for code, count in sorted(counts.items())) or "no faults")
    if faults:
        raise click.exceptions.Exit(1)


def find_faults(
    opened: Archive, *, deep: bool, rate: float | None, resume: Path | None
) -> list[Fault]:
    """Check an archive, with a bar on a terminal.

    Raises
    ------
    click.UsageError
        A rate or a journal is given for a check that is not deep.
    """
    if not deep and (rate is not None or resume is not None):
        raise click.UsageError("--rate and --resume are for --deep")
    speed = None if rate is None else rate * _MEGABYTE
    with _progress(deep and sys.stderr.isatty()) as told:
        return list(opened.check(deep=deep, rate=speed, journal=resume, progress=told))


@contextmanager
def _progress(shown: bool) -> Iterator[Callable[[int, int], None]]:
    if not shown:
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    columns = (*Progress.get_default_columns()[:2], DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("checking")
        yield lambda done, total: bar.update(task, completed=done, total=total)
