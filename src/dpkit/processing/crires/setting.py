"""Setting of the instrument: reference wavelength, baffle and lamp."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dpkit.processing.crires.error import FlatError

__all__ = ["REFERENCE_SETTINGS", "InstrumentSetting", "parse_setting"]

REFERENCE_SETTINGS = (
    "2199.100_15.000_Emitter",
    "2199.100_15.000_Halogen",
    "1090.400_25.000_Halogen",
    "3218.600_25.000_Halogen",
    "4092.900_25.000_Halogen",
)
"""Settings for which the original procedure has reference frames."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InstrumentSetting:
    """What flats must have in common to be compared.

    Parameters
    ----------
    wavelength : float
        Reference wavelength [nm].
    baffle : float
        Position of the baffle.
    lamp : str
        Name of the lamp.

    Raises
    ------
    FlatError
        A number is not finite, or the lamp has no name.

    Examples
    --------
    >>> InstrumentSetting(wavelength=1090.4, baffle=25.0, lamp="Halogen").name
    '1090.400_25.000_Halogen'
    """

    wavelength: float
    baffle: float
    lamp: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.wavelength) and math.isfinite(self.baffle) and self.lamp):
            raise FlatError(
                f"setting {self.name}: a part is missing",
                remedy="give wavelength in nm, baffle position and the name of the lamp",
            )

    @property
    def name(self) -> str:
        """The setting in one word, numbers with three decimals."""
        return f"{self.wavelength:.3f}_{self.baffle:.3f}_{self.lamp}"


def parse_setting(name: str) -> InstrumentSetting:
    """Take the name of a setting apart.

    Parameters
    ----------
    name : str
        Such as ``2199.100_15.000_Emitter``.

    Raises
    ------
    FlatError
        The name has another form.

    Examples
    --------
    >>> parse_setting("2199.100_15.000_Emitter").lamp
    'Emitter'
    """
    wavelength, _, rest = name.partition("_")
    baffle, _, lamp = rest.partition("_")
    try:
        return InstrumentSetting(wavelength=float(wavelength), baffle=float(baffle), lamp=lamp)
    except ValueError:
        raise FlatError(
            f"{name!r} is no setting", remedy="use a name such as 2199.100_15.000_Emitter"
        ) from None
