"""How a set of flats is measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.master import Combination, Normalisation

__all__ = ["ExposureNorm", "FlatSettings"]


class ExposureNorm(StrEnum):
    """What a level is divided by to give a flux.

    Attributes
    ----------
    NDIT_DIT
        Number of integrations times their length.
    DIT
        Length of one integration, for raw frames that are means of their integrations.
    """

    NDIT_DIT = "ndit_dit"
    DIT = "dit"


@dataclass(frozen=True, kw_only=True, slots=True)
class FlatSettings:
    """Choices and limits of the measurement.

    Parameters
    ----------
    exposure_norm : ExposureNorm
        What a level is divided by to give a flux.
    normalisation : Normalisation
        Whether the master of a detector is divided by its own median or by that of the mosaic.
    combination : Combination
        Mean or median of the frames.
    low_limit, high_limit : float
        A pixel of the master strictly outside is bad.
    nan_is_bad : bool
        Whether a pixel of the master without a value counts as bad.
    overexposure_limit : float
        A raw pixel above it is over-exposed [adu].
    illuminated_rows : tuple of int, optional
        First and last lit row, counted on the detector from 1. Without, they are found.

    Raises
    ------
    FlatError
        Limits are reversed or rows are no range.
    """

    exposure_norm: ExposureNorm = ExposureNorm.NDIT_DIT
    normalisation: Normalisation = Normalisation.PER_DETECTOR
    combination: Combination = Combination.MEAN
    low_limit: float = 0.1
    high_limit: float = 10.0
    nan_is_bad: bool = False
    overexposure_limit: float = 10_000.0
    illuminated_rows: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not self.low_limit < self.high_limit:
            raise FlatError(
                f"limits of bad pixels {self.low_limit} and {self.high_limit} are reversed",
                remedy="give a low_limit below the high_limit",
            )
        if not self.overexposure_limit > 0.0:
            raise FlatError(f"overexposure_limit = {self.overexposure_limit}: give ADU above 0")
        rows = self.illuminated_rows
        if rows is not None and not 1 <= rows[0] <= rows[1]:
            raise FlatError(
                f"illuminated_rows = {rows[0]}, {rows[1]}: no range of rows",
                remedy="give first and last row, counted from 1",
            )
