"""The command that validates products."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpkit.cli.output import say

if TYPE_CHECKING:
    from dpkit.validation.report import Report

__all__ = ["validate"]


@click.command()
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--level", help="Last level to run, such as schema, rules or files.")
@click.option("--lenient", is_flag=True, help="Unknown elements are warnings, not errors.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print findings.",
)
def validate(
    documents: tuple[Path, ...], level: str | None, lenient: bool, output_format: str
) -> None:
    """Validate documents, their files, and the agreement of both.

    Prints one line per finding; exit status 1 when there is an error. A folder stands for the
    documents in it.

    \b
    Examples:
      dpkit validate cal.xml
      dpkit validate out/ --level schema --format json
    """
    from dpkit.validation.run import LEVELS
    from dpkit.validation.run import validate as run

    if level is not None and level not in LEVELS:
        raise click.BadParameter(f"{level!r} is none of {', '.join(LEVELS)}", param_hint="--level")
    reports = [run(source, level, lenient=lenient) for source in _expand(documents)]
    if output_format == "json":
        click.echo(json.dumps([report.to_dict() for report in reports], indent=2))
    else:
        _print(reports)
    if not all(report.ok for report in reports):
        raise click.exceptions.Exit(1)


def _expand(documents: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in documents:
        inside = sorted(path.glob("*.xml")) if path.is_dir() else [path]
        if not inside:
            raise click.UsageError(f"{path} has no documents (*.xml)")
        found += inside
    return found


def _print(reports: list[Report]) -> None:
    for report in reports:
        for finding in report.findings:
            click.echo(f"{finding.severity}: {finding}")
    bad = sum(not report.ok for report in reports)
    say(f"{len(reports)} validated, {bad} with errors")
