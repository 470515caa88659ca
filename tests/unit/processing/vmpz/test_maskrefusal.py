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


def test_a_mosaic_without_flags_or_with_unknown_ones_is_refused(survey, tmp_path):
    mosaic = survey.mosaic(102018000, "VIS")
    with fits.open(mosaic.files["FlagStorage"].location) as hdus:
        flags, header = np.array(hdus["FLAG"].data), hdus["FLAG"].header
        flags[100, 100] |= 1 << 30
        cases = {"UNKNOWN": "FLAG", "NOFLAG": "OTHER"}
        for name, extension in cases.items():
            fits.HDUList(
                [fits.PrimaryHDU(), fits.ImageHDU(flags, header=header, name=extension)]
            ).writeto(tmp_path / f"{name}.fits")
    for name, message in (("UNKNOWN", r"bits \[30\]"), ("NOFLAG", "no extension FLAG")):
        broken = copy.copy(mosaic)
        broken.payloads = {"FlagStorage": tmp_path / f"{name}.fits"}
        with pytest.raises(DpkitError, match=message):
            bit_mask(survey.tile(102018000), broken, moc_order=ORDER)


def test_a_tile_of_another_tessellation_is_refused(survey, masks):
    smaller = copy.copy(survey.tile_list)
    smaller.content = copy.deepcopy(survey.tile_list.content)
    smaller.content.data.inner_nuniqindex = survey.tile(102018001).content.data.inner_nuniqindex
    with pytest.raises(TaskError, match="tile 102018000 has cells outside SIMULATED"):
        merge_footprint(smaller, [masks["FOOTPRINT", 102018000, "VIS"]])
