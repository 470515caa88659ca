"""The demonstration does what it says, and what it keeps can be asked for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from dpkit.product.reading import read

from .conftest import Shell

CALIBRATION = "DpdNirRelPhotoExpCalibration"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, dpkit: Shell) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    dpkit("demo", "nir", "--out", "out", "--observation", "17", cwd=folder)
    return folder / "out"


def rows(dpkit: Shell, kept: Path, *words: str, status: int = 0) -> list[dict[str, object]]:
    done = dpkit(
        "archive", *words, "--archive", "archive.sqlite", "--format", "json", cwd=kept, check=False
    )
    assert done.returncode == status, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_keeps_archive_truth_and_picture(kept: Path) -> None:
    assert (kept / "archive.sqlite").is_file()
    assert (kept / "flux-ratios.png").read_bytes().startswith(b"\x89PNG")
    offsets = json.loads((kept / "truth.json").read_text())["exposure_offsets"]
    assert sorted(offsets) == ["1", "2", "3", "4"]


def test_factors_agree_with_the_offsets_put_in(kept: Path) -> None:
    offsets = json.loads((kept / "truth.json").read_text())["exposure_offsets"]
    product = read(next((kept / "products").glob(f"{CALIBRATION}*.xml")))
    for factor in product.content.data.correction_factor_list.correction_factor:
        others = [a for n, a in offsets.items() if n != str(factor.exposure)]
        expected = np.median(offsets[str(factor.exposure)] / np.array(others))
        assert abs(factor.value - expected) < 3 * factor.error
        assert 0 < factor.error < 0.01


def test_archive_finds_the_calibration_by_observation_and_filter(dpkit: Shell, kept: Path) -> None:
    (row,) = rows(dpkit, kept, "find", CALIBRATION, "--observation", "17", "--filter", "NIR_J")
    names = ["id", "product", "version", "status", "dataset", "created", "document"]
    assert list(row)[:7] == names
    assert (row["product"], row["version"], row["observation"]) == (CALIBRATION, 1, 17)
    assert Path(str(row["document"])).is_file()
    assert rows(dpkit, kept, "find", CALIBRATION, "--observation", "18") == []
    assert rows(dpkit, kept, "find", CALIBRATION, "--filter", "NIR_H") == []


def test_archive_chooses_the_calibration_by_time(dpkit: Shell, kept: Path) -> None:
    ask = ("calib", CALIBRATION, "--filter", "NIR_J", "--at")
    # Four exposures of 87.2 s from midnight on; the start is inside, the end is not.
    (row,) = rows(dpkit, kept, *ask, "2026-03-01T00:00:00Z")
    assert row["product"] == CALIBRATION
    (none,) = rows(dpkit, kept, *ask, "2026-02-28T23:59:59.999Z", status=1)
    assert none["id"] is None
    assert [one["id"] for one in none["near_misses"]] == [row["id"]]
    done = dpkit("archive", *ask, "2026-02-28T21:00:00Z", cwd=kept, check=False)
    assert done.returncode == 1
    assert "next range starts 3 h later" in done.stderr


def test_frames_have_a_second_version_with_the_factor(dpkit: Shell, kept: Path) -> None:
    found = rows(dpkit, kept, "find", "DpdNirCalibratedFrame", "--exposure", "3", "--all-versions")
    assert sorted(row["version"] for row in found) == [1, 2]
    (current,) = rows(dpkit, kept, "find", "DpdNirCalibratedFrame", "--exposure", "3")
    assert current["version"] == 2
    calibration = read(next((kept / "products").glob(f"{CALIBRATION}*.xml")))
    factor = calibration.content.data.correction_factor_list.correction_factor[2]
    frame = read(str(current["document"]))
    header = fits.getheader(frame.files["DataStorage"].location)
    assert header["QPRELEX"] == pytest.approx(factor.value, rel=1e-14)
    assert header["QPRELEXE"] == pytest.approx(factor.error, rel=1e-14)
    assert "ratio" in header.comments["QPRELEX"]
    assert frame.content.data.quality_params.qprelex == factor.value


def test_applying_leaves_the_pixels_untouched(kept: Path) -> None:
    before = sorted((kept / "frames/data").glob("*CAL-FRAME_17_2_*.fits"))
    after = sorted((kept / "products/data").glob("*CAL-FRAME_17_2_*.fits"))
    assert len(before) == len(after) == 1
    with fits.open(before[0]) as old, fits.open(after[0]) as new:
        assert [h.name for h in old] == [h.name for h in new]
        for one, other in zip(old[1:], new[1:], strict=True):
            assert one.header["DATASUM"] == other.header["DATASUM"]
            assert one.data.tobytes() == other.data.tobytes()


def test_everything_kept_is_valid(dpkit: Shell, kept: Path) -> None:
    for folder, documents in (("frames", 4), ("products", 4 + 1 + 4)):
        done = dpkit("validate", folder, cwd=kept)
        assert done.stderr.strip() == f"{documents} validated, 0 failed"
        assert done.stdout == ""


def test_lineage_tells_what_the_calibration_was_made_of(dpkit: Shell, kept: Path) -> None:
    (row,) = rows(dpkit, kept, "find", CALIBRATION)
    shown = json.loads(
        dpkit(
            "archive",
            "show",
            str(row["id"]),
            "--archive",
            "archive.sqlite",
            "--format",
            "json",
            cwd=kept,
        ).stdout
    )
    text = json.dumps(shown)
    catalogs = rows(dpkit, kept, "find", "DpdNirExposureCatalog")
    assert len(catalogs) == 4
    assert all(str(catalog["id"]) in text for catalog in catalogs)


def test_refuses_a_folder_that_is_not_empty(dpkit: Shell, kept: Path) -> None:
    done = dpkit("demo", "nir", "--out", "out", cwd=kept.parent, check=False)
    assert done.returncode == 2
    assert "not empty" in done.stderr
