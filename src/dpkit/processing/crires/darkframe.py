"""Raw dark frames as products, and sets of them as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.dark import DarkQuality
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatset import DETECTORS, FlatSet
from dpkit.processing.crires.frame import (
    detector_images,
    detector_list,
    image_files,
    in_order,
    refuse_mixed,
    window_of,
)
from dpkit.processing.crires.moment import mjd_of, raw_name
from dpkit.processing.crires.window import Window
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit.product.times import to_xml_time
from dpkit_dm.crires import DpdCriresDarkFrame, DpdCriresDarkQc
from dpkit_dm.pro import (
    CriresDarkDetector,
    CriresDarkDetectorList,
    CriresDarkExposure,
    CriresDarkFrame,
    CriresDarkQc,
    CriresDetectorId,
    CriresWindow,
)
from dpkit_dm.sys.lean import DataFile

__all__ = ["dark_exposure", "dark_frame", "dark_quality", "read_darks"]


def dark_exposure(*, start: datetime, dit: float, ndit: int, window: Window) -> CriresDarkExposure:
    """Describe how a dark frame was taken.

    Parameters
    ----------
    start : datetime.datetime
        Begin, UTC.
    dit, ndit : float, int
        Length of an integration [s] and their number.
    window : Window
        What is read.
    """
    return CriresDarkExposure(
        instrument="CRIRES",
        setting_name=f"dark_{dit:.3f}_{ndit}",
        first_raw_file=raw_name(start),
        observation_start=to_xml_time(start),
        mjd_obs=mjd_of(start),
        dit=dit,
        ndit=ndit,
        window=CriresWindow(
            start_x=window.x, start_y=window.y, columns=window.columns, rows=window.rows
        ),
    )


def dark_frame(
    images: Mapping[int, NDArray[np.float32]], taken: CriresDarkExposure, software: tuple[str, str]
) -> Product[DpdCriresDarkFrame]:
    """Make the product of one raw dark frame.

    Parameters
    ----------
    images : mapping of int to ndarray, shape (rows, columns)
        By detector [adu].
    taken : CriresDarkExposure
        How it was taken.
    software : tuple of str
        Name and version of what made the frame.
    """
    return new(
        DpdCriresDarkFrame,
        data=CriresDarkFrame(
            exposure=taken, detector_list=detector_list(), data_storage=to_be_written(DataFile)
        ),
        files={"DataStorage": image_files(images, "adu")},
        software=software,
    )


def read_darks(frames: Sequence[Product[DpdCriresDarkFrame]]) -> FlatSet:
    """Read raw dark frames as one set, in order of time.

    Raises
    ------
    FlatError
        There is no frame, or they differ in window, DIT or NDIT.
    FileFormatError
        A file lacks the image of a detector.
    """
    if not frames:
        raise FlatError("there is no frame", remedy="give at least one raw frame")
    ordered = in_order(frames)
    taken = [frame.content.data.exposure for frame in ordered]
    refuse_mixed(taken, lambda one: one.setting_name)
    images = [detector_images(frame) for frame in ordered]
    return FlatSet(
        frames={n: np.stack([one[n] for one in images]) for n in DETECTORS},
        dit=taken[0].dit,
        ndit=taken[0].ndit,
        window=window_of(taken[0]),
    )


def dark_quality(
    frames: Sequence[Product[DpdCriresDarkFrame]],
    measured: Mapping[int, DarkQuality],
    software: tuple[str, str],
) -> Product[DpdCriresDarkQc]:
    """Make the product of what was measured.

    Parameters
    ----------
    frames : sequence of Product of DpdCriresDarkFrame
        The raw frames.
    measured : mapping of int to DarkQuality
        By detector.
    software : tuple of str
        Name and version of the software.
    """
    ordered = in_order(frames)
    rows = [
        CriresDarkDetector(
            detector_id=CriresDetectorId(str(number)),
            median_level=one.median_level,
            median_spread=one.std_medians,
            read_noise12=one.ron12,
            read_noise23=one.ron23,
        )
        for number, one in measured.items()
    ]
    data = CriresDarkQc(
        exposure=ordered[0].content.data.exposure,
        frame_number=len(ordered),
        detector_list=CriresDarkDetectorList(detector=rows),
        raw_frame=[frame.id for frame in ordered],
    )
    return new(DpdCriresDarkQc, data=data, software=software, dataset=ordered[0].role("dataset"))
