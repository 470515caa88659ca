"""The command that simulates CRIRES darks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

__all__ = ["crires_darks"]


@click.command("crires-darks")
@click.option("--frames", default=3, show_default=True, help="Number of exposures.")
@click.option("--seed", default=0, show_default=True, help="Everything random follows from it.")
@click.option("--level", default=20.0, show_default=True, help="Level [adu].")
@click.option("--drift", default=0.0, show_default=True, help="Change from frame to frame [adu].")
@click.option(
    "--noise", default=10.0, show_default=True, help="Read noise of one integration [adu]."
)
@click.option("--dit", default=5.0, show_default=True, help="Length of an integration [s].")
@click.option("--ndit", default=2, show_default=True, help="Number of integrations.")
@click.option(
    "--window",
    nargs=4,
    type=int,
    default=(1, 1, 1024, 512),
    show_default=True,
    help="First column and row, columns and rows.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("crires-darks"),
    show_default=True,
    help="Folder for the frames.",
)
def crires_darks(window: tuple[int, int, int, int], out: Path, **settings: Any) -> None:
    """Simulate a set of CRIRES darks: a raw frame of four detectors per exposure.

    \b
    Example:
      dpkit simulate crires-darks --noise 12 --out darks
    """
    from dpkit.processing.crires.darksimulate import DarkSimulation, write_darks
    from dpkit.processing.crires.window import Window

    x, y, columns, rows = window
    try:
        part = Window(x=x, y=y, columns=columns, rows=rows)
        simulation = DarkSimulation(window=part, **settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for document in write_darks(simulation, out):
        click.echo(document)
