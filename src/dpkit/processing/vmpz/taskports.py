"""What the tasks of VMPZ-ID have in common: their project and settings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from dpkit.product.product import Product
from dpkit.workflow.task import parameter

__all__ = ["PROJECT", "FileForm", "Nside", "Order", "Weights", "by_form", "how_to", "how_to_merge"]

PROJECT = "LE3_VMPZ_ID"
"""Project of the tasks."""

Weights = Literal["UNOBSERVED_FRACTION", "OBSERVED_FRACTION"]
FileForm = Literal["moc", "healpix"]
Order = Annotated[int | None, parameter(minimum=0, maximum=29)]
Nside = Annotated[int | None, parameter(minimum=1, maximum=2**29)]


def how_to(
    moc_order: int | None, nside_work: int | None, weight_convention: Weights | None
) -> dict[str, Any]:
    """Return the settings of masks of tiles by the names of parameters."""
    return {
        "moc_order": moc_order,
        "nside_work": nside_work,
        "weight_convention": weight_convention,
    }


def how_to_merge(
    form: FileForm | None,
    moc_order: int | None,
    nside_out: int | None,
    weight_convention: Weights | None,
) -> dict[str, Any]:
    """Return the settings of masks of patches by the names of parameters."""
    return {
        "form": form,
        "moc_order": moc_order,
        "nside_out": nside_out,
        "weight_convention": weight_convention,
    }


def by_form(made: Product[Any], form: str) -> dict[str, Product[Any] | None]:
    """Return a product under its kind of file, and None under the other."""
    return {name: made if name == form else None for name in ("moc", "healpix")}
