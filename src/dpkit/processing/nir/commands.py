"""The command that simulates a NISP observation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import say

__all__ = ["nir_observation"]


@click.command("nir-observation")
@click.option("--filter", "filter_name", default="NIR_J", show_default=True, help="Filter.")
@click.option("--observation", default=1, show_default=True, help="Observation id.")
@click.option("--exposures", default=4, show_default=True, help="Number of dithered exposures.")
@click.option(
    "--detectors",
    default="16",
    show_default=True,
    help="How many detectors, or their names with commas: DET11,DET12.",
)
@click.option(
    "--shape",
    default="2040",
    show_default=True,
    help="Side of a detector, or rows and columns as 512x256 [pixel].",
)
@click.option("--seed", default=0, show_default=True, help="Everything random follows from it.")
@click.option("--ra", default=52.932, show_default=True, help="Right ascension [deg].")
@click.option("--dec", default=-28.088, show_default=True, help="Declination [deg].")
@click.option("--position-angle", default=0.0, show_default=True, help="Position angle [deg].")
@click.option(
    "--start",
    default="2026-03-01T00:00:00Z",
    show_default=True,
    help="Start of the first exposure.",
)
@click.option(
    "--offset-scatter",
    default=0.005,
    show_default=True,
    help="Standard deviation of the exposures' factors on the flux.",
)
@click.option("--offsets", help="The factors themselves, with commas: 1.01,0.99,1.0,1.0.")
@click.option("--wrong-flat", metavar="DETECTOR", help="Detector with a wrong flat field.")
@click.option(
    "--wrong-flat-amplitude",
    default=0.3,
    show_default=True,
    help="The wrong flat runs from 1 - this to 1 + this across the detector.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("nir-observation"),
    show_default=True,
    help="Folder for frames and truth.",
)
def nir_observation(
    filter_name: str,
    observation: int,
    detectors: str,
    shape: str,
    ra: float,
    dec: float,
    position_angle: float,
    offsets: str | None,
    out: Path,
    **settings: Any,
) -> None:
    """Simulate one wide-survey observation of NISP: a calibrated frame per exposure.

    Stars and galaxies with realistic counts, noise, cosmic rays, variable sources and a relative
    offset per exposure, in electrons. Writes the frames and truth.json with what was put in.
    All sixteen full detectors take 0.8 GB per exposure.

    \b
    Examples:
      dpkit simulate nir-observation --detectors 2 --shape 512 --out obs
      dpkit simulate nir-observation --detectors DET11 --shape 512 --wrong-flat DET11
    """
    from dpkit.processing.nir.focalplane import DETECTORS, Pointing
    from dpkit.processing.nir.observation import ObservationSettings
    from dpkit.processing.nir.simulation import write_observation

    named = tuple(part.strip() for part in detectors.split(","))
    rows, _, columns = shape.partition("x")
    try:
        chosen = ObservationSettings(
            filter=filter_name,
            observation_id=observation,
            detectors=DETECTORS[: int(detectors)] if detectors.isdigit() else named,
            shape=(int(rows), int(columns or rows)),
            pointing=Pointing(ra=ra, dec=dec, position_angle=position_angle),
            exposure_offsets=_numbers(offsets),
            **settings,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for document in write_observation(chosen, out, report=say):
        click.echo(document)


def _numbers(text: str | None) -> tuple[float, ...] | None:
    return None if text is None else tuple(float(part) for part in text.split(","))
