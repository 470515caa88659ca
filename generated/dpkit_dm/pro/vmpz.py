from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from ..bas.dqc import (
    CountFlag,
    FlaggedCount,
    FlaggedNumber,
    RangeFlag,
)
from ..bas.fit import FitsFile

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/le3/id/vmpz"


@dataclass(slots=True, kw_only=True)
class Filter:
    class Meta:
        global_type = False

    value: str = field(
        metadata={
            "min_length": 1,
            "max_length": 255,
        }
    )


@dataclass(slots=True, kw_only=True)
class FilterList:
    class Meta:
        global_type = False

    value: list[str] = field(
        default_factory=list,
        metadata={
            "tokens": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class CollectedMask:
    """
    A mask of a collection.
    """

    class Meta:
        name = "collectedMask"

    product_type: str = field(
        metadata={
            "name": "ProductType",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Its product.",
        }
    )
    filter: str = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Its filter.",
        }
    )
    product_id: str = field(
        metadata={
            "name": "ProductID",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Its id.",
        }
    )


class MaskStage(Enum):
    """
    What a mask is made for.
    """

    TILE = "TILE"
    PATCH = "PATCH"


MaskStage.TILE.__doc__ = "First stage: a tile, from exposures and mosaics."
MaskStage.PATCH.__doc__ = "Second stage: a patch of the sky, from the masks of its tiles."


@dataclass(slots=True, kw_only=True)
class MissingMask:
    """
    A mask that was asked for and is not there.
    """

    class Meta:
        name = "missingMask"

    tile_index: int = field(
        metadata={
            "name": "TileIndex",
            "type": "Element",
            "namespace": "",
            "doc": "Tile.",
        }
    )
    filter: str = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Filter.",
        }
    )
    kind: None | str = field(
        default=None,
        metadata={
            "name": "Kind",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Kind of mask, where there are several.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MocParams:
    """
    How a MOC is written.
    """

    class Meta:
        name = "mocParams"

    mocorder: int = field(
        metadata={
            "name": "MOCOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order of the cells.",
        }
    )


@dataclass(slots=True, kw_only=True)
class PartialHealpixParams:
    """
    How a partial HEALPix map is written.
    """

    class Meta:
        name = "partialHealpixParams"

    nside_out: int = field(
        metadata={
            "name": "NsideOut",
            "type": "Element",
            "namespace": "",
            "doc": "Resolution of the cells: a power of 2.",
        }
    )


class WeightConvention(Enum):
    """
    What a weight means.
    """

    UNOBSERVED_FRACTION = "UNOBSERVED_FRACTION"
    OBSERVED_FRACTION = "OBSERVED_FRACTION"


WeightConvention.UNOBSERVED_FRACTION.__doc__ = (
    "Fraction of the cell that was not observed: 1 = not observed."
)
WeightConvention.OBSERVED_FRACTION.__doc__ = (
    "Fraction of the cell that was observed: 1 = fully observed."
)


@dataclass(slots=True, kw_only=True)
class MaskCompleteness:
    """
    Which masks of tiles and filters were asked for, and which of them are there.
    """

    class Meta:
        name = "maskCompleteness"

    requested_filter_list: list[str] = field(
        default_factory=list,
        metadata={
            "name": "RequestedFilterList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Filters that were asked for.",
        },
    )
    requested_tile_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "RequestedTileList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Tiles that were asked for.",
        },
    )
    expected_masks: int = field(
        metadata={
            "name": "ExpectedMasks",
            "type": "Element",
            "namespace": "",
            "doc": "Number of masks that were asked for.",
        }
    )
    present_masks: int = field(
        metadata={
            "name": "PresentMasks",
            "type": "Element",
            "namespace": "",
            "doc": "Number of those that are there.",
        }
    )
    missing: list[MissingMask] = field(
        default_factory=list,
        metadata={
            "name": "Missing",
            "type": "Element",
            "namespace": "",
            "doc": "One that is not there.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MaskQuality:
    """
    Measures of quality of a mask.
    """

    class Meta:
        name = "maskQuality"

    observed_area: FlaggedNumber = field(
        metadata={
            "name": "ObservedArea",
            "type": "Element",
            "namespace": "",
            "doc": "Area that was observed, weighted.",
        }
    )
    missing_masks: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "MissingMasks",
            "type": "Element",
            "namespace": "",
            "doc": "Number of masks of tiles that were asked for and are not there.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MissingMasksFlag(CountFlag):
    """
    Raised when masks of tiles are missing.
    """

    class Meta:
        name = "missingMasksFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MissingMasks",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )
    max_limit: int = field(
        default=0,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class ObservedAreaFlag(RangeFlag):
    """
    Raised when the observed area is out of range.
    """

    class Meta:
        name = "observedAreaFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/ObservedArea",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )
    min_limit: float = field(
        default=0.0,
        metadata={
            "name": "minLimit",
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class OutputFormat:
    """
    The kind of file and its resolution.
    """

    class Meta:
        name = "outputFormat"

    mocparams_or_partial_healpix_params: None | MocParams | PartialHealpixParams = field(
        default=None,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "MOCParams",
                    "type": MocParams,
                    "namespace": "",
                    "doc": "A MOC with values per cell.",
                },
                {
                    "name": "PartialHealpixParams",
                    "type": PartialHealpixParams,
                    "namespace": "",
                    "doc": "A partial HEALPix map.",
                },
            ),
        },
    )


