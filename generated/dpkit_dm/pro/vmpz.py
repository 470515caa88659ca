from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from ..bas.dqc import (
    FlaggedNumber,
    RangeFlag,
)
from ..bas.fit import FitsFile
from ..bas.stc import SpatialFootprint

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/le3/id/vmpz"


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
class FootprintMaskQuality:
    """
    Measures of quality of a footprint.
    """

    class Meta:
        name = "footprintMaskQuality"

    observed_area: FlaggedNumber = field(
        metadata={
            "name": "ObservedArea",
            "type": "Element",
            "namespace": "",
            "doc": "Area that was observed, weighted.",
        }
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
class FootprintMaskMOCVMPZ:
    """
    What of an area of the sky was observed, as a MOC with a weight per cell.
    """

    class Meta:
        name = "footprintMaskMOCVMPZ"

    area_name: str = field(
        metadata={
            "name": "AreaName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "The area: a tile (first stage) or a list of tiles (second stage).",
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
            "doc": "Filters whose footprints were intersected.",
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
                    "doc": "Id of the list of tiles of the second stage.",
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
    mocorder: int = field(
        metadata={
            "name": "MOCOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order of the cells.",
        }
    )
    weight_convention: WeightConvention = field(
        metadata={
            "name": "WeightConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What a weight means.",
        }
    )
    spatial_coverage: None | SpatialFootprint = field(
        default=None,
        metadata={
            "name": "SpatialCoverage",
            "type": "Element",
            "namespace": "",
            "doc": "Area that was searched.",
        },
    )
    footprint_mask_moc: FitsFile = field(
        metadata={
            "name": "FootprintMaskMOC",
            "type": "Element",
            "namespace": "",
            "doc": "The cells and their weights.",
        }
    )
    quality_params: None | FootprintMaskQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class SqfFootprintMaskMOC:
    """
    Quality flags of a footprint.
    """

    class Meta:
        name = "sqfFootprintMaskMOC"

    observed_area_range_exceeded: None | ObservedAreaFlag = field(
        default=None,
        metadata={
            "name": "ObservedAreaRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "The observed area is out of range.",
        },
    )
