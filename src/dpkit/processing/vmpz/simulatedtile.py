"""Products of the tiles of a simulated survey: tiles, mosaics with their maps, lists of tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.flagmap import (
    exposure_rows,
    flag_rows,
    psf_fwhm,
    sky_background,
    sky_rms,
)
from dpkit.processing.vmpz.focalplane import deproject
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.imagefile import write_rows
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.region import region_from_cells, region_nuniq
from dpkit.processing.vmpz.simulatedframe import (
    SIMULATOR,
    frame_type,
    instrument_of,
    sky_footprint,
)
from dpkit.processing.vmpz.survey import Survey
from dpkit.processing.vmpz.tile import OUTER_SIZE, Tile, tile_wcs
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit_dm.bas import ExposureTime, FitsFile
from dpkit_dm.ins import FilterDescription
from dpkit_dm.mer import DpdMerBksMosaic, DpdMerMosaic, DpdMerTile, DpdMerTileList
from dpkit_dm.pro import MerMosaic, MerTile, MerTileList, TileFlavour, TileUseCase

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["PATCH", "conditions_product", "flags_product", "list_product", "tile_product"]

PATCH = "SIMULATED"
"""Name of the list of all tiles."""

_PSF_STEPS = 9

Rows = Callable[[int, int], NDArray[Any]]


def tile_product(tile: Tile, dataset: str) -> Product[DpdMerTile]:
    """Make the product of a tile.

    Parameters
    ----------
    tile : Tile
        The tile.
    dataset : str
        Campaign that it belongs to.

    Returns
    -------
    Product of DpdMerTile
        Its inner and outer area.
    """
    order = tile.inner.order
    image = footprint([image_outline(tile_wcs(tile), tile.shape, order)], order)
    data = MerTile(
        tile_use_case=TileUseCase.WIDE,
        tile_flavour=TileFlavour.NORMAL,
        tile_index=tile.index,
        version="1",
        moc_order=order,
        outer_nuniqindex=region_nuniq(region_from_cells(image.cells, order)).tolist(),
        inner_nuniqindex=region_nuniq(tile.inner).tolist(),
    )
    return new(DpdMerTile, data=data, software=SIMULATOR, dataset=dataset)


def list_product(tiles: Sequence[Tile], name: str, dataset: str) -> Product[DpdMerTileList]:
    """Make the product of a list of tiles.

    Parameters
    ----------
    tiles : sequence of Tile
        The tiles.
    name : str
        Name of the list.
    dataset : str
        Campaign that it belongs to.

    Returns
    -------
    Product of DpdMerTileList
        The tiles, and their area.
    """
    order = max(tile.inner.order for tile in tiles)
    ranges = np.concatenate([tile.inner.ranges for tile in tiles])
    shift = 2 * (29 - order)
    cells = np.concatenate([np.arange(a, b) for a, b in ranges >> shift])
    data = MerTileList(
        mer_tile_list_id=name,
        tile_index_list=sorted(tile.index for tile in tiles),
        moc_order=order,
        inner_nuniqindex=region_nuniq(region_from_cells(cells, order)).tolist(),
    )
    return new(DpdMerTileList, data=data, software=SIMULATOR, dataset=dataset)


def flags_product(
    survey: Survey, tile: Tile, band: str, dataset: str, scratch: Path
) -> Product[DpdMerMosaic]:
    """Make the mosaic of a tile with its map of flags.

    Parameters
    ----------
    survey : Survey
        The survey.
    tile : Tile
        One of its tiles.
    band : str
        One of its bands.
    dataset : str
        Campaign that it belongs to.
    scratch : Path
        Folder for the file until the product is written.

    Returns
    -------
    Product of DpdMerMosaic
        To be written.
    """
    file = scratch / f"flags-{tile.index}-{band}.fits"
    _write(file, tile, "FLAG", np.uint32, lambda a, b: flag_rows(survey, tile, band, a, b))
    data = _mosaic(tile, band)
    data.flag_storage = to_be_written(FitsFile)
    return new(
        DpdMerMosaic, data=data, files={"FlagStorage": file}, software=SIMULATOR, dataset=dataset
    )


def conditions_product(
    survey: Survey, tile: Tile, band: str, dataset: str, scratch: Path
) -> Product[DpdMerBksMosaic]:
    """Make the mosaic of a tile with its maps of noise, background and width of point sources.

    Parameters and result are as for `flags_product`.
    """

    def rms(first: int, stop: int) -> NDArray[Any]:
        exposures = exposure_rows(survey, tile, band, first, stop)
        return sky_rms(survey, band, _places(tile, first, stop), exposures)

    def background(first: int, stop: int) -> NDArray[Any]:
        return sky_background(survey, band, _places(tile, first, stop))

    files: dict[str, HDUList | Path] = {"MerPsfModelStorage": _psf_table(survey, tile, band)}
    data = _mosaic(tile, band)
    for storage, name, rows in (
        ("RmsStorage", "RMS", rms),
        ("BackgroundStorage", "BACKGROUND", background),
    ):
        file = scratch / f"{name}-{tile.index}-{band}.fits"
        _write(file, tile, name, np.float32, rows, unit="uJy")
        files[storage] = file
    data.rms_storage = to_be_written(FitsFile)
    data.background_storage = to_be_written(FitsFile)
    data.mer_psf_model_storage = to_be_written(FitsFile)
    return new(DpdMerBksMosaic, data=data, files=files, software=SIMULATOR, dataset=dataset)


def _psf_table(survey: Survey, tile: Tile, band: str) -> HDUList:
    """Tabulate the width of the point spread function on a grid over a tile."""
    from astropy.io import fits

    steps = np.linspace(-0.5, 0.5, _PSF_STEPS) * OUTER_SIZE
    east, north = np.meshgrid(steps, steps)
    places = deproject(tile.centre, np.stack([east.ravel(), north.ravel()], axis=-1))
    columns = [
        fits.Column("RIGHT_ASCENSION", "D", unit="deg", array=places[:, 0]),
        fits.Column("DECLINATION", "D", unit="deg", array=places[:, 1]),
        fits.Column("FWHM", "D", unit="arcsec", array=psf_fwhm(survey, band, places)),
    ]
    table = fits.BinTableHDU.from_columns(columns, name="PSF")
    return fits.HDUList([fits.PrimaryHDU(), table])


def _mosaic(tile: Tile, band: str) -> MerMosaic:
    corners = image_outline(tile_wcs(tile), tile.shape, 14)
    return MerMosaic(
        exposure_time=ExposureTime(value=0.0, unit="s"),
        img_type=frame_type(),
        instrument=instrument_of(band),
        filter=FilterDescription(name=band),
        img_spatial_footprint=sky_footprint(corners),
        tile_index=tile.index,
    )


def _write(file: Path, tile: Tile, name: str, dtype: type[Any], rows: Rows, unit: str = "") -> None:
    header = tile_wcs(tile).to_header()
    if unit:
        header["BUNIT"] = unit
    write_rows(file, _pieces(tile, rows), tile.shape, np.dtype(dtype), header, name)


def _pieces(tile: Tile, rows: Rows) -> Iterator[NDArray[Any]]:
    step = max(1, (1 << 21) // tile.shape[1])
    for first in range(0, tile.shape[0], step):
        yield rows(first, min(first + step, tile.shape[0]))


def _places(tile: Tile, first: int, stop: int) -> NDArray[np.float64]:
    """Return right ascension and declination of the pixels of some rows [deg]."""
    rows, columns = tile.shape
    y, x = np.mgrid[first:stop, :columns].astype(np.float64)
    east = (0.5 * (columns - 1) - x) * OUTER_SIZE / columns
    north = (y - 0.5 * (rows - 1)) * OUTER_SIZE / rows
    return deproject(tile.centre, np.stack([east, north], axis=-1))
