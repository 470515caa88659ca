from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.dqc import (
    AuxiliaryFlag,
    FlaggedCount,
    FlaggedNumber,
    RangeFlag,
)
from ..bas.fit import FitsFile
from ..bas.img import (
    BaseFrame,
    ExposureTime,
    ObservationDateTime,
    ObservationSequence,
    Orbit,
    Pointing,
    WorldCoordinates,
    ZeroPoint,
)
from ..bas.stc import SpatialFootprint
from ..ins.ins import (
    DateRange,
    FilterDescription,
    ObservingInstrument,
)
from ..sys.dss import StoredFile

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/vis"


@dataclass(slots=True, kw_only=True)
class RawFrameReference:
    """
    The raw frame that a frame was made from.
    """

    class Meta:
        name = "rawFrameReference"

    product_id: str = field(
        metadata={
            "name": "ProductID",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the raw frame.",
        }
    )
    product_type: str = field(
        metadata={
            "name": "ProductType",
            "type": "Element",
            "namespace": "",
            "doc": "Type of the raw frame.",
        }
    )


@dataclass(slots=True, kw_only=True)
class ShutterUnit:
    """
    Settings of the shutter.
    """

    class Meta:
        name = "shutterUnit"

    config_sinetable_id: None | int = field(
        default=None,
        metadata={
            "name": "ConfigSINETableId",
            "type": "Element",
            "namespace": "",
            "doc": "Table of the sine profile.",
        },
    )
    config_freq_table_id: None | int = field(
        default=None,
        metadata={
            "name": "ConfigFreqTableId",
            "type": "Element",
            "namespace": "",
            "doc": "Table of the frequencies.",
        },
    )
    config_short_freq_table_id: None | int = field(
        default=None,
        metadata={
            "name": "ConfigShortFreqTableId",
            "type": "Element",
            "namespace": "",
            "doc": "Table of the short frequencies.",
        },
    )
    shutter_unit_configuration_status: None | str = field(
        default=None,
        metadata={
            "name": "ShutterUnitConfigurationStatus",
            "type": "Element",
            "namespace": "",
            "doc": "How the shutter is controlled.",
        },
    )


