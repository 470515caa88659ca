"""Bit masks of the data quality plane and of the source catalogue."""

from enum import IntFlag

__all__ = ["PixelFlag", "SourceFlag"]


class PixelFlag(IntFlag):
    """Bits of a detector's data quality (DQ) plane, stored as int32.

    Attributes
    ----------
    INVALID
        The pixel has no usable response; its value means nothing.
    HOT
        The dark current is far above that of its neighbours.
    SATURATED
        The full well was reached.
    COSMIC_RAY
        A particle hit was recognised.

    Examples
    --------
    >>> int(PixelFlag.HOT | PixelFlag.COSMIC_RAY)
    10
    """

    INVALID = 1
    HOT = 2
    SATURATED = 4
    COSMIC_RAY = 8


class SourceFlag(IntFlag):
    """Bits of the ``FLAGS`` column of an extracted catalogue, stored as int32.

    Attributes
    ----------
    SATURATED
        The aperture holds a saturated pixel.
    BAD_PIXELS
        The aperture holds an invalid, hot or cosmic-ray pixel.
    BLENDED
        The detection was split from a neighbour, or a neighbour that matters reaches the aperture.
    EDGE
        The aperture leaves the detector.

    Examples
    --------
    >>> SourceFlag(5) == SourceFlag.SATURATED | SourceFlag.BLENDED
    True
    """

    SATURATED = 1
    BAD_PIXELS = 2
    BLENDED = 4
    EDGE = 8
