"""The pipeline of DOME: a function that calls tasks."""

from __future__ import annotations

from typing import Annotated

from dpkit import Product, group, parameter, pipeline
from dome_dm import DomeLevel, DomeReading
from dome_pf.tasks import PROJECT, join_levels, measure_level

__all__ = ["process_readings"]


@pipeline("DOME_Pipeline", version="1.0", project=PROJECT)
def process_readings(
    readings: list[Product[DomeReading]],
    limit: Annotated[float, parameter(unit="V", above=0)] = 0.5,
) -> list[Product[DomeLevel]]:
    """Make one level of each night and filter.

    Parameters
    ----------
    readings : list of Product of DomeReading
        Of any nights and filters.
    limit : float
        Largest distance of a value from the median of its reading.

    Returns
    -------
    list of Product of DomeLevel
        By night and filter.
    """
    levels = measure_level.each(reading=readings, limit=limit)
    groups = group(levels, by="domenight domefilter")
    joined: list[Product[DomeLevel]] = join_levels.each(levels=groups)
    return joined