@dataclass(slots=True, kw_only=True)
class TelemetryValue:
    """
    A value of telemetry, as sent and converted.
    """

    class Meta:
        name = "telemetryValue"

    raw_value: int = field(
        metadata={
            "name": "RawValue",
            "type": "Element",
            "namespace": "",
            "doc": "The value as sent.",
        }
    )
    value: float = field(
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "doc": "The value as number.",
        }
    )
    unit: str = field(
        metadata={
            "name": "Unit",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 64,
            "doc": "Unit of the value.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CalibratedFrameQuality:
    """
    Measures of quality of a calibrated frame.
    """

    class Meta:
        name = "calibratedFrameQuality"

    obs_astro_internal_error_rms: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "OBS_astro_internal_error_rms",
            "type": "Element",
            "namespace": "",
            "doc": "Root mean square of the astrometric error among exposures.",
        },
    )
    obs_astro_internal_error_mean: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "OBS_astro_internal_error_mean",
            "type": "Element",
            "namespace": "",
            "doc": "Mean of the astrometric error among exposures.",
        },
    )
    obs_astro_internal_error_stdev: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "OBS_astro_internal_error_stdev",
            "type": "Element",
            "namespace": "",
            "doc": "Standard deviation of the astrometric error among exposures.",
        },
    )
    obs_astro_internal_error_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "OBS_astro_internal_error_count",
            "type": "Element",
            "namespace": "",
            "doc": "Number of sources of the astrometric error.",
        },
    )
    fpa_expcat_to_extcat_exterr_mean_residual: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_expcat_to_extcat_exterr_mean_residual",
            "type": "Element",
            "namespace": "",
            "doc": "Mean distance to the positions of the external catalogue.",
        },
    )
    fpa_expcat_to_extcat_exterr_stdev: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_expcat_to_extcat_exterr_stdev",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Standard deviation of the distance to the positions of the external catalogue."
            ),
        },
    )
    fpa_expcat_to_stackcat_interr_rms: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_expcat_to_stackcat_interr_rms",
            "type": "Element",
            "namespace": "",
            "doc": "Root mean square distance to the positions in the stack.",
        },
    )
    fpa_pointing_jitter: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_pointing_jitter",
            "type": "Element",
            "namespace": "",
            "doc": "Jitter of the pointing.",
        },
    )
    fpa_cr_pixel_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "FPA_cr_pixel_count",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels hit by cosmic rays.",
        },
    )
    fpa_cr_pixel_ratio: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_cr_pixel_ratio",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of pixels hit by cosmic rays.",
        },
    )
    fpa_cr_pixel_density: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_cr_pixel_density",
            "type": "Element",
            "namespace": "",
            "doc": "Density of pixels hit by cosmic rays.",
        },
    )
    fpa_avg_bkg: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_avg_bkg",
            "type": "Element",
            "namespace": "",
            "doc": "Mean background.",
        },
    )
    fpa_flagged_ghosts: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "FPA_flagged_ghosts",
            "type": "Element",
            "namespace": "",
            "doc": "Number of ghosts that are flagged.",
        },
    )
    fpa_flagged_stars: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "FPA_flagged_stars",
            "type": "Element",
            "namespace": "",
            "doc": "Number of stars that are flagged.",
        },
    )
    fpa_ghost_flag_quality: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_ghost_flag_quality",
            "type": "Element",
            "namespace": "",
            "doc": "Quality of the flags of ghosts.",
        },
    )
    fpa_zero_point: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_zero_point",
            "type": "Element",
            "namespace": "",
            "doc": "Photometric zero point.",
        },
    )
    fpa_zero_point_rms: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FPA_zero_point_rms",
            "type": "Element",
            "namespace": "",
            "doc": "Scatter of the photometric zero point.",
        },
    )


@dataclass(slots=True, kw_only=True)
class CalibrationLed:
    """
    One lamp of the calibration unit.
    """

    class Meta:
        name = "calibrationLed"

    raw_value: None | int = field(
        default=None,
        metadata={
            "name": "RawValue",
            "type": "Element",
            "namespace": "",
            "doc": "Setting as sent.",
        },
    )
    nominal_current: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "NominalCurrent",
            "type": "Element",
            "namespace": "",
            "doc": "Current of the nominal lamp.",
        },
    )
    nominal_fluence: None | float = field(
        default=None,
        metadata={
            "name": "NominalFluence",
            "type": "Element",
            "namespace": "",
            "doc": "Light of the nominal lamp.",
        },
    )
    redundant_current: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "RedundantCurrent",
            "type": "Element",
            "namespace": "",
            "doc": "Current of the redundant lamp.",
        },
    )
    redundant_fluence: None | float = field(
        default=None,
        metadata={
            "name": "RedundantFluence",
            "type": "Element",
            "namespace": "",
            "doc": "Light of the redundant lamp.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ChargeInjectionParameters:
    """
    Settings of the charge injection.
    """

    class Meta:
        name = "chargeInjectionParameters"

    injection_drain_low_bias: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "InjectionDrainLowBias",
            "type": "Element",
            "namespace": "",
            "doc": "Low bias of the injection drain.",
        },
    )
    injection_drain_pulse_duration: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "InjectionDrainPulseDuration",
            "type": "Element",
            "namespace": "",
            "doc": "Length of the pulse on the drain.",
        },
    )
    injection_drain_low_pulse_delay: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "InjectionDrainLowPulseDelay",
            "type": "Element",
            "namespace": "",
            "doc": "Delay of the low pulse on the drain.",
        },
    )
    injection_gate1_voltage: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "InjectionGate1Voltage",
            "type": "Element",
            "namespace": "",
            "doc": "Voltage of the first gate.",
        },
    )
    injection_gate2_voltage: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "InjectionGate2Voltage",
            "type": "Element",
            "namespace": "",
            "doc": "Voltage of the second gate.",
        },
    )
    injected_lines_count: None | int = field(
        default=None,
        metadata={
            "name": "InjectedLinesCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of lines that are injected.",
        },
    )
    non_injected_lines_count: None | int = field(
        default=None,
        metadata={
            "name": "NonInjectedLinesCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of lines that are not.",
        },
    )
    vertical_start: None | int = field(
        default=None,
        metadata={
            "name": "VerticalStart",
            "type": "Element",
            "namespace": "",
            "doc": "First row.",
        },
    )
    vertical_end: None | int = field(
        default=None,
        metadata={
            "name": "VerticalEnd",
            "type": "Element",
            "namespace": "",
            "doc": "Last row.",
        },
    )
    toi: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "TOI",
            "type": "Element",
            "namespace": "",
            "doc": "Length of one transfer.",
        },
    )
    dwell_time: None | bool = field(
        default=None,
        metadata={
            "name": "DwellTime",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the clocks dwell.",
        },
    )
    injection_drain_high_bias: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "InjectionDrainHighBias",
            "type": "Element",
            "namespace": "",
            "doc": "High bias of the injection drain.",
        },
    )


