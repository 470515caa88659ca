"""Comparison with a reference, windows and settings."""

import numpy as np
import pytest

from dpkit.processing.crires.comparison import ReferenceFlat, compare
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.setting import REFERENCE_SETTINGS, InstrumentSetting, parse_setting
from dpkit.processing.crires.window import Window, cut_to_window

SETTING = REFERENCE_SETTINGS[0]
FULL = Window(columns=30, rows=20)
PART = Window(x=11, y=6, columns=10, rows=8)


@pytest.fixture
def reference():
    rng = np.random.default_rng(4)
    master = rng.uniform(0.5, 1.5, FULL.shape)
    bad = (rng.random(FULL.shape) < 0.3).astype(np.uint8)
    return ReferenceFlat(setting=SETTING, window=FULL, master=master, bad_pixels=bad)


def test_window_is_compared_with_its_part_of_the_reference(reference):
    master = 2.0 * reference.master[5:13, 10:20]
    bad = 1 - reference.bad_pixels[5:13, 10:20]
    found = compare(master, bad, reference, setting=SETTING, window=PART)
    np.testing.assert_allclose(found.ratio, 2.0, rtol=1e-12)
    expected = np.where(reference.bad_pixels[5:13, 10:20] == 1, -1, 1)
    np.testing.assert_array_equal(found.map_difference, expected)


def test_ratio_to_nothing_is_missing(reference):
    master, bad = np.ones(FULL.shape), np.zeros(FULL.shape, np.uint8)
    reference.master[0, :3] = 0.0, -1.0, np.nan
    found = compare(master, bad, reference, setting=SETTING, window=FULL)
    assert np.flatnonzero(np.isnan(found.ratio)).tolist() == [0, 1, 2]


def test_reference_of_a_smaller_window_is_refused(reference):
    small = ReferenceFlat(
        setting=SETTING,
        window=PART,
        master=reference.master[5:13, 10:20],
        bad_pixels=reference.bad_pixels[5:13, 10:20],
    )
    with pytest.raises(FlatError, match="10x8 at 11,6 does not cover 30x20 at 1,1"):
        compare(reference.master, reference.bad_pixels, small, setting=SETTING, window=FULL)


def test_reference_of_another_setting_is_refused(reference):
    with pytest.raises(FlatError, match="reference is of setting 2199"):
        compare(
            reference.master,
            reference.bad_pixels,
            reference,
            setting=REFERENCE_SETTINGS[2],
            window=FULL,
        )


def test_image_that_is_not_its_window_is_refused(reference):
    with pytest.raises(FlatError, match=r"\(20, 30\) pixels is not 10x8"):
        cut_to_window(reference.master, PART, PART)


def test_empty_window_is_refused():
    with pytest.raises(FlatError, match="start and a size of 1 or more"):
        Window(columns=0, rows=4)


@pytest.mark.parametrize("name", REFERENCE_SETTINGS)
def test_name_of_a_setting_is_read_and_written(name):
    assert parse_setting(name).name == name


@pytest.mark.parametrize("name", ["", "2199.1_15", "x_15.000_Emitter", "nan_15.000_Emitter"])
def test_other_names_are_no_setting(name):
    with pytest.raises(FlatError, match="is no setting"):
        parse_setting(name)


def test_setting_has_three_decimals():
    setting = InstrumentSetting(wavelength=1090.39996, baffle=25, lamp="Halogen")
    assert setting.name == "1090.400_25.000_Halogen"
