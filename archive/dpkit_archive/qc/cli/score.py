"""Score what was measured."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option
from dpkit_archive.qc.cli._configuration import chosen_configuration

__all__ = ["score"]


@click.command()
@click.argument("products", nargs=-1, metavar="ID...")
@click.option("--all", "table", metavar="TABLE", help="All that has rows in this QC1 table.")
@click.option(
    "--configuration",
    metavar="FILE|ID|NAME",
    help="By what; by default the newest configuration of the archive for the table.",
)
@click.option(
    "--report",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write the score report of each block that is named, as a product, into this folder.",
)
@actor_option
@format_option
@archive_option
def score(
    products: tuple[str, ...],
    table: str | None,
    configuration: str | None,
    folder: Path | None,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Score products, or what was measured of blocks: all of them, or none.

    Each parameter of the configuration is 0 within its limits, 1 outside, or not scored. The
    limits are kept with the scores; scoring again keeps the scores that stood. A configuration
    that is a file, or comes with dpkit, is registered.

    \b
    Examples:
      dpkit qc score CR_AB_1 --configuration crires_flat
      dpkit qc score --all crires_flat
    """
    if bool(products) == (table is not None):
        raise click.UsageError("give products or blocks, or --all TABLE")
    with open_archive(url) as opened:
        wanted = {table: None} if table is not None else dict(opened.measured(products))
        made = []
        for name, ids in wanted.items():
            by = chosen_configuration(opened, str(name), configuration, actor)
            made += opened.score(by, ids, actor=actor)
        print_rows([one.to_dict() for one in made], output_format)
        if folder is not None:
            from dpkit_archive.qc.document import write_report

            for product in products:
                click.echo(write_report(opened.block_quality(product), folder), err=True)
    done = {one.product for one in made}
    for left in (one for ids in wanted.values() for one in ids or () if one not in done):
        say(f"{left}: not scored, since its rows are hidden or a later version has its place")
    red, scored = sum(one.red for one in made), sum(one.scored for one in made)
    say(f"{len(made)} products: {red} of {scored} scores red")
