"""References of the five settings that have them, and what flats are compared with."""

import numpy as np
import pytest

import dpkit
from dpkit.errors import TaskError
from dpkit.processing.crires.flatview import flat_view
from dpkit.processing.crires.setting import REFERENCE_SETTINGS
from dpkit.processing.crires.simulate import FlatSimulation
from dpkit.processing.crires.simulation import write_flats
from dpkit.processing.crires.tasks import crires_flat, crires_flat_reference
from dpkit.processing.crires.window import Window
from dpkit_dm.crires import DpdCriresFlatFrame, DpdCriresFlatReference

WIDE = Window(x=257, y=129, columns=128, rows=96)
PART = Window(x=289, y=145, columns=64, rows=48)


def frames_of(folder, **given):
    documents = write_flats(FlatSimulation(**{"window": WIDE, "seed": 5} | given), folder)
    return [dpkit.read(document, DpdCriresFlatFrame) for document in documents]


def reference_of(folder, **given):
    made = crires_flat(frames=frames_of(folder / "raw", **given))
    written = [
        dpkit.read(dpkit.write(one, folder / "made"))
        for one in (made.master_flat, made.bad_pixel_map)
    ]
    reference = crires_flat_reference(master=written[0], bad_pixel_map=written[1])
    return dpkit.read(dpkit.write(reference, folder / "made"), DpdCriresFlatReference)


def rows(made):
    return made.quality.content.data.detector_list.detector


def test_reference_is_valid_and_holds_both_images(tmp_path):
    reference = reference_of(tmp_path)
    assert [str(one) for one in dpkit.validate(reference.source).findings] == []
    with reference.open("DataStorage") as hdus:
        assert [hdu.name for hdu in hdus[1:]] == [
            f"CHIP{n}.{what}" for n in (1, 2, 3, 4) for what in ("INT1", "BPM")
        ]


def test_flat_against_itself_is_one(tmp_path):
    reference = reference_of(tmp_path / "one")
    made = crires_flat(frames=frames_of(tmp_path / "two"), reference=reference)
    data = made.quality.content.data
    assert (data.reference_outcome.value, data.reference) == ("compared", reference.id)
    for row in rows(made):
        assert (row.reference_ratio, row.reference_ratio_rms) == (1.0, 0.0)
        assert (row.new_bad_pixels, row.healed_pixels) == (0, 0)
    assert [str(one) for one in dpkit.validate(dpkit.write(made.quality, tmp_path)).findings] == []


def test_other_detectors_differ_as_their_maps_do(tmp_path):
    reference = reference_of(tmp_path / "one", seed=6, bad_fraction=0.01)
    frames = frames_of(tmp_path / "two", bad_fraction=0.01)
    made = crires_flat(frames=frames, reference=reference)
    with reference.open("DataStorage") as hdus:
        before = {n: hdus[f"CHIP{n}.BPM"].data.astype(bool) for n in (1, 2, 3, 4)}
    written = dpkit.read(dpkit.write(made.bad_pixel_map, tmp_path))
    with written.open("DataStorage") as hdus:
        now = {n: hdus[f"CHIP{n}.INT1"].data.astype(bool) for n in (1, 2, 3, 4)}
    for row in rows(made):
        number = int(row.detector_id.value)
        assert row.new_bad_pixels == np.sum(now[number] & ~before[number]) > 0
        assert row.healed_pixels == np.sum(before[number] & ~now[number]) > 0
        # Two patterns of 5 % each, of pixels that are good in both.
        assert row.reference_ratio_rms == pytest.approx(0.05 * 2**0.5, rel=0.1)


def test_missing_reference_is_an_outcome(tmp_path):
    made = crires_flat(frames=frames_of(tmp_path))
    data = made.quality.content.data
    assert (data.reference_outcome.value, data.reference) == ("none", None)
    assert {row.reference_ratio for row in rows(made)} == {None}


def test_window_within_the_reference_is_cut(tmp_path):
    reference = reference_of(tmp_path / "one", bad_fraction=0.0)
    frames = frames_of(tmp_path / "two", window=PART, bad_fraction=0.0)
    made = crires_flat(frames=frames, reference=reference)
    for row in rows(made):
        # The detectors are the same; noise differs, and medians of two areas.
        assert row.reference_ratio == pytest.approx(1.0, abs=5e-3)
        assert row.reference_ratio_rms < 0.01


def test_reference_of_another_window_is_an_error(tmp_path):
    reference = reference_of(tmp_path / "one", window=PART)
    with pytest.raises(TaskError, match=r"window 64x48 .* does not cover 128x96") as caught:
        crires_flat(frames=frames_of(tmp_path / "two"), reference=reference)
    assert "\n" not in str(caught.value)


def test_reference_of_another_setting_is_an_error(tmp_path):
    reference = reference_of(tmp_path / "one", setting=REFERENCE_SETTINGS[2])
    with pytest.raises(TaskError, match="the reference is of setting 1090"):
        crires_flat(frames=frames_of(tmp_path / "two"), reference=reference)


def test_other_settings_have_no_reference(tmp_path):
    with pytest.raises(TaskError, match=r"1500\.000_25\.000_Halogen have no reference"):
        reference_of(tmp_path, setting="1500.000_25.000_Halogen")


def test_map_of_another_master_makes_no_reference(tmp_path):
    one, two = (crires_flat(frames=frames_of(tmp_path / name)) for name in ("one", "two"))
    with pytest.raises(TaskError, match="of another master"):
        crires_flat_reference(master=one.master_flat, bad_pixel_map=two.bad_pixel_map)


def test_view_is_read_from_products(tmp_path):
    reference = reference_of(tmp_path / "one", seed=6)
    frames = frames_of(tmp_path / "two")
    made = crires_flat(frames=frames, reference=reference, low_limit=0.5)
    master = dpkit.read(dpkit.write(made.master_flat, tmp_path / "made"))
    view = flat_view(frames, master, made.bad_pixel_map, made.quality, reference)
    assert (view.frames, view.window) == (3, WIDE)
    for row in rows(made):
        number = int(row.detector_id.value)
        assert view.measured[number].quality.badpix == row.bad_pixels
        assert view.measured[number].quality.median_snr == pytest.approx(row.median_snr, rel=1e-6)
        assert int((view.comparisons[number].map_difference == 1).sum()) == row.new_bad_pixels
        with frames[2].open("DataStorage") as hdus:  # the lamp gets brighter
            assert np.array_equal(view.brightest[number], hdus[f"CHIP{number}.INT1"].data)
