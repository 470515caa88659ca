"""What does not go together in a mask is refused by name, with its place."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from astropy.io import fits

from dpkit.errors import DpkitError, TaskError
from dpkit.processing.vmpz.error import FlagImageError, PolygonError, SkyMapError
from dpkit.processing.vmpz.footprinttasks import (
    footprint_ext,
    footprint_vis,
)
from dpkit.processing.vmpz.maskproduct import read_mask
from dpkit.processing.vmpz.patchtasks import (
    merge_footprint,
)
from dpkit.processing.vmpz.tasks import bit_mask, collect_tile, coverage
from dpkit_dm.pro.vmpz import Filter, FilterList

from .masksurvey import ORDER, of_release, parameters, some


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (lambda s, _: footprint_vis(s.tile(102018000), s.frames("VIS"), moc_order=11),
         SkyMapError, "larger cells than 102018000, whose area is made of cells of order 12"),
        (lambda s, _: footprint_vis(s.tile(102018000), s.frames("VIS"), nside_work=3000),
         SkyMapError, "NsideWork = 3000 is no power of 2"),
        (lambda s, _: footprint_vis(s.tile(102018000), s.frames("VIS"), moc_order=13,
                                    nside_work=4096),
         SkyMapError, "NsideWork = 4096 is coarser than the mask, of order 13"),
        (lambda s, _: footprint_vis(s.tile(102018000), s.frames("VIS"),
                                    parameters(tile_index_or_mer_tile_list_id=7)),
         TaskError, "are for 7, not for 102018000"),
        (lambda s, _: footprint_vis(s.tile(102018000), s.frames("VIS"),
                                    parameters(filter_or_filter_list=Filter(value="NIR_H"))),
         TaskError, "are for NIR_H, not for VIS"),
        (lambda s, _: footprint_vis(
            s.tile(102018000), s.frames("VIS"),
            parameters(filter_or_filter_list=FilterList(value=["NIR_H", "NIR_Y"]))),
         TaskError, "are for NIR_H, NIR_Y, not for VIS"),
        (lambda s, _: footprint_vis(s.tile(102018000), s.frames("VIS"),
                                    parameters(instrument="NISP")),
         TaskError, "are for NISP, not for VIS"),
        (lambda s, _: bit_mask(s.tile(102018000), s.mosaic(102018000, "VIS"),
                               parameters(telescope="CFHT")),
         TaskError, "are for CFHT, not for Euclid"),
        (lambda s, m: collect_tile(s.tile(102018000), [m["FOOTPRINT", 102018000, "VIS"]],
                                   bands="VIZ NIR_H"),
         TaskError, "'VIZ' is no filter"),
        (lambda s, _: footprint_vis(s.tile(102018000), [of_release(s.frames("VIS")[0], "R2")]),
         TaskError, "is of R2, 102018000 of main"),
        (lambda s, _: bit_mask(s.tile(102018000), s.mosaic(102018001, "VIS")),
         TaskError, "is of tile 102018001, not of 102018000"),
        (lambda s, _: bit_mask(s.tile(102018000), of_release(s.mosaic(102018000, "VIS"), "R2")),
         TaskError, "is of R2, the tile 102018000 of main"),
        (lambda s, _: bit_mask(s.tile(102018000), s.mosaic(102018000, "VIS"), moc_order=16),
         FlagImageError, "fewer than 16"),
        (lambda s, _: bit_mask(s.tile(102018000), s.mosaic(102018000, "VIS"), bits="HOT 32"),
         SkyMapError, "'32' is no flag"),
        (lambda s, m: coverage(s.tile(102018000), s.mosaic(102018000, "VIS"),
                               [m["FOOTPRINT", 102018001, "VIS"]]),
         TaskError, "is of 102018001, not of 102018000"),
        (lambda s, m: coverage(s.tile(102018000), s.mosaic(102018000, "VIS"),
                               [m["FOOTPRINT", 102018000, "VIS"]] * 2),
         TaskError, "two masks are of 102018000 in VIS"),
        (lambda s, m: merge_footprint(s.tile_list, some(m, "FOOTPRINT", "VIS")[:1] * 2),
         TaskError, "two masks are of tile 102018000"),
        (lambda s, m: merge_footprint(
            s.tile_list,
            [m["FOOTPRINT", 102018000, "VIS"], m["FOOTPRINT", 102018001, "NIR_H"]]),
         TaskError, "is of the filter NIR_H, another one of VIS"),
        (lambda s, m: merge_footprint(
            s.tile_list, [of_release(m["FOOTPRINT", 102018000, "VIS"], "R2")]),
         TaskError, "is of R2, the patch SIMULATED of main"),
        (lambda s, m: merge_footprint(
            s.tile_list, [merge_footprint(s.tile_list, some(m, "FOOTPRINT", "VIS")).moc]),
         TaskError, "is of the patch SIMULATED, not of a tile"),
        (lambda s, m: merge_footprint(
            s.tile_list,
            [m["FOOTPRINT", 102018000, "VIS"],
             footprint_vis(s.tile(102018001), s.frames("VIS"), moc_order=13)]),
         TaskError, "the masks of tiles differ: tile 102018000: order 12"),
        (lambda s, m: merge_footprint(s.tile_list, some(m, "FOOTPRINT", "VIS"), nside_out=512),
         SkyMapError, "nside_out is given, and the mask is a MOC"),
        (lambda s, _: merge_footprint(s.tile_list, []),
         TaskError, "there are no masks of the tiles of SIMULATED"),
        (lambda s, _: collect_tile(s.tile(102018000)),
         TaskError, "there are no masks of 102018000"),
        (lambda s, _: read_mask(s.tile(102018000)), TaskError, "is no mask"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_by_name(survey, masks, wrong, error, message):
    with pytest.raises(error, match=message) as caught:
        wrong(survey, masks)
    assert isinstance(caught.value, DpkitError)
    assert "\n" not in str(caught.value)
    # Where: the product or the settings, or the message names what it is about.
    named = "102018" in caught.value.message or "SIMULATED" in caught.value.message
    assert caught.value.place or named


def moved_frame(survey, change):
    """Return a ground-based frame whose corners are changed."""
    (frame, *_) = survey.frames("DECAM_g")
    other = copy.copy(frame)
    other.content = copy.deepcopy(frame.content)
    change(other.content.data.img_spatial_footprint)
    return other


def cross_itself(footprint):
    corners = footprint.polygon.vertex
    corners[0], corners[3] = corners[3], corners[0]


def collapse(footprint):
    for corner in footprint.polygon.vertex:
        corner.c1, corner.c2 = 57.5, -48.6


def in_radians(footprint):
    footprint.unit = "rad"


@pytest.mark.parametrize(
    ("change", "message"),
    [(cross_itself, "cross"), (collapse, "."), (in_radians, "has a footprint in rad")],
)
def test_outlines_without_an_inside_are_refused_by_their_exposure(survey, change, message):
    frame = moved_frame(survey, change)
    with pytest.raises(PolygonError, match=message) as caught:
        footprint_ext(survey.tile(102018000), [*survey.frames("DECAM_g")[1:], frame])
    assert caught.value.place == frame.id


def with_file(product, storage, file):
    """Return a product with another file."""
    other = copy.copy(product)
    other.payloads = {storage: file}
    return other


def unknown_bit(hdu):
    hdu.data[100, 100] |= 1 << 30


def smaller(hdu):
    hdu.data = hdu.data[:300, :200]


def several_planes(hdu):
    hdu.data = np.stack([hdu.data, hdu.data])


def numbers_with_fractions(hdu):
    hdu.data = hdu.data.astype(np.float32)


def without(*names):
    def change(hdu):
        for name in names:
            hdu.header.remove(name, ignore_missing=True)

    return change


def setting(**values):
    return lambda hdu: hdu.header.update(values)


SCALE = ("CD1_1", "CD1_2", "CD2_1", "CD2_2", "PC1_1", "PC1_2", "PC2_1", "PC2_2")
OTHER_EXTENSION = setting(EXTNAME="OTHER")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (OTHER_EXTENSION, "has no extension FLAG"),
        (unknown_bit, r"has pixels with the bits \[30\], which are not known"),
        (smaller, "covers 26.45 percent of the inner area of 102018000"),
        (several_planes, "has 3 axes"),
        (numbers_with_fractions, "has flags of type"),
        (without(*SCALE, "CDELT1", "CDELT2"), "has no scale along axis 1"),
        (without("CRVAL2"), "has no CRVAL2"),
        (setting(CRVAL1="east"), "has CRVAL1 = 'east', which is no number"),
        (setting(CRVAL1=200.0), "covers 0 percent of the inner area of 102018000"),
        (setting(CTYPE1="LINEAR", CTYPE2="LINEAR"), "has no celestial world coordinates"),
        (setting(CTYPE1="GLON-TAN", CTYPE2="GLAT-TAN"), "has world coordinates GLON/GLAT"),
        (setting(CTYPE1="RA---XYZ", CTYPE2="DEC--XYZ"), "that cannot be computed: "),
        (setting(PC1_1=0.0), "that cannot be computed: "),
    ],
)  # fmt: skip
def test_a_map_of_flags_that_cannot_be_used_is_refused(survey, tmp_path, change, message):
    mosaic, tile = survey.mosaic(102018000, "VIS"), survey.tile(102018000)
    with fits.open(mosaic.files["FlagStorage"].location) as hdus:
        image = fits.ImageHDU(np.array(hdus["FLAG"].data), hdus["FLAG"].header.copy(), "FLAG")
    change(image)
    fits.HDUList([fits.PrimaryHDU(), image]).writeto(tmp_path / "flags.fits")
    broken = with_file(mosaic, "FlagStorage", tmp_path / "flags.fits")
    with pytest.raises(DpkitError, match=message) as caught:
        bit_mask(tile, broken, moc_order=ORDER)
    assert caught.value.place == str(tmp_path / "flags.fits")


@pytest.mark.parametrize("kind", ["SIN", "ZEA", "CAR"])
def test_any_projection_will_do(survey, tmp_path, kind):
    """Between projections places of this image differ by less than a pixel."""
    mosaic, tile = survey.mosaic(102018000, "VIS"), survey.tile(102018000)
    with fits.open(mosaic.files["FlagStorage"].location) as hdus:
        header = hdus["FLAG"].header.copy()
        header["CTYPE1"], header["CTYPE2"] = f"RA---{kind}", f"DEC--{kind}"
        if kind == "CAR":
            header["LATPOLE"], header["LONPOLE"] = 90.0, 180.0
        image = fits.ImageHDU(np.array(hdus["FLAG"].data), header, "FLAG")
    fits.HDUList([fits.PrimaryHDU(), image]).writeto(tmp_path / "flags.fits")
    other = bit_mask(tile, with_file(mosaic, "FlagStorage", tmp_path / "flags.fits"), moc_order=12)
    usual, found = (read_mask(m) for m in (bit_mask(tile, mosaic, moc_order=12), other))
    assert np.array_equal(usual.cells, found.cells)
    nothing = [m.columns["BIT_22"].values for m in (usual, found)]
    assert np.mean(np.abs(nothing[0] - nothing[1])) < 2e-3


def reversed_rows(table):
    table.data = table.data[::-1].copy()


def doubled_row(table):
    table.data[1] = table.data[0]


def beyond_the_sky(table):
    table.data["UNIQ"][-1] = 2**62 - 1


def of_another_order(table):
    table.header["MOCORDER"] = table.header["MOCORD_S"] = 9


def of_both_conventions(table):
    table.header["WGTCONV"] = "OBSERVED_FRACTION"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (reversed_rows, "row 1 does not come after the one before"),
        (doubled_row, "row 1 does not come after the one before"),
        (beyond_the_sky, "is no cell"),
        (of_another_order, "has cells of order 12, its order is 9"),
        (of_both_conventions, "has the weight conventions"),
    ],
)
def test_a_mask_of_broken_cells_is_refused(survey, masks, tmp_path, change, message):
    mask = masks["FOOTPRINT", 102018000, "VIS"]
    with fits.open(mask.files["FootprintMaskMOC"].location) as hdus:
        change(hdus[1])
        hdus.writeto(tmp_path / "cells.fits")
    broken = with_file(mask, "FootprintMaskMOC", tmp_path / "cells.fits")
    with pytest.raises(DpkitError, match=message) as caught:
        merge_footprint(survey.tile_list, [broken])
    assert caught.value.place == str(tmp_path / "cells.fits")
    assert caught.value.remedy


def test_a_tile_of_another_tessellation_is_refused(survey, masks):
    smaller = copy.copy(survey.tile_list)
    smaller.content = copy.deepcopy(survey.tile_list.content)
    smaller.content.data.inner_nuniqindex = survey.tile(102018001).content.data.inner_nuniqindex
    with pytest.raises(TaskError, match="tile 102018000 has cells outside SIMULATED"):
        merge_footprint(smaller, [masks["FOOTPRINT", 102018000, "VIS"]])
