from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ..bas.cat import TileCatalogHead
from ..bas.dqc import (
    AuxiliaryFlag,
    CountFlag,
    FlaggedCount,
    FlaggedNumber,
    RangeFlag,
)
from ..bas.fit import FitsFile
from ..bas.img import (
    BaseFrame,
    WorldCoordinates,
    ZeroPoint,
)
from ..bas.spm import ProcessingSteps
from ..bas.stc import SpatialFootprint
from ..ins.ins import (
    FilterDescription,
    FilterDescriptionList,
    ObservingInstrument,
)
from ..sys.dss import StoredFile

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/mer"


@dataclass(slots=True, kw_only=True)
class MerTileList:
    """
    Tiles that make a patch of the sky.
    """

    class Meta:
        name = "merTileList"

    mer_tile_list_id: str = field(
        metadata={
            "name": "MerTileListID",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the list, by which the masks of the patch are found.",
        }
    )
    tile_index_list: list[int] = field(
        default_factory=list,
        metadata={
            "name": "TileIndexList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "The tiles.",
        },
    )
    moc_order: int = field(
        metadata={
            "name": "MocOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order that the list of cells is made for.",
        }
    )
    inner_nuniqindex: list[int] = field(
        default_factory=list,
        metadata={
            "name": "InnerNUNIQIndex",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Cells of the patch, in NUNIQ numbering: those of all its tiles.",
        },
    )


class ProcessingMode(Enum):
    """
    How deep a tile is processed.
    """

    WIDE = "WIDE"
    DEEP = "DEEP"
    HIGH_DENSITY = "HIGH DENSITY"


class TileFlavour(Enum):
    """
    Where a tile stands in the tessellation.
    """

    NORMAL = "NORMAL"
    BORDER = "BORDER"
    SPECIAL = "SPECIAL"


class TileUseCase(Enum):
    """
    What a tile is for.
    """

    WIDE = "WIDE"
    DEEP = "DEEP"
    CALIBRATION = "CALIBRATION"


