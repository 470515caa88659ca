"""Find products."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive, said_warnings
from dpkit_archive.option import (
    KeysCommand,
    TimeType,
    archive_option,
    as_of_option,
    gather_values,
    key_option,
)

if TYPE_CHECKING:
    from dpkit_archive import Archive
    from dpkit_archive.query.query import Query

__all__ = ["condition_options", "find", "query_of"]

F = TypeVar("F", bound=Callable[..., Any])


def condition_options(command: F) -> F:
    """Give a command the options by which products are chosen, but for keys."""
    options = [
        click.option("--dataset", multiple=True, help="Dataset; repeat for an ordered list."),
        click.option("--status", multiple=True, help="Status to accept, else all but INVALID."),
        click.option(
            "--release", metavar="NAME", help="Members of this release, whatever became of them."
        ),
        click.option("--all-versions", is_flag=True, help="Not only the current version of each."),
        click.option("--review", is_flag=True, help="Only what is to be reviewed."),
        as_of_option,
        click.option(
            "--between",
            nargs=2,
            type=TimeType(),
            metavar="BEGIN END",
            help="Range that the observation overlaps; the end is exclusive.",
        ),
        click.option(
            "--region",
            metavar="AREA",
            multiple=True,
            help='Area, such as "cone RA DEC RADIUS", "polygon RA DEC RA DEC RA DEC ...", '
            '"box RA RA DEC DEC", "moc FILE" or "tile 7"; in degrees.',
        ),
        click.option(
            "--relation",
            type=click.Choice(["overlaps", "contains"]),
            default="overlaps",
            show_default=True,
            help="How the area of a product stands to the region.",
        ),
        click.option(
            "--where",
            metavar="EXPR",
            multiple=True,
            help="Expression on paths and keys, such as 'Data.TileIndex > 3'.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=KeysCommand)
@click.argument("product", required=False)
@key_option
@condition_options
@click.option("--columns", help="Columns, keys and paths to print, with commas between.")
@click.option("--order", multiple=True, help="Column, key or path to order by; -NAME: descending.")
@click.option("--limit", type=click.IntRange(min=0), help="Print at most so many.")
@click.option("--explain", is_flag=True, help="Say what each condition leaves, and the SQL.")
@format_option
@archive_option
def find(
    product: str | None,
    columns: str | None,
    explain: bool,
    output_format: str,
    url: str,
    **conditions: Any,
) -> None:
    """Find products by type, keys, dataset, status, time, region and expressions.

    Keys can be given several times, and any of the values is accepted then.

    \b
    Examples:
      dpkit archive find DpdNirRelPhotoExpCalibration --observation 53292 --filter NIR_J
      dpkit archive find --observation 53292 --format json
      dpkit archive find DpdNirCalibratedFrame --region "cone 150.1 2.2 0.5"
      dpkit archive find --where "Data.ExposureTime.Value >= 100 and filter != 'NIR_Y'"
      dpkit archive find DpdNirMasterDark --as-of 2026-03-01T00:00:00Z
    """
    from dpkit_archive.query.column import FIXED_COLUMNS

    with open_archive(url) as opened:
        query = query_of(opened, product, **conditions)
        with said_warnings():
            rows = query.values(*_names(columns))
        if explain:
            for line in query.explain().lines():
                say(line)
    print_rows(rows, output_format, _names(columns) or FIXED_COLUMNS)


def query_of(
    opened: Archive,
    product: str | None,
    *,
    named_keys: tuple[str, ...],
    dataset: tuple[str, ...],
    status: tuple[str, ...],
    all_versions: bool,
    between: tuple[int, int] | None,
    region: tuple[str, ...],
    relation: str,
    release: str | None,
    where: tuple[str, ...],
    review: bool,
    as_of: str | None,
    order: tuple[str, ...] = (),
    limit: int | None = None,
    **keys: tuple[str, ...],
) -> Query:
    """Return the query for the options of a command line."""
    query = opened.query(product).keys(**gather_values(named_keys, keys))
    query = query.dataset(*dataset) if dataset else query
    query = query.status(*status) if status else query
    query = query if release is None else query.release(release)
    query = query.all_versions() if all_versions else query
    query = query.to_review() if review else query
    query = query if as_of is None else query.as_of(as_of)
    query = query if between is None else query.between(*between)
    for area in region:
        query = query.region(area, relation)
    for expression in where:
        query = query.where(expression)
    return query.order_by(*order).limit(limit)


def _names(columns: str | None) -> list[str]:
    return [name.strip() for name in (columns or "").split(",") if name.strip()]
