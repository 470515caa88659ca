"""The command that simulates tiles."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import say

__all__ = ["mer_tiles"]


@click.command("mer-tiles")
@click.option("--columns", default=2, show_default=True, help="Tiles to the east.")
@click.option("--rows", default=2, show_default=True, help="Tiles to the north.")
@click.option(
    "--bands",
    default="VIS,NIR_H",
    show_default=True,
    help="Filters, with commas: VIS, NIR_Y, NIR_J, NIR_H, DECAM_g, DECAM_r.",
)
@click.option(
    "--shape",
    default="1024",
    show_default=True,
    help="Side of the image of a tile, or rows and columns as 1024x512 [pixel]; "
    "it covers 32 arcmin whatever the shape, MER's own is 19200.",
)
@click.option("--seed", default=1, show_default=True, help="Everything random follows from it.")
@click.option("--ra", default=57.9, show_default=True, help="Right ascension of the middle [deg].")
@click.option("--dec", default=-48.4, show_default=True, help="Declination of the middle [deg].")
@click.option("--position-angle", default=12.0, show_default=True, help="Position angle [deg].")
@click.option("--dataset", default="main", show_default=True, help="Campaign of the products.")
@click.option(
    "--conditions/--no-conditions",
    default=True,
    show_default=True,
    help="Also write maps of noise and background.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("mer-tiles"),
    show_default=True,
    help="Folder for products and truth.",
)
def mer_tiles(
    columns: int,
    rows: int,
    bands: str,
    shape: str,
    seed: int,
    ra: float,
    dec: float,
    position_angle: float,
    dataset: str,
    conditions: bool,
    out: Path,
) -> None:
    """Simulate neighbouring tiles of the sky, and the exposures over them.

    The images of tiles overlap, their inner areas do not. Exposures are dithered, their detectors
    have gaps; maps of flags have the bit numbers of VIS: bad columns, hot pixels, cosmic rays, and
    halos of stars. Writes the products and truth.json with the area of each footprint.

    \b
    Examples:
      dpkit simulate mer-tiles --shape 512 --bands VIS,NIR_H --out tiles
      dpkit simulate mer-tiles --columns 1 --rows 1 --shape 19200 --bands VIS --out tile
    """
    from dpkit.processing.vmpz.simulation import write_survey
    from dpkit.processing.vmpz.survey import SurveySettings

    height, _, width = shape.partition("x")
    try:
        sides = (int(height), int(width or height))
    except ValueError:
        raise click.UsageError(f"--shape is {shape!r}; give 512 or 512x256") from None
    if min(columns, rows, *sides) < 1:
        raise click.UsageError("there must be at least one tile and one pixel")
    settings = SurveySettings(
        seed=seed,
        centre=(ra, dec),
        columns=columns,
        rows=rows,
        shape=sides,
        bands=tuple(bands.replace(",", " ").split()),
        position_angle=position_angle,
    )
    for document in write_survey(settings, out, dataset=dataset, conditions=conditions, report=say):
        click.echo(document)
