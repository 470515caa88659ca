"""The pictures of a flat, drawn from what the task took and made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dpkit.processing.crires.drawing import write_pages
from dpkit.processing.crires.flatplot import flat_pages
from dpkit.processing.crires.flatview import flat_view

__all__ = ["draw_flat"]


def draw_flat(
    inputs: Mapping[str, Any], outputs: Mapping[str, Any], folder: Path, *, overwrite: bool = False
) -> list[Path]:
    """Draw flat1 to flat5 of what `crires_flat` took and made.

    Parameters
    ----------
    inputs, outputs : mapping of str to Product or list of Product
        By port; the outputs are written already.
    folder : Path
        Where the pictures and their descriptions go.
    overwrite : bool
        Whether pictures that are there already are replaced.

    Returns
    -------
    list of Path
        The pictures.
    """
    view = flat_view(
        inputs["frames"],
        outputs.get("master_flat") or inputs["master"],
        outputs["bad_pixel_map"],
        outputs["quality"],
        inputs.get("reference"),
    )
    return write_pages(flat_pages(view), folder, overwrite=overwrite)
