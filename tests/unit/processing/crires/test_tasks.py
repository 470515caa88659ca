"""The task measures raw frames and makes products that agree with each other."""

import numpy as np
import pytest

import dpkit
from dpkit.errors import TaskError
from dpkit.processing.crires.simulate import FlatSimulation
from dpkit.processing.crires.simulation import write_flats
from dpkit.processing.crires.tasks import crires_flat
from dpkit.processing.crires.window import Window
from dpkit.workflow.registry import find_task
from dpkit_dm.crires import DpdCriresFlatFrame, DpdCriresMasterFlat

PART = Window(x=257, y=129, columns=128, rows=96)


def frames_of(folder, **given):
    documents = write_flats(FlatSimulation(**{"window": PART, "seed": 5} | given), folder)
    return [dpkit.read(document, DpdCriresFlatFrame) for document in documents]


def rows(quality):
    return quality.content.data.detector_list.detector


def test_products_are_valid_and_refer_to_each_other(tmp_path):
    frames = frames_of(tmp_path / "raw")
    made = crires_flat(frames=frames[::-1])
    documents = {}
    for product in made:
        documents[product.id] = dpkit.write(product, tmp_path / "out")
        report = dpkit.validate(documents[product.id])
        assert [str(finding) for finding in report.findings] == []
    data = made.quality.content.data
    assert data.raw_frame == [frame.id for frame in frames]
    assert data.exposure == frames[0].content.data.exposure
    assert (data.master_flat, data.bad_pixel_map, data.snr_map) == tuple(
        product.id for product in made[:3]
    )
    assert made.bad_pixel_map.content.data.master_flat == made.master_flat.id
    written = dpkit.read(documents[made.master_flat.id])
    with written.open("DataStorage") as hdus:
        for number in (1, 2, 3, 4):
            assert np.median(hdus[f"CHIP{number}.INT1"].data) == pytest.approx(1.0, abs=1e-6)
        assert hdus[0].header["SETTING"] == "2199.100_15.000_Halogen"


def test_quality_is_that_of_the_files(tmp_path):
    frames = frames_of(tmp_path / "raw")
    made = crires_flat(frames=frames)
    with frames[0].open("DataStorage") as hdus:
        first = {n: np.median(hdus[f"CHIP{n}.INT1"].data) for n in (1, 2, 3, 4)}
    bad = dpkit.read(dpkit.write(made.bad_pixel_map, tmp_path / "out"))
    with bad.open("DataStorage") as hdus:
        marked = {n: int(hdus[f"CHIP{n}.INT1"].data.sum()) for n in (1, 2, 3, 4)}
    for row in rows(made.quality):
        number = int(row.detector_id.value)
        # The lamp drifts by 1 % about its mean: the first of three frames has 0.99 of it.
        assert row.mean_level == pytest.approx(float(first[number]) / 0.99, rel=2e-3)
        assert row.mean_flux == pytest.approx(row.mean_level / 10.0, rel=1e-12)
        assert row.bad_pixels == marked[number] > 0


def test_two_frames_give_no_ratio(tmp_path):
    made = crires_flat(frames=frames_of(tmp_path, frames=2))
    assert made.snr_map is None
    assert made.quality.content.data.snr_map is None
    assert all(row.median_snr is None for row in rows(made.quality))
    assert all(row.rms_master is not None for row in rows(made.quality))


def test_given_master_is_measured_and_not_made_again(tmp_path):
    frames = frames_of(tmp_path / "raw")
    first = crires_flat(frames=frames)
    master = dpkit.read(dpkit.write(first.master_flat, tmp_path / "out"), DpdCriresMasterFlat)
    again = crires_flat(frames=frames, master=master)
    assert again.master_flat is None
    assert again.quality.content.data.master_flat == master.id
    for one, two in zip(rows(first.quality), rows(again.quality), strict=True):
        assert one == two


def test_over_exposure_raises_the_flag(tmp_path):
    good = crires_flat(frames=frames_of(tmp_path / "good", bad_fraction=0.0))
    bad = crires_flat(frames=frames_of(tmp_path / "bad", bad_fraction=0.0, overexposed=1000))
    flags = [made.quality.content.quality_flags.pixels_overexposed for made in (good, bad)]
    assert [flag.value for flag in flags] == [False, True]


@pytest.mark.parametrize(("normalisation", "first"), [("mosaic", 0.3), ("per_detector", 1.0)])
def test_mosaic_keeps_the_ratio_of_the_detectors(tmp_path, normalisation, first):
    # Below 1500 nm, the first columns of detector 1 get 0.3 of the light.
    window = Window(columns=128, rows=96)
    frames = frames_of(
        tmp_path / "raw", setting="1090.400_25.000_Halogen", window=window, pattern=0
    )
    made = crires_flat(frames=frames, normalisation=normalisation)
    assert made.master_flat.content.data.normalisation.value == normalisation
    written = dpkit.read(dpkit.write(made.master_flat, tmp_path / "out"))
    with written.open("DataStorage") as hdus:
        found = [float(np.median(hdus[f"CHIP{n}.INT1"].data)) for n in (1, 2)]
    assert found == pytest.approx([first, 1.0], abs=0.01)


@pytest.mark.parametrize(
    ("given", "message"),
    [({"low_limit": 20.0}, "reversed"), ({"frames": []}, "no frame")],
)
def test_what_cannot_be_measured_is_a_task_error(tmp_path, given, message):
    frames = frames_of(tmp_path)
    with pytest.raises(TaskError, match=message) as caught:
        crires_flat(**{"frames": frames} | given)
    assert "\n" not in str(caught.value)


def test_mixed_settings_are_a_task_error(tmp_path):
    frames = frames_of(tmp_path / "one")
    others = frames_of(tmp_path / "two", setting="1090.400_25.000_Halogen")
    with pytest.raises(TaskError, match="several values of setting"):
        crires_flat(frames=[*frames, *others])


def test_master_of_another_window_is_refused(tmp_path):
    frames = frames_of(tmp_path / "one")
    other = frames_of(tmp_path / "two", window=Window(columns=128, rows=96))
    master = crires_flat(frames=other).master_flat
    written = dpkit.read(dpkit.write(master, tmp_path / "out"), DpdCriresMasterFlat)
    with pytest.raises(TaskError, match="of another window"):
        crires_flat(frames=frames, master=written)


def test_task_is_found_by_name():
    assert find_task("crires_flat").version == "2.0"