@dataclass(slots=True, kw_only=True)
class CosmicRayRatioFlag(RangeFlag):
    """
    Raised when this holds: too many pixels were hit by cosmic rays.
    """

    class Meta:
        name = "cosmicRayRatioFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/FPA_cr_pixel_ratio",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ExternalErrorFlag(RangeFlag):
    """
    Raised when this holds: the distance to the external catalogue is out of range.
    """

    class Meta:
        name = "externalErrorFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/FPA_expcat_to_extcat_exterr_mean_residual",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class GhostQualityFlag(RangeFlag):
    """
    Raised when this holds: the quality of the flags of ghosts is out of range.
    """

    class Meta:
        name = "ghostQualityFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/FPA_ghost_flag_quality",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class InternalErrorFlag(RangeFlag):
    """
    Raised when this holds: the astrometric error among exposures is out of range.
    """

    class Meta:
        name = "internalErrorFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/OBS_astro_internal_error_rms",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class Readout:
    """
    How the detectors were read.
    """

    class Meta:
        name = "readout"

    vertical_start: None | int = field(
        default=None,
        metadata={
            "name": "VerticalStart",
            "type": "Element",
            "namespace": "",
            "doc": "First row.",
        },
    )
    vertical_end: None | int = field(
        default=None,
        metadata={
            "name": "VerticalEnd",
            "type": "Element",
            "namespace": "",
            "doc": "Last row.",
        },
    )
    idle_time: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "IdleTime",
            "type": "Element",
            "namespace": "",
            "doc": "Time between readings.",
        },
    )
    roeconfiguration_table_id: None | int = field(
        default=None,
        metadata={
            "name": "ROEConfigurationTableId",
            "type": "Element",
            "namespace": "",
            "doc": "Table of settings of the electronics.",
        },
    )


