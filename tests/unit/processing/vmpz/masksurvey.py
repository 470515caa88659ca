"""A simulated survey with the masks of its tiles, for tests of several subjects."""

from __future__ import annotations

import copy
import json

import dpkit
from dpkit.processing.vmpz.footprinttasks import (
    footprint_ext,
    footprint_nir,
    footprint_vis,
)
from dpkit.processing.vmpz.simulation import write_survey
from dpkit.processing.vmpz.survey import SurveySettings
from dpkit.processing.vmpz.tasks import bit_mask, coverage
from dpkit_dm.pro import (
    MocParams,
    OutputFormat,
    WeightMaskGenericParamsVMPZ,
)
from dpkit_dm.vmpz import (
    DpdFootprintMaskParamsVMPZ,
)

ORDER = 12
BANDS = ("VIS", "NIR_H", "DECAM_g")
FOOTPRINTS = {"VIS": footprint_vis, "NIR_H": footprint_nir, "DECAM_g": footprint_ext}


class Survey:
    """The products of a simulated survey, read from its folder."""

    def __init__(self, folder):
        write_survey(SurveySettings(shape=(480, 480), bands=BANDS), folder, conditions=False)
        self.truth = json.loads((folder / "truth.json").read_text())
        self.products = [dpkit.read(path) for path in sorted(folder.glob("*.xml"))]
        self.tiles = sorted(self.truth["tiles"])

    def of(self, name, **keys):
        """Return the products of a type with values of keys."""
        return [
            one
            for one in self.products
            if one.entry.name == name and all(v in one.keys[k] for k, v in keys.items())
        ]

    def tile(self, index):
        return self.of("DpdMerTile", tile=index)[0]

    @property
    def tile_list(self):
        return self.of("DpdMerTileList")[0]

    def frames(self, band):
        kind = {"VIS": "DpdVisObsFrame", "NIR_H": "DpdNirCalibratedFrame"}
        return self.of(kind.get(band, "DpdExtCalibratedFrame"), filter=band)

    def mosaic(self, index, band):
        return self.of("DpdMerMosaic", tile=index, filter=band)[0]


def masks_of(survey, folder):
    """Return the masks of all tiles and bands, written and read again, by kind, tile and band."""
    found = {}
    for tile in survey.tiles:
        for band in BANDS:
            of_tile = survey.tile(tile)
            seen = FOOTPRINTS[band](of_tile, survey.frames(band), moc_order=ORDER)
            mosaic = survey.mosaic(tile, band)
            made = {
                "FOOTPRINT": seen,
                "BITMASK": bit_mask(of_tile, mosaic, moc_order=ORDER),
                "COVERAGE": coverage(of_tile, mosaic, [seen], moc_order=ORDER),
            }
            for kind, product in made.items():
                found[kind, tile, band] = dpkit.read(dpkit.write(product, folder))
    return found


def some(masks, kind, band):
    return [mask for (k, _, b), mask in masks.items() if (k, b) == (kind, band)]


def parameters(cls=WeightMaskGenericParamsVMPZ, product=DpdFootprintMaskParamsVMPZ, **said):
    data = cls(parameter_set_name="test", **said)
    return dpkit.new(product, data=data, software=("test", "1"))


def moc(order):
    return OutputFormat(mocparams_or_partial_healpix_params=MocParams(mocorder=order))


def of_release(product, name):
    """Return a product as that of another campaign."""
    other = copy.copy(product)
    other.content = copy.deepcopy(product.content)
    other.content.header.data_set_release = name
    return other
