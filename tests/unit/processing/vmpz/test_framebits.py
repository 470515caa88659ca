"""Shares of flags in exposures of VIS, which are counted together."""

from __future__ import annotations

import copy

import healpy
import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS

import dpkit
from dpkit.errors import FileFormatError, TaskError
from dpkit.processing.vmpz.bitmask import bit_column
from dpkit.processing.vmpz.footprinttasks import footprint_vis_frames
from dpkit.processing.vmpz.maskproduct import read_mask
from dpkit.processing.vmpz.simulatedframe import frame_type
from dpkit.processing.vmpz.skymap import covered_area, same_map
from dpkit.processing.vmpz.tasks import bit_mask_vis
from dpkit.product.times import to_xml_time
from dpkit_dm.bas import ExposureTime, FitsFile, ObservationDateTime, ObservationSequence
from dpkit_dm.ins import FilterDescription
from dpkit_dm.pro import (
    VisCalibratedFrame,
)
from dpkit_dm.sys import DataContainer, FileStatus
from dpkit_dm.vis import DpdVisCalibratedFrame

from .masksurvey import ORDER


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


def test_the_footprint_of_calibrated_frames_is_that_of_their_images(survey, tmp_path, sky):
    tile, dec = survey.tile(102018000), -48.65
    frames = [vis_frame_with_flags(tmp_path, 57.5 + 0.3 * n, dec, n + 1, seed=n) for n in range(2)]
    found = read_mask(footprint_vis_frames(tile, frames, moc_order=ORDER))
    assert same_map(found, read_mask(footprint_vis_frames(tile, frames[::-1], moc_order=ORDER)))
    polygons = []
    for frame in frames:
        with frame.open("DataStorage") as hdus:
            for hdu in hdus:
                if hdu.name.endswith(".SCI"):
                    corners = [(-0.5, -0.5), (199.5, -0.5), (199.5, 199.5), (-0.5, 199.5)]
                    polygons.append(WCS(hdu.header).all_pix2world(corners, 0))
    # One frame lies inside the tile, the other one reaches beyond it.
    assert sum(map(sky.area, polygons[:2])) < covered_area(found) < sum(map(sky.area, polygons))
    border = np.flatnonzero((found.fraction > 0.01) & (found.fraction < 0.99))[::9]
    expected = sky.sampled_fraction(polygons, ORDER, found.cells[border], depth=8)
    assert len(border) >= 3
    assert np.abs(found.fraction[border] - expected).max() < 2e-3


def test_calibrated_frames_without_images_are_refused(survey, tmp_path):
    frame = vis_frame_with_flags(tmp_path, 57.5, -48.65, 1, seed=1)
    fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(name="3-1.FLG")]).writeto(tmp_path / "a.fits")
    other = copy.copy(frame)
    other.payloads = {"DataStorage": tmp_path / "a.fits"}
    with pytest.raises(FileFormatError, match="has no extensions of images"):
        footprint_vis_frames(survey.tile(102018000), [other], moc_order=ORDER)
