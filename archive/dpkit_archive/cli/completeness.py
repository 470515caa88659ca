"""Say what a release or dataset has, and lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

__all__ = ["completeness"]


@click.command()
@click.argument("name", required=False)
@click.option("--by", required=True, metavar="KEY,KEY", help="Keys, with commas between.")
@click.option("--expect", multiple=True, required=True, metavar="PRODUCT", help="Repeatable.")
@click.option("--over", metavar="PRODUCT", help="Product that defines what there should be.")
@click.option("--dataset", multiple=True, help="Look at it, not at a release; or where --over is.")
@click.option("--lacking", is_flag=True, help="Print only what lacks something.")
@click.option("--strict", is_flag=True, help="End with exit status 1 when something is lacking.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw the matrix into a new file, such as matrix.png.",
)
@format_option
@archive_option
def completeness(
    name: str | None,
    by: str,
    expect: tuple[str, ...],
    over: str | None,
    dataset: tuple[str, ...],
    lacking: bool,
    strict: bool,
    plot: Path | None,
    output_format: str,
    url: str,
) -> None:
    """Say what a release or dataset has, and lacks, for each combination of keys.

    Each product is present, missing, or INVALID, when there are only bad ones. The combinations
    are those of the product --over, or those that any expected product has. A product with several
    values of a key counts for each, and one that has not all of the keys for all values.

    The column lacking names the run that was to make what is not present: the last call that was to
    make the product for these keys, how it ended and why. `dpkit runs show RUN --archive` tells the
    rest.

    \b
    Examples:
      dpkit archive release completeness DR1 --by observation,filter --expect DpdNirCalibratedFrame
      dpkit archive release completeness --dataset main --by tile --expect DpdMerFinalCatalog \\
        --expect DpdPhzPfOutputCatalog --lacking --plot tiles.png
    """
    keys = [key.strip() for key in by.split(",") if key.strip()]
    if not keys or (name is None and not dataset):
        raise click.UsageError("name a release, or give --dataset" if keys else "--by is empty")
    if name is not None and dataset and over is None:
        raise click.UsageError("--dataset beside a release says where --over is: give both")
    asked: dict[str, Any] = {"by": keys, "expect": expect, "over": over}
    with open_archive(url) as opened:
        if name is None:
            found = opened.completeness(dataset, **asked)
        else:
            found = opened.release(name).completeness(**asked, dataset=dataset)
    if plot is not None:
        from dpkit_archive.release.picture import save_picture

        save_picture(found, plot)
    rows = found.to_rows(lacking=lacking)
    print_rows(rows if output_format == "json" else [*map(_in_words, rows)], output_format)
    counts = ", ".join(f"{count} {state}" for state, count in found.counts.items())
    say(f"{len(found.rows)} combinations of {', '.join(keys)}: {counts}")
    if strict and not found.is_complete:
        raise click.exceptions.Exit(1)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose last column is text: what was to be made, by which run."""
    known = [one for one in row["lacking"] if one["run"] is not None]
    return row | {"lacking": "; ".join(map(_say_lack, known))}


def _say_lack(lack: dict[str, Any]) -> str:
    said = "{product}: run {run}, call {call} of {task}: {exit}".format(**lack)
    return f"{said}: {lack['error']}" if lack["error"] else said
