"""Thresholds of quality parameters: fixed, or from earlier values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dpkit.qc.earlier import EarlierValues
from dpkit.qc.error import ThresholdError

__all__ = ["LEAST_ROWS", "Threshold", "around_mean", "around_median"]

LEAST_ROWS = 5
"""Fewer earlier values give no statistical threshold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """Values that a parameter may have, both limits included.

    Parameters
    ----------
    parameter : str
        Name of the metric.
    lower, upper : float
        Limits, in the unit of the metric; infinite for none.
    where : mapping of str to str
        Keys that a value must have to be judged, such as its setting; empty for all values.

    Raises
    ------
    ThresholdError
        The limits are reversed or no numbers.

    Examples
    --------
    >>> Threshold(parameter="rms_master", lower=0.08, upper=0.13).holds(0.13)
    True
    """

    parameter: str
    lower: float
    upper: float
    where: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.lower <= self.upper:
            raise ThresholdError(
                f"lower limit {self.lower} above upper limit {self.upper}",
                place=self.parameter,
                remedy="exchange them",
            )
        # A copy of our own: what is stored with a score must not change with a configuration.
        object.__setattr__(self, "where", dict(self.where))

    def holds(self, value: float) -> bool:
        """Say whether a value is inside; NaN never is."""
        return self.lower <= value <= self.upper

    def concerns(self, keys: Mapping[str, str]) -> bool:
        """Say whether a value with these keys is judged by it."""
        return all(keys.get(name) == wanted for name, wanted in self.where.items())


def around_median(
    parameter: str, earlier: EarlierValues, sigmas: float, where: Mapping[str, str] | None = None
) -> Threshold | None:
    """Return median -+ a number of standard deviations of earlier values.

    Parameters
    ----------
    parameter : str
        Name of the metric.
    earlier : EarlierValues
        Its values with the same keys.
    sigmas : float
        Half width, in standard deviations of the population.
    where : mapping of str to str, optional
        The keys.

    Returns
    -------
    Threshold or None
        None from fewer than `LEAST_ROWS` values: then nothing is scored.

    Examples
    --------
    >>> earlier = EarlierValues([1.0, 3.0, 1.0, 3.0, 2.0, 2.0])
    >>> around_median("mean_flux", earlier, 3.0).upper > 4.4
    True
    """
    if len(earlier) < LEAST_ROWS:
        return None
    return _around(parameter, earlier.median, sigmas * earlier.deviation, where)


def around_mean(
    parameter: str,
    earlier: EarlierValues,
    fraction: float,
    where: Mapping[str, str] | None = None,
) -> Threshold | None:
    """Return the mean of earlier values -+ a fraction of it; see `around_median`.

    Examples
    --------
    >>> around_mean("mean_flux", EarlierValues([100.0] * 5), 0.1).lower
    90.0
    """
    if len(earlier) < LEAST_ROWS:
        return None
    centre = earlier.mean
    return _around(parameter, centre, abs(fraction * centre), where)


def _around(
    parameter: str, centre: float, width: float, where: Mapping[str, str] | None
) -> Threshold:
    return Threshold(
        parameter=parameter, lower=centre - width, upper=centre + width, where=where or {}
    )
