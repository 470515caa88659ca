"""What the tasks of VMPZ-ID have in common: their project and settings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from dpkit.errors import TaskError
from dpkit.processing.vmpz.maskkind import COMBINED
from dpkit.product.product import Product
from dpkit.schema.dictionary import file_format, near_names
from dpkit.workflow.splitting import choose
from dpkit.workflow.task import parameter, port
from dpkit_dm.vmpz import (
    DpdBitMaskParamsVMPZ,
    DpdCoverageMaskParamsVMPZ,
    DpdFootprintMaskParamsVMPZ,
)

__all__ = [
    "PROJECT",
    "SETTINGS",
    "BitMaskSettings",
    "Bits",
    "CoverageSettings",
    "FileForm",
    "FootprintSettings",
    "NsideOut",
    "NsideWork",
    "Order",
    "Weights",
    "bands_of",
    "by_form",
    "how_to",
    "how_to_merge",
    "of_bands",
    "settings_of",
]

PROJECT = "LE3_VMPZ_ID"
"""Project of the tasks."""

Weights = Literal["UNOBSERVED_FRACTION", "OBSERVED_FRACTION"]
FileForm = Annotated[
    Literal["moc", "healpix"] | None,
    parameter(
        chosen_by={
            "OutputFormat/MOCParams": "moc",
            "OutputFormat/PartialHealpixParams": "healpix",
        }
    ),
]
Order = Annotated[
    int | None, parameter(minimum=0, maximum=29, element="OutputFormat/MOCParams/MOCOrder")
]
NsideWork = Annotated[int | None, parameter(minimum=1, maximum=2**29)]
NsideOut = Annotated[
    int | None,
    parameter(minimum=1, maximum=2**29, element="OutputFormat/PartialHealpixParams/NsideOut"),
]
Bits = Annotated[str | None, parameter(element="BitList")]
SETTINGS = port(match="setting", sets="Data")
"""Where a task finds its product of parameters, which sets those that are not given."""
_OF_TASKS = port(match="setting")  # a pipeline hands it on to its tasks
FootprintSettings = Annotated[Product[DpdFootprintMaskParamsVMPZ] | None, _OF_TASKS]
BitMaskSettings = Annotated[Product[DpdBitMaskParamsVMPZ] | None, _OF_TASKS]
CoverageSettings = Annotated[Product[DpdCoverageMaskParamsVMPZ] | None, _OF_TASKS]


def how_to(
    moc_order: int | None, nside_work: int | None, weight_convention: Weights | None
) -> dict[str, Any]:
    """Return the settings of masks of tiles by the names of parameters."""
    return {
        "moc_order": moc_order,
        "nside_work": nside_work,
        "weight_convention": weight_convention,
    }


def bands_of(bands: str) -> list[str]:
    """Return the filters in a text, each once: ``VIS NIR_H`` or ``VIS,NIR_H``.

    Raises
    ------
    TaskError
        A word is no filter that masks are made of.
    """
    asked = list(dict.fromkeys(bands.replace(",", " ").split()))
    if asked:
        known = _filters()
        for band in asked:
            if band not in known:
                raise TaskError(
                    f"{band!r} is no filter",
                    place="parameter bands",
                    remedy=near_names(band, known, "filter"),
                )
    return asked


def _filters() -> list[str]:
    """Return the filters that a file of masks can have, as its format says."""
    parts = file_format("le3.id.vmpz.healpixfootprintmask")["hdus"]
    names = next(part["keys"] for part in parts if part["kind"] == "group")
    return [name for name in names if name != COMBINED]


def of_bands(products: Any, bands: str) -> Any:
    """Return the products in the filters that are asked for; all of them when none are."""
    asked = bands_of(bands)
    return choose(products, by="filter", among=asked) if asked else products


def settings_of(how: dict[str, Any], parameters: Any) -> dict[str, Any]:
    """Return settings with a product of parameters, where there is one."""
    return how if parameters is None else how | {"parameters": parameters}


def how_to_merge(
    form: FileForm,
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
