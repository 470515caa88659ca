"""The tasks on whole products: flags, validity, parameters, and what they refuse."""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from astropy.io import fits

import dpkit as toolkit
from dpkit import tai
from dpkit.errors import DpkitError, TaskError
from dpkit.processing.nir.calibration import CalibrationSettings, calibration_settings, validity
from dpkit.processing.nir.observation import ObservationSettings
from dpkit.processing.nir.simulation import write_observation
from dpkit.processing.nir.tasks import (
    apply_relative_calibrations,
    calculate_relative_exposures,
    extract_exposure_catalog,
)
from dpkit.product.product import Product
from dpkit.product.reading import read
from dpkit.product.times import instant_of
from dpkit.workflow.runner import run_task
from dpkit_dm.ins import NispDetectorId
from dpkit_dm.nir import (
    DpdNirCalibratedFrame,
    DpdNirExposureCatalog,
    DpdNirRelPhotoExpCalibration,
    DpdNirRelPhotoParams,
)
from dpkit_dm.pro import NirRelPhotoParams


@pytest.fixture(scope="session")
def catalogs(observation: Path) -> list[Product[DpdNirExposureCatalog]]:
    found = sorted((observation / "made").glob("DpdNirExposureCatalog*.xml"))
    return [read(path, DpdNirExposureCatalog) for path in found]


@pytest.fixture(scope="session")
def frames(observation: Path) -> list[Product[DpdNirCalibratedFrame]]:
    found = sorted((observation / "obs").glob("*.xml"))
    return [read(path, DpdNirCalibratedFrame) for path in found]


def calibrate(folder: Path, **settings: object) -> Product[DpdNirRelPhotoExpCalibration]:
    frames = write_observation(ObservationSettings(shape=(512, 512), **settings), folder)  # type: ignore[arg-type]
    catalogs = []
    for frame in frames:
        made = run_task(extract_exposure_catalog, {"frame": [frame]}, {}, folder / "made")
        catalogs += [read(path, DpdNirExposureCatalog) for path in made.documents]
    return calculate_relative_exposures(catalogs)


@pytest.mark.parametrize("seed", range(4))
def test_a_wrong_flat_moves_the_values_and_raises_the_flag(tmp_path: Path, seed: int) -> None:
    settings = {"detectors": ("DET11", "DET12"), "seed": seed, "exposure_offsets": (1.0,) * 4}
    good = calibrate(tmp_path / "good", **settings).content
    wrong = calibrate(tmp_path / "wrong", wrong_flat="DET11", **settings).content
    worst = {
        name: max(abs(f.value - 1) for f in content.data.correction_factor_list.correction_factor)
        for name, content in (("good", good), ("wrong", wrong))
    }
    assert worst["good"] < 0.02 < worst["wrong"]
    assert good.quality_flags is not None
    assert wrong.quality_flags is not None
    assert not good.quality_flags.exposure_factor_out_of_range.value
    assert not good.quality_flags.detector_deviation_out_of_range.value
    assert wrong.quality_flags.exposure_factor_out_of_range.value
    assert wrong.quality_flags.detector_deviation_out_of_range.value


def test_a_wrong_flat_among_many_detectors_raises_the_flag_of_the_detector(
    tmp_path: Path,
) -> None:
    detectors = ("DET11", "DET12", "DET13", "DET14", "DET21", "DET22")
    product = calibrate(tmp_path, detectors=detectors, wrong_flat="DET21", seed=1)
    assert product.content.quality_flags is not None
    assert product.content.quality_flags.detector_deviation_out_of_range.value


