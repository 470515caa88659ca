"""Find products."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import KeyCommand, TimeType, archive_option, gather_keys, key_option

__all__ = ["find"]


@click.command(cls=KeyCommand)
@click.argument("product", required=False)
@key_option
@click.option("--dataset", multiple=True, help="Dataset; repeat for an ordered list.")
@click.option("--status", multiple=True, help="Status to accept; INVALID is left out otherwise.")
@click.option("--all-versions", is_flag=True, help="Not only the current version of each.")
@click.option(
    "--between",
    nargs=2,
    type=TimeType(),
    metavar="BEGIN END",
    help="Range that the observation overlaps; the end is exclusive.",
)
@click.option("--order", multiple=True, help="Column to order by; -NAME for descending.")
@click.option("--limit", type=click.IntRange(min=0), help="Print at most so many.")
@format_option
@archive_option
def find(
    product: str | None,
    named_keys: tuple[str, ...],
    dataset: tuple[str, ...],
    status: tuple[str, ...],
    all_versions: bool,
    between: tuple[int, int] | None,
    order: tuple[str, ...],
    limit: int | None,
    output_format: str,
    url: str,
    **keys: str | None,
) -> None:
    """Find products by type, keys, dataset, status and time.

    \b
    Examples:
      dpkit archive find DpdNirRelPhotoExpCalibration --observation 53292 --filter NIR_J
      dpkit archive find --observation 53292 --format json
      dpkit archive find DpdNirCalibratedFrame --detector DET11 --all-versions
    """
    with open_archive(url) as opened:
        rows = opened.find(
            product,
            keys=gather_keys(named_keys, keys),
            dataset=dataset or None,
            status=status or None,
            current=not all_versions,
            between=between,
            order=order,
            limit=limit,
        )
    from dpkit_archive.row import rows_to_json

    print_rows(rows_to_json(rows), output_format)
