"""Bad raw frames give one line that says what and where, or a stated outcome."""

import re

import numpy as np
import pytest
from astropy.io import fits
from click.testing import CliRunner

import dpkit
from dpkit.cli.root import root
from dpkit.errors import TaskError
from dpkit.processing.crires.simulate import FlatSimulation
from dpkit.processing.crires.simulation import write_flats
from dpkit.processing.crires.tasks import crires_flat
from dpkit.processing.crires.window import Window

PART = Window(x=257, y=129, columns=128, rows=96)


@pytest.fixture
def documents(tmp_path):
    return write_flats(
        FlatSimulation(window=PART, seed=5, frames=2, bad_fraction=0.0), tmp_path / "raw"
    )


def file_of(document):
    return dpkit.read(document).files["DataStorage"].location


def change_file(document, change):
    """Change the HDUs of a frame in place."""
    with fits.open(file_of(document)) as hdus:
        made = fits.HDUList([hdu.copy() for hdu in hdus])
        made = change(made) or made
        made.writeto(file_of(document), overwrite=True)


def change_text(document, old, new):
    text = document.read_text()
    assert re.search(old, text)
    document.write_text(re.sub(old, new, text))


def read_all(documents):
    return [dpkit.read(document) for document in documents]


def refused(documents, folder):
    """Run the command on documents; return its one line of error."""
    words = [word for document in documents for word in ("--frames", str(document))]
    result = CliRunner().invoke(root, ["run", "crires_flat", *words, "--out", str(folder)])
    assert result.exit_code == 1
    assert not list(folder.glob("*.xml"))
    (line,) = result.stderr.splitlines()
    assert line.startswith("dpkit: ")
    return line


def drop_third(hdus):
    del hdus["CHIP3.INT1"]


def add_fifth(hdus):
    extra = hdus["CHIP4.INT1"].copy()
    extra.name = "CHIP5.INT1"
    hdus.append(extra)


def cut_second(hdus):
    hdus["CHIP2.INT1"].data = hdus["CHIP2.INT1"].data[:50]


def test_missing_extension_is_named_with_its_file(documents):
    change_file(documents[1], drop_third)
    with pytest.raises(TaskError, match=r"has no extension CHIP3\.INT1") as caught:
        crires_flat(frames=read_all(documents))
    assert file_of(documents[1]).name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drop_third, "is there 3 times, not 4 times"),
        (add_fifth, "CHIP5.INT1"),
        (cut_second, "CHIP2.INT1"),
    ],
)
def test_wrong_number_or_size_of_detectors_is_refused_by_the_command(
    documents, tmp_path, change, said
):
    change_file(documents[0], change)
    # Size and checksum would tell first that the file was changed.
    change_text(documents[0], r' checksumMethod="SHA-256" checksumValue="\w+" fileSize="\d+"', "")
    line = refused(documents, tmp_path / "made")
    assert documents[0].name in line or file_of(documents[0]).name in line
    assert said in line


def test_image_of_another_size_than_its_window_is_an_error(documents):
    change_file(documents[0], cut_second)
    with pytest.raises(TaskError, match=r"image of detector 2 has \(50, 128\) pixels, its window"):
        crires_flat(frames=read_all(documents))


def test_windows_that_differ_in_a_block_are_an_error(documents, tmp_path):
    other = Window(x=1, y=1, columns=128, rows=96)
    more = write_flats(FlatSimulation(window=other, frames=1), tmp_path / "other")
    with pytest.raises(TaskError, match=r"several values of window: 128x96 at 1,1, 128x96 at 257"):
        crires_flat(frames=read_all([*documents, *more]))
    assert "several values of window" in refused([*documents, *more], tmp_path / "made")


@pytest.mark.parametrize("element", ["DIT", "NDIT"])
@pytest.mark.parametrize("value", ["zero", "missing"])
def test_exposure_time_that_is_zero_or_missing_is_refused(documents, tmp_path, element, value):
    new = f"<{element}>0</{element}>" if value == "zero" else ""
    change_text(documents[0], rf"<{element}>.*?</{element}>", new)
    line = refused(documents, tmp_path / "made")
    assert element in line
    assert documents[0].name in line


def test_exposure_times_that_differ_are_an_error(documents, tmp_path):
    more = write_flats(FlatSimulation(window=PART, frames=1, dit=6.0), tmp_path / "other")
    with pytest.raises(TaskError, match=r"several values of DIT: 5\.0, 6\.0"):
        crires_flat(frames=read_all([*documents, *more]))


def test_detector_without_a_value_is_an_outcome_and_hinders_nobody(documents, tmp_path):
    def blind(hdus):
        hdus["CHIP2.INT1"].data[:] = np.nan

    for document in documents:
        change_file(document, blind)
    made = crires_flat(frames=read_all(documents))
    rows = {
        int(row.detector_id.value): row for row in made.quality.content.data.detector_list.detector
    }
    assert {number: row.outcome.value for number, row in rows.items()} == {
        1: "measured",
        2: "no-value",
        3: "measured",
        4: "measured",
    }
    assert rows[2].mean_level is rows[2].rms_master is rows[2].bad_pixels is None
    assert rows[2].nan_pixels == 128 * 96
    assert rows[3].rms_master == pytest.approx(0.05, rel=0.1)
    for product in made:
        if product is not None:
            found = dpkit.validate(dpkit.write(product, tmp_path / "out")).findings
            assert [str(one) for one in found] == []
