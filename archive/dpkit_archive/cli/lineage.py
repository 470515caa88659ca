"""Tell what a product was made from, and what was made from it."""

from __future__ import annotations

import json

import click

from dpkit_archive.cli.opening import open_archive, say_other_id
from dpkit_archive.option import archive_option

__all__ = ["lineage"]


@click.command()
@click.argument("way", type=click.Choice(["up", "down"]))
@click.argument("identifier", metavar="ID")
@click.option("--depth", type=click.IntRange(min=0), help="Go only so many steps.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "dot"]),
    default="text",
    show_default=True,
    help="How to print the graph; dot is for Graphviz.",
)
@archive_option
def lineage(way: str, identifier: str, depth: int | None, output_format: str, url: str) -> None:
    """Tell what a product was made from (up), or what was made from it (down).

    By its inputs, each with its port, and by the ids that documents name. What is below a product
    that is met twice is printed once.

    \b
    Examples:
      dpkit archive lineage up EUC_NIR_REL-PHOTO-EXP_53292_NIR_J
      dpkit archive lineage down FLAT_1 --depth 1
      dpkit archive lineage up FRAME_1 --format dot | dot -Tsvg > frame.svg
    """
    with open_archive(url) as opened:
        found = opened.lineage(identifier, way, depth=depth)
    say_other_id(identifier, found.root.id)
    if output_format == "json":
        click.echo(json.dumps(found.to_dict(), indent=2))
        return
    for line in found.lines() if output_format == "text" else found.dot():
        click.echo(line)
