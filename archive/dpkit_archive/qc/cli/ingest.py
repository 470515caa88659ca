"""Enter rows of earlier times into a QC1 table."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option

__all__ = ["ingest"]


@click.command()
@click.argument("name", metavar="TABLE")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--set", "values", multiple=True, metavar="COLUMN=VALUE", help="Value of one row; repeatable."
)
@actor_option
@format_option
@archive_option
def ingest(
    name: str,
    file: Path | None,
    values: tuple[str, ...],
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Enter rows of which there are no products: a CSV file, or one row by --set; all or none.

    The first line of the file names the columns. What is left out, empty, or NULL is none. A row
    is what its filters and its time say: the same row again changes nothing, and one with other
    values takes its place.

    \b
    Examples:
      dpkit qc ingest crires_flat history.csv --actor NB
      dpkit qc ingest crires_flat --set mjd_obs=54321.5 --set detector=3 --set mean_flux=512.5
    """
    if (file is None) == (not values):
        raise click.UsageError("give a file, or --set for each value of a row")
    rows, places = _set(values) if file is None else _read(file)
    with open_archive(url) as opened:
        made = opened.ingest_rows(name, rows, actor=actor, places=places)
    print_rows([one.to_dict() for one in made], output_format, ("row", "time", "outcome"))
    say(", ".join(f"{sum(one.outcome == how for one in made)} {how}" for how in _OUTCOMES))


_OUTCOMES = ("new", "replaced", "same")


def _set(values: tuple[str, ...]) -> tuple[list[dict[str, str]], list[str]]:
    row = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{text!r} is not COLUMN=VALUE", param_hint="--set")
        row[name] = value
    return [row], ["--set"]


def _read(file: Path) -> tuple[list[dict[str, str]], list[str]]:
    from dpkit_archive.qc.error import QualityError

    with file.open(encoding="utf-8-sig", newline="") as lines:
        try:
            reader = csv.reader(lines, strict=True)
            names = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, row) for row in reader if row]
        except (csv.Error, UnicodeDecodeError) as error:
            raise QualityError(f"is no CSV: {error}", place=file) from None
    if not names or len(set(names)) < len(names):
        raise QualityError(
            "the first line names no columns, or one twice", place=file, remedy="correct it"
        )
    for line, row in rows:
        if len(row) != len(names):
            raise QualityError(
                f"{len(row)} values for {len(names)} columns",
                place=f"{file}:{line}",
                remedy="correct the line",
            )
    return [dict(zip(names, row, strict=True)) for _, row in rows], [
        f"{file}:{line}" for line, _ in rows
    ]