@dataclass(slots=True, kw_only=True)
class MaskCollectionVMPZ:
    """
    The masks of one area that belong together, and those that are missing.
    """

    class Meta:
        name = "maskCollectionVMPZ"

    area_name: str = field(
        metadata={
            "name": "AreaName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "The area: the number of a tile or the name of a list of tiles.",
        }
    )
    stage: MaskStage = field(
        metadata={
            "name": "Stage",
            "type": "Element",
            "namespace": "",
            "doc": "What the masks are made for.",
        }
    )
    tile_index_or_mer_tile_list_id: None | int | str = field(
        default=None,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "TileIndex",
                    "type": int,
                    "namespace": "",
                    "doc": "The tile of the first stage.",
                },
                {
                    "name": "MerTileListID",
                    "type": str,
                    "namespace": "",
                    "min_length": 1,
                    "max_length": 255,
                    "doc": "The list of tiles of the second stage.",
                },
            ),
        },
    )
    tile_index_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "TileIndexList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Tiles that the masks cover.",
        },
    )
    area_order: int = field(
        metadata={
            "name": "AreaOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order that the list of cells of the area is made for.",
        }
    )
    inner_nuniqindex: list[int] = field(
        default_factory=list,
        metadata={
            "name": "InnerNUNIQIndex",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Cells of the area, in NUNIQ numbering.",
        },
    )
    mask: list[CollectedMask] = field(
        default_factory=list,
        metadata={
            "name": "Mask",
            "type": "Element",
            "namespace": "",
            "doc": "A mask that is there.",
        },
    )
    completeness: MaskCompleteness = field(
        metadata={
            "name": "Completeness",
            "type": "Element",
            "namespace": "",
            "doc": "Which masks were asked for, and which are missing.",
        }
    )


@dataclass(slots=True, kw_only=True)
class SkyMask:
    """
    A mask of a part of the sky in one filter or a combination of filters.
    """

    class Meta:
        name = "skyMask"

    area_name: str = field(
        metadata={
            "name": "AreaName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": (
                "The area: the number of a tile (first stage) or the name of a list of tiles "
                "(second stage)."
            ),
        }
    )
    stage: MaskStage = field(
        metadata={
            "name": "Stage",
            "type": "Element",
            "namespace": "",
            "doc": "What the mask is made for.",
        }
    )
    date_obs: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "DateObs",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the observations, UTC.",
        },
    )
    date_end: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "DateEnd",
            "type": "Element",
            "namespace": "",
            "doc": "End of the observations, UTC.",
        },
    )
    telescope: None | str = field(
        default=None,
        metadata={
            "name": "Telescope",
            "type": "Element",
            "namespace": "",
            "doc": "Telescope.",
        },
    )
    instrument: None | str = field(
        default=None,
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "Instrument.",
        },
    )
    filter: str = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter, or the name of the combination of filters.",
        }
    )
    filter_list: list[str] = field(
        default_factory=list,
        metadata={
            "name": "FilterList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Filters of the combination.",
        },
    )
    tile_index_or_mer_tile_list_id: None | int | str = field(
        default=None,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "TileIndex",
                    "type": int,
                    "namespace": "",
                    "doc": "The tile of the first stage.",
                },
                {
                    "name": "MerTileListID",
                    "type": str,
                    "namespace": "",
                    "min_length": 1,
                    "max_length": 255,
                    "doc": "The list of tiles of the second stage.",
                },
            ),
        },
    )
    tile_index_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "TileIndexList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Tiles that the mask covers.",
        },
    )
    nside_work: int = field(
        metadata={
            "name": "NsideWork",
            "type": "Element",
            "namespace": "",
            "doc": "Resolution that the mask was computed at.",
        }
    )
    area_order: int = field(
        metadata={
            "name": "AreaOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order that the list of cells of the area is made for.",
        }
    )
    inner_nuniqindex: list[int] = field(
        default_factory=list,
        metadata={
            "name": "InnerNUNIQIndex",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": (
                "Cells of the area that the mask is made for, in NUNIQ numbering; what of them is "
                "not in the file was not observed."
            ),
        },
    )
    completeness: None | MaskCompleteness = field(
        default=None,
        metadata={
            "name": "Completeness",
            "type": "Element",
            "namespace": "",
            "doc": "Which masks of tiles went into it, and which are missing.",
        },
    )


