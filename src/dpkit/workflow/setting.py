"""Settings: the value of a parameter, and where it came from."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.binding.access import fetch
from dpkit.errors import TaskError
from dpkit.product.product import Product
from dpkit.schema.dictionary import near_names
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.parameter import Parameter, check_value

__all__ = ["CALL", "Setting", "read_settings", "settle"]

DEFAULT, FILE, PRODUCT, CALL = range(4)
"""Where a value may come from, the stronger one later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The value of a parameter.

    Attributes
    ----------
    value : bool, int, float, str or None
        The value.
    origin : str
        Where it came from, in words.
    rank : int
        How strong that is: default, file, product, call.
    """

    value: Any
    origin: str
    rank: int = CALL


def settle(
    declaration: Declaration[..., Any],
    given: Mapping[str, Setting],
    products: Mapping[str, Any],
) -> dict[str, Setting]:
    """Return the setting of every parameter: what is given goes before products and defaults.

    Parameters
    ----------
    declaration : Declaration
        The task or pipeline.
    given : mapping of str to Setting
        What a file or a caller says; None stands for nothing said.
    products : mapping of str to Product or None
        The products by port; those of ports with ``sets`` give values.

    Raises
    ------
    TaskError
        A value is missing, has another type or is out of range; an unknown name is given.
    """
    _check_known(declaration, given)
    said = {name: one for name, one in given.items() if one.value is not None}
    for name, found in _from_products(declaration, products).items():
        if name not in said or said[name].rank < found.rank:
            said[name] = found
    settled = {}
    for parameter in declaration.parameters:
        setting = said.get(parameter.name)
        if setting is None:
            if parameter.required:
                raise TaskError(
                    f"parameter {parameter.name!r} has no value",
                    place=declaration.place,
                    remedy=f"give {parameter}",
                )
            setting = Setting(value=parameter.default, origin="default", rank=DEFAULT)
        place = f"{declaration.place}, {setting.origin}"
        value = check_value(parameter, setting.value, place)
        settled[parameter.name] = Setting(value=value, origin=setting.origin, rank=setting.rank)
    return settled


def _check_known(declaration: Declaration[..., Any], given: Mapping[str, Setting]) -> None:
    known = [one.name for one in declaration.parameters]
    for name, setting in given.items():
        if name not in known:
            raise TaskError(
                f"{setting.origin} sets {name!r}, which is no parameter",
                place=declaration.place,
                remedy=near_names(name, known, "parameter"),
            )


def _from_products(
    declaration: Declaration[..., Any], products: Mapping[str, Any]
) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for port in declaration.inputs:
        product = products.get(port.name)
        if port.query.sets is None or not isinstance(product, Product):
            continue
        for part in fetch(product.content, port.query.sets):
            said = {one.name: _value_in(part, one) for one in declaration.parameters}
            passed = _passed_over(part, declaration.parameters)
            found |= {
                name: Setting(value=value, origin=f"product {product.id}", rank=PRODUCT)
                for name, value in said.items()
                if value is not None or name in passed
            }
    return found


def _passed_over(part: Any, parameters: Iterable[Parameter]) -> set[str]:
    """Return the parameters below those elements of a choice that were not chosen.

    What a file says of them belongs to a choice that the product does not make.
    """
    found = set()
    for one in parameters:
        there = {path: bool(fetch(part, path)) for path, _ in one.facts.chosen_by}
        if any(there.values()):
            others = tuple(f"{path}/" for path, is_there in there.items() if not is_there)
            found |= {p.name for p in parameters if (p.facts.element or "").startswith(others)}
    return found


def _value_in(part: Any, parameter: Parameter) -> Any:
    """Return the value of a parameter in an element; None when it says nothing."""
    for path, chosen in parameter.facts.chosen_by:
        if fetch(part, path):
            return chosen
    element = parameter.facts.element
    values = [getattr(part, parameter.name, None)] if element is None else fetch(part, element)
    plain = [getattr(value, "value", value) for value in values if value is not None]
    if element is not None and parameter.type is str:
        return " ".join(map(str, plain)) or None
    return next(iter(plain), None)


def read_settings(file: Path) -> dict[str, Setting]:
    """Read parameters from a file of TOML, or of JSON when its name ends so.

    Raises
    ------
    TaskError
        The file cannot be read or is no table of plain values.
    """
    try:
        text = file.read_text(encoding="utf-8")
        said = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        raise TaskError(f"cannot be read: {error.strerror}", place=file) from None
    except ValueError as error:
        raise TaskError(
            f"is no file of parameters: {error}",
            place=file,
            remedy="write lines as threshold = 4.5",
        ) from None
    if not isinstance(said, dict):
        raise TaskError("is no table of parameters", place=file, remedy='write {"threshold": 4.5}')
    return {k: Setting(value=v, origin=f"file {file}", rank=FILE) for k, v in said.items()}
