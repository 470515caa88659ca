"""The pipeline of a field makes the same on every engine, and what the tasks alone make."""

from __future__ import annotations

from pathlib import Path

import pytest

import dpkit
from dpkit.processing.nir.focalplane import DETECTORS
from dpkit.processing.nir.observation import ObservationSettings
from dpkit.processing.nir.pipelines import process_field
from dpkit.processing.nir.simulation import write_observation
from dpkit.processing.nir.skymodel import FILTERS
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document
from dpkit.workflow.launch import RunResult, run
from dpkit.workflow.options import RunOptions

ENGINES = ("serial", "processes:2", "dask")


def frames_of(folder: Path, filters: int, exposures: int, detectors: int, side: int) -> list[Path]:
    made = []
    for band in FILTERS[:filters]:
        settings = ObservationSettings(
            filter=band,
            observation_id=5,
            exposures=exposures,
            detectors=DETECTORS[:detectors],
            shape=(side, side),
        )
        made += write_observation(settings, folder / band)
    return made


def strict_enough(folder: Path) -> list[Path]:
    """Write parameters with which few sources in common are enough: the detectors are small."""
    from dpkit_dm.nir import DpdNirRelPhotoParams
    from dpkit_dm.pro import NirRelPhotoParams

    data = NirRelPhotoParams(parameter_set_name="few", minimum_matches=2, minimum_snr=3.0)
    product = dpkit.new(DpdNirRelPhotoParams, data=data, software=("test", "1.0"))
    return [dpkit.write(product, folder)]


def contents(result: RunResult) -> dict[str, list[str]]:
    """Return the digests of what a run made, by port."""
    assert result.failures == {}
    return {
        name: [content_digest(read_document(path)) for path in paths]
        for name, paths in result.outputs.items()
    }


def check(folder: Path, filters: int, exposures: int, detectors: int, side: int) -> None:
    inputs = {
        "frames": frames_of(folder, filters, exposures, detectors, side),
        "parameters": strict_enough(folder),
    }
    # The catalogues refer to frames, and the frames are the same: their contents are.
    found = [
        contents(run(process_field, inputs, out=folder / name[:4], options=RunOptions(engine=name)))
        for name in ENGINES
    ]
    assert {name: len(digests) for name, digests in found[0].items()} == {
        "catalogs": filters * exposures,
        "calibrations": filters,
        "calibrated_frames": filters * exposures,
    }
    assert len(set(found[0]["catalogs"])) == filters * exposures
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_every_engine_makes_the_same(tmp_path: Path) -> None:
    check(tmp_path, filters=2, exposures=2, detectors=2, side=128)


@pytest.mark.slow
def test_every_engine_makes_the_same_of_a_whole_field(tmp_path: Path) -> None:
    check(tmp_path, filters=3, exposures=4, detectors=16, side=256)


def test_the_pipeline_is_its_function(tmp_path: Path) -> None:
    paths = frames_of(tmp_path, 1, 2, 2, 128)
    few = strict_enough(tmp_path)
    made = process_field([dpkit.read(path) for path in paths], dpkit.read(few[0]))
    factors = made.calibrations[0].content.data.correction_factor_list.correction_factor
    result = run(
        process_field,
        {"frames": paths, "parameters": few},
        out=tmp_path / "out",
        options=RunOptions(engine="serial"),
    )
    data = dpkit.read(result.outputs["calibrations"][0]).content.data
    assert data.correction_factor_list.correction_factor == factors
