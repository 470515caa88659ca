"""What the plots of a flat show, read from its products."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dpkit.processing.crires.flatpage import FlatView
from dpkit.processing.crires.flatquality import measure_flats
from dpkit.processing.crires.flatsetting import ExposureNorm, FlatSettings
from dpkit.processing.crires.frame import detector_images, read_flats, window_of
from dpkit.processing.crires.reference import compare_all
from dpkit.processing.crires.statistic import brightest, median
from dpkit.product.product import Product
from dpkit_dm.crires import (
    DpdCriresBadPixelMap,
    DpdCriresFlatFrame,
    DpdCriresFlatQc,
    DpdCriresFlatReference,
    DpdCriresMasterFlat,
)

__all__ = ["flat_view"]


def flat_view(
    frames: Sequence[Product[DpdCriresFlatFrame]],
    master: Product[DpdCriresMasterFlat],
    bad_pixels: Product[DpdCriresBadPixelMap],
    quality: Product[DpdCriresFlatQc],
    reference: Product[DpdCriresFlatReference] | None = None,
) -> FlatView:
    """Read raw frames and what was made of them.

    Parameters
    ----------
    frames : sequence of Product of DpdCriresFlatFrame
        The raw frames.
    master, bad_pixels, quality : Product
        What was made of them.
    reference : Product of DpdCriresFlatReference, optional
        What the master was compared with.

    Returns
    -------
    FlatView
        Measured again by the settings that the products name, on the master that is given.

    Raises
    ------
    FlatError
        The products do not belong together.
    """
    flats = read_flats(frames, name=quality.id)
    measured = measure_flats(flats, _settings(bad_pixels, quality), masters=detector_images(master))
    taken = quality.content.data.exposure
    return FlatView(
        setting=taken.setting.setting_name,
        raw=taken.first_raw_file,
        frames=flats.number,
        window=window_of(taken),
        measured=measured,
        brightest={
            number: stack[brightest(np.array([median(one) for one in stack]))]
            for number, stack in flats.frames.items()
        },
        comparisons=compare_all(frames[0], measured, reference),
    )


def _settings(
    bad_pixels: Product[DpdCriresBadPixelMap], quality: Product[DpdCriresFlatQc]
) -> FlatSettings:
    said, found = bad_pixels.content.data, quality.content.data
    return FlatSettings(
        exposure_norm=ExposureNorm(found.exposure_norm.value),
        low_limit=said.low_bad_pixel_limit,
        high_limit=said.high_bad_pixel_limit,
        nan_is_bad=said.nan_is_bad,
        overexposure_limit=found.detector_list.detector[0].level_overexposed,
    )
