"""The kinds of masks, and the products and files that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpkit.processing.vmpz.mapreader import Form
from dpkit.product.product import Product
from dpkit_dm.pro import (
    BitMaskHealpixVMPZ,
    BitMaskMOCVMPZ,
    CoverageMaskHealpixVMPZ,
    CoverageMaskMOCVMPZ,
    FootprintMaskHealpixVMPZ,
    FootprintMaskMOCVMPZ,
)
from dpkit_dm.vmpz import (
    DpdHealpixBitMaskVMPZ,
    DpdHealpixCoverageVMPZ,
    DpdHealpixFootprintMaskVMPZ,
    DpdMOCBitMaskVMPZ,
    DpdMOCCoverageVMPZ,
    DpdMOCFootprintMaskVMPZ,
)

__all__ = [
    "BIT_MASK",
    "COMBINED",
    "COVERAGE",
    "FOOTPRINT",
    "KINDS",
    "MaskKind",
    "kind_of",
    "single_filters",
]

COMBINED = "COMBINED"
"""What masks of several filters say for their filter."""

_SUFFIX: Mapping[Form, str] = {"moc": "MOC", "healpix": "Healpix"}


@dataclass(frozen=True, slots=True, eq=False)
class MaskKind:
    """A kind of mask.

    Parameters
    ----------
    name : str
        Its name.
    products, data : mapping of str to type
        Classes of the product and of its data, by the kind of file.
    stem : str
        How the element that names the file begins.
    """

    name: str
    products: Mapping[Form, type[Any]]
    data: Mapping[Form, type[Any]]
    stem: str

    def storage(self, form: Form) -> str:
        """Return the name of the element that names the file."""
        return f"{self.stem}{_SUFFIX[form]}"


FOOTPRINT = MaskKind(
    "FOOTPRINT",
    {"moc": DpdMOCFootprintMaskVMPZ, "healpix": DpdHealpixFootprintMaskVMPZ},
    {"moc": FootprintMaskMOCVMPZ, "healpix": FootprintMaskHealpixVMPZ},
    "FootprintMask",
)
COVERAGE = MaskKind(
    "COVERAGE",
    {"moc": DpdMOCCoverageVMPZ, "healpix": DpdHealpixCoverageVMPZ},
    {"moc": CoverageMaskMOCVMPZ, "healpix": CoverageMaskHealpixVMPZ},
    "CoverageMask",
)
BIT_MASK = MaskKind(
    "BITMASK",
    {"moc": DpdMOCBitMaskVMPZ, "healpix": DpdHealpixBitMaskVMPZ},
    {"moc": BitMaskMOCVMPZ, "healpix": BitMaskHealpixVMPZ},
    "BitMask",
)
KINDS = (FOOTPRINT, BIT_MASK, COVERAGE)
"""All kinds."""


def single_filters(masks: Sequence[Product[Any]]) -> list[Product[Any]]:
    """Return the masks of one filter; an archive has those of several beside them."""
    return [mask for mask in masks if mask.content.data.filter != COMBINED]


def kind_of(content: object) -> tuple[MaskKind, Form] | None:
    """Return what kind of mask the content of a product is, and in what file; None for others."""
    for kind in KINDS:
        for form, cls in kind.products.items():
            if isinstance(content, cls):
                return kind, form
    return None
