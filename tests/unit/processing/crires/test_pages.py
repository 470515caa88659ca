"""The pages of plots of a flat, by their descriptions."""

import json
from dataclasses import replace

import numpy as np
import pytest

from dpkit.errors import ProductError
from dpkit.processing.crires.comparison import ReferenceFlat, compare
from dpkit.processing.crires.description import describe
from dpkit.processing.crires.drawing import draw, png, write_pages
from dpkit.processing.crires.flatpage import FlatView, map_page
from dpkit.processing.crires.flatplot import flat_pages
from dpkit.processing.crires.flatquality import measure_flats
from dpkit.processing.crires.flatset import DETECTORS, FlatSet
from dpkit.processing.crires.simulate import FlatSimulation, simulate_flats
from dpkit.processing.crires.window import Window

STRIP = Window(x=1, y=129, columns=1024, rows=32)
PART = Window(x=257, y=129, columns=128, rows=96)
VIGNETTED = "1090.400_25.000_Halogen"


def view_of(window=STRIP, *, setting=VIGNETTED, frames=3, dark=None):
    """Simulate and measure a set; a detector may be dark, without a single value."""
    simulation = FlatSimulation(setting=setting, frames=frames, seed=2, window=window)
    stacks = {number: one.frames for number, one in simulate_flats(simulation).items()}
    if dark is not None:
        stacks[dark][:] = np.nan
    measured = measure_flats(FlatSet(frames=stacks, dit=5.0, ndit=2, window=window))
    return FlatView(
        setting=setting,
        raw="CRIRE.2011-01-05T12.33.11.123",
        frames=frames,
        window=window,
        measured=measured,
        brightest={number: stack[-1] for number, stack in stacks.items()},
    )


def against(view, factor=1.0, healed=0, new=0):
    """Compare with a reference of so many healed and new pixels, brighter by a factor."""
    comparisons = {}
    for number, flat in view.measured.items():
        bad = flat.bad_pixels.copy()
        bad.flat[np.flatnonzero(flat.bad_pixels == 0)[:healed]] = 1
        bad.flat[np.flatnonzero(flat.bad_pixels == 1)[:new]] = 0
        before = ReferenceFlat(
            setting=view.setting,
            window=view.window,
            master=flat.master * np.float32(factor),
            bad_pixels=bad,
        )
        comparisons[number] = compare(
            flat.master, flat.bad_pixels, before, setting=view.setting, window=view.window
        )
    return replace(view, comparisons=comparisons)


@pytest.fixture(scope="module")
def view():
    return view_of()


@pytest.fixture(scope="module")
def compared(view):
    return against(view, factor=0.5, healed=7, new=3)


def described(view):
    return {page.name: describe(page) for page in flat_pages(view)}


def panel(page, row, column):
    (found,) = (one for one in page["panels"] if (one["row"], one["column"]) == (row, column))
    return found


def test_all_five_pages_are_there_with_three_frames(compared):
    pages = described(compared)
    assert list(pages) == ["flat1", "flat2", "flat3", "flat4", "flat5"]
    for page in pages.values():
        assert VIGNETTED in page["title"]
        assert "3 raw frames" in page["title"]


def test_without_reference_there_is_no_panel_of_it(view, compared):
    without, with_it = described(view), described(compared)
    for name in ("flat1", "flat2", "flat3"):
        assert (without[name]["rows"], without[name]["columns"]) == (4, 1)
        assert (with_it[name]["rows"], with_it[name]["columns"]) == (4, 2)
    assert (without["flat5"]["rows"], with_it["flat5"]["rows"]) == (3, 4)
    text = json.dumps(without)
    assert "reference" not in text
    assert "healed" not in text


def test_signal_to_noise_needs_three_frames():
    two = view_of(PART, frames=2)
    assert list(described(two)) == ["flat1", "flat2", "flat3", "flat5"]


def test_master_is_what_was_measured(compared):
    page = described(compared)["flat1"]
    for row, number in enumerate(DETECTORS):
        (left,) = panel(page, row, 0)["drawn"]
        master = compared.measured[number].master
        assert left["shape"] == [32, 1024]
        assert left["mean"] == pytest.approx(float(master.mean(dtype=float)), rel=1e-9)
        assert left["maximum"] == float(master.max())
        (right,) = panel(page, row, 1)["drawn"]
        # The reference has half of the values.
        assert right["median"] == pytest.approx(2.0, rel=1e-6)
        assert panel(page, row, 1)["title"] == f"detector {number} / reference"


def test_centre_is_the_centre(view):
    (drawn,) = panel(described(view)["flat2"], 2, 0)["drawn"]
    middle = view.measured[3].master[:, 448:576]
    assert drawn["shape"] == [32, 128]
    assert drawn["corner"] == [449, 129]
    assert drawn["median"] == pytest.approx(float(np.median(middle)), rel=1e-9)


