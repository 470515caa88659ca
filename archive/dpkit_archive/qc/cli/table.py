"""Print rows of a QC1 table."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import KeysCommand, archive_option
from dpkit_archive.qc.cli._options import conditions, names_of, period_options

__all__ = ["table"]


@click.command(cls=KeysCommand)
@click.argument("name", metavar="TABLE")
@period_options
@click.option("--columns", help="Columns to print, with commas between.")
@click.option(
    "--aggregate", metavar="NAMES", help="mean, sigma, number and sum, with commas between."
)
@format_option
@archive_option
def table(
    name: str,
    where: tuple[str, ...],
    since: str | None,
    until: str | None,
    hidden: bool,
    columns: str | None,
    aggregate: str | None,
    output_format: str,
    url: str,
    **keys: tuple[str, ...],
) -> None:
    """Print rows of a QC1 table, in order of time: of each product the current version.

    Keys and --where can be given several times, and any of the values is accepted then. The
    columns and which of them are quick to filter by, the schema of the product says.

    \b
    Examples:
      dpkit qc table crires_flat --detector 3 --since 3months
      dpkit qc table crires_flat --where lamp=Halogen --columns mjd_obs,mean_flux --format csv
      dpkit qc table crires_flat --detector 3 --aggregate mean,sigma,number
    """
    asked = conditions(where, since, until, hidden, keys)
    with open_archive(url) as opened:
        found = opened.qc_table(name)
        # The number of a hidden row, and why it is hidden, are what one looks for then.
        wanted = names_of(columns) or (["hidden", *found.default] if hidden else None)
        arrays = found.rows(columns=wanted, **asked)
    from dpkit_archive.qc.listing import aggregated, listed

    if aggregate is not None:
        rows = aggregated(arrays, found.columns, names_of(aggregate))
    else:
        rows = listed(arrays)
    print_rows(rows, output_format, list(arrays))
