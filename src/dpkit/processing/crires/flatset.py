"""A set of flat exposures: the frames of all detectors and how they were taken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.window import Window

__all__ = ["DETECTORS", "FlatSet"]

DETECTORS = (1, 2, 3, 4)
"""Detectors of the mosaic, along dispersion."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FlatSet:
    """Exposures of one setting, to be measured together.

    Parameters
    ----------
    frames : mapping of int to ndarray, shape (N, rows, columns)
        Raw frames of the detectors 1 to 4, of one size [adu]. Integers become float64, in which
        they are exact; float32 stays.
    dit : float
        Length of one integration [s].
    ndit : int
        Number of integrations.
    window : Window, optional
        What is read; without, the frames begin at the first pixel.
    darks : mapping of int to ndarray, shape (rows, columns), optional
        Dark frames of the same integration, by detector [adu].
    name : str
        What the set is called in an error.

    Raises
    ------
    FlatError
        A detector is missing or unknown, sizes differ, there is no frame, or DIT or NDIT is not
        above 0.
    """

    frames: Mapping[int, NDArray[np.floating]]
    dit: float
    ndit: int
    window: Window | None = None
    darks: Mapping[int, NDArray[np.floating]] | None = None
    name: str = ""

    def __post_init__(self) -> None:
        self._check_detectors()
        self._check_sizes()
        if not (math.isfinite(self.dit) and self.dit > 0.0 and self.ndit > 0):
            raise FlatError(
                f"DIT {self.dit} s and NDIT {self.ndit} give no exposure time",
                place=self.name,
                remedy="both must be above 0 in the headers of the raw frames",
            )
        stacks = {number: _floating(self.frames[number]) for number in DETECTORS}
        object.__setattr__(self, "frames", stacks)

    def _check_detectors(self) -> None:
        given = {"frames": self.frames} | ({} if self.darks is None else {"darks": self.darks})
        for what, images in given.items():
            if sorted(images) != list(DETECTORS):
                raise FlatError(
                    f"{what} of the detectors {', '.join(map(str, sorted(images))) or 'none'}",
                    place=self.name,
                    remedy="give those of the detectors 1, 2, 3, 4",
                )

    def _check_sizes(self) -> None:
        sizes = {number: np.shape(stack) for number, stack in self.frames.items()}
        first = sizes[DETECTORS[0]]
        if len(first) != 3 or 0 in first or len(set(sizes.values())) > 1:
            said = ", ".join(f"detector {number} {size}" for number, size in sorted(sizes.items()))
            raise FlatError(
                f"frames differ in size or number: {said}",
                place=self.name,
                remedy="give for each detector as many frames, all of one size",
            )
        expected = {"window": None if self.window is None else self.window.shape}
        for number, dark in (self.darks or {}).items():
            expected[f"dark of detector {number}"] = np.shape(dark)
        for what, shape in expected.items():
            if shape is not None and shape != first[1:]:
                raise FlatError(
                    f"{what} of {shape} pixels, frames of {first[1:]}",
                    place=self.name,
                    remedy="use one read-out window for all",
                )

    @property
    def number(self) -> int:
        """Number of frames."""
        return len(self.frames[DETECTORS[0]])

    @property
    def first_row(self) -> int:
        """Row of the detector at which the frames begin, from 1."""
        return 1 if self.window is None else self.window.y


def _floating(stack: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return frames in native single or double precision."""
    single = stack.dtype.kind == "f" and stack.dtype.itemsize <= 4
    return np.asarray(stack, dtype=np.float32 if single else np.float64)