@dataclass(slots=True, kw_only=True)
class SqfMask:
    """
    Quality flags of a mask.
    """

    class Meta:
        name = "sqfMask"

    observed_area_range_exceeded: None | ObservedAreaFlag = field(
        default=None,
        metadata={
            "name": "ObservedAreaRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "The observed area is out of range.",
        },
    )
    masks_missing: None | MissingMasksFlag = field(
        default=None,
        metadata={
            "name": "MasksMissing",
            "type": "Element",
            "namespace": "",
            "doc": "Masks of tiles are missing.",
        },
    )


@dataclass(slots=True, kw_only=True)
class WeightMaskGenericParamsVMPZ:
    """
    Parameters of a mask.
    """

    class Meta:
        name = "weightMaskGenericParamsVMPZ"

    parameter_set_name: str = field(
        metadata={
            "name": "ParameterSetName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the set of parameters.",
        }
    )
    date_obs: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "DateObs",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the observations that count, UTC.",
        },
    )
    date_end: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "DateEnd",
            "type": "Element",
            "namespace": "",
            "doc": "End of the observations that count, UTC.",
        },
    )
    telescope: None | str = field(
        default=None,
        metadata={
            "name": "Telescope",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Telescope.",
        },
    )
    instrument: None | str = field(
        default=None,
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Instrument.",
        },
    )
    filter_or_filter_list: None | Filter | FilterList = field(
        default=None,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "Filter",
                    "type": Filter,
                    "namespace": "",
                    "doc": "Filter.",
                },
                {
                    "name": "FilterList",
                    "type": FilterList,
                    "namespace": "",
                    "doc": "Filters that are asked for together.",
                },
            ),
        },
    )
    tile_index_or_mer_tile_list_id: None | int | str = field(
        default=None,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "TileIndex",
                    "type": int,
                    "namespace": "",
                    "doc": "The tile that they are for (first stage).",
                },
                {
                    "name": "MerTileListID",
                    "type": str,
                    "namespace": "",
                    "min_length": 1,
                    "max_length": 255,
                    "doc": "The list of tiles that they are for (second stage).",
                },
            ),
        },
    )
    nside_work: None | int = field(
        default=None,
        metadata={
            "name": "NsideWork",
            "type": "Element",
            "namespace": "",
            "doc": "Resolution to compute at: a power of 2.",
        },
    )
    output_format: None | OutputFormat = field(
        default=None,
        metadata={
            "name": "OutputFormat",
            "type": "Element",
            "namespace": "",
            "doc": "The kind of file and its resolution.",
        },
    )
    weight_convention: None | WeightConvention = field(
        default=None,
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight is to mean.",
        },
    )


