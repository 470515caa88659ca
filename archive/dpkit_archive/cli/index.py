"""Make, list and drop the indexes on paths."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

__all__ = ["index"]


@click.command()
@click.argument("path", required=False)
@click.option("--product", help="Product whose path is meant; all that have it by default.")
@click.option("--drop", is_flag=True, help="Drop the index on the path.")
@format_option
@archive_option
def index(path: str | None, product: str | None, drop: bool, output_format: str, url: str) -> None:
    """Make an index on a path of the documents; without a path, list the indexes there are.

    Expressions that compare the path with values are then answered from the index.

    \b
    Examples:
      dpkit archive index Data.ExposureTime.Value
      dpkit archive index
      dpkit archive index Data.ExposureTime.Value --drop
    """
    if path is None and (drop or product):
        raise click.UsageError("name the path")
    with open_archive(url) as opened:
        if path is None:
            found = opened.promoted()
        else:
            found = opened.demote(path) if drop else opened.promote(path, product)
    print_rows([{"path": o.path, "kind": o.kind, "index": o.name} for o in found], output_format)
    if path is not None:
        say(f"{'dropped' if drop else 'indexed'} {path}")
