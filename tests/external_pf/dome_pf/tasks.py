"""The tasks of DOME: a function whose annotations are its ports."""

from __future__ import annotations

from typing import Annotated

import dpkit
from dpkit import Product, parameter, port, task
from dome_dm import Level, DomeLevel, DomeReading
from dome_pf.level import clipped_mean, joined_mean

__all__ = ["join_levels", "measure_level"]

PROJECT = "DOME_Levels"


@task("DOME_measure_level", version="1.0", project=PROJECT, versions={"1.0": "First version."})
def measure_level(
    reading: Annotated[Product[DomeReading], port(match="domenight domefilter")],
    limit: Annotated[float, parameter(unit="V", above=0)] = 0.5,
) -> Product[DomeLevel]:
    """Average the values of a reading, without outliers.

    Parameters
    ----------
    reading : Product of DomeReading
        What was read.
    limit : float
        Largest distance from the median.

    Returns
    -------
    Product of DomeLevel
        Its level.
    """
    data = reading.content.data
    mean, number = clipped_mean(data.value, limit)
    level = Level(night=data.night, filter=data.filter, mean=mean, values=number)
    return dpkit.new(DomeLevel, data=level, software=measure_level.software)


@task("DOME_join_levels", version="1.0", project=PROJECT)
def join_levels(
    levels: Annotated[list[Product[DomeLevel]], port(match="domenight domefilter")],
) -> Product[DomeLevel]:
    """Join levels of one night and filter.

    Parameters
    ----------
    levels : list of Product of DomeLevel
        One or more.

    Returns
    -------
    Product of DomeLevel
        The level of all their values.

    Raises
    ------
    TaskError
        They are of several nights or filters.
    """
    data = [level.content.data for level in levels]
    if len({(one.night, one.filter) for one in data}) > 1:
        raise dpkit.TaskError(
            "the levels are of several nights or filters",
            place=join_levels.name,
            remedy="join those of one night and filter",
        )
    numbers = [one.values for one in data]
    mean = joined_mean([one.mean for one in data], numbers)
    level = Level(night=data[0].night, filter=data[0].filter, mean=mean, values=sum(numbers))
    return dpkit.new(DomeLevel, data=level, software=join_levels.software)
