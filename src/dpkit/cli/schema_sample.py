"""The command that makes sample documents."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["sample"]


@click.command()
@click.argument("product")
@click.option("--seed", default=0, show_default=True, help="The same seed, the same document.")
@click.option("--minimal", is_flag=True, help="Leave out all that is not required.")
@click.option("--full", is_flag=True, help="Have every element and attribute at least once.")
@click.option(
    "--count",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many, of consecutive seeds.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.  [default: the standard output]",
)
def sample(
    product: str, seed: int, minimal: bool, full: bool, count: int, out: Path | None
) -> None:
    """Make random samples of a product, valid against its schema and rules.

    With --out, writes the files of the products, too, and prints the documents that were written.

    \b
    Examples:
      dpkit schema sample DpdNirRelPhotoParams
      dpkit schema sample DpdNirMasterDark --seed 7 --full
      dpkit schema sample DpdNirMasterDark --count 20 --out samples
    """
    from dpkit.simulate import sample_document, write_sample

    if minimal and full:
        raise click.UsageError("a sample is minimal or full, not both")
    if out is None and count > 1:
        raise click.UsageError("several documents need a folder; give --out")
    if out is None:
        data = sample_document(product, seed=seed, minimal=minimal, full=full)
        click.echo(data, nl=False)
        return
    for number in range(seed, seed + count):
        click.echo(write_sample(product, out, seed=number, minimal=minimal, full=full))
