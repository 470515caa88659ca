"""The reference of a setting as a product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dpkit.processing.crires.comparison import Comparison, ReferenceFlat, compare
from dpkit.processing.crires.detectorquality import DetectorFlat
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatset import DETECTORS
from dpkit.processing.crires.frame import detector_images, image_files, window_of
from dpkit.processing.crires.setting import REFERENCE_SETTINGS
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit.product.times import to_xml_time
from dpkit_dm.crires import (
    DpdCriresBadPixelMap,
    DpdCriresFlatFrame,
    DpdCriresFlatReference,
    DpdCriresMasterFlat,
)
from dpkit_dm.pro import CriresFlatReference
from dpkit_dm.sys.lean import DataFile

__all__ = ["compare_all", "read_reference", "reference_product"]

_MAP = "BPM"


def reference_product(
    master: Product[DpdCriresMasterFlat],
    bad_pixels: Product[DpdCriresBadPixelMap],
    *,
    software: tuple[str, str],
    use_after: datetime | str | None = None,
    remark: str | None = None,
) -> Product[DpdCriresFlatReference]:
    """Make a reference of a master flat and its bad pixels.

    Parameters
    ----------
    master : Product of DpdCriresMasterFlat
        Of a setting that has references.
    bad_pixels : Product of DpdCriresBadPixelMap
        Of this master.
    software : tuple of str
        Name and version of the software.
    use_after : datetime.datetime or str, optional
        Time from which flats are compared with it, UTC; the start of its own frames by default.
    remark : str, optional
        Why this one was chosen.

    Raises
    ------
    FlatError
        The setting has no references, or the map is of another master.
    """
    taken = master.content.data.exposure
    if taken.setting.setting_name not in REFERENCE_SETTINGS:
        raise FlatError(
            f"flats of setting {taken.setting.setting_name} have no reference",
            place=master.id,
            remedy=f"the settings with one are {', '.join(REFERENCE_SETTINGS)}",
        )
    if bad_pixels.content.data.master_flat != master.id:
        raise FlatError(
            f"the bad pixels {bad_pixels.id} are of another master",
            place=master.id,
            remedy=f"give those of it, not of {bad_pixels.content.data.master_flat}",
        )
    files = image_files(detector_images(master))
    for number, hdu in enumerate(image_files(detector_images(bad_pixels), extension=_MAP)[1:]):
        files.insert(2 * number + 2, hdu)
    data = CriresFlatReference(
        exposure=taken,
        master_flat=master.id,
        bad_pixel_map=bad_pixels.id,
        use_after=taken.observation_start if use_after is None else to_xml_time(use_after),
        remark=remark,
        data_storage=to_be_written(DataFile),
    )
    return new(
        DpdCriresFlatReference,
        data=data,
        files={"DataStorage": files},
        software=software,
        dataset=master.role("dataset"),
    )


def read_reference(reference: Product[DpdCriresFlatReference]) -> dict[int, ReferenceFlat]:
    """Read master and bad pixels of a reference, by detector.

    Raises
    ------
    FileFormatError
        The file lacks an image.
    FlatError
        An image is not of the window that the document says.
    """
    taken = reference.content.data.exposure
    masters, maps = detector_images(reference), detector_images(reference, extension=_MAP)
    return {
        number: ReferenceFlat(
            setting=taken.setting.setting_name,
            window=window_of(taken),
            master=masters[number],
            bad_pixels=maps[number],
        )
        for number in DETECTORS
    }


def compare_all(
    frame: Product[DpdCriresFlatFrame],
    measured: Mapping[int, DetectorFlat],
    reference: Product[DpdCriresFlatReference] | None,
) -> dict[int, Comparison] | None:
    """Compare the masters of all detectors with a reference, if there is one.

    Parameters
    ----------
    frame : Product of DpdCriresFlatFrame
        One of the raw frames, whose setting and window the masters have.
    measured : mapping of int to DetectorFlat
        What was measured.
    reference : Product of DpdCriresFlatReference, optional
        The reference.

    Raises
    ------
    FlatError
        The reference is of another setting, or does not cover the window.
    """
    if reference is None:
        return None
    taken = frame.content.data.exposure
    found = {}
    for number, before in read_reference(reference).items():
        one = compare(
            measured[number].master,
            measured[number].bad_pixels,
            before,
            setting=taken.setting.setting_name,
            window=window_of(taken),
        )
        if one is not None:
            found[number] = one
    return found
