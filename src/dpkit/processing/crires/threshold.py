"""Thresholds of the health check of CRIRES flats, as published for 2014."""

from __future__ import annotations

from dpkit.qc.threshold import Threshold

__all__ = ["HEALTH_CHECK"]

_SETTINGS = (
    ("1090.400_25.000_Halogen", (200.0, 950.0), (0.08, 0.13)),
    ("3218.600_25.000_Halogen", (75.0, 500.0), (0.08, 0.145)),
    ("4092.900_25.000_Halogen", (100.0, 800.0), (0.05, 0.10)),
)

HEALTH_CHECK = tuple(
    Threshold(
        parameter=parameter,
        lower=limits[0],
        upper=limits[1],
        where={"setting": setting, "detector": "3"},
    )
    for setting, flux, rms in _SETTINGS
    for parameter, limits in (("mean_flux", flux), ("rms_master", rms))
)
"""Flux [adu/s] and rms of the master on detector 3, which neither vignetting nor ghosts touch."""
