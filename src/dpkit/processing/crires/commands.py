"""The command that simulates CRIRES flats."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from dpkit.cli.output import say

__all__ = ["crires_flats"]

_OF_HISTORY = {"history", "years", "seed", "out"}


@click.command("crires-flats")
@click.option("--setting", default="2199.100_15.000_Halogen", show_default=True, help="Setting.")
@click.option("--frames", default=3, show_default=True, help="Number of exposures.")
@click.option("--seed", default=0, show_default=True, help="Everything random follows from it.")
@click.option("--level", default=5000.0, show_default=True, help="Mean level [adu].")
@click.option(
    "--drift", default=0.01, show_default=True, help="Change of the lamp from frame to frame."
)
@click.option(
    "--pattern", default=0.05, show_default=True, help="Scatter of the response of the pixels."
)
@click.option(
    "--bad-fraction", default=1e-3, show_default=True, help="Fraction of dead and hot pixels."
)
@click.option(
    "--overexposed", default=0, show_default=True, help="Pixels above 10000 adu on each detector."
)
@click.option(
    "--lit-rows", nargs=2, type=int, default=(1, 512), show_default=True, help="Rows that are lit."
)
@click.option(
    "--window",
    nargs=4,
    type=int,
    default=(1, 1, 1024, 512),
    show_default=True,
    help="First column and row, columns and rows.",
)
@click.option("--dit", default=5.0, show_default=True, help="Length of an integration [s].")
@click.option("--ndit", default=2, show_default=True, help="Number of integrations.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    default="2011-01-05T12:33:11",
    show_default=True,
    help="Start of the first exposure, UTC.",
)
@click.option(
    "--history",
    is_flag=True,
    help="Simulate quality parameters instead of frames: history.csv for a QC1 table.",
)
@click.option(
    "--years", default=2.0, show_default=True, help="Length of a history; it begins at 2012-01-01."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("crires-flats"),
    show_default=True,
    help="Folder for frames and truth.",
)
@click.pass_context
def crires_flats(
    context: click.Context,
    /,
    window: tuple[int, int, int, int],
    start: datetime,
    history: bool,
    years: float,
    out: Path,
    **settings: Any,
) -> None:
    """Simulate a set of CRIRES flats: a raw frame of four detectors per exposure.

    Lamp drift, fixed pattern, dead and hot pixels, slit ends, vignetting below 1500 nm, shot and
    read noise. Writes the frames and truth.json with what was put in.

    With --history, the quality parameters of some years of flats of four settings, about 90 sets
    per half year and setting: lamps that drift, scatter, and two events, a change of the
    illumination of the slit and a drop of the lamp. truth.json says which rows the events changed
    and which are outside of the published thresholds.

    \b
    Examples:
      dpkit simulate crires-flats --frames 3 --out flats
      dpkit simulate crires-flats --window 257 129 512 256 --seed 7 --out windowed
      dpkit simulate crires-flats --history --seed 3 --out history
    """
    if history:
        _refuse_other_options(context)
        _write_history(settings["seed"], years, out)
        return
    from dpkit.processing.crires.simulate import FlatSimulation
    from dpkit.processing.crires.simulation import write_flats
    from dpkit.processing.crires.window import Window

    x, y, columns, rows = window
    try:
        simulation = FlatSimulation(
            window=Window(x=x, y=y, columns=columns, rows=rows),
            start=start.replace(tzinfo=UTC),
            **settings,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for document in write_flats(simulation, out, report=say):
        click.echo(document)


def _refuse_other_options(context: click.Context) -> None:
    given = [
        parameter.opts[0]
        for parameter in context.command.params
        if parameter.name not in _OF_HISTORY
        and context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(f"{', '.join(given)}: of frames, not of a history")


def _write_history(seed: int, years: float, out: Path) -> None:
    from dpkit.processing.crires.history import HistorySimulation
    from dpkit.processing.crires.historyfile import write_history

    try:
        simulation = HistorySimulation(seed=seed, years=years)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for file in write_history(simulation, out):
        click.echo(file)