@dataclass(slots=True, kw_only=True)
class StackedFrameQuality:
    """
    Measures of quality of a stacked frame; pixel values are in the unit of the image.
    """

    class Meta:
        name = "stackedFrameQuality"

    mean: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "Mean",
            "type": "Element",
            "namespace": "",
            "doc": "Mean value.",
        },
    )
    median: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "Median",
            "type": "Element",
            "namespace": "",
            "doc": "Median value.",
        },
    )
    mode: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "Mode",
            "type": "Element",
            "namespace": "",
            "doc": "Most frequent value.",
        },
    )
    st_dev: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "StDev",
            "type": "Element",
            "namespace": "",
            "doc": "Standard deviation.",
        },
    )
    min: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "Min",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest value.",
        },
    )
    max: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "Max",
            "type": "Element",
            "namespace": "",
            "doc": "Largest value.",
        },
    )
    pixel_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "PixelCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels.",
        },
    )
    level: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "Level",
            "type": "Element",
            "namespace": "",
            "doc": "Level of the signal.",
        },
    )
    masked_pixel_fraction: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MaskedPixelFraction",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of pixels that are masked.",
        },
    )
    hot_pixel_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "HotPixelCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of hot pixels.",
        },
    )
    dead_pixel_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "DeadPixelCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of dead pixels.",
        },
    )
    ghost_pixel_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "GhostPixelCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels in ghosts.",
        },
    )
    cosmic_ray_pixel_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "CosmicRayPixelCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels hit by cosmic rays.",
        },
    )
    st_dev_diff: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "StDevDiff",
            "type": "Element",
            "namespace": "",
            "doc": "Difference of standard deviations.",
        },
    )
    sub_win_flatness: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "SubWinFlatness",
            "type": "Element",
            "namespace": "",
            "doc": "Flatness within windows.",
        },
    )
    fourier_freq: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FourierFreq",
            "type": "Element",
            "namespace": "",
            "doc": "Frequency of the strongest Fourier component.",
        },
    )
    fourier_freq_power: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "FourierFreqPower",
            "type": "Element",
            "namespace": "",
            "doc": "Power of that component.",
        },
    )
    sigma_clip_mode: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "SigmaClipMode",
            "type": "Element",
            "namespace": "",
            "doc": "How outliers are clipped.",
        },
    )
    percentile_level: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "PercentileLevel",
            "type": "Element",
            "namespace": "",
            "doc": "Level of a percentile.",
        },
    )
    chi_fit: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "ChiFit",
            "type": "Element",
            "namespace": "",
            "doc": "Goodness of the fit.",
        },
    )
    temperature: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "Temperature",
            "type": "Element",
            "namespace": "",
            "doc": "Temperature of the detectors.",
        },
    )
    signal_to_noise_ratio: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "SignalToNoiseRatio",
            "type": "Element",
            "namespace": "",
            "doc": "Ratio of signal to noise.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ValidationExposures:
    """
    Intermediate exposures that are kept for validation.
    """

    class Meta:
        name = "validationExposures"

    prnucorrected_exposure: None | StoredFile = field(
        default=None,
        metadata={
            "name": "PRNUCorrectedExposure",
            "type": "Element",
            "namespace": "",
            "doc": "After the correction of the pixel response.",
        },
    )
    pre_cticorrection_exposure: None | StoredFile = field(
        default=None,
        metadata={
            "name": "PreCTICorrectionExposure",
            "type": "Element",
            "namespace": "",
            "doc": "Before the correction of the charge transfer.",
        },
    )
    post_cticorrection_exposure: None | StoredFile = field(
        default=None,
        metadata={
            "name": "PostCTICorrectionExposure",
            "type": "Element",
            "namespace": "",
            "doc": "After the correction of the charge transfer.",
        },
    )


