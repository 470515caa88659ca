"""Units: VOUnit syntax, the symbols that a schema package declares, and aliases of others."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dpkit.errors import SchemaError
from dpkit.schema.annotation.listing import parse_listing
from dpkit.schema.package import META

__all__ = ["UnitList", "read_units"]

_DIMENSIONLESS = "1"
_STAND_IN = "ct"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitList:
    """What a schema package declares beyond VOUnit.

    Attributes
    ----------
    symbols : mapping of str to str
        Documentation of each further unit.
    aliases : mapping of str to str
        What the unit strings of others mean, in VOUnit syntax with the symbols.
    """

    symbols: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def check(self, unit: str, place: str) -> None:
        """Refuse a unit that is neither VOUnit nor made of the symbols.

        Raises
        ------
        SchemaError
            The unit is unknown, or an alias.
        """
        if unit in self.aliases:
            raise SchemaError(
                f"unit {unit!r} is an alias", place=place, remedy=f"write {self.aliases[unit]!r}"
            )
        problem = _vounit_problem(self._with_stand_ins(unit))
        if problem is not None:
            raise SchemaError(
                f"unit {unit!r} is not VOUnit: {problem}",
                place=place,
                remedy="correct it, or declare it in units.xml",
            )

    def _with_stand_ins(self, unit: str) -> str:
        """Put a unit that VOUnit knows in the place of each symbol."""
        return re.sub(r"[A-Za-z]+", lambda m: _STAND_IN if m[0] in self.symbols else m[0], unit)


def read_units(meta: Path, file: Path) -> UnitList:
    """Read the units of a schema package; none when it has no such file.

    Raises
    ------
    SchemaError
        The file does not follow ``meta.xsd``, declares a unit twice, declares what VOUnit has
        already, or has an alias of what is no unit.
    """
    if not file.exists():
        return UnitList()
    units = UnitList()
    for node in parse_listing(file, meta):
        name, place = node.get("name", ""), f"{file}:{node.sourceline}"
        if name in units.symbols or name in units.aliases:
            raise SchemaError(f"unit {name!r} is declared twice", place=place)
        if node.tag == f"{{{META}}}symbol":
            if _vounit_problem(name) is None:
                raise SchemaError(f"unit {name!r} is VOUnit already", place=place)
            units.symbols[name] = " ".join((node.text or "").split())
        else:
            units.check(node.get("unit", ""), place)
            units.aliases[name] = node.get("unit", "")
    return units


@lru_cache(maxsize=1024)
def _vounit_problem(unit: str) -> str | None:
    """Return what is wrong with a unit, or None."""
    from astropy.units import Unit

    if unit == _DIMENSIONLESS:
        return None
    if not unit:
        return f"it is empty; a number without dimension has the unit {_DIMENSIONLESS!r}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            Unit(unit, format="vounit", parse_strict="raise")
        except (ValueError, TypeError, Warning) as error:
            return " ".join(str(error).split())
    return None
