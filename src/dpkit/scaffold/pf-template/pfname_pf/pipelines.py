"""The pipeline of PFNAME: a function that calls tasks."""

from __future__ import annotations

from typing import Annotated

from dpkit import Product, group, parameter, pipeline
from pfname_dm import PfNameLevel, PfNameReading
from pfname_pf.tasks import PROJECT, join_levels, measure_level

__all__ = ["process_readings"]


@pipeline("PFNAME_Pipeline", version="1.0", project=PROJECT)
def process_readings(
    readings: list[Product[PfNameReading]],
    limit: Annotated[float, parameter(unit="V", above=0)] = 0.5,
) -> list[Product[PfNameLevel]]:
    """Make one level of each night and filter.

    Parameters
    ----------
    readings : list of Product of PfNameReading
        Of any nights and filters.
    limit : float
        Largest distance of a value from the median of its reading.

    Returns
    -------
    list of Product of PfNameLevel
        By night and filter.
    """
    levels = measure_level.each(reading=readings, limit=limit)
    groups = group(levels, by="pfnamenight pfnamefilter")
    joined: list[Product[PfNameLevel]] = join_levels.each(levels=groups)
    return joined
