"""How masks are made: resolution, kind of file, what a weight means, which flags count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.bitmask import VIS_BITS
from dpkit.processing.vmpz.cell import check_order
from dpkit.processing.vmpz.convention import Convention
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.mapreader import Form
from dpkit.processing.vmpz.seen import Observed
from dpkit.product.product import Product
from dpkit_dm.pro import MocParams, PartialHealpixParams

__all__ = [
    "COVERAGE_BITS",
    "DEFAULT_ORDER",
    "MaskSettings",
    "check_observed",
    "patch_settings",
    "read_bits",
    "tile_settings",
]

DEFAULT_ORDER = 14
"""Order of masks when nothing is said: cells of 12.9 arcsec."""

COVERAGE_BITS = tuple(
    VIS_BITS[name]
    for name in (
        "INVALID", "HOT", "COLD", "SAT", "COSMIC", "GHOST", "BAD_COLUMN", "BAD_CLUSTER", "OVRCOL",
        "SCATLIGHT", "SATXTALKGHOST", "STARSIGNAL", "SATURATEDSTAR", "ADCMAX", "NO_DATA",
    )
)  # fmt: skip
"""Flags that spoil a pixel when no others are selected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskSettings:
    """How a mask is made.

    Parameters
    ----------
    form : {"moc", "healpix"}
        Kind of file.
    order : int
        HEALPix order of the mask.
    work_order : int
        Order that it is computed at, not below `order`.
    convention : Convention
        What its weights mean.
    bits : tuple of int
        Flags that count, ascending.
    """

    form: Form = "moc"
    order: int = DEFAULT_ORDER
    work_order: int = DEFAULT_ORDER
    convention: Convention = Convention.UNOBSERVED_FRACTION
    bits: tuple[int, ...] = ()

    @property
    def record(self) -> dict[str, int | str]:
        """The settings by the names of the elements of parameter products."""
        said: dict[str, int | str] = {
            "OutputFormat": "MOCParams" if self.form == "moc" else "PartialHealpixParams",
            "NsideOut": 1 << self.order,
            "NsideWork": 1 << self.work_order,
            "WeightConvention": self.convention.value,
        }
        return said | ({"BitList": " ".join(map(str, self.bits))} if self.bits else {})


def tile_settings(
    parameters: Product[Any] | None,
    given: Mapping[str, Any],
    area: MaskArea,
    observed: Observed,
    bits: tuple[int, ...] = (),
) -> MaskSettings:
    """Return the settings of a mask of a tile: given, else defaults.

    What a product of parameters says is among what is given; see `dpkit.workflow.setting.settle`.

    Parameters
    ----------
    parameters : Product, optional
        One of the products of parameters of masks.
    given : mapping of str to value
        ``moc_order``, ``nside_work``, ``weight_convention``, ``bits``; None stands for not given.
    area : MaskArea
        The tile.
    observed : Observed
        What the mask was observed with.
    bits : tuple of int, optional
        Flags that count when nothing is said.

    Returns
    -------
    MaskSettings
        The settings; masks of tiles are MOCs.

    Raises
    ------
    TaskError
        The parameters are for another area, filter, instrument or telescope.
    SkyMapError
        A resolution is none, or finer than that of the computation.
    """
    place = _place(area, observed)
    said = _said(parameters, area, observed)
    _, order = _output(said, place)
    order = check_order(_first(given.get("moc_order"), order, DEFAULT_ORDER), place=place)
    nside = _first(given.get("nside_work"), 1 << order)
    work = _order_of(nside, "NsideWork", place)
    if work < order:
        raise SkyMapError(
            f"NsideWork = {nside} is coarser than the mask, of order {order}",
            place=place,
            remedy="give a finer one, or ask for a coarser mask",
        )
    listed = given.get("bits")
    chosen = read_bits(listed, place) if listed else bits
    return MaskSettings(
        order=order,
        work_order=work,
        convention=_convention(given),
        bits=tuple(sorted(set(chosen))),
    )


