"""Simulated flats are what was asked for, and are measured as what was put in."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

import dpkit
from dpkit.errors import FileFormatError, ProductError
from dpkit.processing.crires.commands import crires_flats
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatquality import measure_flats
from dpkit.processing.crires.flatset import FlatSet
from dpkit.processing.crires.frame import read_flats
from dpkit.processing.crires.simulate import FlatSimulation, simulate_detector, simulate_flats
from dpkit.processing.crires.simulation import flat_truth, write_flats
from dpkit.processing.crires.window import Window
from dpkit_dm.crires import DpdCriresFlatFrame

PART = Window(x=257, y=129, columns=128, rows=96)
SMALL = FlatSimulation(window=PART, bad_fraction=0.01, overexposed=300, seed=3)


def as_set(simulation):
    stacks = {n: one.frames for n, one in simulate_flats(simulation).items()}
    return FlatSet(
        frames=stacks, dit=simulation.dit, ndit=simulation.ndit, window=simulation.window
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flats")
    return write_flats(SMALL, folder)


def test_truth_is_measured():
    truth = flat_truth(SMALL, simulate_flats(SMALL))["detectors"]
    for number, flat in measure_flats(as_set(SMALL)).items():
        said, found = truth[str(number)], flat.quality
        assert found.mean_level == pytest.approx(said["mean_level"], rel=1e-3)
        assert found.median_snr == pytest.approx(said["snr"], rel=0.02)
        assert found.badpix == said["badpix"] > 50


def test_over_exposed_pixels_are_counted():
    simulation = FlatSimulation(overexposed=25, bad_fraction=0.0, frames=1, seed=2)
    for flat in measure_flats(as_set(simulation)).values():
        assert flat.quality.num_overexp == 25
        assert flat.quality.max_level == pytest.approx(12_000.0, rel=0.03)


def test_short_slit_and_vignetting_are_found():
    simulation = FlatSimulation(setting="1090.400_25.000_Halogen", lit_rows=(57, 456))
    for number, flat in measure_flats(as_set(simulation)).items():
        assert np.flatnonzero(flat.lit).tolist() == list(range(56, 456))
        assert int(flat.vignetted.sum()) == (200 if number in {1, 4} else 0)
        dark = 1024 * 112
        assert flat.quality.badpix >= dark - 1024
        assert flat.quality.badpix_illum < 1000


def test_a_window_shows_the_same_detector():
    whole = simulate_detector(FlatSimulation(seed=3), 2)
    part = simulate_detector(FlatSimulation(seed=3, window=PART), 2)
    np.testing.assert_array_equal(part.response, whole.response[128:224, 256:384])


def test_a_seed_gives_the_same_frames_and_another_does_not():
    first, again = (simulate_detector(SMALL, 4).frames for _ in range(2))
    np.testing.assert_array_equal(first, again)
    other = simulate_detector(FlatSimulation(window=PART, seed=4), 4).frames
    assert not np.array_equal(first, other)


def test_frames_are_valid_products_with_headers_that_agree(written):
    assert len(written) == 3
    for document in written:
        report = dpkit.validate(document)
        assert [str(finding) for finding in report.findings] == []
        product = dpkit.read(document, DpdCriresFlatFrame)
        with product.open("DataStorage") as hdus:
            assert hdus[0].header["ESO DET DIT"] == 5.0
            assert hdus[0].header["ESO DET WIN STARTX"] == 257
            assert hdus["CHIP3.INT1"].data.shape == (96, 128)


def test_products_are_read_in_order_of_time(written):
    products = [dpkit.read(document, DpdCriresFlatFrame) for document in reversed(written)]
    flats = read_flats(products)
    np.testing.assert_array_equal(flats.frames[3], simulate_detector(SMALL, 3).frames)
    assert (flats.dit, flats.ndit, flats.window) == (5.0, 2, PART)


def test_mixed_settings_are_refused(written, tmp_path):
    other = write_flats(FlatSimulation(setting="1090.400_25.000_Halogen", window=PART), tmp_path)
    mixed = [dpkit.read(document, DpdCriresFlatFrame) for document in (written[0], other[0])]
    with pytest.raises(FlatError, match=r"AB-1: frames of several values of setting: 1090.* 2199"):
        read_flats(mixed, name="AB-1")


def test_no_frame_is_refused():
    with pytest.raises(FlatError, match="there is no frame"):
        read_flats([])


def test_missing_extension_is_named(tmp_path):
    from astropy.io import fits

    (document,) = write_flats(FlatSimulation(window=PART, frames=1), tmp_path)
    (file,) = (tmp_path / "data").iterdir()
    with fits.open(file) as hdus:
        fits.HDUList([hdu.copy() for hdu in hdus if hdu.name != "CHIP2.INT1"]).writeto(
            file.with_suffix(".new")
        )
    file.with_suffix(".new").replace(file)
    product = dpkit.read(document, DpdCriresFlatFrame)
    with pytest.raises(FileFormatError, match=r"has no extension CHIP2\.INT1"):
        read_flats([product])


def test_a_folder_is_not_overwritten(written):
    with pytest.raises(ProductError, match=r"truth\.json: is there already"):
        write_flats(SMALL, written[0].parent)


def test_truth_is_beside_the_frames(written):
    said = json.loads((written[0].parent / "truth.json").read_text())
    assert said["lamp"] == pytest.approx([0.99, 1.0, 1.01])
    assert list(said["detectors"]) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "given",
    [
        {"frames": 0},
        {"level": 0.0},
        {"drift": 0.5},
        {"pattern": 0.5},
        {"dit": 0.0},
        {"ndit": 0},
        {"lit_rows": (9, 2)},
        {"seed": -1},
        {"setting": "2199"},
        {"window": Window(x=1000, y=1, columns=100, rows=10)},
    ],
)
def test_what_cannot_be_simulated_is_refused(given):
    with pytest.raises(FlatError):
        FlatSimulation(**given)


def test_the_command_writes_frames(tmp_path):
    small = ["--window", "1", "1", "64", "32", "--frames", "2", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(crires_flats, small)
    assert done.exit_code == 0
    documents = done.stdout.split()
    assert len(documents) == 2
    assert all(dpkit.validate(document).ok for document in documents)


@pytest.mark.parametrize("wrong", [["--frames", "0"], ["--window", "0", "1", "8", "8"]])
def test_the_command_refuses_in_one_line(wrong, tmp_path):
    done = CliRunner().invoke(crires_flats, [*wrong, "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "out of range" in done.stderr or "start and a size" in done.stderr
    assert not (tmp_path / "out").exists()
