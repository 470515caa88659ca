"""The quality control of CRIRES darks as a task."""

from __future__ import annotations

from typing import Annotated

from dpkit.errors import TaskError
from dpkit.processing.crires.dark import measure_darks
from dpkit.processing.crires.darkframe import dark_quality, read_darks
from dpkit.processing.crires.procedure import DARK, DARK_VERSIONS
from dpkit.product.product import Product
from dpkit.workflow.procedure import qc_procedure
from dpkit.workflow.task import port, task
from dpkit_dm.crires import DpdCriresDarkFrame, DpdCriresDarkQc

__all__ = ["crires_dark"]


@qc_procedure(DARK)
@task("crires_dark", version="1.0", project="CRIRES", versions=DARK_VERSIONS)
def crires_dark(
    frames: Annotated[list[Product[DpdCriresDarkFrame]], port(match="setting")],
) -> Product[DpdCriresDarkQc]:
    """Measure level and read noise of a set of darks.

    Parameters
    ----------
    frames : list of Product of DpdCriresDarkFrame
        Raw frames of one DIT, NDIT and window; the read noise needs two or three.

    Returns
    -------
    Product of DpdCriresDarkQc
        The quality parameters of each detector.

    Raises
    ------
    TaskError
        The frames are of several windows or exposure times, or too small.
    """
    try:
        darks = read_darks(frames)
        measured = measure_darks(darks.frames, darks.ndit)
    except ValueError as error:
        raise TaskError(str(error), place=crires_dark.name) from error
    return dark_quality(frames, measured, crires_dark.software)
