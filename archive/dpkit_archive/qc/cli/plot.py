"""Draw columns of a QC1 table."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import KeysCommand, archive_option
from dpkit_archive.qc.cli._options import conditions, period_options

__all__ = ["plot"]


@click.command(cls=KeysCommand)
@click.argument("name", metavar="TABLE")
@click.option("--x", help="Column of the x axis.  [default: as the schema says]")
@click.option("--y", help="Column of the y axis.  [default: as the schema says]")
@period_options
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The picture: PNG, PDF or SVG by its name.  [default: TABLE.png]",
)
@archive_option
def plot(
    name: str,
    x: str | None,
    y: str | None,
    where: tuple[str, ...],
    since: str | None,
    until: str | None,
    hidden: bool,
    out: Path | None,
    url: str,
    **keys: tuple[str, ...],
) -> None:
    """Draw one column of a QC1 table against another, a colour for each detector.

    Nothing is overwritten.

    \b
    Examples:
      dpkit qc plot crires_flat --detector 3
      dpkit qc plot crires_flat --x mjd_obs --y mean_flux --since 2026-01-01 -o flux.png
    """
    from dpkit_archive.qc.column import axes

    asked = conditions(where, since, until, hidden, keys)
    with open_archive(url) as opened:
        found = opened.qc_table(name)
        across, up = (given or default for given, default in zip((x, y), axes(name), strict=True))
        besides = [one for one in ("detector",) if one in found.columns]
        arrays = found.rows(columns=[across, up, *besides], **asked)
    from dpkit_archive.qc.picture import draw_columns, save_columns

    target = out or Path(f"{name}.png")
    said = ", ".join(f"{key} {' '.join(values)}" for key, values in asked["where"].items())
    columns = found.columns
    figure = draw_columns(arrays, columns[across], columns[up], f"{name} {said}".strip())
    save_columns(figure, target)
    say(f"drew {len(arrays[across])} rows")
    click.echo(target)