def test_validity_runs_from_first_start_to_last_end(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    period = calculate_relative_exposures(catalogs).content.data.validity_range
    starts = [instant_of(c.content.data.observation_date_time.utc) for c in catalogs]
    assert instant_of(period.timestamp_start) == min(starts)
    assert instant_of(period.timestamp_end) == max(starts) + 87_200_000_000


def test_widened_validity_ends_where_a_neighbour_begins(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    begin, end = validity(catalogs, 0.0, [])
    later = calculate_relative_exposures(catalogs)
    later.content.data.observation_id = 6
    period = later.content.data.validity_range
    period.timestamp_start = toolkit.to_xml_time(end + 5 * 10**9)
    period.timestamp_end = toolkit.to_xml_time(end + 500 * 10**9)
    assert validity(catalogs, 3600.0, []) == (begin - 3600 * 10**9, end + 3600 * 10**9)
    assert validity(catalogs, 3600.0, [later]) == (begin - 3600 * 10**9, end + 5 * 10**9)
    earlier = calculate_relative_exposures(catalogs)
    earlier.content.data.observation_id = 4
    period = earlier.content.data.validity_range
    period.timestamp_start = toolkit.to_xml_time(begin - 500 * 10**9)
    period.timestamp_end = toolkit.to_xml_time(begin)
    assert validity(catalogs, 3600.0, [earlier, later]) == (begin, end + 5 * 10**9)


def test_a_neighbour_that_covers_the_exposures_is_refused(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    begin, _ = validity(catalogs, 0.0, [])
    wide = calculate_relative_exposures(catalogs)
    wide.content.data.validity_range.timestamp_end = toolkit.to_xml_time(begin + 1)
    # Its own calibration, which the new one will take over from, is no neighbour.
    assert validity(catalogs, 0.0, [wide])[0] == begin
    wide.content.data.observation_id = 4
    with pytest.raises(TaskError, match="covers exposures of observation 5"):
        validity(catalogs, 0.0, [wide])


@pytest.mark.parametrize("margin", [-1.0, float("nan"), float("inf"), 1e12])
def test_a_margin_that_makes_no_sense_is_refused(
    catalogs: list[Product[DpdNirExposureCatalog]], margin: float
) -> None:
    with pytest.raises(TaskError, match="validity_margin"):
        calculate_relative_exposures(catalogs, validity_margin=margin)


def test_a_missing_exposure_raises_the_flag(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    whole, part = calculate_relative_exposures(catalogs), calculate_relative_exposures(catalogs[:3])
    for product, missing in ((whole, 0), (part, 1)):
        assert product.content.data.quality_params is not None
        assert product.content.data.quality_params.missing_exposures == missing
        assert product.content.quality_flags is not None
        assert product.content.quality_flags.exposures_missing is not None
        assert product.content.quality_flags.exposures_missing.value is bool(missing)


def test_the_settings_used_are_in_the_product(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    product = calculate_relative_exposures(catalogs, minimum_snr=25.0)
    assert product.content.parameters is not None
    used = {one.key: one.choice for one in product.content.parameters.parameter}
    assert used["minimum_snr"] == 25.0
    assert set(used) == {field.name for field in fields(CalibrationSettings)}


def test_a_frame_without_the_detectors_of_its_document_is_refused(
    frames: list[Product[DpdNirCalibratedFrame]],
) -> None:
    frame = read(str(frames[0].source), DpdNirCalibratedFrame)
    frame.content.data.detector_list.detector[0].detector_id = NispDetectorId.DET44
    with pytest.raises(DpkitError, match=r"no extension DET44\.SCI"):
        extract_exposure_catalog(frame)


@pytest.mark.parametrize("setting", [{"threshold": -5.0}, {"aperture_radius": 0.0}])
def test_extraction_settings_that_make_no_sense_are_refused(
    frames: list[Product[DpdNirCalibratedFrame]], setting: dict[str, float]
) -> None:
    with pytest.raises(TaskError, match=next(iter(setting))):
        extract_exposure_catalog(frames[0], **setting)


def test_applying_a_factor_without_error_removes_the_old_error(
    catalogs: list[Product[DpdNirExposureCatalog]],
    frames: list[Product[DpdNirCalibratedFrame]],
    tmp_path: Path,
) -> None:
    calibration = calculate_relative_exposures(catalogs)
    (first, *_) = apply_relative_calibrations(frames[:1], calibration)
    toolkit.write(first, tmp_path)
    assert "QPRELEXE" in fits.getheader(first.files["DataStorage"].location)
    for factor in calibration.content.data.correction_factor_list.correction_factor:
        factor.error = None
    (second, *_) = apply_relative_calibrations([first], calibration)
    document = toolkit.write(second, tmp_path)
    header = fits.getheader(second.files["DataStorage"].location)
    assert "QPRELEX" in header
    assert "QPRELEXE" not in header
    assert toolkit.validate(document).ok


def test_a_parameters_product_sets_what_the_caller_does_not() -> None:
    product = toolkit.new(
        DpdNirRelPhotoParams,
        data=NirRelPhotoParams(
            parameter_set_name="strict", minimum_snr=50.0, clip_sigma=2.0, maximum_factor=1.001
        ),
        software=("test", "1.0"),
    )
    settings = calibration_settings(product, {"clip_sigma": 4.0, "minimum_snr": None})
    assert settings == CalibrationSettings(minimum_snr=50.0, clip_sigma=4.0, maximum_factor=1.001)
    assert calibration_settings(None, {}) == CalibrationSettings()


def test_limits_of_the_parameters_product_judge_the_factors(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    params = toolkit.new(
        DpdNirRelPhotoParams,
        data=NirRelPhotoParams(parameter_set_name="x", minimum_factor=2.0, maximum_factor=3.0),
        software=("test", "1.0"),
    )
    flags = calculate_relative_exposures(catalogs, params).content.quality_flags
    assert flags is not None
    assert flags.exposure_factor_out_of_range.value
    assert flags.exposure_factor_out_of_range.min_limit == 2.0


def test_a_pair_with_too_few_matches_is_recorded(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    content = calculate_relative_exposures(catalogs).content.data
    assert content.quality_params is not None
    matches = sorted(pair.matches for pair in content.quality_params.pair_list.pair)
    # With a minimum between the smallest and the largest number, some pairs fail and some hold.
    few = calculate_relative_exposures(catalogs, minimum_matches=matches[0] + 1)
    assert few.content.data.quality_params is not None
    pairs = few.content.data.quality_params.pair_list.pair
    failed = [pair for pair in pairs if pair.failure]
    assert 0 < len(failed) < len(pairs)
    assert few.content.data.quality_params.failed_pairs == len(failed)
    assert all(pair.ratio is None and "too few" in pair.failure for pair in failed)  # type: ignore[operator]


def test_one_exposure_alone_is_refused(catalogs: list[Product[DpdNirExposureCatalog]]) -> None:
    with pytest.raises(TaskError, match="two or more"):
        calculate_relative_exposures(catalogs[:1])


def test_exposures_that_do_not_overlap_are_refused(tmp_path: Path, observation: Path) -> None:
    from dpkit.processing.nir.focalplane import Pointing

    settings = ObservationSettings(
        observation_id=5,
        exposures=1,
        detectors=("DET11", "DET12"),
        shape=(400, 400),
        pointing=Pointing(ra=100.0, dec=10.0),
    )
    (far,) = write_observation(settings, tmp_path)
    made = run_task(extract_exposure_catalog, {"frame": [far]}, {}, tmp_path)
    lone = read(made.documents[0], DpdNirExposureCatalog)
    here = sorted((observation / "made").glob("DpdNirExposureCatalog*CAT_5_2_*.xml"))
    with pytest.raises(TaskError, match=r"exposure 1: no pair .*overlap"):
        calculate_relative_exposures([lone, read(here[0], DpdNirExposureCatalog)])


def test_catalogues_of_two_observations_are_refused(
    catalogs: list[Product[DpdNirExposureCatalog]],
) -> None:
    other = read(str(catalogs[1].source), DpdNirExposureCatalog)
    other.content.data.observation_sequence.observation_id = 6
    with pytest.raises(TaskError, match="several observations: 5, 6"):
        calculate_relative_exposures([catalogs[0], other])
    with pytest.raises(TaskError, match="two catalogues are of exposure 1"):
        calculate_relative_exposures([catalogs[0], catalogs[0]])


def test_applying_the_calibration_of_another_observation_is_refused(
    catalogs: list[Product[DpdNirExposureCatalog]],
    frames: list[Product[DpdNirCalibratedFrame]],
) -> None:
    calibration = calculate_relative_exposures(catalogs)
    calibration.content.data.observation_id = 6
    with pytest.raises(TaskError, match="of observation 5, the calibration of 6"):
        apply_relative_calibrations(frames, calibration)
    calibration = calculate_relative_exposures(catalogs[:3])
    with pytest.raises(DpkitError, match="no factor of exposure 4"):
        apply_relative_calibrations(frames, calibration)


def test_a_catalogue_without_a_needed_column_is_refused(observation: Path, tmp_path: Path) -> None:
    shutil.copytree(observation / "made", tmp_path / "made")
    documents = sorted((tmp_path / "made").glob("DpdNirExposureCatalog*.xml"))
    product = read(documents[0])
    location = product.files["CatalogStorage"].location
    with fits.open(location) as hdus:
        hdus["CATALOG"].columns.del_col("FLUX")
        hdus.writeto(location, overwrite=True)
    with pytest.raises(DpkitError, match="FLUX"):
        calculate_relative_exposures([read(path) for path in documents])
    with pytest.raises(DpkitError):
        run_task(calculate_relative_exposures, {"catalogs": documents}, {}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_start_of_an_exposure_is_exact_in_the_document(
    frames: list[Product[DpdNirCalibratedFrame]],
) -> None:
    data = frames[0].content.data.observation_date_time
    assert tai.format_utc(instant_of(data.utc)) == "2026-03-01T00:00:00Z"
    assert data.mjd == 61100.0
