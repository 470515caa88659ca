"""The calibration product of relative photometry among exposures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from dpkit.errors import TaskError
from dpkit.processing.nir.frame import exposure_end
from dpkit.processing.nir.relative import PairRatio, RelativeFactors, RelativeSettings
from dpkit.product.creation import new
from dpkit.product.product import Product
from dpkit.product.times import instant_of, to_xml_time
from dpkit_dm.bas import GenericKeyValueParameter, GenericKeyValueParameters
from dpkit_dm.ins import CalibrationValidPeriod
from dpkit_dm.nir import (
    DpdNirExposureCatalog,
    DpdNirRelPhotoExpCalibration,
    DpdNirRelPhotoParams,
)
from dpkit_dm.pro import (
    DetectorDeviationFlag,
    ExposureFactorFlag,
    MissingExposuresFlag,
    NirRelPhotoExpCal,
    NirRelPhotoExpFactor,
    NirRelPhotoExpFactorList,
    NirRelPhotoExpPair,
    NirRelPhotoExpPairList,
    NirRelPhotoExpQuality,
    NirRelPhotoParams,
    SqfNirRelPhotoExpCal,
)

__all__ = [
    "CalibrationSettings",
    "calibration_product",
    "calibration_settings",
    "catalogs_by_exposure",
    "validity",
]


_LONGEST_MARGIN = 366 * 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationSettings:
    """How exposures are compared and when the result is good.

    The names are those of the elements of `DpdNirRelPhotoParams`.

    Attributes
    ----------
    match_radius, minimum_snr, clip_sigma, minimum_matches
        See `RelativeSettings`.
    validity_margin : float
        How far the validity reaches beyond the exposures [s].
    minimum_factor, maximum_factor : float
        Limits of a good factor.
    maximum_detector_deviation : float
        Largest good deviation of a detector from its exposure.
    """

    match_radius: float = RelativeSettings().match_radius
    minimum_snr: float = RelativeSettings().minimum_snr
    clip_sigma: float = RelativeSettings().clip_sigma
    minimum_matches: int = RelativeSettings().minimum_matches
    validity_margin: float = 0.0
    minimum_factor: float = ExposureFactorFlag(value=False, flagged=False).min_limit
    maximum_factor: float = ExposureFactorFlag(value=False, flagged=False).max_limit
    maximum_detector_deviation: float = DetectorDeviationFlag(value=False, flagged=False).max_limit

    def __post_init__(self) -> None:
        if not 0.0 <= self.validity_margin <= _LONGEST_MARGIN:
            raise ValueError(
                f"validity_margin = {self.validity_margin}: use seconds from 0 to one year"
            )

    @property
    def relative(self) -> RelativeSettings:
        """Settings of the comparison."""
        return RelativeSettings(
            match_radius=self.match_radius,
            minimum_snr=self.minimum_snr,
            clip_sigma=self.clip_sigma,
            minimum_matches=self.minimum_matches,
        )


def calibration_settings(
    product: Product[DpdNirRelPhotoParams] | None, given: Mapping[str, Any]
) -> CalibrationSettings:
    """Return the settings: those given, else those of a parameters product, else defaults.

    Parameters
    ----------
    product : Product of DpdNirRelPhotoParams, optional
        The parameters product.
    given : mapping of str to value
        Settings by name; None stands for not given.
    """
    said = None if product is None else product.content.data
    chosen = {}
    for field in fields(CalibrationSettings):
        for value in (given.get(field.name), getattr(said, field.name, None)):
            if value is not None:
                chosen[field.name] = value
                break
    return CalibrationSettings(**chosen)


def catalogs_by_exposure(
    catalogs: Sequence[Product[DpdNirExposureCatalog]],
) -> dict[int, Product[DpdNirExposureCatalog]]:
    """Return catalogues by exposure number.

    Raises
    ------
    TaskError
        They are of several observations or filters, or two are of one exposure.
    """
    found: dict[int, Product[DpdNirExposureCatalog]] = {}
    for name in ("observation", "filter"):
        values = sorted({str(catalog.keys[name][0]) for catalog in catalogs})
        if len(values) > 1:
            raise TaskError(
                f"the catalogues are of several {name}s: {', '.join(values)}",
                remedy=f"give those of one {name}",
            )
    for catalog in catalogs:
        number = catalog.content.data.observation_sequence.exposure
        if number in found:
            raise TaskError(
                f"two catalogues are of exposure {number}: {found[number].id} and {catalog.id}",
                remedy="give one catalogue of each exposure",
            )
        found[number] = catalog
    return dict(sorted(found.items()))


def validity(
    catalogs: Sequence[Product[DpdNirExposureCatalog]],
    margin: float,
    neighbours: Sequence[Product[DpdNirRelPhotoExpCalibration]],
) -> tuple[int, int]:
    """Return the half-open time for which the calibration of an observation holds.

    Parameters
    ----------
    catalogs : sequence of Product
        The exposures: the range runs from the start of the first to the end of the last.
    margin : float
        How far to widen it on both sides [s].
    neighbours : sequence of Product
        Calibrations of other observations; widening ends where their ranges begin.

    Returns
    -------
    tuple of int
        Begin and end in nanoseconds of TAI.

    Raises
    ------
    TaskError
        The range of a neighbour covers one of the exposures.
    """
    data = [catalog.content.data for catalog in catalogs]
    starts = [instant_of(one.observation_date_time.utc) for one in data]
    ends = [
        exposure_end(start, one.exposure_time.value)
        for start, one in zip(starts, data, strict=True)
    ]
    begin, end = min(starts), max(ends)
    low, high = begin - round(margin * 1e9), end + round(margin * 1e9)
    own = data[0].observation_sequence.observation_id
    for neighbour in neighbours:
        if neighbour.content.data.observation_id == own:
            continue
        period = neighbour.content.data.validity_range
        first, last = instant_of(period.timestamp_start), instant_of(period.timestamp_end)
        if first < end and begin < last:
            raise TaskError(
                f"the range of the neighbour {neighbour.id} covers exposures of observation {own}",
                remedy="calculate the neighbour again, with a smaller margin or with this one as "
                "its neighbour",
            )
        low = max(low, last) if last <= begin else low
        high = min(high, first) if first >= end else high
    return low, high


def calibration_product(
    catalogs: Sequence[Product[DpdNirExposureCatalog]],
    result: RelativeFactors,
    period: tuple[int, int],
    settings: CalibrationSettings,
    software: tuple[str, str],
) -> Product[DpdNirRelPhotoExpCalibration]:
    """Make the product of a comparison; its quality flags are judged on the way."""
    observed = catalogs[0].content.data
    data = NirRelPhotoExpCal(
        filter=observed.filter.name,
        validity_range=CalibrationValidPeriod(
            timestamp_start=to_xml_time(period[0]), timestamp_end=to_xml_time(period[1])
        ),
        observation_id=observed.observation_sequence.observation_id,
        correction_factor_list=NirRelPhotoExpFactorList(
            correction_factor=[
                NirRelPhotoExpFactor(value=one.value, error=one.error, exposure=one.exposure)
                for one in result.factors
            ]
        ),
        quality_params=NirRelPhotoExpQuality(
            max_detector_deviation=result.max_detector_deviation,
            missing_exposures=_missing(catalogs),
            failed_pairs=sum(not pair.valid for pair in result.pairs),
            pair_list=NirRelPhotoExpPairList(pair=[_pair(pair) for pair in result.pairs]),
        ),
    )
    return new(
        DpdNirRelPhotoExpCalibration,
        data=data,
        quality_flags=_flags(settings),
        parameters=_parameters(settings),
        software=software,
        dataset=catalogs[0].role("dataset"),
    )


def _missing(catalogs: Sequence[Product[DpdNirExposureCatalog]]) -> int:
    """Return how many exposures of the observation are not among the catalogues."""
    total = max(one.content.data.observation_sequence.total_exposure for one in catalogs)
    return max(total - len(catalogs), 0)


def _parameters(settings: CalibrationSettings) -> GenericKeyValueParameters:
    """Return the settings as they were used, with the words of their elements."""
    described = {
        f.name: f.metadata["doc"] for f in fields(NirRelPhotoParams) if "doc" in f.metadata
    }
    return GenericKeyValueParameters(
        parameter=[
            GenericKeyValueParameter(
                key=field.name,
                description=described[field.name],
                choice=getattr(settings, field.name),
            )
            for field in fields(settings)
        ]
    )


def _pair(pair: PairRatio) -> NirRelPhotoExpPair:
    return NirRelPhotoExpPair(
        first=pair.first,
        second=pair.second,
        matches=pair.matched,
        used=pair.used,
        ratio=pair.ratio,
        error=pair.error,
        failure=pair.reason,
    )


def _flags(settings: CalibrationSettings) -> SqfNirRelPhotoExpCal:
    return SqfNirRelPhotoExpCal(
        exposure_factor_out_of_range=ExposureFactorFlag(
            value=False,
            flagged=False,
            min_limit=settings.minimum_factor,
            max_limit=settings.maximum_factor,
        ),
        detector_deviation_out_of_range=DetectorDeviationFlag(
            value=False, flagged=False, max_limit=settings.maximum_detector_deviation
        ),
        exposures_missing=MissingExposuresFlag(value=False, flagged=False),
    )