def patch_settings(
    parameters: Product[Any] | None,
    given: Mapping[str, Any],
    area: MaskArea,
    observed: Observed,
    tiles: MaskSettings,
) -> MaskSettings:
    """Return the settings of a mask of a patch: given, else those of its tiles.

    What a product of parameters says is among what is given; see `dpkit.workflow.setting.settle`.

    Parameters
    ----------
    parameters : Product, optional
        One of the products of parameters of masks.
    given : mapping of str to value
        ``form``, ``moc_order``, ``nside_out``, ``weight_convention``; None stands for not given.
    area : MaskArea
        The patch.
    observed : Observed
        What the mask was observed with.
    tiles : MaskSettings
        How the masks of its tiles were made.

    Returns
    -------
    MaskSettings
        The settings.

    Raises
    ------
    TaskError
        The parameters are for another area, filter, instrument, telescope or flags.
    SkyMapError
        A resolution is none, or that of another kind of file.
    """
    place = _place(area, observed)
    said = _said(parameters, area, observed)
    asked, order = _output(said, place)
    form = given.get("form") or asked
    _check_bits(parameters, tiles.bits)
    wrong = "nside_out" if form == "moc" else "moc_order"
    # A product that asks for the other kind of file still says how fine.
    theirs = None if order is None or form == asked else 1 << order if form == "moc" else order
    if given.get(wrong) not in (None, theirs):
        raise SkyMapError(
            f"{wrong} is given, and the mask is a {'MOC' if form == 'moc' else 'HEALPix map'}",
            place=place,
            remedy="give nside_out with form healpix, moc_order with form moc",
        )
    if form == "moc":
        order = _first(given.get("moc_order"), order, tiles.order)
    elif given.get("nside_out") is not None:
        order = _order_of(given["nside_out"], "nside_out", place)
    order = _first(order, tiles.order)
    return MaskSettings(
        form=form,
        order=check_order(order, place=place),
        work_order=tiles.work_order,
        convention=_convention(given),
        bits=tiles.bits,
    )


def _said(parameters: Product[Any] | None, area: MaskArea, observed: Observed) -> Any:
    if parameters is None:
        return None
    _check_area(parameters, area)
    check_observed(parameters, observed)
    return parameters.content.data


def _place(area: MaskArea, observed: Observed) -> str:
    return f"settings of the mask of {area.name} in {observed.filter}"


def _first(*values: Any) -> Any:
    """Return the first value that is one."""
    return next(value for value in values if value is not None)


def _convention(given: Mapping[str, Any]) -> Convention:
    return Convention(given.get("weight_convention") or "UNOBSERVED_FRACTION")


def _check_bits(parameters: Product[Any] | None, bits: tuple[int, ...]) -> None:
    """Refuse parameters that want other flags than the masks of tiles have."""
    listed = () if parameters is None else getattr(parameters.content.data, "bit_list", ())
    if listed and tuple(sorted(set(listed))) != bits:
        raise TaskError(
            f"have the flags {listed}, the masks of tiles {list(bits)}",
            place="" if parameters is None else parameters.id,
            remedy="make the masks of the tiles anew with these parameters",
        )


def read_bits(text: str, place: str = "") -> tuple[int, ...]:
    """Read flags by number or name, such as ``0 4 NO_DATA``; a place is for messages.

    Raises
    ------
    SkyMapError
        A word is neither the number of a bit nor the name of one.
    """
    found = []
    for word in text.replace(",", " ").split():
        number = int(word) if word.isdecimal() else VIS_BITS.get(word.upper(), -1)
        if not 0 <= number < 32:
            raise SkyMapError(
                f"{word!r} is no flag",
                place=place,
                remedy=f"give 0 to 31, or one of {', '.join(VIS_BITS)}",
            )
        found.append(number)
    return tuple(found)


def _check_area(parameters: Product[Any], area: MaskArea) -> None:
    """Refuse parameters that were made for another tile or patch."""
    wanted = parameters.content.data.tile_index_or_mer_tile_list_id
    if wanted is not None and wanted != area.identity:
        raise TaskError(
            f"are for {wanted}, not for {area.identity}",
            place=parameters.id,
            remedy="give those of this area, or some that name none",
        )


def check_observed(parameters: Product[Any] | None, observed: Observed) -> None:
    """Refuse parameters for another filter, instrument or telescope.

    Parameters
    ----------
    parameters : Product, optional
        One of the products of parameters of masks.
    observed : Observed
        What the mask was observed with; what is not known of it is not compared.

    Raises
    ------
    TaskError
        They are for something else.
    """
    if parameters is None:
        return
    said = parameters.content.data
    for what, wanted, used in (
        ("filter", getattr(said.filter_or_filter_list, "value", None), observed.filter),
        ("instrument", said.instrument, observed.instrument),
        ("telescope", said.telescope, observed.telescope),
    ):
        some = [wanted] if isinstance(wanted, str) else wanted
        if some and used is not None and used not in some:
            raise TaskError(
                f"are for {', '.join(some)}, not for {used}",
                place=parameters.id,
                remedy=f"give those of this {what}, or some that name none",
            )


def _output(said: Any, place: str) -> tuple[Form, int | None]:
    """Return kind of file and order that parameters ask for."""
    chosen = getattr(said, "output_format", None)
    chosen = getattr(chosen, "mocparams_or_partial_healpix_params", None)
    if isinstance(chosen, PartialHealpixParams):
        return "healpix", _order_of(chosen.nside_out, "NsideOut", place)
    return "moc", chosen.mocorder if isinstance(chosen, MocParams) else None


def _order_of(nside: int, name: str, place: str) -> int:
    if nside < 1 or nside & (nside - 1) or nside > 1 << 29:
        raise SkyMapError(
            f"{name} = {nside} is no power of 2 up to 2**29",
            place=place,
            remedy="give 4096 or 16384, say",
        )
    return nside.bit_length() - 1
