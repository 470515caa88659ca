"""Level and read noise of darks, in closed form and from simulated frames."""

import numpy as np
import pytest

import dpkit
from dpkit.errors import TaskError
from dpkit.processing.crires.dark import measure_darks, read_noise
from dpkit.processing.crires.darksimulate import DarkSimulation, write_darks
from dpkit.processing.crires.darktasks import crires_dark
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.window import Window
from dpkit.workflow.procedure import procedure_of, quality_entry
from dpkit_dm.crires import DpdCriresDarkFrame

PART = Window(x=257, y=129, columns=260, rows=200)
SHAPE = (200, 260)


def constant(*levels):
    return np.stack([np.full(SHAPE, level, dtype=np.float32) for level in levels])


def checkerboard(height):
    y, x = np.indices(SHAPE)
    return np.where((x + y) % 2, height, -height)


def frames_of(folder, **given):
    documents = write_darks(DarkSimulation(**{"window": PART, "seed": 4} | given), folder)
    return [dpkit.read(document, DpdCriresDarkFrame) for document in documents]


def rows(quality):
    return quality.content.data.detector_list.detector


def test_constant_frames_have_level_and_no_noise():
    (one,) = measure_darks({1: constant(10.0, 20.0, 60.0)}, ndit=2).values()
    assert one.median_level == 30.0
    # The population of 10, 20 and 60 has the variance (400 + 100 + 900) / 3.
    assert one.std_medians == pytest.approx((1400 / 3) ** 0.5)
    assert (one.ron12, one.ron23) == (0.0, 0.0)


@pytest.mark.parametrize(("ndit", "factor"), [(1, 0.5**0.5), (2, 1.0), (8, 2.0)])
def test_noise_is_that_of_the_difference_and_one_integration(ndit, factor):
    # Boxes of 169 pixels hold one more of the one sign: the variance is 1 - 1 / 169**2.
    inside = 6.0 * (1.0 - 1.0 / 169**2) ** 0.5
    found = read_noise(checkerboard(6.0), np.zeros(SHAPE), ndit)
    assert found == pytest.approx(inside * factor, rel=1e-12)


def test_each_pair_has_its_own_noise():
    frames = np.stack([checkerboard(3.0), np.zeros(SHAPE), checkerboard(5.0)])
    (one,) = measure_darks({1: frames}, ndit=2).values()
    assert one.ron23 / one.ron12 == pytest.approx(5.0 / 3.0)


def test_a_few_boxes_with_a_star_do_not_move_the_noise():
    second = np.zeros(SHAPE)
    second[:60, :60] = np.random.default_rng(1).normal(0.0, 1e4, (60, 60))
    quiet = read_noise(checkerboard(6.0), np.zeros(SHAPE), 2)
    assert read_noise(checkerboard(6.0), second, 2) == pytest.approx(quiet)


@pytest.mark.parametrize(("frames", "known"), [(1, (False, False)), (2, (True, False))])
def test_noise_needs_its_frames(frames, known):
    (one,) = measure_darks({1: constant(*[5.0] * frames)}, ndit=1).values()
    assert (one.ron12 is not None, one.ron23 is not None) == known
    assert (one.std_medians is not None) == (frames > 1)
    assert one.median_level == 5.0


def test_frame_without_values_has_no_level():
    frames = constant(1.0, 2.0, 3.0)
    frames[1] = np.nan
    (one,) = measure_darks({1: frames}, ndit=1).values()
    assert (one.median_level, one.std_medians, one.ron12, one.ron23) == (None,) * 4


def test_small_window_has_no_box():
    with pytest.raises(FlatError, match="smaller than a box"):
        read_noise(np.zeros((12, 300)), np.zeros((12, 300)), 1)


def test_task_finds_what_was_simulated(tmp_path):
    frames = frames_of(tmp_path / "raw", noise=8.0, level=50.0, drift=3.0, ndit=4)
    quality = crires_dark(frames=frames[::-1])
    data = quality.content.data
    assert data.raw_frame == [frame.id for frame in frames]
    for row in rows(quality):
        assert row.median_level == pytest.approx(53.0, abs=0.1)
        assert row.median_spread == pytest.approx((6.0) ** 0.5, abs=0.1)
        # 100 boxes of 169 pixels: the error of their median is about 0.7 %.
        assert row.read_noise12 == pytest.approx(8.0, rel=0.03)
        assert row.read_noise23 == pytest.approx(8.0, rel=0.03)
    document = dpkit.write(quality, tmp_path / "out")
    assert [str(one) for one in dpkit.validate(document).findings] == []
    assert [str(one) for one in dpkit.validate(frames[0].source).findings] == []


def test_darks_of_two_times_are_an_error(tmp_path):
    mixed = frames_of(tmp_path / "one") + frames_of(tmp_path / "two", ndit=3)
    with pytest.raises(TaskError, match=r"several values of setting: dark_5\.000_2, dark_5\.000_3"):
        crires_dark(frames=mixed)


def test_no_frame_is_an_error():
    with pytest.raises(TaskError, match="no frame"):
        crires_dark(frames=[])


def test_it_is_a_procedure_with_a_table():
    assert procedure_of(crires_dark).raw_type == "DARK"
    entry = quality_entry(crires_dark)
    assert entry.metric_table == "crires_dark"
    assert [one.name for one in entry.metrics] == ["median_level", "std_medians", "ron12", "ron23"]


@pytest.mark.parametrize("wrong", [{"frames": 0}, {"dit": 0.0}, {"noise": -1.0}, {"ndit": 0}])
def test_wrong_simulation_is_refused(wrong):
    with pytest.raises(FlatError, match=f"{next(iter(wrong))} = "):
        DarkSimulation(**wrong)
