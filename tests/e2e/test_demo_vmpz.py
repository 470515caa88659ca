"""The demonstration of masks does what it says, and its masks can be drawn and asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dpkit.product.reading import read

from .conftest import Shell

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, dpkit: Shell) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = dpkit("demo", "vmpz", "--out", "out", cwd=folder)
    assert "missing are all of NIR_Y" in done.stderr
    return folder / "out"


def masks(kept: Path, name: str) -> list[Path]:
    return sorted((kept / "patch").glob(f"{name}__*.xml"))


def test_areas_are_those_of_the_truth(kept: Path) -> None:
    truth = json.loads((kept / "survey" / "truth.json").read_text())["footprint_area_deg2"]
    found = {}
    for document in masks(kept, "DpdHealpixFootprintMaskVMPZ"):
        data = read(document).content.data
        found[data.filter] = data.quality_params.observed_area.value
    assert found == {band: pytest.approx(area, rel=1e-4) for band, area in truth.items()}
    assert set(found) == {"VIS", "NIR_H"}


def test_coverage_is_less_than_what_was_seen(kept: Path) -> None:
    areas = {
        name: [
            read(one).content.data.quality_params.observed_area.value for one in masks(kept, name)
        ]
        for name in ("DpdHealpixFootprintMaskVMPZ", "DpdHealpixCoverageVMPZ")
    }
    for seen, clean in zip(*areas.values(), strict=True):
        assert 0.9 * seen < clean < seen


def test_every_mask_of_the_patch_is_drawn(kept: Path) -> None:
    pictures = {file.name: file.read_bytes() for file in kept.glob("*.png")}
    assert set(pictures) == {
        f"{kind}-{band}.png"
        for kind in ("footprintmask", "bitmask", "coverage")
        for band in ("VIS", "NIR_H")
    }
    assert all(data.startswith(PNG) for data in pictures.values())


def test_patch_products_are_found_by_tile(dpkit: Shell, kept: Path) -> None:
    done = dpkit(
        "archive", "find", "DpdHealpixBitMaskVMPZ", "--tile", "102018003", "--format", "json",
        cwd=kept,
    )  # fmt: skip
    assert sorted(row["filter"] for row in json.loads(done.stdout)) == ["NIR_H", "VIS"]


def test_any_mask_can_be_drawn(dpkit: Shell, kept: Path) -> None:
    (bits, *_) = masks(kept, "DpdHealpixBitMaskVMPZ")
    (moc, *_) = sorted((kept / "tiles").glob("DpdMOCCoverageVMPZ__*.xml"))
    (tile, *_) = sorted((kept / "survey").glob("DpdMerTile__*.xml"))
    dpkit("plot", bits, "--what", "NO_DATA", "--beside", tile, "--out", "a.png", cwd=kept)
    dpkit("plot", moc, "--projection", "sky", "--out", "b.svg", cwd=kept)
    assert (kept / "a.png").read_bytes().startswith(PNG)
    assert (kept / "b.svg").read_text().startswith("<?xml")


def test_what_cannot_be_drawn_is_named(dpkit: Shell, kept: Path) -> None:
    (bits, *_) = masks(kept, "DpdHealpixBitMaskVMPZ")
    (tile, *_) = sorted((kept / "survey").glob("DpdMerTile__*.xml"))
    (kept / "there.png").write_bytes(b"")
    for words, message in (
        ((tile, "--out", "c.png"), "nobody draws a DpdMerTile"),
        ((bits, "--what", "HALO", "--out", "c.png"), "has no column HALO"),
        ((bits, "--beside", bits, "--out", "c.png"), "cannot be drawn beside a mask"),
        ((bits, "--out", "c.xyz"), "pictures of kind 'xyz' are not known"),
        ((bits, "--out", "there.png"), "is there already"),
    ):
        done = dpkit("plot", *words, cwd=kept, check=False)
        assert (done.returncode, message in done.stderr) == (1, True), done.stderr
    assert not (kept / "c.png").exists()
