"""The part of the detectors that is read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.error import FlatError

__all__ = ["FULL_FRAME", "Window", "cut_to_window"]

_Pixel = TypeVar("_Pixel", bound=np.generic)


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A rectangle of pixels.

    Parameters
    ----------
    x, y : int
        First column and row, the first of the detector is 1.
    columns, rows : int
        Size.

    Raises
    ------
    FlatError
        It is empty or begins before the detector.

    Examples
    --------
    >>> Window(x=1, y=129, columns=512, rows=256).shape
    (256, 512)
    """

    x: int = 1
    y: int = 1
    columns: int
    rows: int

    def __post_init__(self) -> None:
        if min(self.x, self.y, self.columns, self.rows) < 1:
            raise FlatError(f"window {self}: use a start and a size of 1 or more")

    def __str__(self) -> str:
        return f"{self.columns}x{self.rows} at {self.x},{self.y}"

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    def holds(self, other: Window) -> bool:
        """Say whether all pixels of another window are in this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.columns <= self.x + self.columns
            and other.y + other.rows <= self.y + self.rows
        )


FULL_FRAME = Window(columns=1024, rows=512)
"""The lower half of the detector, which is read unless a window is asked for."""


def cut_to_window(
    image: NDArray[_Pixel], window: Window, wanted: Window, *, place: str = ""
) -> NDArray[_Pixel]:
    """Cut the pixels of one window out of an image of another.

    Parameters
    ----------
    image : ndarray, shape `window.shape`
        Pixels of `window`.
    window, wanted : Window
        What the image covers, and what is wanted.
    place : str
        What the image is called in an error.

    Returns
    -------
    ndarray, shape `wanted.shape`
        A view.

    Raises
    ------
    FlatError
        The image has another size than its window, or does not cover what is wanted.
    """
    if image.shape != window.shape:
        raise FlatError(f"an image of {image.shape} pixels is not {window}", place=place)
    if not window.holds(wanted):
        raise FlatError(
            f"window {window} does not cover {wanted}",
            place=place,
            remedy="use a frame of the same or a larger window",
        )
    row, column = wanted.y - window.y, wanted.x - window.x
    return image[row : row + wanted.rows, column : column + wanted.columns]
