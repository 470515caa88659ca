"""Mutations of the images of FITS files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from astropy.io import fits

from .case import Case, Place, breaks
from .fitsfile import edited, is_image

Hdu = tuple[int, str, dict[str, Any]]


def pixels(case: Case, change: Callable[[np.ndarray], np.ndarray]) -> Place | None:
    def run(hdus: fits.HDUList, hdu: Hdu) -> None:
        old = hdus[hdu[0]]
        made = fits.ImageHDU(change(old.data), name=old.name)
        for card in old.header.cards:
            if card.keyword == "BUNIT" or card.keyword[:2] in {"CT", "CR", "CD"}:
                made.header.append(card)
        hdus[hdu[0]] = made

    return edited(case, is_image, run)


@breaks
def pixels_of_another_type(case: Case) -> Place | None:
    return pixels(case, lambda data: (data % 100).astype("int16"))


@breaks
def image_with_another_axis(case: Case) -> Place | None:
    return pixels(case, lambda data: data[np.newaxis])


@breaks
def image_in_another_unit(case: Case) -> Place | None:
    return edited(case, is_image, lambda hdus, hdu: hdus[hdu[0]].header.set("BUNIT", "mag"))


@breaks
def image_without_its_unit(case: Case) -> Place | None:
    return edited(
        case,
        lambda said: is_image(said) and said["array"]["unit"] is not None,
        lambda hdus, hdu: hdus[hdu[0]].header.remove("BUNIT"),
    )


@breaks
def image_without_coordinates(case: Case) -> Place | None:
    return edited(
        case,
        lambda said: is_image(said) and said["wcs"],
        lambda hdus, hdu: hdus[hdu[0]].header.remove("CTYPE2"),
        "{} CTYPE2",
    )


@breaks
def image_of_no_sky(case: Case) -> Place | None:
    return edited(
        case,
        lambda said: is_image(said) and said["wcs"],
        lambda hdus, hdu: hdus[hdu[0]].header.set("CTYPE1", "X"),
    )


@breaks
def pixel_below_its_range(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, hdu: Hdu) -> None:
        hdus[hdu[0]].data[0, 1] = hdu[2]["array"]["minimum"] - 1

    return edited(
        case,
        lambda said: is_image(said) and "minimum" in said["array"],
        change,
        "{} pixel (2, 1)",
    )