@dataclass(slots=True, kw_only=True)
class FinalCatalogQuality:
    """
    Measures of quality of a catalogue.
    """

    class Meta:
        name = "finalCatalogQuality"

    object_count: None | FlaggedCount = field(
        default=None,
        metadata={
            "name": "ObjectCount",
            "type": "Element",
            "namespace": "",
            "doc": "Number of sources.",
        },
    )
    object_density: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "ObjectDensity",
            "type": "Element",
            "namespace": "",
            "doc": "Number of sources per area.",
        },
    )
    point_like_fraction: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "PointLikeFraction",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of sources that are points.",
        },
    )
    min_flux_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MinFluxVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest flux in VIS.",
        },
    )
    max_flux_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MaxFluxVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Largest flux in VIS.",
        },
    )
    median_flux_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MedianFluxVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Median flux in VIS.",
        },
    )
    min_flux_err_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MinFluxErrVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest error of the flux in VIS.",
        },
    )
    max_flux_err_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MaxFluxErrVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Largest error of the flux in VIS.",
        },
    )
    median_flux_err_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MedianFluxErrVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Median error of the flux in VIS.",
        },
    )
    no_flux_fraction_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "NoFluxFractionVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of sources without flux in VIS.",
        },
    )
    sat_object_fraction_vis: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "SatObjectFractionVIS",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of sources that are saturated in VIS.",
        },
    )
    min_flux_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MinFluxNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest flux in NIRJ.",
        },
    )
    max_flux_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MaxFluxNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Largest flux in NIRJ.",
        },
    )
    median_flux_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MedianFluxNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Median flux in NIRJ.",
        },
    )
    min_flux_err_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MinFluxErrNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest error of the flux in NIRJ.",
        },
    )
    max_flux_err_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MaxFluxErrNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Largest error of the flux in NIRJ.",
        },
    )
    median_flux_err_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "MedianFluxErrNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Median error of the flux in NIRJ.",
        },
    )
    no_flux_fraction_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "NoFluxFractionNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of sources without flux in NIRJ.",
        },
    )
    sat_object_fraction_nirj: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "SatObjectFractionNIRJ",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of sources that are saturated in NIRJ.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MaxFluxErrNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: largest error of the flux in NIRJ.
    """

    class Meta:
        name = "maxFluxErrNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MaxFluxErrNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MaxFluxErrVISFlag(RangeFlag):
    """
    Raised when this is out of range: largest error of the flux in VIS.
    """

    class Meta:
        name = "maxFluxErrVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MaxFluxErrVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MaxFluxNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: largest flux in NIRJ.
    """

    class Meta:
        name = "maxFluxNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MaxFluxNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MaxFluxVISFlag(RangeFlag):
    """
    Raised when this is out of range: largest flux in VIS.
    """

    class Meta:
        name = "maxFluxVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MaxFluxVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MedianFluxErrNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: median error of the flux in NIRJ.
    """

    class Meta:
        name = "medianFluxErrNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MedianFluxErrNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MedianFluxErrVISFlag(RangeFlag):
    """
    Raised when this is out of range: median error of the flux in VIS.
    """

    class Meta:
        name = "medianFluxErrVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MedianFluxErrVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MedianFluxNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: median flux in NIRJ.
    """

    class Meta:
        name = "medianFluxNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MedianFluxNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MedianFluxVISFlag(RangeFlag):
    """
    Raised when this is out of range: median flux in VIS.
    """

    class Meta:
        name = "medianFluxVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MedianFluxVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MerMosaic(BaseFrame):
    """
    Image of a tile in one filter, put together from exposures, with its maps.
    """

    class Meta:
        name = "merMosaic"

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
            "doc": "Filter of the mosaic.",
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
            "doc": "Observations that went into the mosaic.",
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
    processing_mode: None | ProcessingMode = field(
        default=None,
        metadata={
            "name": "ProcessingMode",
            "type": "Element",
            "namespace": "",
            "doc": "How deep the tile is processed.",
        },
    )
    data_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The image.",
        },
    )
    rms_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "RmsStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Noise of each pixel.",
        },
    )
    flag_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "FlagStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Flags of each pixel.",
        },
    )
    background_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "BackgroundStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Background of each pixel.",
        },
    )
    mer_psf_model_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "MerPsfModelStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Width of the point spread function over the image.",
        },
    )
    processing_steps: None | ProcessingSteps = field(
        default=None,
        metadata={
            "name": "ProcessingSteps",
            "type": "Element",
            "namespace": "",
            "doc": "What was done.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MerTile:
    """
    A tile of the sky tessellation.
    """

    class Meta:
        name = "merTile"

    tile_use_case: TileUseCase = field(
        metadata={
            "name": "TileUseCase",
            "type": "Element",
            "namespace": "",
            "doc": "What the tile is for.",
        }
    )
    tile_flavour: TileFlavour = field(
        metadata={
            "name": "TileFlavour",
            "type": "Element",
            "namespace": "",
            "doc": "Where the tile stands in the tessellation.",
        }
    )
    tile_index: int = field(
        metadata={
            "name": "TileIndex",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the tile.",
        }
    )
    version: str = field(
        metadata={
            "name": "Version",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Version of the tessellation.",
        }
    )
    moc_order: int = field(
        metadata={
            "name": "MocOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order that the lists of cells are made for.",
        }
    )
    outer_nuniqindex: list[int] = field(
        default_factory=list,
        metadata={
            "name": "OuterNUNIQIndex",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": (
                "Cells that the image of the tile covers, in NUNIQ numbering; they overlap those "
                "of its neighbours."
            ),
        },
    )
    inner_nuniqindex: list[int] = field(
        default_factory=list,
        metadata={
            "name": "InnerNUNIQIndex",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Cells that belong to this tile and to no other, in NUNIQ numbering.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MinFluxErrNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: smallest error of the flux in NIRJ.
    """

    class Meta:
        name = "minFluxErrNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MinFluxErrNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MinFluxErrVISFlag(RangeFlag):
    """
    Raised when this is out of range: smallest error of the flux in VIS.
    """

    class Meta:
        name = "minFluxErrVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MinFluxErrVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MinFluxNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: smallest flux in NIRJ.
    """

    class Meta:
        name = "minFluxNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MinFluxNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class MinFluxVISFlag(RangeFlag):
    """
    Raised when this is out of range: smallest flux in VIS.
    """

    class Meta:
        name = "minFluxVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MinFluxVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class NoFluxFractionNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: fraction of sources without flux in NIRJ.
    """

    class Meta:
        name = "noFluxFractionNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/NoFluxFractionNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class NoFluxFractionVISFlag(RangeFlag):
    """
    Raised when this is out of range: fraction of sources without flux in VIS.
    """

    class Meta:
        name = "noFluxFractionVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/NoFluxFractionVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class NonZeroFractionFlag(RangeFlag):
    """
    Raised when the fraction of pixels that belong to a source is out of range.
    """

    class Meta:
        name = "nonZeroFractionFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/NonZeroFraction",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ObjectCountFlag(CountFlag):
    """
    Raised when this is out of range: number of sources.
    """

    class Meta:
        name = "objectCountFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/ObjectCount",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ObjectDensityFlag(RangeFlag):
    """
    Raised when this is out of range: number of sources per area.
    """

    class Meta:
        name = "objectDensityFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/ObjectDensity",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class PointLikeFractionFlag(RangeFlag):
    """
    Raised when this is out of range: fraction of sources that are points.
    """

    class Meta:
        name = "pointLikeFractionFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/PointLikeFraction",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class SatObjectFractionNIRJFlag(RangeFlag):
    """
    Raised when this is out of range: fraction of sources that are saturated in NIRJ.
    """

    class Meta:
        name = "satObjectFractionNIRJFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/SatObjectFractionNIRJ",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class SatObjectFractionVISFlag(RangeFlag):
    """
    Raised when this is out of range: fraction of sources that are saturated in VIS.
    """

    class Meta:
        name = "satObjectFractionVISFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/SatObjectFractionVIS",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class SegmentationMapQuality:
    """
    Measures of quality of a segmentation map.
    """

    class Meta:
        name = "segmentationMapQuality"

    non_zero_fraction: None | FlaggedNumber = field(
        default=None,
        metadata={
            "name": "NonZeroFraction",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of pixels that belong to a source.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MerFinalCatalog(TileCatalogHead):
    """
    The catalogue of all sources of a tile.
    """

    class Meta:
        name = "merFinalCatalog"

    processing_mode: None | ProcessingMode = field(
        default=None,
        metadata={
            "name": "ProcessingMode",
            "type": "Element",
            "namespace": "",
            "doc": "How deep the tile is processed.",
        },
    )
    moc_order: None | int = field(
        default=None,
        metadata={
            "name": "MocOrder",
            "type": "Element",
            "namespace": "",
            "doc": "Order of the inner area.",
        },
    )
    inner_nuniqindex: list[int] = field(
        default_factory=list,
        metadata={
            "name": "InnerNUNIQIndex",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Inner area of the tile, as NUNIQ cells.",
        },
    )
    processing_steps: None | ProcessingSteps = field(
        default=None,
        metadata={
            "name": "ProcessingSteps",
            "type": "Element",
            "namespace": "",
            "doc": "How the catalogue was made.",
        },
    )
    data_storage: FitsFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The table of sources.",
        }
    )
    morphology_catalog_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "MorphologyCatalogStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Shapes of the sources.",
        },
    )
    cutouts_catalog_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "CutoutsCatalogStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Cutouts of the sources.",
        },
    )
    deep_field_photometry_catalog_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "DeepFieldPhotometryCatalogStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Photometry in the deep fields.",
        },
    )
    quality_params: None | FinalCatalogQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MerSegmentationMap(BaseFrame):
    """
    Which pixels of a tile belong to which source.
    """

    class Meta:
        name = "merSegmentationMap"

    filter_list: None | FilterDescriptionList = field(
        default=None,
        metadata={
            "name": "FilterList",
            "type": "Element",
            "namespace": "",
            "doc": "Filters in which the sources were found.",
        },
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
    processing_mode: None | ProcessingMode = field(
        default=None,
        metadata={
            "name": "ProcessingMode",
            "type": "Element",
            "namespace": "",
            "doc": "How deep the tile is processed.",
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
    data_storage: FitsFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The map.",
        }
    )
    convolution_kernel_storage: None | StoredFile = field(
        default=None,
        metadata={
            "name": "ConvolutionKernelStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Kernel that the image was convolved with.",
        },
    )
    quality_params: None | SegmentationMapQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality.",
        },
    )
    processing_steps: None | ProcessingSteps = field(
        default=None,
        metadata={
            "name": "ProcessingSteps",
            "type": "Element",
            "namespace": "",
            "doc": "How the map was made.",
        },
    )


@dataclass(slots=True, kw_only=True)
class SqfMerFinalCatalog:
    """
    Quality flags of a catalogue.
    """

    class Meta:
        name = "sqfMerFinalCatalog"

    catalog_object_count_range_exceeded: None | ObjectCountFlag = field(
        default=None,
        metadata={
            "name": "CatalogObjectCountRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: number of sources.",
        },
    )
    catalog_object_density_range_exceeded: None | ObjectDensityFlag = field(
        default=None,
        metadata={
            "name": "CatalogObjectDensityRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: number of sources per area.",
        },
    )
    catalog_point_like_fraction_range_exceeded: None | PointLikeFractionFlag = field(
        default=None,
        metadata={
            "name": "CatalogPointLikeFractionRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: fraction of sources that are points.",
        },
    )
    catalog_min_flux_visrange_exceeded: None | MinFluxVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogMinFluxVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: smallest flux in VIS.",
        },
    )
    catalog_max_flux_visrange_exceeded: None | MaxFluxVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogMaxFluxVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: largest flux in VIS.",
        },
    )
    catalog_median_flux_visrange_exceeded: None | MedianFluxVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogMedianFluxVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: median flux in VIS.",
        },
    )
    catalog_min_flux_err_visrange_exceeded: None | MinFluxErrVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogMinFluxErrVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: smallest error of the flux in VIS.",
        },
    )
    catalog_max_flux_err_visrange_exceeded: None | MaxFluxErrVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogMaxFluxErrVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: largest error of the flux in VIS.",
        },
    )
    catalog_median_flux_err_visrange_exceeded: None | MedianFluxErrVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogMedianFluxErrVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: median error of the flux in VIS.",
        },
    )
    catalog_no_flux_fraction_visrange_exceeded: None | NoFluxFractionVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogNoFluxFractionVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: fraction of sources without flux in VIS.",
        },
    )
    catalog_sat_object_fraction_visrange_exceeded: None | SatObjectFractionVISFlag = field(
        default=None,
        metadata={
            "name": "CatalogSatObjectFractionVISRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: fraction of sources that are saturated in VIS.",
        },
    )
    catalog_min_flux_nirjrange_exceeded: None | MinFluxNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogMinFluxNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: smallest flux in NIRJ.",
        },
    )
    catalog_max_flux_nirjrange_exceeded: None | MaxFluxNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogMaxFluxNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: largest flux in NIRJ.",
        },
    )
    catalog_median_flux_nirjrange_exceeded: None | MedianFluxNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogMedianFluxNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: median flux in NIRJ.",
        },
    )
    catalog_min_flux_err_nirjrange_exceeded: None | MinFluxErrNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogMinFluxErrNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: smallest error of the flux in NIRJ.",
        },
    )
    catalog_max_flux_err_nirjrange_exceeded: None | MaxFluxErrNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogMaxFluxErrNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: largest error of the flux in NIRJ.",
        },
    )
    catalog_median_flux_err_nirjrange_exceeded: None | MedianFluxErrNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogMedianFluxErrNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: median error of the flux in NIRJ.",
        },
    )
    catalog_no_flux_fraction_nirjrange_exceeded: None | NoFluxFractionNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogNoFluxFractionNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: fraction of sources without flux in NIRJ.",
        },
    )
    catalog_sat_object_fraction_nirjrange_exceeded: None | SatObjectFractionNIRJFlag = field(
        default=None,
        metadata={
            "name": "CatalogSatObjectFractionNIRJRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "Out of range: fraction of sources that are saturated in NIRJ.",
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
class SqfMerSegmentationMap:
    """
    Quality flags of a segmentation map.
    """

    class Meta:
        name = "sqfMerSegmentationMap"

    non_zero_fraction_range_exceeded: None | NonZeroFractionFlag = field(
        default=None,
        metadata={
            "name": "NonZeroFractionRangeExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "The fraction of pixels that belong to a source is out of range.",
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
