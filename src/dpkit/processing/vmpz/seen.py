"""What exposures saw: the outlines of their detectors, when, and with what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError, TaskError
from dpkit.processing.vmpz.error import PolygonError
from dpkit.processing.vmpz.focalplane import Exposure, detector_polygons
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.worldcoordinates import world_coordinates
from dpkit.product.product import Product
from dpkit.product.times import instant_of
from dpkit_dm.ext import DpdExtCalibratedFrame
from dpkit_dm.nir import DpdNirCalibratedFrame
from dpkit_dm.vis import DpdVisCalibratedFrame, DpdVisObsFrame

__all__ = [
    "Observed",
    "Seen",
    "ext_frame",
    "nir_frame",
    "seen_together",
    "vis_calibrated_frame",
    "vis_frame",
    "without_outlines",
]

Polygon = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one exposure saw.

    Parameters
    ----------
    product : str
        Id of its product.
    filter, instrument, telescope : str
        What it was taken with; empty where nothing is said.
    begin, end : int
        When it was taken [ns TAI].
    polygons : tuple of ndarray, each of shape (V, 2)
        Outlines of its detectors [deg].
    """

    product: str
    filter: str
    instrument: str
    telescope: str
    begin: int
    end: int
    polygons: tuple[Polygon, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What a mask was observed with.

    Parameters
    ----------
    filter : str
        Filter.
    instrument, telescope : str, optional
        None when there are several, or nothing is said.
    begin, end : int, optional
        Period of the observations [ns TAI].
    """

    filter: str
    instrument: str | None = None
    telescope: str | None = None
    begin: int | None = None
    end: int | None = None


def vis_frame(frame: Product[DpdVisObsFrame]) -> Seen:
    """Find what an exposure of VIS saw, from where the telescope pointed.

    Parameters
    ----------
    frame : Product of DpdVisObsFrame
        The exposure.

    Returns
    -------
    Seen
        Outlines of 36 detectors.
    """
    pointing = frame.content.data.recons_fpapointing
    exposure = Exposure(
        instrument="VIS", ra=pointing.ra, dec=pointing.dec, position_angle=pointing.position_angle
    )
    return _seen(frame, tuple(detector_polygons(exposure)))


def nir_frame(frame: Product[DpdNirCalibratedFrame], order: int) -> Seen:
    """Find what an exposure of NISP saw, from the world coordinates of its detectors.

    Parameters
    ----------
    frame : Product of DpdNirCalibratedFrame
        The exposure.
    order : int
        HEALPix order of the cells that outlines will be compared with.

    Returns
    -------
    Seen
        Outlines of the detectors in its file, distortion included.

    Raises
    ------
    FileFormatError
        A detector has no image.
    FlagImageError
        The border of a detector is not on the sky.
    """
    with frame.open("DataStorage") as hdus:
        place = str(hdus.filename() or frame.id)
        names = [f"{detector}.SCI" for detector in frame.keys["detector"]]
        return _seen(frame, _outlines(hdus, names, order, place))


def vis_calibrated_frame(frame: Product[DpdVisCalibratedFrame], order: int) -> Seen:
    """Find what a calibrated exposure of VIS saw, from the world coordinates of its images.

    Parameters
    ----------
    frame : Product of DpdVisCalibratedFrame
        The exposure.
    order : int
        HEALPix order of the cells that outlines will be compared with.

    Returns
    -------
    Seen
        Outlines of all images in its file, distortion included.

    Raises
    ------
    FileFormatError
        There is no image.
    FlagImageError
        The border of an image is not on the sky.
    """
    with frame.open("DataStorage") as hdus:
        place = str(hdus.filename() or frame.id)
        names = [hdu.name for hdu in hdus if hdu.name.endswith(".SCI")]
        if not names:
            raise FileFormatError(
                "has no extensions of images, <detector>.SCI",
                place=place,
                remedy="give a calibrated frame of VIS",
            )
        return _seen(frame, _outlines(hdus, names, order, place))


def _outlines(hdus: Any, names: Sequence[str], order: int, place: str) -> tuple[Polygon, ...]:
    """Return the outlines of images of a file."""
    polygons = []
    for name in names:
        if name not in hdus:
            raise FileFormatError(
                f"has no extension {name}", place=place, remedy="give the whole file"
            )
        header, where = hdus[name].header, f"{place}[{name}]"
        shape = (int(header["NAXIS2"]), int(header["NAXIS1"]))
        wcs = world_coordinates(header, place=where)
        polygons.append(image_outline(wcs, shape, order, place=where))
    return tuple(polygons)


def ext_frame(frame: Product[DpdExtCalibratedFrame]) -> Seen:
    """Find what an exposure of a ground-based camera saw, from its spatial footprint.

    Parameters
    ----------
    frame : Product of DpdExtCalibratedFrame
        The exposure.

    Returns
    -------
    Seen
        The polygons of its footprint.

    Raises
    ------
    PolygonError
        The footprint is not in degrees, or has sides that are no great circles.
    """
    footprint = frame.content.data.img_spatial_footprint
    if footprint.unit not in (None, "deg"):
        raise PolygonError(
            f"has a footprint in {footprint.unit}", place=frame.id, remedy="give it in degrees"
        )
    polygons = []
    for polygon in (footprint.polygon, *footprint.multi_polygon):
        if any(corner.small_circle is not None for corner in polygon.vertex):
            raise PolygonError(
                "has a footprint with sides that are small circles",
                place=frame.id,
                remedy="put corners on them, so that great circles will do",
            )
        polygons.append(np.array([(corner.c1, corner.c2) for corner in polygon.vertex]))
    return _seen(frame, tuple(polygons))


def without_outlines(frame: Product[Any]) -> Seen:
    """Return when and with what an exposure was taken, and no outlines."""
    return _seen(frame, ())


def _seen(frame: Product[Any], polygons: tuple[Polygon, ...]) -> Seen:
    data = frame.content.data
    begin = instant_of(data.observation_date_time.utc)
    length = 0.0 if data.exposure_time is None else data.exposure_time.value
    return Seen(
        product=frame.id,
        filter=str(_text(data.filter.name)),
        instrument=_text(data.instrument and data.instrument.instrument_name),
        telescope=_text(data.instrument and data.instrument.telescope_name),
        begin=begin,
        end=begin + round(length * 1e9),
        polygons=polygons,
    )


def _text(value: Any) -> str:
    return str(getattr(value, "value", value) or "")


def seen_together(
    frames: Sequence[Product[Any]], look: Callable[[Product[Any]], Seen]
) -> tuple[list[Seen], Observed]:
    """Look at the exposures of one filter.

    Parameters
    ----------
    frames : sequence of Product
        The exposures; their order does not matter.
    look : callable
        Finds what one saw.

    Returns
    -------
    list of Seen
        What each saw.
    Observed
        What they have in common.

    Raises
    ------
    TaskError
        There is none, or they are of several filters.
    """
    seen = [look(frame) for frame in frames]
    filters = sorted({one.filter for one in seen})
    if len(filters) != 1:
        raise TaskError(
            f"the exposures are of the filters {', '.join(filters)}" if seen else "no exposures",
            remedy="give those of one filter",
        )
    return seen, Observed(
        filter=filters[0],
        instrument=_only(one.instrument for one in seen),
        telescope=_only(one.telescope for one in seen),
        begin=min(one.begin for one in seen),
        end=max(one.end for one in seen),
    )


def _only(values: Any) -> str | None:
    """Return the one value that all have, or None."""
    found = set(values)
    return (found.pop() or None) if len(found) == 1 else None
