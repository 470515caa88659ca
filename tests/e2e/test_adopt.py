"""Simulated frames that lost their documents get equal ones from their headers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from dpkit.product.document import read_document
from dpkit.schema.dictionary import product_entry

from .conftest import Shell

PRODUCT = "DpdNirCalibratedFrame"
MAPPING = Path(__file__).parents[2] / "docs/howto/frames.toml"
FILE = "Data/DataStorage/DataContainer/FileName"
NEAR = np.radians([52.97, -28.11])
"""A place within the frames."""
SAID_BY_NOBODY = {
    "Data/ImgType/ThirdType",
    "Data/ObservationSequence/DitherObservation",
    "Data/DetectorList/Detector/Background",
}
"""Optional elements of the original that neither header nor mapping tell."""


@pytest.fixture
def night(tmp_path: Path, observation: Path) -> Path:
    """Return a folder with frames, and one with their documents."""
    shutil.copytree(observation / "obs/data", tmp_path / "night")
    shutil.copytree(observation / "obs", tmp_path / "originals")
    return tmp_path


def leaves(path: Path) -> dict[str, list[str]]:
    """Return the texts of a document by path, without the positions of siblings."""
    root = read_document(path).root
    found: dict[str, list[str]] = {}
    for node in root.iter(etree.Element):
        steps = [etree.QName(one).localname for one in node.iterancestors()][-2::-1]
        if not len(node):
            name = "/".join([*steps, etree.QName(node).localname])
            found.setdefault(name, []).append((node.text or "").strip())
        for key, text in node.items():
            name = "/".join([*steps, etree.QName(node).localname, f"@{key}"])
            found.setdefault(name, []).append(text)
    return found


def corners(document: dict[str, list[str]]) -> list[tuple[float, float]]:
    path = "Data/ImgSpatialFootprint/Polygon/Vertex"
    pairs = zip(document[f"{path}/C1"], document[f"{path}/C2"], strict=True)
    return [(float(ra), float(dec)) for ra, dec in pairs]


def area(polygon: list[tuple[float, float]]) -> float:
    """Return the area on a plane that touches the sky near it, where great circles are straight."""
    ra, dec = np.radians(np.array(polygon)).T
    height = np.sin(dec) * np.sin(NEAR[1]) + np.cos(dec) * np.cos(NEAR[1]) * np.cos(ra - NEAR[0])
    x = np.cos(dec) * np.sin(ra - NEAR[0]) / height
    y = (
        np.sin(dec) * np.cos(NEAR[1]) - np.cos(dec) * np.sin(NEAR[1]) * np.cos(ra - NEAR[0])
    ) / height
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def test_documents_made_from_headers_equal_the_originals(night: Path, dpkit: Shell) -> None:
    dpkit("archive", "init", cwd=night)
    words = ("adopt", "--as", PRODUCT, "night", "--map", MAPPING, "--archive", "archive.sqlite")
    rows = json.loads(dpkit(*words, "--format", "json", cwd=night).stdout)
    assert [row["result"] for row in rows] == ["adopted"] * 4
    originals = {leaves(p)[FILE][0]: leaves(p) for p in (night / "originals").glob("Dpd*.xml")}
    volatile = set(product_entry(PRODUCT).volatile)
    for row in rows:
        made = leaves(Path(row["document"]))
        original = originals[made[FILE][0]]
        assert original.keys() - made.keys() == SAID_BY_NOBODY
        assert made.keys() <= original.keys()
        for path in made.keys() - volatile:
            if not path.startswith("Data/ImgSpatialFootprint"):
                assert made[path] == original[path], path
        found, said = corners(made), corners(original)
        # Cards have 14 digits; a corner of the original may lie on a side, but for rounding.
        assert all(any(a == pytest.approx(b, abs=1e-11) for b in said) for a in found)
        assert area(found) == pytest.approx(area(said), rel=1e-9)


def test_tasks_take_adopted_products(night: Path, dpkit: Shell) -> None:
    dpkit("archive", "init", cwd=night)
    words = ("adopt", "--as", PRODUCT, "night", "--map", MAPPING, "--archive", "archive.sqlite")
    row = json.loads(dpkit(*words, "--format", "json", cwd=night).stdout)[0]
    dpkit(
        "run", "NIR_extract_exposure_catalog", "--frame", row["document"], "--out", "c", cwd=night
    )
    (catalog,) = (night / "c").glob("DpdNirExposureCatalog*.xml")
    assert read_document(catalog).text("Data/InputFrame") == row["id"]


def test_without_a_mapping_the_missing_is_listed_with_what_fills_it(
    night: Path, dpkit: Shell
) -> None:
    done = dpkit("adopt", "--as", PRODUCT, "night", "--out", "out", cwd=night, check=False)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.startswith("incomplete")]
    paths = [re.search(r": (Data\.[\w.]+): is required", line)[1] for line in lines]  # type: ignore[index]
    assert paths == [
        "Data.ExposureTime.Unit",
        "Data.ImgType.Technique",
        "Data.ImgSpatialFootprint.Polygon",
        "Data.DetectorList.Detector.DetectorId",
    ]
    assert all(" and 3 more: " in line for line in lines)
    assert "0 of 4 adopted" in done.stderr
    assert not (night / "out").exists()


def test_exit_status_and_lines_of_bad_files(night: Path, dpkit: Shell) -> None:
    first = sorted((night / "night").iterdir())[0]
    first.write_bytes(first.read_bytes()[:5000])
    words = ("adopt", "--as", PRODUCT, "night", "--map", MAPPING, "--out", "out")
    done = dpkit(*words, cwd=night, check=False)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("refused")]
    assert first.name in line
    assert "[file-format]" in line
    assert "3 of 4 adopted" in done.stderr
    assert len(list((night / "out").glob("*.xml"))) == 3


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "give --archive to register, --out to write, or --draft"),
        (("--archive", "a", "--out", "b"), 2, "not both"),
        (("--archive", "none.sqlite"), 1, "there is no archive"),
        (("--out", "out", "--map", "none.toml"), 1, "there is no such mapping"),
    ],
)
def test_wrong_usage_is_one_line(
    words: tuple[str, ...], status: int, message: str, night: Path, dpkit: Shell
) -> None:
    done = dpkit("adopt", "--as", PRODUCT, "night", *words, cwd=night, check=False)
    assert done.returncode == status
    assert message in done.stderr.splitlines()[-1]


def test_an_empty_list_is_nothing_to_draft_from(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dpkit", "adopt", "--as", PRODUCT, "-", "--draft"],
        cwd=tmp_path,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "names no file to draft from" in done.stderr
