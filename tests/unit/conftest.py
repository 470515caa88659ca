"""Products to test with: one builder per product, and the smallest document of any product."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from astropy.io import fits

import dpkit
from dpkit.binding.access import attributes
from dpkit.schema.dictionary import product_entry
from dpkit.simulate import write_sample
from dpkit_dm import bas, ins, nir, pro

SOFTWARE = ("TEST_Software", "1.2")
PERIOD = ("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z")
_SERIAL = itertools.count(1)
_FOLDER = TemporaryDirectory(prefix="dpkit-samples-")


def _period(begin=PERIOD[0], end=PERIOD[1]):
    return ins.CalibrationValidPeriod(
        timestamp_start=dpkit.to_xml_time(begin), timestamp_end=dpkit.to_xml_time(end)
    )


def _images(unit, *, wcs, detectors, fill=1.0):
    hdus = fits.HDUList([fits.PrimaryHDU()])
    for detector in detectors:
        for plane, dtype in (("SCI", "float32"), ("RMS", "float32"), ("DQ", "int32")):
            pixels = np.arange(64, dtype=dtype).reshape(8, 8) * np.dtype(dtype).type(fill)
            hdu = fits.ImageHDU(pixels, name=f"{detector}.{plane}")
            if plane != "DQ" and unit:
                hdu.header["BUNIT"] = unit
            for axis, kind in ((1, "RA---TAN"), (2, "DEC--TAN")) if wcs else ():
                hdu.header[f"CTYPE{axis}"] = kind
                hdu.header[f"CRVAL{axis}"] = 10.0
                hdu.header[f"CRPIX{axis}"] = 4.5
                hdu.header[f"CDELT{axis}"] = 8e-5
            hdus.append(hdu)
    return hdus


def _observed():
    return {
        "exposure_time": bas.ExposureTime(value=87.2, unit="s"),
        "instrument": ins.Instrument(
            instrument_name=ins.InstrumentName.NISPSIM, telescope_name=ins.TelescopeName.EUCLID
        ),
        "filter": ins.Filter(name=ins.FilterName.NIR_J),
        "observation_date_time": bas.ObservationDateTime(
            utc=dpkit.to_xml_time("2026-03-01T12:00:00.25Z"), mjd=61100.50000289352
        ),
        "observation_sequence": bas.ObservationSequence(
            observation_id=12, pointing_id=1203, exposure=3, total_exposure=4
        ),
        "detector_list": pro.NirDetectorList(
            detector=[
                pro.NirDetector(detector_id=ins.NispDetectorId.DET11, background=63.0),
                pro.NirDetector(detector_id=ins.NispDetectorId.DET23),
            ]
        ),
    }


def _footprint():
    corners = ((10.0, 1.0), (10.1, 1.0), (10.1, 1.1), (10.0, 1.1))
    return bas.SpatialFootprint(
        polygon=bas.Polygon(vertex=[bas.SkyPosition(c1=ra, c2=dec) for ra, dec in corners])
    )


def frame_data(**changes):
    parts = {
        **_observed(),
        "img_type": bas.ImageType(
            category=bas.ImageCategory.SCIENCE,
            first_type=bas.ImageFirstType.OBJECT,
            second_type=bas.ImageSecondType.SKY,
            technique=bas.ImageTechnique.IMAGE,
        ),
        "recons_fpapointing": bas.Pointing(ra=10.05, dec=1.05, position_angle=33.3),
        "img_spatial_footprint": _footprint(),
        "data_storage": dpkit.to_be_written(bas.FitsFile),
    }
    return pro.NirCalibratedFrame(**(parts | changes))


def frame_images(detectors=("DET11", "DET23"), fill=1.0):
    return _images("electron", wcs=True, detectors=detectors, fill=fill)


def frame(*, files=None, data=None, software=SOFTWARE, **parts):
    return dpkit.new(
        nir.DpdNirCalibratedFrame,
        data=frame_data() if data is None else data,
        files={"DataStorage": frame_images() if files is None else files},
        software=software,
        **parts,
    )


def catalog_table(rows=3):
    columns = [
        fits.Column("SOURCE_ID", "K", array=np.arange(rows)),
        fits.Column("DETECTOR", "5A", array=["DET11"] * rows),
        fits.Column("X", "D", unit="pixel", array=np.arange(rows) + 1.0),
        fits.Column("Y", "D", unit="pixel", array=np.arange(rows) + 2.0),
        fits.Column("RIGHT_ASCENSION", "D", unit="deg", array=np.full(rows, 10.01)),
        fits.Column("DECLINATION", "D", unit="deg", array=np.full(rows, 1.01)),
        fits.Column("FLUX", "D", unit="electron", array=np.full(rows, 1000.0)),
        fits.Column("FLUX_ERROR", "D", unit="electron", array=np.full(rows, 10.0)),
        fits.Column("BACKGROUND", "D", unit="electron", array=np.full(rows, 60.0)),
        fits.Column("FWHM", "E", unit="pixel", array=np.full(rows, 2.5)),
        fits.Column("FLAGS", "J", array=np.zeros(rows, int)),
    ]
    table = fits.BinTableHDU.from_columns(columns, name="CATALOG")
    return fits.HDUList([fits.PrimaryHDU(), table])


def catalog(*, files=None, input_frame="frame-1", **parts):
    data = pro.NirExposureCatalog(
        **_observed(),
        spatial_coverage=_footprint(),
        input_frame=input_frame,
        number_of_sources=3,
        catalog_storage=dpkit.to_be_written(bas.FitsFile),
    )
    return dpkit.new(
        nir.DpdNirExposureCatalog,
        data=data,
        files={"CatalogStorage": catalog_table() if files is None else files},
        software=SOFTWARE,
        **parts,
    )


def parameters(name="standard", **settings):
    data = pro.NirRelPhotoParams(parameter_set_name=name, **({"match_radius": 0.3} | settings))
    return dpkit.new(nir.DpdNirRelPhotoParams, data=data, software=SOFTWARE)


def calibration(*, factors=(1.01, 0.99), observation=12, period=PERIOD, **parts):
    data = pro.NirRelPhotoExpCal(
        filter=ins.FilterName.NIR_J,
        validity_range=_period(*period),
        observation_id=observation,
        correction_factor_list=pro.NirRelPhotoExpFactorList(
            correction_factor=[
                pro.NirRelPhotoExpFactor(value=value, error=0.001, exposure=number)
                for number, value in enumerate(factors, 1)
            ]
        ),
        quality_params=pro.NirRelPhotoExpQuality(
            max_detector_deviation=0.01,
            failed_pairs=0,
            pair_list=pro.NirRelPhotoExpPairList(
                pair=[
                    pro.NirRelPhotoExpPair(
                        first=1, second=2, matches=30, used=28, ratio=1.02, error=0.002
                    )
                ]
            ),
        ),
    )
    return dpkit.new(
        nir.DpdNirRelPhotoExpCalibration, **({"data": data, "software": SOFTWARE} | parts)
    )


def detector_calibration():
    factors = [
        pro.NirRelPhotoDetFactor(value=1.002, error=0.001, detector=ins.NispDetectorId.DET11),
        pro.NirRelPhotoDetFactor(value=0.998, detector=ins.NispDetectorId.DET44),
    ]
    data = pro.NirRelPhotoDetCal(
        filter=ins.FilterName.NIR_H,
        validity_range=_period(),
        calibration_id="det-1",
        correction_factor_list=pro.NirRelPhotoDetFactorList(correction_factor=factors),
    )
    return dpkit.new(nir.DpdNirRelPhotoDetCalibration, data=data, software=SOFTWARE)


def _master(cls, data_class, unit, **values):
    hdus = _images(unit, wcs=False, detectors=("DET11",))
    hdus[0].header["TELESCOP"] = "Euclid"
    hdus[0].header["INSTRUME"] = "NISP"
    hdus[0].header["FILTER"] = "NIR_Y"
    data = data_class(
        filter=ins.FilterName.NIR_Y,
        validity_range=_period(),
        calibration_id="master-1",
        data_storage=dpkit.to_be_written(bas.FitsFile),
        **values,
    )
    return dpkit.new(cls, data=data, files={"DataStorage": hdus}, software=SOFTWARE)


def master_dark():
    values = {"frame_numbers": 20, "total_exposure_time": 2000.0, "focal_plane_temperature": 95.1}
    return _master(nir.DpdNirMasterDark, pro.NirMasterDark, "electron/s", **values)


def master_flat():
    return _master(nir.DpdNirMasterFlat, pro.NirMasterFlat, None, led_id=2, flux_id=100, mad=0.01)


BUILDERS = {
    "DpdNirCalibratedFrame": frame,
    "DpdNirExposureCatalog": catalog,
    "DpdNirMasterDark": master_dark,
    "DpdNirMasterFlat": master_flat,
    "DpdNirRelPhotoDetCalibration": detector_calibration,
    "DpdNirRelPhotoExpCalibration": calibration,
    "DpdNirRelPhotoParams": parameters,
}


@cache
def _sample(name):
    """Read a sample with its files; none that may come several times, which cannot be given."""
    folder = Path(_FOLDER.name, name)
    repeated = {storage.name for storage in product_entry(name).storages if storage.repeated}
    samples = (dpkit.read(write_sample(name, folder, seed=seed)) for seed in itertools.count(1))
    return next(sample for sample in samples if not repeated & sample.files.keys())


class Make:
    """The builders as one object, so that tests need no import from this file."""

    software = SOFTWARE
    period = PERIOD
    names = tuple(BUILDERS)
    frame = staticmethod(frame)
    frame_data = staticmethod(frame_data)
    frame_images = staticmethod(frame_images)
    catalog = staticmethod(catalog)
    catalog_table = staticmethod(catalog_table)
    parameters = staticmethod(parameters)
    calibration = staticmethod(calibration)

    @staticmethod
    def product(name):
        """Make a product of a type: by its builder, or anew from the parts of a sample."""
        if name in BUILDERS:
            return BUILDERS[name]()
        sample = _sample(name)
        content, roles = sample.content, sample.entry.roles.values()
        header = {path.partition("/")[0] for path in roles}
        parts = {
            attribute: getattr(content, attribute)
            for step, attribute in attributes(type(content)).items()
            if step not in header and step[0] != "@"
        }
        files = {storage: file.location for storage, file in sample.files.items()}
        return dpkit.new(type(content), software=SOFTWARE, files=files, **parts)

    @staticmethod
    def written(product, folder):
        """Write a product into a folder of its own and return its document."""
        return dpkit.write(product, folder / f"written-{next(_SERIAL)}")


@pytest.fixture(scope="session")
def make():
    """Give the builders of products."""
    return Make()
