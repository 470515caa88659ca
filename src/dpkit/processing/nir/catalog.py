"""Catalogues of the sources in one exposure: table and document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError
from dpkit.processing.nir.extract import CATALOG_DTYPE
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit.schema.dictionary import file_format
from dpkit_dm.bas import FitsFile
from dpkit_dm.ins import NispDetectorId
from dpkit_dm.nir import DpdNirCalibratedFrame, DpdNirExposureCatalog
from dpkit_dm.pro import NirDetector, NirDetectorList, NirExposureCatalog

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["catalog_product", "read_sources"]

_FORMAT = "nir.exposureCatalog"


def catalog_product(
    frame: Product[DpdNirCalibratedFrame],
    sources: NDArray[np.void],
    backgrounds: dict[str, float],
    software: tuple[str, str],
) -> Product[DpdNirExposureCatalog]:
    """Make the product of a catalogue.

    Parameters
    ----------
    frame : Product of DpdNirCalibratedFrame
        Where the sources were found.
    sources : ndarray
        Rows of `dpkit.processing.nir.extract.CATALOG_DTYPE`.
    backgrounds : dict of str to float
        Median background of each detector, in electrons.
    software : tuple of str
        Name and version of the software.
    """
    observed = frame.content.data
    data = NirExposureCatalog(
        exposure_time=observed.exposure_time,
        instrument=observed.instrument,
        filter=observed.filter,
        observation_date_time=observed.observation_date_time,
        observation_sequence=observed.observation_sequence,
        spatial_coverage=observed.img_spatial_footprint,
        detector_list=NirDetectorList(
            detector=[
                NirDetector(detector_id=NispDetectorId(name), background=level)
                for name, level in backgrounds.items()
            ]
        ),
        input_frame=frame.id,
        number_of_sources=len(sources),
        catalog_storage=to_be_written(FitsFile),
    )
    return new(
        DpdNirExposureCatalog,
        data=data,
        files={"CatalogStorage": _table(sources)},
        software=software,
        dataset=frame.role("dataset"),
    )


def _table(sources: NDArray[np.void]) -> HDUList:
    """Write the columns as the format describes them."""
    from astropy.io import fits

    described: list[dict[str, Any]] = file_format(_FORMAT)["hdus"][1]["columns"]
    columns = [
        fits.Column(
            name=column["name"],
            format=column["format"],
            unit=column.get("unit"),
            array=sources[column["name"]],
        )
        for column in described
    ]
    table = fits.BinTableHDU.from_columns(columns, name="CATALOG")
    return fits.HDUList([fits.PrimaryHDU(), table])


def read_sources(catalog: Product[DpdNirExposureCatalog]) -> NDArray[np.void]:
    """Read the rows of a catalogue.

    Raises
    ------
    FileFormatError
        The table lacks a column.
    """
    with catalog.open("CatalogStorage") as hdus:
        table = hdus["CATALOG"].data
        missing = [name for name in CATALOG_DTYPE.names or () if name not in table.names]
        if missing:
            raise FileFormatError(
                f"the catalogue has no column {', '.join(missing)}",
                place=catalog.files["CatalogStorage"].location,
                remedy="extract it again with NIR_extract_exposure_catalog",
            )
        sources = np.empty(len(table), dtype=CATALOG_DTYPE)
        for name in CATALOG_DTYPE.names or ():
            sources[name] = table[name]
    return sources
