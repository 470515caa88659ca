"""Products of masks: what document and file say, and how other tools read them."""

from __future__ import annotations

import copy

import healpy
import numpy as np
import pytest
from astropy.io import fits
from astropy.table import QTable
from mocpy import MOC

import dpkit
from dpkit.errors import TaskError
from dpkit.processing.vmpz.footprinttasks import (
    footprint_vis,
)
from dpkit.processing.vmpz.maskproduct import read_mask
from dpkit.processing.vmpz.masksettings import COVERAGE_BITS
from dpkit.processing.vmpz.patchtasks import (
    merge_coverage,
    merge_footprint,
)
from dpkit.processing.vmpz.skymap import covered_area, same_map
from dpkit.processing.vmpz.tasks import coverage
from dpkit_dm.pro import (
    WeightConvention,
)
from dpkit_dm.vmpz import (
    DpdMOCFootprintMaskVMPZ,
)

from .masksurvey import ORDER, some


def test_mocpy_reads_the_footprint(masks):
    mask = masks["FOOTPRINT", 102018001, "VIS"]
    table = QTable.read(mask.files["FootprintMaskMOC"].location, hdu=1)
    values, areas = MOC.from_string("0/0-11").values_and_weights_in_multiordermap(table, "WEIGHT")
    area = float(np.sum((1.0 - np.array(values)) * np.array(areas))) * np.degrees(1.0) ** 2
    assert area == pytest.approx(covered_area(read_mask(mask)), rel=1e-12)


def test_the_file_says_what_the_interface_asks_for(masks):
    mask = masks["COVERAGE", 102018001, "NIR_H"]
    header = fits.getheader(mask.files["CoverageMaskMOC"].location)
    assert (header["TILEID"], header["FILTER"], header["INSTRUME"]) == (102018001, "NIR_H", "NISP")
    assert (header["NSIDE_WK"], header["WGTCONV"]) == (4096, "UNOBSERVED_FRACTION")
    assert header["BITSEL"] == "+".join(map(str, sorted(COVERAGE_BITS)))
    assert "LISTID" not in header


@pytest.mark.parametrize(
    ("said", "found"),
    [("18 22", ["BITSEL"]), ("18\n  24", []), ("24 18", ["BITSEL"])],
)
def test_flags_of_document_and_file_are_compared(survey, masks, tmp_path, said, found):
    tile, seen = 102018001, masks["FOOTPRINT", 102018001, "VIS"]
    mosaic = survey.mosaic(tile, "VIS")
    made = coverage(survey.tile(tile), mosaic, [seen], moc_order=12, bits="24 18")
    made.content.data.filter_list = ["VIS", "NIR_H"]
    document = dpkit.write(made, tmp_path)
    file = dpkit.read(document).files["CoverageMaskMOC"].location
    assert (fits.getval(file, "BITSEL"), fits.getval(file, "FILTLST")) == ("18+24", "VIS+NIR_H")
    document.write_text(document.read_text().replace("<BitList>18 24<", f"<BitList>{said}<"))
    findings = [f for f in dpkit.validate(document).findings if f.code.startswith("header")]
    assert [(f.code, f.path) for f in findings] == [("header-differs", key) for key in found]


def test_a_weight_of_1_is_not_observed_unless_asked_for(survey, masks, tmp_path):
    usual = masks["FOOTPRINT", 102018000, "VIS"]
    other = footprint_vis(
        survey.tile(102018000),
        survey.frames("VIS"),
        moc_order=ORDER,
        weight_convention="OBSERVED_FRACTION",
    )
    other = dpkit.read(dpkit.write(other, tmp_path))
    assert same_map(read_mask(usual), read_mask(other))
    files = [one.files["FootprintMaskMOC"].location for one in (usual, other)]
    areas = [np.sum(fits.getdata(f)["WEIGHT"] == 0.0) for f in files]
    assert (usual.content.data.weight_convention.value, fits.getval(files[1], "WGTCONV")) == (
        "UNOBSERVED_FRACTION",
        "OBSERVED_FRACTION",
    )
    assert areas[0] == np.sum(fits.getdata(files[1])["WEIGHT"] == 1.0)
    merged = merge_footprint(survey.tile_list, [other], nside_out=256, form="healpix").healpix
    assert merged.content.data.weight_convention.value == "UNOBSERVED_FRACTION"


def test_healpy_reads_the_healpix_map_of_a_patch(survey, masks, tmp_path):
    tiles = some(masks, "COVERAGE", "NIR_H")
    made = merge_coverage(survey.tile_list, tiles, form="healpix", nside_out=2048)
    assert made.moc is None
    written = dpkit.read(dpkit.write(made.healpix, tmp_path))
    file = written.files["CoverageMaskHealpix"].location
    full = healpy.read_map(file, nest=True, hdu=1)
    there = full != healpy.UNSEEN
    area = np.sum(1.0 - full[there]) * healpy.nside2pixarea(2048, degrees=True)
    assert area == pytest.approx(sum(covered_area(read_mask(m)) for m in tiles), rel=1e-9)
    assert fits.getval(file, "EXTNAME", 1) == "NIR_H"
    assert (fits.getval(file, "LISTID"), "TILEID" in fits.getheader(file)) == ("SIMULATED", False)


def test_a_mask_whose_file_has_another_convention_is_refused(survey, masks):
    wrong = copy.copy(masks["COVERAGE", 102018001, "VIS"])
    wrong.content = copy.deepcopy(wrong.content)
    wrong.content.data.weight_convention = WeightConvention.OBSERVED_FRACTION
    with pytest.raises(TaskError, match="says the weight convention OBSERVED_FRACTION, its file"):
        merge_coverage(survey.tile_list, [wrong])


def test_masks_are_found_as_what_they_are(masks):
    assert isinstance(masks["FOOTPRINT", 102018000, "VIS"].content, DpdMOCFootprintMaskVMPZ)
