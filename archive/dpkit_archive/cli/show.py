"""Show one product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows
from dpkit_archive.cli.opening import open_archive, say_other_id
from dpkit_archive.option import archive_option, as_of_option

if TYPE_CHECKING:
    from dpkit_archive.record import ProductRecord

__all__ = ["show"]


@click.command()
@click.argument("identifier", metavar="ID")
@as_of_option
@format_option
@archive_option
def show(identifier: str, as_of: str | None, output_format: str, url: str) -> None:
    """Show everything that the archive knows of one product.

    Its keys, files, metrics, validity, lineage and history.

    \b
    Examples:
      dpkit archive show EUC_NIR_MASTER-DARK_D1_NIR_J_20260301T000000.000000Z-1a2b3c4d
      dpkit archive show EUC_NIR_MASTER-DARK_D1 --as-of 2026-03-01T00:00:00Z
    """
    with open_archive(url) as opened:
        record = opened.show(identifier, as_of=as_of)
    say_other_id(identifier, record.row.id)
    rows = [record.to_dict()] if output_format == "json" else _facts(record)
    print_rows(rows, output_format)


def _facts(record: ProductRecord) -> list[dict[str, Any]]:
    """Return one row per fact of a record, for people."""
    rows = []
    for name, value in record.to_dict().items():
        parts = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        if not parts:
            rows.append({"what": name, "value": value})
        for part in parts:
            told = " ".join(f"{k}={v}" for k, v in part.items() if v is not None)
            rows.append({"what": name, "value": told})
    return rows
