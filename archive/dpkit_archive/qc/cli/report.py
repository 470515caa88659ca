"""Make the pages of trends."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import TimeType, archive_option

__all__ = ["report"]


@click.command("report")
@click.argument("report", nargs=-1, metavar="[REPORT|FILE]...")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="reports",
    show_default=True,
    help="Folder of the site; what a report made there before is replaced.",
)
@click.option(
    "--at",
    type=TimeType(),
    help="Where the recent past ends; later rows are left out.  [default: now]",
)
@format_option
@archive_option
def report(
    report: tuple[str, ...], out: Path, at: int | None, output_format: str, url: str
) -> None:
    """Make a static site of trends: plots, scores and data of quality parameters.

    Reports are those that installed packages declare, all by default, or files of your own. Each
    has a page of the recent months, of each half year and of all data; index.html gives the scores
    of all, quick.html those of the last seven days.

    \b
    Examples:
      dpkit qc report --out reports
      dpkit qc report trend_report_FLATSTAB_HC mine.toml --at 2014-01-01T00:00:00Z
    """
    from datetime import UTC, datetime

    from dpkit.tai import parse_utc
    from dpkit_archive.qc.trending.known import choose_reports
    from dpkit_archive.qc.trending.series import series_reader
    from dpkit_archive.qc.trending.site import make_site

    chosen = choose_reports(report)
    built = parse_utc(datetime.now(UTC).isoformat())
    with open_archive(url) as opened:
        made = make_site(
            chosen, series_reader(opened), out, now=built if at is None else at, built=built
        )
    print_rows([one.to_dict() for one in made], output_format)
    problems = [problem for one in made for problem in one.problems]
    for problem in problems:
        say(problem)
    say(f"made {out / 'index.html'}")
    if problems:
        raise click.exceptions.Exit(1)
