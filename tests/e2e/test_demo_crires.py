"""The demonstration of quality control ends with a flat that holds, and one that does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from astropy.io import fits
from lxml import html

from dpkit.processing.crires.simulate import FlatSimulation, simulate_detector
from dpkit.product.reading import read

from .conftest import Shell

GOOD, BRIGHT = "1090.400_25.000_Halogen", "4092.900_25.000_Halogen"
MASTER = "DpdCriresMasterFlat"
SEED = 5


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, dpkit: Shell) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    # The archive of the user is not touched.
    elsewhere = folder / "other.sqlite"
    words = ("demo", "crires", "--out", "out", "--seed", SEED)
    done = dpkit(*words, cwd=folder, DPKIT_ARCHIVE=str(elsewhere))
    assert not elsewhere.exists()
    assert f"{GOOD} is certified: all scores are 0" in done.stderr
    (why,) = re.findall(f"{BRIGHT} is rejected: (.*)", done.stderr)
    assert "maximum-flux" in why
    return folder / "out"


def asked(dpkit: Shell, kept: Path, *words: str, check: bool = True) -> Any:
    done = dpkit(*words, "--archive", "archive.sqlite", "--format", "json", cwd=kept, check=check)
    return json.loads(done.stdout)


def qualities(kept: Path) -> Iterator[tuple[str, Any]]:
    """Yield setting and content of what was measured."""
    for document in (kept / "processed").glob("DpdCriresFlatQc__*.xml"):
        quality = read(document)
        (setting,) = quality.keys["setting"]
        yield setting, quality.content.data


def test_the_certified_master_is_found_and_the_rejected_one_is_not(
    dpkit: Shell, kept: Path
) -> None:
    def calib(setting: str, at: str) -> Any:
        words = ("archive", "calib", MASTER, "--setting", setting, "--at", at)
        return asked(dpkit, kept, *words, check=False)[0]

    found = calib(GOOD, "2014-01-03T00:00:00Z")
    assert found["setting"] == GOOD
    assert found["valid_from"] == "2014-01-02T12:00:00Z"
    # Calibrations are remembered for ten days.
    assert calib(GOOD, "2014-01-12T12:00:00Z")["id"] == found["id"]
    assert calib(GOOD, "2014-01-12T12:00:01Z")["id"] is None
    none = calib(BRIGHT, "2014-01-03T00:00:00Z")
    assert none["id"] is None
    assert [one["reason"] for one in none["rejected"]] == ["its status is rejected"]


def test_blocks_are_decided_for_what_was_put_into_them(dpkit: Shell, kept: Path) -> None:
    blocks = {
        row["setting"]: row["id"]
        for row in asked(dpkit, kept, "archive", "find", "DpdCriresAssociationBlock")
    }
    good = asked(dpkit, kept, "qc", "show", blocks[GOOD])
    assert (good["state"], good["red"], good["scored"]) == ("certified", 0, 2)
    assert [one["mode"] for one in good["history"]] == ["automatic"]
    bright = asked(dpkit, kept, "qc", "show", blocks[BRIGHT])
    assert bright["state"] == "rejected"
    (flux,) = [
        one for one in bright["scores"] if one["parameter"] == "mean_flux" and one["score"] == 1
    ]
    # 14000 adu in 2 x 6 s; more than 800 adu/s is too much.
    assert (flux["keys"]["detector"], flux["upper"]) == ("3", 800.0)
    assert flux["value"] == pytest.approx(14_000 / 12, rel=1e-3)
    outcomes = {one["name"]: one["outcome"] for one in bright["reasons"]}
    assert outcomes == {"snr": "not-applicable", "maximum-flux": "rejects"}


def test_what_is_measured_is_what_was_put_in(kept: Path) -> None:
    found = dict(qualities(kept))
    assert set(found) == {GOOD, BRIGHT}
    for setting, data in found.items():
        truth = json.loads((kept / "night" / setting / "truth.json").read_text())["detectors"]
        for one in data.detector_list.detector:
            expected = truth[str(one.detector_id.value)]
            assert one.mean_level == pytest.approx(expected["mean_level"], rel=1e-4)
            assert one.bad_pixels == expected["badpix"]
            # That of all pixels was put in, and that of those in full light is measured.
            assert one.median_snr == pytest.approx(expected["snr"], rel=0.02)
    assert found[GOOD].reference_outcome.value == "compared"
    assert found[BRIGHT].reference_outcome.value == "none"


def test_frames_follow_from_the_seed(kept: Path) -> None:
    frame = read(min((kept / "night" / BRIGHT).glob("DpdCriresFlatFrame__*.xml")))
    simulation = FlatSimulation(
        setting=BRIGHT,
        seed=SEED,
        level=14_000.0,
        dit=6.0,
        pattern=0.085,
        bad_fraction=4e-5,
        lit_rows=(2, 511),
        start=datetime(2014, 1, 2, 12, 10, tzinfo=UTC),
    )
    with fits.open(next(iter(frame.files.values())).location) as opened:
        images = [one.data for one in opened if one.data is not None]
    expected = simulate_detector(simulation, 3).frames[0]
    assert np.array_equal(images[2], expected)


def test_cover_sheets_lead_to_plots_and_trends(kept: Path) -> None:
    covers = list(kept.glob("processed/*/cover.html"))
    assert len(covers) == 2
    for cover in covers:
        links = [link for *_, link, _ in html.parse(str(cover)).getroot().iterlinks()]
        assert sum(link.endswith("_HC.html") for link in links) == 3
        assert {link for link in links if link.endswith(".png")} == {
            f"flat{n}.png" for n in range(1, 6)
        }
        assert all((cover.parent / link).is_file() for link in links)


def test_trends_show_the_history_and_the_night(kept: Path) -> None:
    plots = [
        json.loads(file.read_text())
        for file in (kept / "site" / "plots").glob("trend_report_FLATSTAB_HC_FULL-*.json")
    ]
    # 180 sets a year, for two years; and one.
    expected = {GOOD: 361, BRIGHT: 361, "3218.600_25.000_Halogen": 360}
    assert len(plots) == 6
    assert {one["where"]["setting"]: len(one["points"]) for one in plots} == expected


def test_refuses_a_folder_that_is_not_empty(dpkit: Shell, kept: Path) -> None:
    done = dpkit("demo", "crires", "--out", "out", cwd=kept.parent, check=False)
    assert done.returncode == 2
    assert "not empty" in done.stderr
