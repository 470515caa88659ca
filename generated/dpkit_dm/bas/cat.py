from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ..ins.ins import FilterDescription
from .stc import SpatialFootprint

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/cat"


class CatalogOrigin(Enum):
    """
    Where the rows of a catalogue come from.
    """

    MEASURED_WIDE = "MEASURED_WIDE"
    MEASURED_DEEP = "MEASURED_DEEP"
    SIMULATED_WIDE = "SIMULATED_WIDE"
    SIMULATED_DEEP = "SIMULATED_DEEP"
    MASTER_WIDE = "MASTER_WIDE"
    MASTER_DEEP = "MASTER_DEEP"
    RANDOM_WIDE = "RANDOM_WIDE"
    RANDOM_DEEP = "RANDOM_DEEP"
    EXTERNAL = "EXTERNAL"
    OTHERS = "OTHERS"
    UNKNOWN = "UNKNOWN"


class CatalogType(Enum):
    """
    Whether a catalogue stands for another one.
    """

    PROXY = "PROXY"
    NOT_PROXY = "NOT_PROXY"


@dataclass(slots=True, kw_only=True)
class CatalogDescription:
    """
    What a catalogue is.
    """

    class Meta:
        name = "catalogDescription"

    catalog_origin: CatalogOrigin = field(
        metadata={
            "name": "CatalogOrigin",
            "type": "Element",
            "namespace": "",
            "doc": "Where the rows come from.",
        }
    )
    catalog_type: CatalogType = field(
        metadata={
            "name": "CatalogType",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the catalogue stands for another one.",
        }
    )
    path_to_catalog_file: None | str = field(
        default=None,
        metadata={
            "name": "PathToCatalogFile",
            "type": "Element",
            "namespace": "",
            "doc": "Where the catalogue is found.",
        },
    )
    catalog_name: str = field(
        metadata={
            "name": "CatalogName",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the catalogue.",
        }
    )
    catalog_format_hdu: None | int = field(
        default=None,
        metadata={
            "name": "CatalogFormatHDU",
            "type": "Element",
            "namespace": "",
            "doc": "HDU of the file that holds the catalogue.",
        },
    )


@dataclass(slots=True, kw_only=True)
class SpectralCoverage:
    """
    Filters that a catalogue covers.
    """

    class Meta:
        name = "spectralCoverage"

    filter: list[FilterDescription] = field(
        default_factory=list,
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "One filter.",
        },
    )


@dataclass(slots=True, kw_only=True)
class CatalogHead:
    """
    What every catalogue says of itself.
    """

    class Meta:
        name = "catalogHead"

    spatial_coverage: None | SpatialFootprint = field(
        default=None,
        metadata={
            "name": "SpatialCoverage",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that the catalogue covers.",
        },
    )
    spectral_coverage: None | SpectralCoverage = field(
        default=None,
        metadata={
            "name": "SpectralCoverage",
            "type": "Element",
            "namespace": "",
            "doc": "Filters that the catalogue covers.",
        },
    )
    catalog_description: None | CatalogDescription = field(
        default=None,
        metadata={
            "name": "CatalogDescription",
            "type": "Element",
            "namespace": "",
            "doc": "What the catalogue is.",
        },
    )


@dataclass(slots=True, kw_only=True)
class TileCatalogHead(CatalogHead):
    """
    What every catalogue of one tile says of itself.
    """

    class Meta:
        name = "tileCatalogHead"

    tile_index: int = field(
        metadata={
            "name": "TileIndex",
            "type": "Element",
            "namespace": "",
            "doc": "Tile of the sky tessellation.",
        }
    )
    patch_id_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "PatchIdList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Patches of the survey.",
        },
    )
    observation_id_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "ObservationIdList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Observations.",
        },
    )
    calblock_id_list: list[str] = field(
        default_factory=list,
        metadata={
            "name": "CalblockIdList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Blocks of calibration observations.",
        },
    )
    calblock_variant_list: list[str] = field(
        default_factory=list,
        metadata={
            "name": "CalblockVariantList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Variants of those blocks.",
        },
    )
    island_label: list[str] = field(
        default_factory=list,
        metadata={
            "name": "IslandLabel",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Islands of the survey.",
        },
    )
