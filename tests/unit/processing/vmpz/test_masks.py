"""Products of masks: what the tasks of a tile and of a patch make of a simulated survey."""

from __future__ import annotations

import copy
import json
import random

import healpy
import numpy as np
import pytest
from astropy.io import fits
from astropy.table import QTable
from astropy.wcs import WCS
from mocpy import MOC

import dpkit
from dpkit.errors import DpkitError, TaskError
from dpkit.processing.vmpz.bitmask import bit_column
from dpkit.processing.vmpz.error import FlagImageError, PolygonError, SkyMapError
from dpkit.processing.vmpz.footprinttasks import (
    footprint_ext,
    footprint_ext_patch,
    footprint_nir,
    footprint_vis,
)
from dpkit.processing.vmpz.maskproduct import read_mask
from dpkit.processing.vmpz.masksettings import COVERAGE_BITS, read_bits
from dpkit.processing.vmpz.patchtasks import (
    collect_patch,
    merge_bit_mask,
    merge_coverage,
    merge_footprint,
)
from dpkit.processing.vmpz.simulatedframe import frame_type
from dpkit.processing.vmpz.simulation import write_survey
from dpkit.processing.vmpz.skymap import covered_area, same_map
from dpkit.processing.vmpz.survey import SurveySettings
from dpkit.processing.vmpz.tasks import bit_mask, bit_mask_vis, collect_tile, coverage
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document
from dpkit.product.times import to_xml_time
from dpkit_dm.bas import ExposureTime, FitsFile, ObservationDateTime, ObservationSequence
from dpkit_dm.ins import FilterDescription
from dpkit_dm.pro import (
    BitParamsVMPZ,
    MocParams,
    OutputFormat,
    PartialHealpixParams,
    VisCalibratedFrame,
    WeightConvention,
    WeightMaskGenericParamsVMPZ,
)
from dpkit_dm.sys import DataContainer, FileStatus
from dpkit_dm.vis import DpdVisCalibratedFrame
from dpkit_dm.vmpz import (
    DpdCoverageMaskParamsVMPZ,
    DpdFootprintMaskParamsVMPZ,
    DpdMOCFootprintMaskVMPZ,
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


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return Survey(tmp_path_factory.mktemp("survey"))


@pytest.fixture(scope="module")
def masks(survey, tmp_path_factory):
    """Give the masks of all tiles and bands, written and read again, by kind, tile and band."""
    folder = tmp_path_factory.mktemp("masks")
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


def test_everything_that_is_made_is_valid(survey, masks):
    for product in [*survey.products, *masks.values()]:
        assert [str(f) for f in dpkit.validate(product.source).findings] == []


@pytest.mark.parametrize("band", BANDS)
def test_footprints_have_the_true_areas(survey, masks, band):
    truth = survey.truth["footprint_area_by_tile_deg2"][band]
    for tile in survey.tiles:
        found = masks["FOOTPRINT", tile, band]
        assert covered_area(read_mask(found)) == pytest.approx(truth[str(tile)], rel=2e-4)
        stated = found.content.data.quality_params.observed_area.value
        assert stated == covered_area(read_mask(found))


@pytest.mark.parametrize("band", BANDS)
def test_border_cells_are_those_of_the_detectors(survey, masks, sky, band):
    """The outlines are of documents (pointings, polygons) or of world coordinates in files."""
    from dpkit.processing.vmpz.survey import make_survey

    polygons = make_survey(SurveySettings(shape=(480, 480), bands=BANDS)).polygons[band]
    found = read_mask(masks["FOOTPRINT", survey.tiles[1], band])
    border = np.flatnonzero((found.fraction > 0.01) & (found.fraction < 0.99))
    chosen = border[:: max(1, len(border) // 6)]
    centre = np.array(healpy.pix2vec(1 << ORDER, found.cells[chosen], nest=True)).T
    near = [p for p in polygons if np.max(sky.vectors(p).mean(axis=0) @ centre.T) > 0.999]
    expected = sky.sampled_fraction(near, ORDER, found.cells[chosen], depth=8)
    assert len(chosen) >= 3
    assert np.abs(found.fraction[chosen] - expected).max() < 2e-3


def pixels_by_cell(mosaic):
    """Return the cell of every pixel and its flags, by astropy and healpy."""
    with mosaic.open("FlagStorage") as hdus:
        flags = np.array(hdus["FLAG"].data)
        wcs = WCS(hdus["FLAG"].header)
    y, x = np.mgrid[: flags.shape[0], : flags.shape[1]]
    ra, dec = wcs.all_pix2world(x.ravel(), y.ravel(), 0)
    return healpy.ang2pix(1 << ORDER, ra, dec, nest=True, lonlat=True), flags.ravel()


@pytest.mark.parametrize("band", BANDS)
def test_shares_of_flags_and_coverage_are_those_of_the_pixels(survey, masks, band):
    tile = survey.tiles[2]
    cells, flags = pixels_by_cell(survey.mosaic(tile, band))
    bits = read_mask(masks["BITMASK", tile, band])
    covered, seen = (read_mask(masks[kind, tile, band]) for kind in ("COVERAGE", "FOOTPRINT"))
    spoiled = sum(1 << bit for bit in COVERAGE_BITS)
    fraction = dict(zip(seen.cells.tolist(), seen.fraction.tolist(), strict=True))
    clean = dict(zip(covered.cells.tolist(), covered.fraction.tolist(), strict=True))
    assert covered.cells.tolist() == seen.cells.tolist()
    for row in range(0, len(bits), 37):
        cell = int(bits.cells[row])
        inside = flags[cells == cell]
        for bit in (1, 4, 7, 18, 19, 22):
            share = np.mean(inside >> bit & 1)
            assert bits.columns[bit_column(bit)].values[row] == pytest.approx(share, abs=1e-12)
        if cell in fraction:
            expected = min(np.mean(inside & spoiled == 0), fraction[cell])
            assert clean[cell] == pytest.approx(expected, abs=1e-9)


def test_inner_areas_do_not_overlap_and_bits_fill_them(survey, masks):
    inner = [survey.tile(tile).content.data for tile in survey.tiles]
    cells = [read_mask(masks["BITMASK", tile, "VIS"]).cells for tile in survey.tiles]
    together = np.concatenate(cells)
    assert len(np.unique(together)) == len(together)
    for said, found in zip(inner, cells, strict=True):
        region = MOC.from_healpix_cells(found.astype(np.uint64), ORDER, ORDER)
        orders = [((int(n) // 4).bit_length() - 1) // 2 for n in said.inner_nuniqindex]
        numbers = [int(n) - 4 * 4**o for n, o in zip(said.inner_nuniqindex, orders, strict=True)]
        assert region == MOC.from_healpix_cells(
            np.array(numbers, np.uint64), np.array(orders, np.uint8), ORDER
        )


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


def digest(product, folder):
    return content_digest(read_document(dpkit.write(product, folder)))


def test_nothing_depends_on_the_order_of_frames_or_tiles(survey, masks, tmp_path):
    shuffled = random.Random(3).sample(survey.frames("NIR_H"), len(survey.frames("NIR_H")))
    again = footprint_nir(survey.tile(102018003), shuffled, moc_order=ORDER)
    ours = content_digest(read_document(masks["FOOTPRINT", 102018003, "NIR_H"].source))
    assert digest(again, tmp_path / "tile") == ours
    for kind, merge in (
        ("FOOTPRINT", merge_footprint),
        ("BITMASK", merge_bit_mask),
        ("COVERAGE", merge_coverage),
    ):
        tiles = some(masks, kind, "VIS")
        digests = {
            digest(merge(survey.tile_list, order, moc_order=9).moc, tmp_path / f"{kind}{n}")
            for n, order in enumerate((tiles, tiles[::-1], [tiles[i] for i in (2, 0, 3, 1)]))
        }
        assert len(digests) == 1


@pytest.mark.parametrize("order", [ORDER, 10, 13])
def test_a_patch_keeps_the_areas_of_its_tiles(survey, masks, order):
    for kind, merge in (("FOOTPRINT", merge_footprint), ("COVERAGE", merge_coverage)):
        tiles = some(masks, kind, "VIS")
        total = sum(covered_area(read_mask(one)) for one in tiles)
        patch = merge(survey.tile_list, tiles, moc_order=order).moc
        assert covered_area(read_mask(patch)) == pytest.approx(total, rel=1e-12)
        assert patch.content.data.stage.value == "PATCH"
        assert patch.keys["tile"] == survey.tiles


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


def test_shares_of_flags_in_a_patch_are_means_over_area(survey, masks):
    tiles = some(masks, "BITMASK", "VIS")
    patch = read_mask(merge_bit_mask(survey.tile_list, tiles, moc_order=8).moc)
    for bit in (4, 18, 22):
        name = bit_column(bit)
        fine = sum(
            float(np.sum(m.fraction * m.columns[name].values)) / 4.0 ** (ORDER - 8)
            for m in map(read_mask, tiles)
        )
        coarse = float(np.sum(patch.fraction * patch.columns[name].values))
        assert coarse == pytest.approx(fine, rel=1e-9)


def test_what_is_missing_is_stated(survey, masks):
    tiles = [m for m in some(masks, "FOOTPRINT", "VIS") if m.keys["tile"] != [102018002]]
    patch = merge_footprint(survey.tile_list, tiles).moc
    said = patch.content.data.completeness
    assert (said.expected_masks, said.present_masks) == (4, 3)
    assert [(m.tile_index, m.filter) for m in said.missing] == [(102018002, "VIS")]
    assert patch.content.quality_flags.masks_missing.value is True
    collection = collect_patch(survey.tile_list, [patch], bands="VIS NIR_Y")
    lacking = {
        (m.tile_index, m.filter, m.kind) for m in collection.content.data.completeness.missing
    }
    assert (102018002, "VIS", "FOOTPRINT") in lacking
    assert (102018001, "VIS", "FOOTPRINT") not in lacking
    assert {
        (t, "NIR_Y", k) for t in survey.tiles for k in ("FOOTPRINT", "COVERAGE", "BITMASK")
    } <= (lacking)
    assert [m.product_id for m in collection.content.data.mask] == [patch.id]


def test_a_band_without_a_footprint_has_no_coverage_and_that_is_stated(survey, masks, caplog):
    tile = 102018001
    mosaic, seen = survey.mosaic(tile, "NIR_H"), masks["FOOTPRINT", tile, "VIS"]
    assert coverage(survey.tile(tile), mosaic, [seen], moc_order=ORDER) is None
    assert "no footprint of tile 102018001 in NIR_H: no coverage" in caplog.text
    bits = masks["BITMASK", tile, "NIR_H"]
    made = collect_tile(survey.tile(tile), [seen], [bits], None).content.data.completeness
    assert [(m.filter, m.kind) for m in made.missing] == [
        ("NIR_H", "COVERAGE"),
        ("NIR_H", "FOOTPRINT"),
        ("VIS", "BITMASK"),
        ("VIS", "COVERAGE"),
    ]


def test_a_finer_computation_gives_the_same_fractions(survey, masks):
    ours = read_mask(masks["FOOTPRINT", 102018000, "DECAM_g"])
    finer = footprint_ext(
        survey.tile(102018000), survey.frames("DECAM_g"), moc_order=ORDER, nside_work=1 << 14
    )
    assert finer.content.data.nside_work == 1 << 14
    theirs = read_mask(finer)
    assert np.array_equal(ours.cells, theirs.cells)
    assert np.abs(ours.fraction - theirs.fraction).max() < 5e-5


def parameters(cls=WeightMaskGenericParamsVMPZ, product=DpdFootprintMaskParamsVMPZ, **said):
    data = cls(parameter_set_name="test", **said)
    return dpkit.new(product, data=data, software=("test", "1"))


def moc(order):
    return OutputFormat(mocparams_or_partial_healpix_params=MocParams(mocorder=order))


def test_parameters_are_heeded_and_arguments_go_before_them(survey):
    tile, frames = survey.tile(102018000), survey.frames("VIS")
    asked = parameters(output_format=moc(13), nside_work=1 << 13)
    assert footprint_vis(tile, frames, asked).content.data.mocorder == 13
    assert footprint_vis(tile, frames, asked, moc_order=12).content.data.mocorder == 12
    merged = merge_footprint(
        survey.tile_list,
        [footprint_vis(tile, frames, asked)],
        parameters(
            output_format=OutputFormat(
                mocparams_or_partial_healpix_params=PartialHealpixParams(nside_out=512)
            )
        ),
    )
    assert merged.healpix.content.data.nside_out == 512
    flags = parameters(BitParamsVMPZ, DpdCoverageMaskParamsVMPZ, bit_list=[22, 18])
    seen = footprint_vis(tile, frames, moc_order=12)
    made = coverage(tile, survey.mosaic(102018000, "VIS"), [seen], flags, moc_order=12)
    assert made.content.data.bit_list == [18, 22]
    recorded = {p.key: p.choice for p in made.content.parameters.parameter}
    assert recorded["BitList"] == "18 22"


def test_only_exposures_within_the_dates_count(survey):
    tile, frames = survey.tile(102018000), survey.frames("VIS")
    first = frames[0].content.data.observation_date_time.utc
    begin = min(str(f.content.data.observation_date_time.utc) for f in frames)
    assert str(first) >= begin
    made = footprint_vis(tile, frames, parameters(date_end=begin), moc_order=ORDER)
    alone = footprint_vis(
        tile,
        [f for f in frames if str(f.content.data.observation_date_time.utc) == begin],
        moc_order=ORDER,
    )
    assert same_map(read_mask(made), read_mask(alone))
    with pytest.raises(TaskError, match="none of 16 exposures counts"):
        footprint_vis(tile, frames, parameters(date_end="2020-01-01T00:00:00Z"))


def of_release(product, name):
    """Return a product as that of another campaign."""
    other = copy.copy(product)
    other.content = copy.deepcopy(product.content)
    other.content.header.data_set_release = name
    return other


def test_an_empty_overlap_is_a_mask_of_nothing(survey, caplog):
    (frame, *_) = survey.frames("DECAM_g")
    moved = copy.copy(frame)
    moved.content = copy.deepcopy(frame.content)
    for vertex in moved.content.data.img_spatial_footprint.polygon.vertex:
        vertex.c2 += 30.0
    made = footprint_ext(survey.tile(102018000), [moved], moc_order=ORDER)
    assert made.content.data.quality_params.observed_area.value == 0.0
    assert len(read_mask(made)) == 0
    assert "none of 1 exposures is over 102018000: it was not observed" in caplog.text
    mosaic = survey.mosaic(102018000, "DECAM_g")
    clean = coverage(survey.tile(102018000), mosaic, [made], moc_order=ORDER)
    assert len(read_mask(clean)) == 0
    patch = merge_footprint(survey.tile_list, [made]).moc
    assert patch.content.data.quality_params.observed_area.value == 0.0
    assert patch.content.data.completeness.present_masks == 1


def test_masks_of_several_conventions_go_together_and_that_is_said(survey, masks, caplog):
    tiles = some(masks, "FOOTPRINT", "VIS")
    other = footprint_vis(
        survey.tile(102018001),
        survey.frames("VIS"),
        moc_order=ORDER,
        weight_convention="OBSERVED_FRACTION",
    )
    mixed = [other if m.keys["tile"] == [102018001] else m for m in tiles]
    alike, both = (merge_footprint(survey.tile_list, m).moc for m in (tiles, mixed))
    assert same_map(read_mask(alike), read_mask(both))
    assert both.content.data.weight_convention.value == "UNOBSERVED_FRACTION"
    assert [r.getMessage() for r in caplog.records if "converted" in r.message] == [
        "the weights of tile 102018001 are converted from OBSERVED_FRACTION to "
        "UNOBSERVED_FRACTION, that of the patch SIMULATED"
    ]


def test_a_mask_whose_file_has_another_convention_is_refused(survey, masks):
    wrong = copy.copy(masks["COVERAGE", 102018001, "VIS"])
    wrong.content = copy.deepcopy(wrong.content)
    wrong.content.data.weight_convention = WeightConvention.OBSERVED_FRACTION
    with pytest.raises(TaskError, match="says the weight convention OBSERVED_FRACTION, its file"):
        merge_coverage(survey.tile_list, [wrong])


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
        (lambda s, m: collect_tile(s.tile(102018000), [m["FOOTPRINT", 102018000, "VIS"]],
                                   bands="NIR_H"),
         TaskError, "a mask FOOTPRINT is of VIS, which is not asked for"),
        (lambda s, _: read_mask(s.tile(102018000)), TaskError, "is no mask"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_by_name(survey, masks, wrong, error, message):
    with pytest.raises(error, match=message) as caught:
        wrong(survey, masks)
    assert isinstance(caught.value, DpkitError)


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


def test_flags_have_names_and_numbers():
    assert read_bits("hot, 22 NO_DATA") == (1, 22, 22)


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


@pytest.mark.parametrize(("form", "setting"), [("moc", "moc_order"), ("healpix", "nside_out")])
def test_ground_based_footprints_of_a_patch_need_no_tiles(survey, masks, form, setting):
    frames, tiles = survey.frames("DECAM_g"), some(masks, "FOOTPRINT", "DECAM_g")
    how = {"form": form, setting: 12 if form == "moc" else 1 << 12}
    direct = getattr(footprint_ext_patch(survey.tile_list, frames, **how), form)
    merged = getattr(merge_footprint(survey.tile_list, tiles, **how), form)
    assert same_map(read_mask(direct), read_mask(merged))
    assert direct.content.data.completeness.expected_masks == 0
    coarse = footprint_ext_patch(survey.tile_list, frames, moc_order=8).moc
    assert covered_area(read_mask(coarse)) == pytest.approx(
        covered_area(read_mask(merged)), rel=1e-9
    )


def vis_frame_with_flags(folder, ra, dec, exposure, seed):
    """Write a calibrated frame of VIS with two detectors, whose flags are drawn at random."""
    random_flags = np.random.default_rng(seed)
    hdus = fits.HDUList([fits.PrimaryHDU()])
    for number, east in ((1, -0.06), (2, 0.06)):
        wcs = WCS(naxis=2)
        wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
        wcs.wcs.crval = [ra, dec]
        wcs.wcs.crpix = [100.5 + east / 0.0005, 100.5]
        wcs.wcs.cd = np.diag([-0.0005, 0.0005])
        flags = (random_flags.random((200, 200)) < 0.3).astype(np.uint32) << 4
        flags[:, :20] |= np.uint32(1 << 7)
        hdus.append(
            fits.ImageHDU(
                np.zeros((200, 200), np.int16), header=wcs.to_header(), name=f"3-{number}.SCI"
            )
        )
        hdus.append(fits.ImageHDU(flags, name=f"3-{number}.FLG"))
    file = folder / f"frame-{exposure}.fits"
    hdus.writeto(file)
    storage = FitsFile(
        format="vis.calibratedFrame",
        version="0.1",
        data_container=DataContainer(filestatus=FileStatus.PROPOSED, file_name="made-below"),
    )
    data = VisCalibratedFrame(
        exposure_time=ExposureTime(value=560.0, unit="s"),
        img_type=frame_type(),
        filter=FilterDescription(name="VIS"),
        observation_date_time=ObservationDateTime(
            utc=to_xml_time(f"2026-03-01T0{exposure}:00:00Z"), mjd=61100.0
        ),
        observation_sequence=ObservationSequence(
            observation_id=1, pointing_id=exposure, exposure=exposure, total_exposure=2
        ),
        data_storage=storage,
    )
    made = dpkit.new(
        DpdVisCalibratedFrame,
        data=data,
        files={"DataStorage": file},
        software=("test", "1"),
        dataset="main",
    )
    return dpkit.read(dpkit.write(made, folder))


def test_flags_of_exposures_are_counted_together(survey, tmp_path):
    tile = survey.tile(102018000)
    ra, dec = 57.5, -48.65
    frames = [vis_frame_with_flags(tmp_path, ra + 0.02 * n, dec, n + 1, seed=n) for n in range(2)]
    found = read_mask(bit_mask_vis(tile, frames, moc_order=ORDER))
    again = read_mask(bit_mask_vis(tile, frames[::-1], moc_order=ORDER))
    assert same_map(found, again)
    cells, flags = [], []
    for frame in frames:
        with frame.open("DataStorage") as hdus:
            for name in ("3-1", "3-2"):
                wcs = WCS(hdus[f"{name}.SCI"].header)
                y, x = np.mgrid[:200, :200]
                place = wcs.all_pix2world(x.ravel(), y.ravel(), 0)
                cells.append(healpy.ang2pix(1 << ORDER, *place, nest=True, lonlat=True))
                flags.append(np.array(hdus[f"{name}.FLG"].data).ravel())
    cells, flags = np.concatenate(cells), np.concatenate(flags)
    assert len(found) > 50
    for row in range(0, len(found), 11):
        inside = flags[cells == found.cells[row]]
        for bit in (4, 7):
            share = found.columns[bit_column(bit)].values[row]
            assert share == pytest.approx(np.mean(inside >> bit & 1), abs=1e-12)
    with pytest.raises(TaskError, match="none of 2 frames is over 102018003"):
        bit_mask_vis(survey.tile(102018003), frames, moc_order=ORDER)


def test_masks_are_found_as_what_they_are(masks):
    assert isinstance(masks["FOOTPRINT", 102018000, "VIS"].content, DpdMOCFootprintMaskVMPZ)
