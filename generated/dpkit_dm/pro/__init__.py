"""Classes of the schemas in ``pro``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .crires import Combination as Combination
    from .crires import CriresAssociatedProduct as CriresAssociatedProduct
    from .crires import CriresAssociationBlock as CriresAssociationBlock
    from .crires import CriresBadPixelMap as CriresBadPixelMap
    from .crires import CriresDarkExposure as CriresDarkExposure
    from .crires import CriresDarkFrame as CriresDarkFrame
    from .crires import CriresDetector as CriresDetector
    from .crires import CriresDetectorId as CriresDetectorId
    from .crires import CriresDetectorList as CriresDetectorList
    from .crires import CriresExposure as CriresExposure
    from .crires import CriresFlatFrame as CriresFlatFrame
    from .crires import CriresFlatReference as CriresFlatReference
    from .crires import CriresMasterFlat as CriresMasterFlat
    from .crires import CriresRawType as CriresRawType
    from .crires import CriresSetting as CriresSetting
    from .crires import CriresSnrMap as CriresSnrMap
    from .crires import CriresWindow as CriresWindow
    from .crires import Normalisation as Normalisation
    from .criresdark import CriresDarkDetector as CriresDarkDetector
    from .criresdark import CriresDarkDetectorList as CriresDarkDetectorList
    from .criresdark import CriresDarkQc as CriresDarkQc
    from .criresqc import CriresFlatDetector as CriresFlatDetector
    from .criresqc import CriresFlatDetectorList as CriresFlatDetectorList
    from .criresqc import CriresFlatQc as CriresFlatQc
    from .criresqc import ExposureNorm as ExposureNorm
    from .criresqc import FlatOutcome as FlatOutcome
    from .criresqc import OverexposureFlag as OverexposureFlag
    from .criresqc import ReferenceOutcome as ReferenceOutcome
    from .criresqc import SqfCriresFlatQc as SqfCriresFlatQc
    from .ext import ExtCalibratedFrame as ExtCalibratedFrame
    from .mer import FinalCatalogQuality as FinalCatalogQuality
    from .mer import MaxFluxErrNIRJFlag as MaxFluxErrNIRJFlag
    from .mer import MaxFluxErrVISFlag as MaxFluxErrVISFlag
    from .mer import MaxFluxNIRJFlag as MaxFluxNIRJFlag
    from .mer import MaxFluxVISFlag as MaxFluxVISFlag
    from .mer import MedianFluxErrNIRJFlag as MedianFluxErrNIRJFlag
    from .mer import MedianFluxErrVISFlag as MedianFluxErrVISFlag
    from .mer import MedianFluxNIRJFlag as MedianFluxNIRJFlag
    from .mer import MedianFluxVISFlag as MedianFluxVISFlag
    from .mer import MerFinalCatalog as MerFinalCatalog
    from .mer import MerMosaic as MerMosaic
    from .mer import MerSegmentationMap as MerSegmentationMap
    from .mer import MerTile as MerTile
    from .mer import MerTileList as MerTileList
    from .mer import MinFluxErrNIRJFlag as MinFluxErrNIRJFlag
    from .mer import MinFluxErrVISFlag as MinFluxErrVISFlag
    from .mer import MinFluxNIRJFlag as MinFluxNIRJFlag
    from .mer import MinFluxVISFlag as MinFluxVISFlag
    from .mer import NoFluxFractionNIRJFlag as NoFluxFractionNIRJFlag
    from .mer import NoFluxFractionVISFlag as NoFluxFractionVISFlag
    from .mer import NonZeroFractionFlag as NonZeroFractionFlag
    from .mer import ObjectCountFlag as ObjectCountFlag
    from .mer import ObjectDensityFlag as ObjectDensityFlag
    from .mer import PointLikeFractionFlag as PointLikeFractionFlag
    from .mer import ProcessingMode as ProcessingMode
    from .mer import SatObjectFractionNIRJFlag as SatObjectFractionNIRJFlag
    from .mer import SatObjectFractionVISFlag as SatObjectFractionVISFlag
    from .mer import SegmentationMapQuality as SegmentationMapQuality
    from .mer import SqfMerFinalCatalog as SqfMerFinalCatalog
    from .mer import SqfMerSegmentationMap as SqfMerSegmentationMap
    from .mer import TileFlavour as TileFlavour
    from .mer import TileUseCase as TileUseCase
    from .nir import NirCalibratedFrame as NirCalibratedFrame
    from .nir import NirDetector as NirDetector
    from .nir import NirDetectorList as NirDetectorList
    from .nir import NirExposureCatalog as NirExposureCatalog
    from .nir import NirMasterDark as NirMasterDark
    from .nir import NirMasterFlat as NirMasterFlat
    from .nir import NirRelPhotoFrameQuality as NirRelPhotoFrameQuality
    from .nirrelphoto import DetectorDeviationFlag as DetectorDeviationFlag
    from .nirrelphoto import ExposureFactorFlag as ExposureFactorFlag
    from .nirrelphoto import MissingExposuresFlag as MissingExposuresFlag
    from .nirrelphoto import NirRelPhotoDetCal as NirRelPhotoDetCal
    from .nirrelphoto import NirRelPhotoDetFactor as NirRelPhotoDetFactor
    from .nirrelphoto import NirRelPhotoDetFactorList as NirRelPhotoDetFactorList
    from .nirrelphoto import NirRelPhotoExpCal as NirRelPhotoExpCal
    from .nirrelphoto import NirRelPhotoExpFactor as NirRelPhotoExpFactor
    from .nirrelphoto import NirRelPhotoExpFactorList as NirRelPhotoExpFactorList
    from .nirrelphoto import NirRelPhotoExpPair as NirRelPhotoExpPair
    from .nirrelphoto import NirRelPhotoExpPairList as NirRelPhotoExpPairList
    from .nirrelphoto import NirRelPhotoExpQuality as NirRelPhotoExpQuality
    from .nirrelphoto import NirRelPhotoParams as NirRelPhotoParams
    from .nirrelphoto import SqfNirRelPhotoExpCal as SqfNirRelPhotoExpCal
    from .phz import PhzPfOutputCatalog as PhzPfOutputCatalog
    from .qc import CertificationRecord as CertificationRecord
    from .qc import EvaluatedReason as EvaluatedReason
    from .qc import KeyValue as KeyValue
    from .qc import ReasonOutcome as ReasonOutcome
    from .qc import ReasonSide as ReasonSide
    from .qc import RejectionReason as RejectionReason
    from .qc import Score as Score
    from .qc import ScoreConfiguration as ScoreConfiguration
    from .qc import ScoreReport as ScoreReport
    from .qc import Threshold as Threshold
    from .qc import ThresholdMethod as ThresholdMethod
    from .qc import VerdictMode as VerdictMode
    from .qc import VerdictState as VerdictState
    from .roman import CalibrationSteps as CalibrationSteps
    from .roman import ExposureType as ExposureType
    from .roman import OpticalElement as OpticalElement
    from .roman import RomanFlat as RomanFlat
    from .roman import RomanImage as RomanImage
    from .roman import RomanObservation as RomanObservation
    from .roman import RomanPhotometry as RomanPhotometry
    from .roman import RomanReferenceFiles as RomanReferenceFiles
    from .roman import RomanStatistics as RomanStatistics
    from .roman import StepStatus as StepStatus
    from .roman import WcsInfo as WcsInfo
    from .roman import WfiDetector as WfiDetector
    from .roman import WfiExposure as WfiExposure
    from .roman import WfiInstrument as WfiInstrument
    from .spirou import BlazeOrder as BlazeOrder
    from .spirou import BlazeOrderList as BlazeOrderList
    from .spirou import FiberName as FiberName
    from .spirou import FlatType as FlatType
    from .spirou import InputFileList as InputFileList
    from .spirou import MaxRmsFlag as MaxRmsFlag
    from .spirou import SincConvention as SincConvention
    from .spirou import SpirouBlaze as SpirouBlaze
    from .spirou import SpirouCombination as SpirouCombination
    from .spirou import SqfSpirouBlaze as SqfSpirouBlaze
    from .val import FindingSeverity as FindingSeverity
    from .val import ValidationCodeCount as ValidationCodeCount
    from .val import ValidationCodeList as ValidationCodeList
    from .val import ValidationFinding as ValidationFinding
    from .val import ValidationFindingList as ValidationFindingList
    from .val import ValidationResult as ValidationResult
    from .val import ValidationVerdict as ValidationVerdict
    from .vis import CalibratedFrameQuality as CalibratedFrameQuality
    from .vis import CalibrationLed as CalibrationLed
    from .vis import CalibrationUnit as CalibrationUnit
    from .vis import ChargeInjection as ChargeInjection
    from .vis import ChargeInjectionParameters as ChargeInjectionParameters
    from .vis import CosmicRayRatioFlag as CosmicRayRatioFlag
    from .vis import ExternalErrorFlag as ExternalErrorFlag
    from .vis import GhostQualityFlag as GhostQualityFlag
    from .vis import InternalErrorFlag as InternalErrorFlag
    from .vis import RawFrameReference as RawFrameReference
    from .vis import Readout as Readout
    from .vis import ShutterUnit as ShutterUnit
    from .vis import SqfVisCalibratedFrame as SqfVisCalibratedFrame
    from .vis import StackedFrameQuality as StackedFrameQuality
    from .vis import TelemetryValue as TelemetryValue
    from .vis import ValidationExposures as ValidationExposures
    from .vis import VisCalibratedFrame as VisCalibratedFrame
    from .vis import VisDetector as VisDetector
    from .vis import VisDetectorList as VisDetectorList
    from .vis import VisObsFrame as VisObsFrame
    from .vis import VisStackedFrame as VisStackedFrame
    from .vmpz import BitMaskHealpixVMPZ as BitMaskHealpixVMPZ
    from .vmpz import BitMaskMOCVMPZ as BitMaskMOCVMPZ
    from .vmpz import BitParamsVMPZ as BitParamsVMPZ
    from .vmpz import CollectedMask as CollectedMask
    from .vmpz import CoverageMaskHealpixVMPZ as CoverageMaskHealpixVMPZ
    from .vmpz import CoverageMaskMOCVMPZ as CoverageMaskMOCVMPZ
    from .vmpz import Filter as Filter
    from .vmpz import FilterList as FilterList
    from .vmpz import FootprintMaskHealpixVMPZ as FootprintMaskHealpixVMPZ
    from .vmpz import FootprintMaskMOCVMPZ as FootprintMaskMOCVMPZ
    from .vmpz import MaskCollectionVMPZ as MaskCollectionVMPZ
    from .vmpz import MaskCompleteness as MaskCompleteness
    from .vmpz import MaskQuality as MaskQuality
    from .vmpz import MaskStage as MaskStage
    from .vmpz import MissingMask as MissingMask
    from .vmpz import MissingMasksFlag as MissingMasksFlag
    from .vmpz import MocParams as MocParams
    from .vmpz import ObservedAreaFlag as ObservedAreaFlag
    from .vmpz import OutputFormat as OutputFormat
    from .vmpz import PartialHealpixParams as PartialHealpixParams
    from .vmpz import SkyMask as SkyMask
    from .vmpz import SqfMask as SqfMask
    from .vmpz import WeightConvention as WeightConvention
    from .vmpz import WeightMaskGenericParamsVMPZ as WeightMaskGenericParamsVMPZ

_MODULES = {
    "BitMaskHealpixVMPZ": "vmpz",
    "BitMaskMOCVMPZ": "vmpz",
    "BitParamsVMPZ": "vmpz",
    "BlazeOrder": "spirou",
    "BlazeOrderList": "spirou",
    "CalibratedFrameQuality": "vis",
    "CalibrationLed": "vis",
    "CalibrationSteps": "roman",
    "CalibrationUnit": "vis",
    "CertificationRecord": "qc",
    "ChargeInjection": "vis",
    "ChargeInjectionParameters": "vis",
    "CollectedMask": "vmpz",
    "Combination": "crires",
    "CosmicRayRatioFlag": "vis",
    "CoverageMaskHealpixVMPZ": "vmpz",
    "CoverageMaskMOCVMPZ": "vmpz",
    "CriresAssociatedProduct": "crires",
    "CriresAssociationBlock": "crires",
    "CriresBadPixelMap": "crires",
    "CriresDarkDetector": "criresdark",
    "CriresDarkDetectorList": "criresdark",
    "CriresDarkExposure": "crires",
    "CriresDarkFrame": "crires",
    "CriresDarkQc": "criresdark",
    "CriresDetector": "crires",
    "CriresDetectorId": "crires",
    "CriresDetectorList": "crires",
    "CriresExposure": "crires",
    "CriresFlatDetector": "criresqc",
    "CriresFlatDetectorList": "criresqc",
    "CriresFlatFrame": "crires",
    "CriresFlatQc": "criresqc",
    "CriresFlatReference": "crires",
    "CriresMasterFlat": "crires",
    "CriresRawType": "crires",
    "CriresSetting": "crires",
    "CriresSnrMap": "crires",
    "CriresWindow": "crires",
    "DetectorDeviationFlag": "nirrelphoto",
    "EvaluatedReason": "qc",
    "ExposureFactorFlag": "nirrelphoto",
    "ExposureNorm": "criresqc",
    "ExposureType": "roman",
    "ExtCalibratedFrame": "ext",
    "ExternalErrorFlag": "vis",
    "FiberName": "spirou",
    "Filter": "vmpz",
    "FilterList": "vmpz",
    "FinalCatalogQuality": "mer",
    "FindingSeverity": "val",
    "FlatOutcome": "criresqc",
    "FlatType": "spirou",
    "FootprintMaskHealpixVMPZ": "vmpz",
    "FootprintMaskMOCVMPZ": "vmpz",
    "GhostQualityFlag": "vis",
    "InputFileList": "spirou",
    "InternalErrorFlag": "vis",
    "KeyValue": "qc",
    "MaskCollectionVMPZ": "vmpz",
    "MaskCompleteness": "vmpz",
    "MaskQuality": "vmpz",
    "MaskStage": "vmpz",
    "MaxFluxErrNIRJFlag": "mer",
    "MaxFluxErrVISFlag": "mer",
    "MaxFluxNIRJFlag": "mer",
    "MaxFluxVISFlag": "mer",
    "MaxRmsFlag": "spirou",
    "MedianFluxErrNIRJFlag": "mer",
    "MedianFluxErrVISFlag": "mer",
    "MedianFluxNIRJFlag": "mer",
    "MedianFluxVISFlag": "mer",
    "MerFinalCatalog": "mer",
    "MerMosaic": "mer",
    "MerSegmentationMap": "mer",
    "MerTile": "mer",
    "MerTileList": "mer",
    "MinFluxErrNIRJFlag": "mer",
    "MinFluxErrVISFlag": "mer",
    "MinFluxNIRJFlag": "mer",
    "MinFluxVISFlag": "mer",
    "MissingExposuresFlag": "nirrelphoto",
    "MissingMask": "vmpz",
    "MissingMasksFlag": "vmpz",
    "MocParams": "vmpz",
    "NirCalibratedFrame": "nir",
    "NirDetector": "nir",
    "NirDetectorList": "nir",
    "NirExposureCatalog": "nir",
    "NirMasterDark": "nir",
    "NirMasterFlat": "nir",
    "NirRelPhotoDetCal": "nirrelphoto",
    "NirRelPhotoDetFactor": "nirrelphoto",
    "NirRelPhotoDetFactorList": "nirrelphoto",
    "NirRelPhotoExpCal": "nirrelphoto",
    "NirRelPhotoExpFactor": "nirrelphoto",
    "NirRelPhotoExpFactorList": "nirrelphoto",
    "NirRelPhotoExpPair": "nirrelphoto",
    "NirRelPhotoExpPairList": "nirrelphoto",
    "NirRelPhotoExpQuality": "nirrelphoto",
    "NirRelPhotoFrameQuality": "nir",
    "NirRelPhotoParams": "nirrelphoto",
    "NoFluxFractionNIRJFlag": "mer",
    "NoFluxFractionVISFlag": "mer",
    "NonZeroFractionFlag": "mer",
    "Normalisation": "crires",
    "ObjectCountFlag": "mer",
    "ObjectDensityFlag": "mer",
    "ObservedAreaFlag": "vmpz",
    "OpticalElement": "roman",
    "OutputFormat": "vmpz",
    "OverexposureFlag": "criresqc",
    "PartialHealpixParams": "vmpz",
    "PhzPfOutputCatalog": "phz",
    "PointLikeFractionFlag": "mer",
    "ProcessingMode": "mer",
    "RawFrameReference": "vis",
    "Readout": "vis",
    "ReasonOutcome": "qc",
    "ReasonSide": "qc",
    "ReferenceOutcome": "criresqc",
    "RejectionReason": "qc",
    "RomanFlat": "roman",
    "RomanImage": "roman",
    "RomanObservation": "roman",
    "RomanPhotometry": "roman",
    "RomanReferenceFiles": "roman",
    "RomanStatistics": "roman",
    "SatObjectFractionNIRJFlag": "mer",
    "SatObjectFractionVISFlag": "mer",
    "Score": "qc",
    "ScoreConfiguration": "qc",
    "ScoreReport": "qc",
    "SegmentationMapQuality": "mer",
    "ShutterUnit": "vis",
    "SincConvention": "spirou",
    "SkyMask": "vmpz",
    "SpirouBlaze": "spirou",
    "SpirouCombination": "spirou",
    "SqfCriresFlatQc": "criresqc",
    "SqfMask": "vmpz",
    "SqfMerFinalCatalog": "mer",
    "SqfMerSegmentationMap": "mer",
    "SqfNirRelPhotoExpCal": "nirrelphoto",
    "SqfSpirouBlaze": "spirou",
    "SqfVisCalibratedFrame": "vis",
    "StackedFrameQuality": "vis",
    "StepStatus": "roman",
    "TelemetryValue": "vis",
    "Threshold": "qc",
    "ThresholdMethod": "qc",
    "TileFlavour": "mer",
    "TileUseCase": "mer",
    "ValidationCodeCount": "val",
    "ValidationCodeList": "val",
    "ValidationExposures": "vis",
    "ValidationFinding": "val",
    "ValidationFindingList": "val",
    "ValidationResult": "val",
    "ValidationVerdict": "val",
    "VerdictMode": "qc",
    "VerdictState": "qc",
    "VisCalibratedFrame": "vis",
    "VisDetector": "vis",
    "VisDetectorList": "vis",
    "VisObsFrame": "vis",
    "VisStackedFrame": "vis",
    "WcsInfo": "roman",
    "WeightConvention": "vmpz",
    "WeightMaskGenericParamsVMPZ": "vmpz",
    "WfiDetector": "roman",
    "WfiExposure": "roman",
    "WfiInstrument": "roman",
}

__all__ = [
    "BitMaskHealpixVMPZ",
    "BitMaskMOCVMPZ",
    "BitParamsVMPZ",
    "BlazeOrder",
    "BlazeOrderList",
    "CalibratedFrameQuality",
    "CalibrationLed",
    "CalibrationSteps",
    "CalibrationUnit",
    "CertificationRecord",
    "ChargeInjection",
    "ChargeInjectionParameters",
    "CollectedMask",
    "Combination",
    "CosmicRayRatioFlag",
    "CoverageMaskHealpixVMPZ",
    "CoverageMaskMOCVMPZ",
    "CriresAssociatedProduct",
    "CriresAssociationBlock",
    "CriresBadPixelMap",
    "CriresDarkDetector",
    "CriresDarkDetectorList",
    "CriresDarkExposure",
    "CriresDarkFrame",
    "CriresDarkQc",
    "CriresDetector",
    "CriresDetectorId",
    "CriresDetectorList",
    "CriresExposure",
    "CriresFlatDetector",
    "CriresFlatDetectorList",
    "CriresFlatFrame",
    "CriresFlatQc",
    "CriresFlatReference",
    "CriresMasterFlat",
    "CriresRawType",
    "CriresSetting",
    "CriresSnrMap",
    "CriresWindow",
    "DetectorDeviationFlag",
    "EvaluatedReason",
    "ExposureFactorFlag",
    "ExposureNorm",
    "ExposureType",
    "ExtCalibratedFrame",
    "ExternalErrorFlag",
    "FiberName",
    "Filter",
    "FilterList",
    "FinalCatalogQuality",
    "FindingSeverity",
    "FlatOutcome",
    "FlatType",
    "FootprintMaskHealpixVMPZ",
    "FootprintMaskMOCVMPZ",
    "GhostQualityFlag",
    "InputFileList",
    "InternalErrorFlag",
    "KeyValue",
    "MaskCollectionVMPZ",
    "MaskCompleteness",
    "MaskQuality",
    "MaskStage",
    "MaxFluxErrNIRJFlag",
    "MaxFluxErrVISFlag",
    "MaxFluxNIRJFlag",
    "MaxFluxVISFlag",
    "MaxRmsFlag",
    "MedianFluxErrNIRJFlag",
    "MedianFluxErrVISFlag",
    "MedianFluxNIRJFlag",
    "MedianFluxVISFlag",
    "MerFinalCatalog",
    "MerMosaic",
    "MerSegmentationMap",
    "MerTile",
    "MerTileList",
    "MinFluxErrNIRJFlag",
    "MinFluxErrVISFlag",
    "MinFluxNIRJFlag",
    "MinFluxVISFlag",
    "MissingExposuresFlag",
    "MissingMask",
    "MissingMasksFlag",
    "MocParams",
    "NirCalibratedFrame",
    "NirDetector",
    "NirDetectorList",
    "NirExposureCatalog",
    "NirMasterDark",
    "NirMasterFlat",
    "NirRelPhotoDetCal",
    "NirRelPhotoDetFactor",
    "NirRelPhotoDetFactorList",
    "NirRelPhotoExpCal",
    "NirRelPhotoExpFactor",
    "NirRelPhotoExpFactorList",
    "NirRelPhotoExpPair",
    "NirRelPhotoExpPairList",
    "NirRelPhotoExpQuality",
    "NirRelPhotoFrameQuality",
    "NirRelPhotoParams",
    "NoFluxFractionNIRJFlag",
    "NoFluxFractionVISFlag",
    "NonZeroFractionFlag",
    "Normalisation",
    "ObjectCountFlag",
    "ObjectDensityFlag",
    "ObservedAreaFlag",
    "OpticalElement",
    "OutputFormat",
    "OverexposureFlag",
    "PartialHealpixParams",
    "PhzPfOutputCatalog",
    "PointLikeFractionFlag",
    "ProcessingMode",
    "RawFrameReference",
    "Readout",
    "ReasonOutcome",
    "ReasonSide",
    "ReferenceOutcome",
    "RejectionReason",
    "RomanFlat",
    "RomanImage",
    "RomanObservation",
    "RomanPhotometry",
    "RomanReferenceFiles",
    "RomanStatistics",
    "SatObjectFractionNIRJFlag",
    "SatObjectFractionVISFlag",
    "Score",
    "ScoreConfiguration",
    "ScoreReport",
    "SegmentationMapQuality",
    "ShutterUnit",
    "SincConvention",
    "SkyMask",
    "SpirouBlaze",
    "SpirouCombination",
    "SqfCriresFlatQc",
    "SqfMask",
    "SqfMerFinalCatalog",
    "SqfMerSegmentationMap",
    "SqfNirRelPhotoExpCal",
    "SqfSpirouBlaze",
    "SqfVisCalibratedFrame",
    "StackedFrameQuality",
    "StepStatus",
    "TelemetryValue",
    "Threshold",
    "ThresholdMethod",
    "TileFlavour",
    "TileUseCase",
    "ValidationCodeCount",
    "ValidationCodeList",
    "ValidationExposures",
    "ValidationFinding",
    "ValidationFindingList",
    "ValidationResult",
    "ValidationVerdict",
    "VerdictMode",
    "VerdictState",
    "VisCalibratedFrame",
    "VisDetector",
    "VisDetectorList",
    "VisObsFrame",
    "VisStackedFrame",
    "WcsInfo",
    "WeightConvention",
    "WeightMaskGenericParamsVMPZ",
    "WfiDetector",
    "WfiExposure",
    "WfiInstrument",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