def test_map_counts_bad_healed_and_new(compared):
    page = described(compared)["flat3"]
    for row, number in enumerate(DETECTORS):
        left, right = panel(page, row, 0), panel(page, row, 1)
        bad = int(compared.measured[number].bad_pixels.sum())
        assert left["title"] == f"detector {number}: {bad} bad"
        assert left["drawn"][0]["mean"] * 1024 * 32 == pytest.approx(bad)
        assert right["title"] == f"detector {number} - reference: 3 new, 7 healed"
        assert (right["drawn"][0]["minimum"], right["drawn"][0]["maximum"]) == (-1.0, 1.0)
        assert right["drawn"][0]["mean"] * 1024 * 32 == pytest.approx(3 - 7)


def test_only_the_outer_detectors_are_shaded_where_they_are_vignetted(view):
    page = described(view)["flat4"]
    shaded = [[panel(page, row, column)["shaded"] for row in range(4)] for column in (0, 1)]
    # The simulator takes the light of 200 columns at each end of the mosaic.
    assert shaded[0] == shaded[1] == [[[1, 200]], [], [], [[825, 1024]]]


def test_nothing_is_shaded_where_nothing_is_vignetted():
    page = described(view_of(setting="3218.600_25.000_Halogen"))["flat4"]
    assert [one["shaded"] for one in page["panels"]] == [[]] * 8


def test_signal_to_noise_is_the_one_that_is_scored(view):
    page = described(view)["flat4"]
    image = panel(page, 1, 0)["drawn"][0]
    assert image["median"] == pytest.approx(view.measured[2].quality.median_snr, rel=1e-4)
    line, least = panel(page, 1, 1)["drawn"]
    assert line["between"] == [1, 1024]
    assert (least["kind"], least["value"]) == ("level", 250.0)


def test_cuts_are_medians_of_the_middle(compared):
    page = described(compared)["flat5"]
    raw, master, reference = panel(page, 0, 2)["drawn"]
    middle = np.median(compared.measured[3].master[10:21], axis=0)
    assert master["name"] == "master"
    assert master["mean"] == pytest.approx(float(middle.mean(dtype=float)), rel=1e-6)
    assert raw["median"] == pytest.approx(1.0, abs=0.02)
    assert reference["median"] == pytest.approx(0.5 * master["median"], rel=1e-6)
    assert panel(page, 1, 2)["drawn"][1]["between"] == [129, 160]
    (difference,) = panel(page, 3, 2)["drawn"]
    assert difference["mean"] == pytest.approx(0.5 * master["mean"], rel=1e-5)


def test_histograms_count_every_pixel(compared):
    for column in range(4):
        for one in panel(described(compared)["flat5"], 2, column)["drawn"]:
            assert one["counted"] == 1024 * 32


def test_axes_of_a_window_count_on_the_detector():
    pages = described(view_of(PART))
    for name in ("flat1", "flat3", "flat4"):
        first = pages[name]["panels"][0]
        assert first["x"] == {"label": "x", "unit": "pixel", "limits": [256.5, 384.5]}
        assert first["y"]["limits"] == [128.5, 224.5]
        assert first["drawn"][0]["shape"] == [96, 128]
    assert "window 128x96 at 257,129" in pages["flat1"]["title"]


def test_detector_without_values_says_so():
    pages = described(view_of(PART, dark=2))
    for name, page in pages.items():
        notes = {one["note"] for one in page["panels"] if one["title"].startswith("detector 2")}
        # Its map of bad pixels has values: all 0; and so has a histogram, of nothing.
        assert ("no finite value" in notes) == (name != "flat3")
        assert {one["note"] for one in page["panels"] if one["title"] == "detector 3"} <= {None}


def test_limits_leave_out_the_hottest_pixels(view):
    scale = panel(described(view)["flat1"], 0, 0)["drawn"][0]["scale"]
    low, high = scale["limits"]
    assert 0.0 < low < 1.0 < high < 2.0


def test_single_pixels_are_drawn_in_wide_maps(view):
    page = map_page(against(view, healed=1))
    drawn = {
        axes.get_title(): axes.images[0].get_array() for axes in draw(page).axes if axes.images
    }
    for number in DETECTORS:
        change = drawn[f"detector {number} - reference: 0 new, 1 healed"]
        assert change.shape == (16, 512)
        assert int((change == -1).sum()) == 1


def test_pictures_and_descriptions_are_written_together(compared, tmp_path):
    pages = flat_pages(compared)[:2]
    files = write_pages(pages, tmp_path)
    assert [file.name for file in files] == ["flat1.png", "flat2.png"]
    for page, file in zip(pages, files, strict=True):
        assert file.read_bytes() == png(page)
        assert json.loads(file.with_suffix(".json").read_text()) == describe(page)


def test_no_picture_is_overwritten(view, tmp_path):
    pages = flat_pages(view)
    (tmp_path / "flat5.json").write_text("mine")
    with pytest.raises(ProductError, match=r"flat5\.json.*there already"):
        write_pages(pages, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["flat5.json"]
    write_pages(pages[:1], tmp_path, overwrite=True)
