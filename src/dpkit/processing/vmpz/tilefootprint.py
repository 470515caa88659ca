"""The product of the footprint of a tile, whatever saw it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea, area_of_tile
from dpkit.processing.vmpz.maskkind import FOOTPRINT
from dpkit.processing.vmpz.maskproduct import Mask, mask_product
from dpkit.processing.vmpz.masksettings import check_observed, tile_settings
from dpkit.processing.vmpz.seen import Observed, Seen, seen_together
from dpkit.processing.vmpz.tilemask import tile_footprint
from dpkit.product.product import Product
from dpkit.product.times import instant_of
from dpkit_dm.mer import DpdMerTile

__all__ = ["footprint_product", "frames_that_count"]

_log = logging.getLogger(__name__)

Look = Callable[[Product[Any], int], Seen]


def footprint_product(
    mer_tile: Product[DpdMerTile],
    frames: Sequence[Product[Any]],
    look: Look,
    parameters: Product[Any] | None,
    given: Mapping[str, Any],
    software: tuple[str, str],
) -> Product[Any]:
    """Make the footprint of a tile.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    frames : sequence of Product
        Exposures of one filter.
    look : callable
        Finds what one saw, for cells of an order.
    parameters : Product, optional
        Parameters of footprints.
    given : mapping of str to value
        Settings that go before them.
    software : tuple of str
        Name and version of the software.

    Returns
    -------
    Product of DpdMOCFootprintMaskVMPZ
        The footprint.

    Raises
    ------
    TaskError
        Frames are of another campaign or of several filters, or none counts.
    """
    area = area_of_tile(mer_tile)
    counted = frames_that_count(area, frames, parameters)
    filters = [str(frame.keys["filter"][0]) for frame in counted]
    settings = tile_settings(parameters, given, area, Observed(filter=filters[0]))
    seen, observed = seen_together(counted, lambda frame: look(frame, settings.work_order))
    check_observed(parameters, observed)
    sky_map = tile_footprint(area, seen, settings)
    if not len(sky_map):
        _log.warning("none of %d exposures is over %s: it was not observed", len(seen), area.name)
    mask = Mask(
        kind=FOOTPRINT,
        area=area,
        observed=observed,
        maps={observed.filter: sky_map},
        settings=settings,
    )
    return mask_product(mask, software)


def frames_that_count(
    area: MaskArea, frames: Sequence[Product[Any]], parameters: Product[Any] | None
) -> list[Product[Any]]:
    """Return the exposures that parameters let count: those that began within their dates.

    Raises
    ------
    TaskError
        An exposure is of another campaign than the area, or none counts.
    """
    for frame in frames:
        if frame.role("dataset") != area.dataset:
            raise TaskError(
                f"is of {frame.role('dataset')}, {area.name} of {area.dataset}",
                place=frame.id,
                remedy="give products of one release",
            )
    said = None if parameters is None else parameters.content.data
    first = getattr(said, "date_obs", None)
    last = getattr(said, "date_end", None)
    counted = [
        frame
        for frame in frames
        if (first is None or _start(frame) >= instant_of(first))
        and (last is None or _start(frame) <= instant_of(last))
    ]
    if not counted:
        raise TaskError(
            f"none of {len(frames)} exposures counts for {area.name}",
            remedy="look at DateObs and DateEnd of the parameters",
        )
    return counted


def _start(frame: Product[Any]) -> int:
    return instant_of(frame.content.data.observation_date_time.utc)
