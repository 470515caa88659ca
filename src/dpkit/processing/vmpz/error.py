"""What can be wrong with polygons, images and maps of the sky."""

from __future__ import annotations

from dpkit.errors import DpkitError

__all__ = ["FlagImageError", "PolygonError", "SkyMapError"]


class SkyMapError(DpkitError, ValueError):
    """A map of the sky is not what it should be, or two do not go together."""

    code = "sky-map"


class PolygonError(DpkitError, ValueError):
    """A polygon has no well-defined inside."""

    code = "polygon"


class FlagImageError(DpkitError, ValueError):
    """A flag image or its world coordinates cannot be used."""

    code = "flag-image"