@dataclass(slots=True, kw_only=True)
class VisDetector:
    """
    One CCD of a frame.
    """

    class Meta:
        name = "visDetector"

    detector_id: str = field(
        metadata={
            "name": "DetectorId",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )
    gain: None | float = field(
        default=None,
        metadata={
            "name": "Gain",
            "type": "Element",
            "namespace": "",
            "doc": "Gain.",
        },
    )
    zero_point: None | ZeroPoint = field(
        default=None,
        metadata={
            "name": "ZeroPoint",
            "type": "Element",
            "namespace": "",
            "doc": "Photometric zero point.",
        },
    )
    ccd_ra: None | float = field(
        default=None,
        metadata={
            "name": "CCD_RA",
            "type": "Element",
            "namespace": "",
            "doc": "Right ascension of the centre of the detector.",
        },
    )
    ccd_dec: None | float = field(
        default=None,
        metadata={
            "name": "CCD_Dec",
            "type": "Element",
            "namespace": "",
            "doc": "Declination of the centre of the detector.",
        },
    )
    background: None | float = field(
        default=None,
        metadata={
            "name": "Background",
            "type": "Element",
            "namespace": "",
            "doc": "Background of the detector.",
        },
    )
    bias_level_quad_e: None | float = field(
        default=None,
        metadata={
            "name": "BiasLevelQuad_E",
            "type": "Element",
            "namespace": "",
            "doc": "Bias level of quadrant E.",
        },
    )
    bias_level_quad_f: None | float = field(
        default=None,
        metadata={
            "name": "BiasLevelQuad_F",
            "type": "Element",
            "namespace": "",
            "doc": "Bias level of quadrant F.",
        },
    )
    bias_level_quad_g: None | float = field(
        default=None,
        metadata={
            "name": "BiasLevelQuad_G",
            "type": "Element",
            "namespace": "",
            "doc": "Bias level of quadrant G.",
        },
    )
    bias_level_quad_h: None | float = field(
        default=None,
        metadata={
            "name": "BiasLevelQuad_H",
            "type": "Element",
            "namespace": "",
            "doc": "Bias level of quadrant H.",
        },
    )
    read_out_noise_quad_e: None | float = field(
        default=None,
        metadata={
            "name": "ReadOutNoiseQuad_E",
            "type": "Element",
            "namespace": "",
            "doc": "Read-out noise of quadrant E.",
        },
    )
    read_out_noise_quad_f: None | float = field(
        default=None,
        metadata={
            "name": "ReadOutNoiseQuad_F",
            "type": "Element",
            "namespace": "",
            "doc": "Read-out noise of quadrant F.",
        },
    )
    read_out_noise_quad_g: None | float = field(
        default=None,
        metadata={
            "name": "ReadOutNoiseQuad_G",
            "type": "Element",
            "namespace": "",
            "doc": "Read-out noise of quadrant G.",
        },
    )
    read_out_noise_quad_h: None | float = field(
        default=None,
        metadata={
            "name": "ReadOutNoiseQuad_H",
            "type": "Element",
            "namespace": "",
            "doc": "Read-out noise of quadrant H.",
        },
    )
    invalid_pixels_count: None | int = field(
        default=None,
        metadata={
            "name": "InvalidPixelsCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of invalid pixels.",
        },
    )
    txerror_pixel_count: None | int = field(
        default=None,
        metadata={
            "name": "TXErrorPixelCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels with an error of transmission.",
        },
    )
    ccdtemperature_k: None | float = field(
        default=None,
        metadata={
            "name": "CCDTemperatureK",
            "type": "Element",
            "namespace": "",
            "doc": "Temperature of the detector.",
        },
    )
    img_spatial_footprint: None | SpatialFootprint = field(
        default=None,
        metadata={
            "name": "ImgSpatialFootprint",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that the detector covers.",
        },
    )


@dataclass(slots=True, kw_only=True)
class VisObsFrame:
    """
    One exposure of the visible imager: when it was taken and where the telescope pointed.
    """

    class Meta:
        name = "visObsFrame"

    exposure_time: None | ExposureTime = field(
        default=None,
        metadata={
            "name": "ExposureTime",
            "type": "Element",
            "namespace": "",
            "doc": "How long light was collected.",
        },
    )
    instrument: ObservingInstrument = field(
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "What observed.",
        }
    )
    filter: FilterDescription = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter of the exposure.",
        }
    )
    observation_date_time: ObservationDateTime = field(
        metadata={
            "name": "ObservationDateTime",
            "type": "Element",
            "namespace": "",
            "doc": "When the exposure began.",
        }
    )
    observation_sequence: ObservationSequence = field(
        metadata={
            "name": "ObservationSequence",
            "type": "Element",
            "namespace": "",
            "doc": "Where the exposure stands in the survey.",
        }
    )
    commanded_fpapointing: None | Pointing = field(
        default=None,
        metadata={
            "name": "CommandedFPAPointing",
            "type": "Element",
            "namespace": "",
            "doc": "Where the telescope was told to point.",
        },
    )
    recons_fpapointing: Pointing = field(
        metadata={
            "name": "ReconsFPAPointing",
            "type": "Element",
            "namespace": "",
            "doc": "Where the centre of the focal plane pointed.",
        }
    )
    img_spatial_footprint: SpatialFootprint = field(
        metadata={
            "name": "ImgSpatialFootprint",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky around all detectors.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CalibrationUnit:
    """
    Settings of the calibration unit.
    """

    class Meta:
        name = "calibrationUnit"

    status: None | bool = field(
        default=None,
        metadata={
            "name": "Status",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the unit was on.",
        },
    )
    duration: None | TelemetryValue = field(
        default=None,
        metadata={
            "name": "Duration",
            "type": "Element",
            "namespace": "",
            "doc": "How long it was on.",
        },
    )
    led_mask: None | str = field(
        default=None,
        metadata={
            "name": "LedMask",
            "type": "Element",
            "namespace": "",
            "doc": "Lamps that were on.",
        },
    )
    led1: None | CalibrationLed = field(
        default=None,
        metadata={
            "name": "Led1",
            "type": "Element",
            "namespace": "",
            "doc": "Lamp 1.",
        },
    )
    led2: None | CalibrationLed = field(
        default=None,
        metadata={
            "name": "Led2",
            "type": "Element",
            "namespace": "",
            "doc": "Lamp 2.",
        },
    )
    led3: None | CalibrationLed = field(
        default=None,
        metadata={
            "name": "Led3",
            "type": "Element",
            "namespace": "",
            "doc": "Lamp 3.",
        },
    )
    led4: None | CalibrationLed = field(
        default=None,
        metadata={
            "name": "Led4",
            "type": "Element",
            "namespace": "",
            "doc": "Lamp 4.",
        },
    )
    led5: None | CalibrationLed = field(
        default=None,
        metadata={
            "name": "Led5",
            "type": "Element",
            "namespace": "",
            "doc": "Lamp 5.",
        },
    )
    led6: None | CalibrationLed = field(
        default=None,
        metadata={
            "name": "Led6",
            "type": "Element",
            "namespace": "",
            "doc": "Lamp 6.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ChargeInjection:
    """
    Charge injection.
    """

    class Meta:
        name = "chargeInjection"

    status: None | bool = field(
        default=None,
        metadata={
            "name": "Status",
            "type": "Element",
            "namespace": "",
            "doc": "Whether charge was injected.",
        },
    )
    parameters: None | ChargeInjectionParameters = field(
        default=None,
        metadata={
            "name": "Parameters",
            "type": "Element",
            "namespace": "",
            "doc": "Its settings.",
        },
    )


@dataclass(slots=True, kw_only=True)
class SqfVisCalibratedFrame:
    """
    Quality flags of a calibrated frame.
    """

    class Meta:
        name = "sqfVisCalibratedFrame"

    crpixel_ratio_max_exceeded: None | CosmicRayRatioFlag = field(
        default=None,
        metadata={
            "name": "CRPixelRatioMaxExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Too many pixels were hit by cosmic rays.",
        },
    )
    ghost_flag_quality_range_exceeded: None | GhostQualityFlag = field(
        default=None,
        metadata={
            "name": "GhostFlagQualityRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "The quality of the flags of ghosts is out of range.",
        },
    )
    astro_internal_error_range_exceeded: None | InternalErrorFlag = field(
        default=None,
        metadata={
            "name": "AstroInternalErrorRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "The astrometric error among exposures is out of range.",
        },
    )
    ext_err_mean_residual_range_exceeded: None | ExternalErrorFlag = field(
        default=None,
        metadata={
            "name": "ExtErrMeanResidualRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "The distance to the external catalogue is out of range.",
        },
    )
    auxiliary_flags: list[AuxiliaryFlag] = field(
        default_factory=list,
        metadata={
            "name": "AuxiliaryFlags",
            "type": "Element",
            "namespace": "",
            "doc": "Flags that whoever made the product named.",
        },
    )


@dataclass(slots=True, kw_only=True)
class VisDetectorList:
    """
    The detectors of a frame.
    """

    class Meta:
        name = "visDetectorList"

    detector: list[VisDetector] = field(
        default_factory=list,
        metadata={
            "name": "Detector",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "One detector.",
        },
    )


@dataclass(slots=True, kw_only=True)
class VisStackedFrame(BaseFrame):
    """
    A stack of calibrated exposures of the visible imager.
    """

    class Meta:
        name = "visStackedFrame"

    instrument: None | ObservingInstrument = field(
        default=None,
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "What observed.",
        },
    )
    filter: FilterDescription = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter of the image.",
        }
    )
    wcs: None | WorldCoordinates = field(
        default=None,
        metadata={
            "name": "WCS",
            "type": "Element",
            "namespace": "",
            "doc": "Celestial coordinates of the pixels.",
        },
    )
    zero_point: None | ZeroPoint = field(
        default=None,
        metadata={
            "name": "ZeroPoint",
            "type": "Element",
            "namespace": "",
            "doc": "Photometric zero point.",
        },
    )
    img_spatial_footprint: None | SpatialFootprint = field(
        default=None,
        metadata={
            "name": "ImgSpatialFootprint",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that the image covers.",
        },
    )
    masks: None | str = field(
        default=None,
        metadata={
            "name": "Masks",
            "type": "Element",
            "namespace": "",
            "doc": "Masks that were used.",
        },
    )
    observation_id: int = field(
        metadata={
            "name": "ObservationId",
            "type": "Element",
            "namespace": "",
            "doc": "Observation.",
        }
    )
    patch_id: None | int = field(
        default=None,
        metadata={
            "name": "PatchId",
            "type": "Element",
            "namespace": "",
            "doc": "Patch of the survey.",
        },
    )
    calblock_id: None | str = field(
        default=None,
        metadata={
            "name": "CalblockId",
            "type": "Element",
            "namespace": "",
            "doc": "Block of calibration observations.",
        },
    )
    date_range: None | DateRange = field(
        default=None,
        metadata={
            "name": "DateRange",
            "type": "Element",
            "namespace": "",
            "doc": "When the exposures were observed.",
        },
    )
    data_storage: FitsFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The image.",
        }
    )
    psf_model_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "PsfModelStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Model of the point-spread function.",
        },
    )
    background_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "BackgroundStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Background map.",
        },
    )
    weight_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "WeightStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Weight map.",
        },
    )
    quality_parameter_storage: None | StoredFile = field(
        default=None,
        metadata={
            "name": "QualityParameterStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )
    quality_params: None | StackedFrameQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class VisCalibratedFrame(BaseFrame):
    """
    A calibrated exposure of the visible imager.
    """

    class Meta:
        name = "visCalibratedFrame"

    instrument: None | ObservingInstrument = field(
        default=None,
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "What observed.",
        },
    )
    filter: FilterDescription = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter of the image.",
        }
    )
    img_spatial_footprint: None | SpatialFootprint = field(
        default=None,
        metadata={
            "name": "ImgSpatialFootprint",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that the image covers.",
        },
    )
    masks: None | str = field(
        default=None,
        metadata={
            "name": "Masks",
            "type": "Element",
            "namespace": "",
            "doc": "Masks that were used.",
        },
    )
    detector_list: None | VisDetectorList = field(
        default=None,
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors of the frame.",
        },
    )
    observation_date_time: ObservationDateTime = field(
        metadata={
            "name": "ObservationDateTime",
            "type": "Element",
            "namespace": "",
            "doc": "When the exposure began.",
        }
    )
    observation_sequence: ObservationSequence = field(
        metadata={
            "name": "ObservationSequence",
            "type": "Element",
            "namespace": "",
            "doc": "Where the exposure stands in the survey.",
        }
    )
    date_range: None | DateRange = field(
        default=None,
        metadata={
            "name": "DateRange",
            "type": "Element",
            "namespace": "",
            "doc": "When the image was observed.",
        },
    )
    instrument_mode: None | str = field(
        default=None,
        metadata={
            "name": "InstrumentMode",
            "type": "Element",
            "namespace": "",
            "doc": "Mode of the instrument.",
        },
    )
    compression_algorithm: None | str = field(
        default=None,
        metadata={
            "name": "CompressionAlgorithm",
            "type": "Element",
            "namespace": "",
            "doc": "How the raw image was compressed on board.",
        },
    )
    frame_checksum: None | int = field(
        default=None,
        metadata={
            "name": "FrameChecksum",
            "type": "Element",
            "namespace": "",
            "doc": "Checksum of the raw frame.",
        },
    )
    commanded_fpapointing: None | Pointing = field(
        default=None,
        metadata={
            "name": "CommandedFPAPointing",
            "type": "Element",
            "namespace": "",
            "doc": "Where the telescope was to point.",
        },
    )
    recons_fpapointing: None | Pointing = field(
        default=None,
        metadata={
            "name": "ReconsFPAPointing",
            "type": "Element",
            "namespace": "",
            "doc": "Where the telescope pointed.",
        },
    )
    predicted_orbit: None | Orbit = field(
        default=None,
        metadata={
            "name": "PredictedOrbit",
            "type": "Element",
            "namespace": "",
            "doc": "Where the spacecraft was to be.",
        },
    )
    recons_orbit: None | Orbit = field(
        default=None,
        metadata={
            "name": "ReconsOrbit",
            "type": "Element",
            "namespace": "",
            "doc": "Where the spacecraft was.",
        },
    )
    readout: None | Readout = field(
        default=None,
        metadata={
            "name": "Readout",
            "type": "Element",
            "namespace": "",
            "doc": "How the detectors were read.",
        },
    )
    shutter_unit: None | ShutterUnit = field(
        default=None,
        metadata={
            "name": "ShutterUnit",
            "type": "Element",
            "namespace": "",
            "doc": "Settings of the shutter.",
        },
    )
    calib_unit: None | CalibrationUnit = field(
        default=None,
        metadata={
            "name": "CalibUnit",
            "type": "Element",
            "namespace": "",
            "doc": "Settings of the calibration unit.",
        },
    )
    charged_induced: None | ChargeInjection = field(
        default=None,
        metadata={
            "name": "ChargedInduced",
            "type": "Element",
            "namespace": "",
            "doc": "Charge injection.",
        },
    )
    wlq2_exposures: None | ValidationExposures = field(
        default=None,
        metadata={
            "name": "WLQ2Exposures",
            "type": "Element",
            "namespace": "",
            "doc": "Intermediate exposures.",
        },
    )
    psf_model_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "PsfModelStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Model of the point-spread function.",
        },
    )
    background_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "BackgroundStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Background map.",
        },
    )
    weight_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "WeightStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Weight map.",
        },
    )
    xtalk_storage: None | StoredFile = field(
        default=None,
        metadata={
            "name": "XTalkStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Crosstalk among detectors.",
        },
    )
    quality_parameter_storage: None | StoredFile = field(
        default=None,
        metadata={
            "name": "QualityParameterStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )
    data_storage: FitsFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The images.",
        }
    )
    quality_params: None | CalibratedFrameQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )
    quality_validation: None | str = field(
        default=None,
        metadata={
            "name": "QualityValidation",
            "type": "Element",
            "namespace": "",
            "doc": "Verdict on the quality.",
        },
    )
    input_raw_frame_reference: None | RawFrameReference = field(
        default=None,
        metadata={
            "name": "InputRawFrameReference",
            "type": "Element",
            "namespace": "",
            "doc": "The raw frame.",
        },
    )
