from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.cat import TileCatalogHead
from ..bas.fit import FitsFile

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/phz"


@dataclass(slots=True, kw_only=True)
class PhzPfOutputCatalog(TileCatalogHead):
    """
    Redshifts and spectral energy distributions of the sources of a tile.
    """

    class Meta:
        name = "phzPfOutputCatalog"

    phz_catalog: None | FitsFile = field(
        default=None,
        metadata={
            "name": "PhzCatalog",
            "type": "Element",
            "namespace": "",
            "doc": "Redshifts.",
        },
    )
    star_sed_catalog: None | FitsFile = field(
        default=None,
        metadata={
            "name": "StarSedCatalog",
            "type": "Element",
            "namespace": "",
            "doc": "Spectral energy distributions of stars.",
        },
    )
    galaxy_sed_catalog: None | FitsFile = field(
        default=None,
        metadata={
            "name": "GalaxySedCatalog",
            "type": "Element",
            "namespace": "",
            "doc": "Spectral energy distributions of galaxies.",
        },
    )
