"""Catalogues, model skies and measurements that several tests build."""

import numpy as np
import pytest

from dpkit.processing.nir.extract import CATALOG_DTYPE, concatenate_detectors, extract_sources
from dpkit.processing.nir.relative import relative_factors
from dpkit.processing.nir.simulate import ObservationSettings, simulate_observation
from dpkit.processing.nir.skymodel import source_dtype


@pytest.fixture
def make_catalog():
    """Build a catalogue of unflagged sources from positions and fluxes."""

    def build(ra, dec, flux, *, snr=100.0, detector="DET11"):
        catalog = np.zeros(len(flux), CATALOG_DTYPE)
        catalog["SOURCE_ID"] = np.arange(1, len(flux) + 1)
        catalog["RIGHT_ASCENSION"], catalog["DECLINATION"] = ra, dec
        catalog["FLUX"] = flux
        catalog["FLUX_ERROR"] = np.asarray(flux) / snr
        catalog["DETECTOR"] = detector
        return catalog

    return build


@pytest.fixture
def grid():
    """Give N places 20 arcsec apart near the equator [deg]."""

    def places(number):
        index = np.arange(number)
        return 150.0 + (index % 50) * 20.0 / 3600.0, 2.0 + (index // 50) * 20.0 / 3600.0

    return places


@pytest.fixture
def make_stars():
    """Build a model sky of constant stars."""

    def build(ra, dec, magnitude, exposures=4):
        stars = np.zeros(len(ra), source_dtype(exposures))
        stars["RIGHT_ASCENSION"], stars["DECLINATION"] = ra, dec
        stars["MAGNITUDE"] = magnitude
        stars["AXIS_RATIO"] = 1.0
        stars["VARIATION"] = 1.0
        return stars

    return build


@pytest.fixture
def measure():
    """Simulate an observation, extract its sources and compare its exposures."""

    def run(**settings):
        catalogs = {}
        for exposure in simulate_observation(ObservationSettings(**settings)):
            catalogs[exposure.number] = concatenate_detectors(
                [
                    extract_sources(image.sci, image.rms, image.dq, image.wcs, name)
                    for name, image in exposure.detectors.items()
                ]
            )
        return relative_factors(catalogs)

    return run
