"""Raw flat frames as products, and sets of them as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatset import DETECTORS, FlatSet
from dpkit.processing.crires.moment import mjd_of
from dpkit.processing.crires.setting import InstrumentSetting
from dpkit.processing.crires.window import FULL_FRAME, Window
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit.product.times import to_xml_time
from dpkit_dm.crires import DpdCriresFlatFrame
from dpkit_dm.pro import (
    CriresDarkExposure,
    CriresDetector,
    CriresDetectorId,
    CriresDetectorList,
    CriresExposure,
    CriresFlatFrame,
    CriresRawType,
    CriresSetting,
    CriresWindow,
)
from dpkit_dm.sys.lean import DataFile

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = [
    "detector_images",
    "detector_list",
    "exposure",
    "frame_product",
    "image_files",
    "in_order",
    "read_flats",
    "refuse_mixed",
    "window_of",
]

T = TypeVar("T")


def exposure(
    setting: InstrumentSetting, *, raw: str, start: datetime, dit: float, ndit: int, window: Window
) -> CriresExposure:
    """Describe how a frame was taken.

    Parameters
    ----------
    setting : InstrumentSetting
        Setting of the instrument.
    raw : str
        Name of the raw file, without suffix.
    start : datetime.datetime
        Begin, UTC.
    dit, ndit : float, int
        Length of an integration [s] and their number.
    window : Window
        What is read.
    """
    return CriresExposure(
        instrument="CRIRES",
        setting=CriresSetting(
            setting_name=setting.name,
            reference_wavelength=setting.wavelength,
            baffle_position=setting.baffle,
            lamp=setting.lamp,
        ),
        first_raw_file=raw,
        observation_start=to_xml_time(start),
        mjd_obs=mjd_of(start),
        dit=dit,
        ndit=ndit,
        window=CriresWindow(
            start_x=window.x, start_y=window.y, columns=window.columns, rows=window.rows
        ),
    )


def detector_list() -> CriresDetectorList:
    """List the four detectors."""
    return CriresDetectorList(
        detector=[CriresDetector(detector_id=CriresDetectorId(str(n))) for n in DETECTORS]
    )


def image_files(
    images: Mapping[int, NDArray[Any]], unit: str | None = None, *, extension: str = "INT1"
) -> HDUList:
    """Put one image per detector into extensions such as ``CHIP1.INT1`` to ``CHIP4.INT1``."""
    from astropy.io import fits

    hdus = fits.HDUList([fits.PrimaryHDU()])
    for number, image in images.items():
        hdu = fits.ImageHDU(image, name=f"CHIP{number}.{extension}")
        if unit is not None:
            hdu.header["BUNIT"] = (unit, "Unit of the pixels")
        hdus.append(hdu)
    return hdus


def frame_product(
    images: Mapping[int, NDArray[np.float32]], taken: CriresExposure, software: tuple[str, str]
) -> Product[DpdCriresFlatFrame]:
    """Make the product of one raw frame.

    Parameters
    ----------
    images : mapping of int to ndarray, shape (rows, columns)
        By detector [adu].
    taken : CriresExposure
        How it was taken.
    software : tuple of str
        Name and version of what made the frame.
    """
    whole = window_of(taken).shape == FULL_FRAME.shape
    return new(
        DpdCriresFlatFrame,
        data=CriresFlatFrame(
            exposure=taken,
            detector_list=detector_list(),
            raw_type=CriresRawType.FLAT if whole else CriresRawType.FLT_WIN,
            data_storage=to_be_written(DataFile),
        ),
        files={"DataStorage": image_files(images, "adu")},
        software=software,
    )


def window_of(taken: CriresExposure | CriresDarkExposure) -> Window:
    """Return the window that a document describes."""
    said = taken.window
    return Window(x=said.start_x, y=said.start_y, columns=said.columns, rows=said.rows)


def read_flats(frames: Sequence[Product[DpdCriresFlatFrame]], *, name: str = "") -> FlatSet:
    """Read raw frames as one set, in order of time.

    Parameters
    ----------
    frames : sequence of Product of DpdCriresFlatFrame
        Frames of one setting, window and exposure time.
    name : str
        What the set is called in an error.

    Raises
    ------
    FlatError
        There is no frame, or they differ in setting, window, DIT or NDIT.
    FileFormatError
        A file lacks the image of a detector.
    """
    ordered = in_order(frames)
    if not ordered:
        raise FlatError("there is no frame", place=name, remedy="give at least one raw frame")
    taken = [frame.content.data.exposure for frame in ordered]
    refuse_mixed(taken, lambda one: one.setting.setting_name, name)
    images = [detector_images(frame) for frame in ordered]
    return FlatSet(
        frames={n: np.stack([one[n] for one in images]) for n in DETECTORS},
        dit=taken[0].dit,
        ndit=taken[0].ndit,
        window=window_of(taken[0]),
        name=name,
    )


def refuse_mixed(taken: Sequence[Any], setting: Callable[[Any], str], place: str = "") -> None:
    """Check that exposures are of one setting, window and exposure time.

    Parameters
    ----------
    taken : sequence
        How each frame was taken, as the documents say.
    setting : callable
        Returns the name of the setting of one.
    place : str
        What the set is called in an error.

    Raises
    ------
    FlatError
        They differ.
    """
    said = {
        "setting": {setting(one) for one in taken},
        "window": {str(window_of(one)) for one in taken},
        "DIT": {str(one.dit) for one in taken},
        "NDIT": {str(one.ndit) for one in taken},
    }
    for what, values in said.items():
        if len(values) > 1:
            raise FlatError(
                f"frames of several values of {what}: {', '.join(sorted(values))}",
                place=place,
                remedy="measure those of each by themselves",
            )


def in_order(frames: Sequence[Product[T]]) -> list[Product[T]]:
    """Return frames in order of time."""
    return sorted(frames, key=lambda frame: frame.content.data.exposure.mjd_obs)  # type: ignore[attr-defined]


def detector_images(product: Product[Any], *, extension: str = "INT1") -> dict[int, NDArray[Any]]:
    """Read the image of every detector of a frame, master or map.

    Parameters
    ----------
    product : Product
        With a file of images per detector.
    extension : str
        What the extension of a detector is called after the dot.

    Raises
    ------
    FileFormatError
        The file lacks the image of a detector.
    FlatError
        An image is not of the window that the document says.
    """
    names = {number: f"CHIP{number}.{extension}" for number in DETECTORS}
    with product.open("DataStorage") as hdus:
        missing = [name for name in names.values() if name not in hdus]
        if missing:
            raise FileFormatError(
                f"has no extension {', '.join(missing)}",
                place=str(hdus.filename() or product.id),
                remedy="it must have an image of each of the four detectors",
            )
        images = {number: np.array(hdus[name].data) for number, name in names.items()}
    shape = window_of(product.content.data.exposure).shape
    for number, image in images.items():
        if image.shape != shape:
            raise FlatError(
                f"image of detector {number} has {image.shape} pixels, its window {shape}",
                place=product.id,
                remedy="document and file must have the same window",
            )
    return images