@dataclass(slots=True, kw_only=True)
class BitMaskHealpixVMPZ(SkyMask):
    """
    Which share of the pixels of each cell has which flags, as a partial HEALPix map.
    """

    class Meta:
        name = "bitMaskHealpixVMPZ"

    weight_convention: WeightConvention = field(
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight means.",
        }
    )
    bit_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "BitList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": (
                "Bits that were looked for, 0 is the least significant; one without a column is "
                "not set anywhere."
            ),
        },
    )
    bit_name_list: list[str] = field(
        default_factory=list,
        metadata={
            "name": "BitNameList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Names of these bits, in the same order.",
        },
    )
    nside_out: int = field(
        metadata={
            "name": "NsideOut",
            "type": "Element",
            "namespace": "",
            "doc": "Resolution of the cells: the number of them along the side of a face.",
        }
    )
    bit_mask_healpix: FitsFile = field(
        metadata={
            "name": "BitMaskHealpix",
            "type": "Element",
            "namespace": "",
            "doc": "The cells and their values.",
        }
    )
    quality_params: None | MaskQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class BitMaskMOCVMPZ(SkyMask):
    """
    Which share of the pixels of each cell has which flags, as a MOC with values per cell.
    """

    class Meta:
        name = "bitMaskMOCVMPZ"

    weight_convention: WeightConvention = field(
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight means.",
        }
    )
    bit_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "BitList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": (
                "Bits that were looked for, 0 is the least significant; one without a column is "
                "not set anywhere."
            ),
        },
    )
    bit_name_list: list[str] = field(
        default_factory=list,
        metadata={
            "name": "BitNameList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Names of these bits, in the same order.",
        },
    )
    mocorder: int = field(
        metadata={
            "name": "MOCOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order of the cells.",
        }
    )
    bit_mask_moc: FitsFile = field(
        metadata={
            "name": "BitMaskMOC",
            "type": "Element",
            "namespace": "",
            "doc": "The cells and their values.",
        }
    )
    quality_params: None | MaskQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class BitParamsVMPZ(WeightMaskGenericParamsVMPZ):
    """
    Parameters of a mask of flags.
    """

    class Meta:
        name = "bitParamsVMPZ"

    bit_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "BitList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Bits of the flags that count, 0 is the least significant.",
        },
    )


@dataclass(slots=True, kw_only=True)
class CoverageMaskHealpixVMPZ(SkyMask):
    """
    How much of each cell was observed and is free of the selected flags, as a partial HEALPix
    map.
    """

    class Meta:
        name = "coverageMaskHealpixVMPZ"

    weight_convention: WeightConvention = field(
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight means.",
        }
    )
    bit_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "BitList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Bits of the flags that are not covered, 0 is the least significant.",
        },
    )
    nside_out: int = field(
        metadata={
            "name": "NsideOut",
            "type": "Element",
            "namespace": "",
            "doc": "Resolution of the cells: the number of them along the side of a face.",
        }
    )
    coverage_mask_healpix: FitsFile = field(
        metadata={
            "name": "CoverageMaskHealpix",
            "type": "Element",
            "namespace": "",
            "doc": "The cells and their values.",
        }
    )
    quality_params: None | MaskQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class CoverageMaskMOCVMPZ(SkyMask):
    """
    How much of each cell was observed and is free of the selected flags, as a MOC with values
    per cell.
    """

    class Meta:
        name = "coverageMaskMOCVMPZ"

    weight_convention: WeightConvention = field(
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight means.",
        }
    )
    bit_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "BitList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Bits of the flags that are not covered, 0 is the least significant.",
        },
    )
    mocorder: int = field(
        metadata={
            "name": "MOCOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order of the cells.",
        }
    )
    coverage_mask_moc: FitsFile = field(
        metadata={
            "name": "CoverageMaskMOC",
            "type": "Element",
            "namespace": "",
            "doc": "The cells and their values.",
        }
    )
    quality_params: None | MaskQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class FootprintMaskHealpixVMPZ(SkyMask):
    """
    How much of each cell was observed, as a partial HEALPix map.
    """

    class Meta:
        name = "footprintMaskHealpixVMPZ"

    weight_convention: WeightConvention = field(
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight means.",
        }
    )
    nside_out: int = field(
        metadata={
            "name": "NsideOut",
            "type": "Element",
            "namespace": "",
            "doc": "Resolution of the cells: the number of them along the side of a face.",
        }
    )
    footprint_mask_healpix: FitsFile = field(
        metadata={
            "name": "FootprintMaskHealpix",
            "type": "Element",
            "namespace": "",
            "doc": "The cells and their values.",
        }
    )
    quality_params: None | MaskQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class FootprintMaskMOCVMPZ(SkyMask):
    """
    How much of each cell was observed, as a MOC with values per cell.
    """

    class Meta:
        name = "footprintMaskMOCVMPZ"

    weight_convention: WeightConvention = field(
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight means.",
        }
    )
    mocorder: int = field(
        metadata={
            "name": "MOCOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order of the cells.",
        }
    )
    footprint_mask_moc: FitsFile = field(
        metadata={
            "name": "FootprintMaskMOC",
            "type": "Element",
            "namespace": "",
            "doc": "The cells and their values.",
        }
    )
    quality_params: None | MaskQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )
