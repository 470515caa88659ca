"""Products of the measurement of a set of flats: master, maps and quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.comparison import (
    Comparison,
    ComparisonQuality,
    comparison_quality,
)
from dpkit.processing.crires.detectorquality import DetectorFlat, DetectorQuality
from dpkit.processing.crires.flatsetting import FlatSettings
from dpkit.processing.crires.frame import detector_list, image_files
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit_dm.crires import (
    DpdCriresBadPixelMap,
    DpdCriresFlatFrame,
    DpdCriresFlatQc,
    DpdCriresFlatReference,
    DpdCriresMasterFlat,
    DpdCriresSnrMap,
)
from dpkit_dm.pro import (
    Combination,
    CriresBadPixelMap,
    CriresDetectorId,
    CriresExposure,
    CriresFlatDetector,
    CriresFlatDetectorList,
    CriresFlatQc,
    CriresMasterFlat,
    CriresSnrMap,
    ExposureNorm,
    FlatOutcome,
    Normalisation,
    OverexposureFlag,
    ReferenceOutcome,
    SqfCriresFlatQc,
)
from dpkit_dm.sys.lean import DataFile

__all__ = ["FlatMaker"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FlatMaker:
    """Makes the products of one measured set.

    Parameters
    ----------
    frames : sequence of Product of DpdCriresFlatFrame
        The raw frames, in order of time.
    measured : mapping of int to DetectorFlat
        What was measured, by detector.
    settings : FlatSettings
        How it was measured.
    software : tuple of str
        Name and version of the software.
    reference : Product of DpdCriresFlatReference, optional
        What the master was compared with.
    comparisons : mapping of int to Comparison, optional
        The comparison of each detector, with a reference.
    """

    frames: Sequence[Product[DpdCriresFlatFrame]]
    measured: Mapping[int, DetectorFlat]
    settings: FlatSettings
    software: tuple[str, str]
    reference: Product[DpdCriresFlatReference] | None = None
    comparisons: Mapping[int, Comparison] | None = None

    def master(self) -> Product[DpdCriresMasterFlat]:
        """Make the product of the master flat."""
        data = CriresMasterFlat(
            exposure=self._taken,
            detector_list=detector_list(),
            frame_number=len(self.frames),
            normalisation=Normalisation(self.settings.normalisation.value),
            combination=Combination(self.settings.combination.value),
            raw_frame=self._ids,
            valid_from=self._taken.observation_start,
            data_storage=to_be_written(DataFile),
        )
        images = {n: _single(flat.master) for n, flat in self.measured.items()}
        return self._new(DpdCriresMasterFlat, data, images)

    def bad_pixels(self, master: Product[DpdCriresMasterFlat]) -> Product[DpdCriresBadPixelMap]:
        """Make the product of the bad pixels of a master."""
        data = CriresBadPixelMap(
            exposure=self._taken,
            detector_list=detector_list(),
            low_bad_pixel_limit=self.settings.low_limit,
            high_bad_pixel_limit=self.settings.high_limit,
            nan_is_bad=self.settings.nan_is_bad,
            master_flat=master.id,
            valid_from=self._taken.observation_start,
            data_storage=to_be_written(DataFile),
        )
        images = {n: flat.bad_pixels for n, flat in self.measured.items()}
        return self._new(DpdCriresBadPixelMap, data, images)

    def snr(self, master: Product[DpdCriresMasterFlat]) -> Product[DpdCriresSnrMap] | None:
        """Make the product of signal to noise; None when no detector has it.

        A detector without light is NaN in it.
        """
        if all(flat.snr is None for flat in self.measured.values()):
            return None
        data = CriresSnrMap(
            exposure=self._taken,
            detector_list=detector_list(),
            frame_number=len(self.frames),
            master_flat=master.id,
            data_storage=to_be_written(DataFile),
        )
        images = {
            n: _single(np.full_like(flat.master, np.nan) if flat.snr is None else flat.snr)
            for n, flat in self.measured.items()
        }
        return self._new(DpdCriresSnrMap, data, images)

    def quality(
        self,
        master: Product[DpdCriresMasterFlat],
        bad_pixels: Product[DpdCriresBadPixelMap],
        snr: Product[DpdCriresSnrMap] | None,
    ) -> Product[DpdCriresFlatQc]:
        """Make the product of the quality parameters."""
        rows = [
            _row(number, flat.quality, self._compared(number, flat))
            for number, flat in self.measured.items()
        ]
        compared = self.reference is not None
        data = CriresFlatQc(
            exposure=self._taken,
            frame_number=len(self.frames),
            exposure_norm=ExposureNorm(self.settings.exposure_norm.value),
            low_bad_pixel_limit=self.settings.low_limit,
            high_bad_pixel_limit=self.settings.high_limit,
            detector_list=CriresFlatDetectorList(detector=rows),
            raw_frame=self._ids,
            master_flat=master.id,
            bad_pixel_map=bad_pixels.id,
            snr_map=None if snr is None else snr.id,
            reference_outcome=ReferenceOutcome.COMPARED if compared else ReferenceOutcome.NONE,
            reference=None if self.reference is None else self.reference.id,
        )
        flag = OverexposureFlag(value=False, flagged=False)
        return new(
            DpdCriresFlatQc,
            data=data,
            quality_flags=SqfCriresFlatQc(pixels_overexposed=flag),
            software=self.software,
            dataset=self.frames[0].role("dataset"),
        )

    def _compared(self, number: int, flat: DetectorFlat) -> ComparisonQuality | None:
        if self.comparisons is None:
            return None
        return comparison_quality(self.comparisons[number], flat)

    @property
    def _taken(self) -> CriresExposure:
        return self.frames[0].content.data.exposure

    @property
    def _ids(self) -> list[str]:
        return [frame.id for frame in self.frames]

    def _new(self, cls: Any, data: Any, images: Mapping[int, NDArray[Any]]) -> Product[Any]:
        return new(
            cls,
            data=data,
            files={"DataStorage": image_files(images)},
            software=self.software,
            dataset=self.frames[0].role("dataset"),
        )


def _single(image: NDArray[np.floating]) -> NDArray[np.float32]:
    return image.astype(np.float32)


def _row(
    number: int, quality: DetectorQuality, compared: ComparisonQuality | None
) -> CriresFlatDetector:
    return CriresFlatDetector(
        detector_id=CriresDetectorId(str(number)),
        outcome=FlatOutcome(quality.outcome.value),
        mean_level=quality.mean_level,
        mean_flux=quality.mean_flux,
        rms_master=quality.rms_master,
        bad_pixels=quality.badpix,
        number_overexposed=quality.num_overexp,
        level_overexposed=quality.level_overexp,
        bad_pixels_illuminated=quality.badpix_illum,
        nan_pixels=quality.nan_pixels,
        maximum_level=quality.max_level,
        high_level=quality.level_p999,
        median_snrraw=quality.median_snr_raw,
        median_snr=quality.median_snr,
        median_snrsingle=quality.median_snr_single,
        reference_ratio=None if compared is None else compared.ratio,
        reference_ratio_rms=None if compared is None else compared.ratio_rms,
        new_bad_pixels=None if compared is None else compared.new,
        healed_pixels=None if compared is None else compared.healed,
    )
