"""Documents as small as their schemas allow, written as XML text, with their FITS files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from astropy.io import fits

from dpkit.tai import parse_utc

_NAMESPACE = "http://ecdm.euclid-ec.org/schema/dpd/nir"

_HEADER = """<Header>
<ProductId>{id}</ProductId><ProductType>{type}</ProductType>
<SoftwareName>NIR_Test</SoftwareName><SoftwareRelease>1.0</SoftwareRelease>
<EuclidPipelineSoftwareRelease>NONE</EuclidPipelineSoftwareRelease><ProdSDC>LOCAL</ProdSDC>
<DataSetRelease>{dataset}</DataSetRelease><Purpose>TEST</Purpose><PlanId>NONE</PlanId>
<PPOId>NONE</PPOId><PipelineDefinitionId>NONE</PipelineDefinitionId><PpoStatus>NONE</PpoStatus>
<ManualValidationStatus>{status}</ManualValidationStatus>
<ProductNotifiedToBeChecked>UNKNOWN</ProductNotifiedToBeChecked>
<AutomatedValidationStatus>UNKNOWN</AutomatedValidationStatus>
<ExpirationDate>2099-12-31T00:00:00Z</ExpirationDate>
<ToBePublished>0</ToBePublished><Published>0</Published><Curator>NIR</Curator>
<CreationDate>{created}</CreationDate></Header>"""

_PERIOD = (
    "<ValidityRange><TimestampStart>{begin}</TimestampStart>"
    "<TimestampEnd>{end}</TimestampEnd></ValidityRange>"
)

_OBSERVED = """<ObservationSequence><ObservationId>{observation}</ObservationId>
<PointingId>7</PointingId><Exposure>{exposure}</Exposure><TotalExposure>4</TotalExposure>
</ObservationSequence>"""

_POLYGON = "".join(
    f"<Vertex><C1>{ra}</C1><C2>{dec}</C2></Vertex>" for ra, dec in ((1, 1), (2, 1), (2, 2))
)

_WCS = {
    "CTYPE1": "RA---TAN",
    "CTYPE2": "DEC--TAN",
    "CRPIX1": 2.5,
    "CRPIX2": 2.5,
    "CRVAL1": 1.5,
    "CRVAL2": 1.5,
    "CD1_1": -8e-5,
    "CD1_2": 0.0,
    "CD2_1": 0.0,
    "CD2_2": 8e-5,
}

DETECTORS = ("DET11", "DET12")


@dataclass
class Maker:
    """Makes documents in a folder, each with an id of its own unless one is given."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def write(
        self,
        product: str,
        data: str,
        *,
        id: str | None = None,
        dataset: str = "main",
        status: str = "UNKNOWN",
        created: str = "2026-01-01T00:00:00Z",
        name: str | None = None,
    ) -> Path:
        """Write a document and return its path."""
        id = id or f"{product}_{next(self.numbers)}"
        header = _HEADER.format(
            id=id, type=product, dataset=dataset, status=status, created=created
        )
        namespace = f"{_NAMESPACE}/{product.removeprefix('DpdNir').lower()}"
        path = self.folder / (name or f"{product}__{hashlib.md5(id.encode()).hexdigest()}.xml")
        path.write_text(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<p:{product} xmlns:p="{namespace}" '
            f'version="1.0">{header}<Data>{data}</Data></p:{product}>\n',
            encoding="utf-8",
        )
        return path

    def factors(
        self,
        begin: str = "2026-03-01T00:00:00Z",
        end: str = "2026-03-02T00:00:00Z",
        *,
        observation: int = 5,
        filter: str = "NIR_J",
        values: Sequence[float | str] = (1.0, 1.01),
        **header: Any,
    ) -> Path:
        """Write relative factors of exposures, a calibration without files."""
        factors = "".join(
            f"<CorrectionFactor><Value>{value}</Value><Exposure>{number}</Exposure>"
            "</CorrectionFactor>"
            for number, value in enumerate(values, 1)
        )
        return self.write(
            "DpdNirRelPhotoExpCalibration",
            f"<Filter>{filter}</Filter>{_PERIOD.format(begin=begin, end=end)}"
            f"<ObservationId>{observation}</ObservationId>"
            f"<CorrectionFactorList>{factors}</CorrectionFactorList>",
            **header,
        )

    def detector_factors(
        self,
        begin: str = "2026-03-01T00:00:00Z",
        end: str = "2026-03-02T00:00:00Z",
        *,
        calibration: str = "C1",
        filter: str = "NIR_J",
        values: Sequence[float] = (1.0, 1.01),
        **header: Any,
    ) -> Path:
        """Write relative factors of detectors, a calibration without files."""
        factors = "".join(
            f"<CorrectionFactor><Value>{value}</Value><Detector>{name}</Detector>"
            "</CorrectionFactor>"
            for name, value in zip(DETECTORS, values, strict=True)
        )
        return self.write(
            "DpdNirRelPhotoDetCalibration",
            f"<Filter>{filter}</Filter>{_PERIOD.format(begin=begin, end=end)}"
            f"<CalibrationID>{calibration}</CalibrationID>"
            f"<CorrectionFactorList>{factors}</CorrectionFactorList>",
            **header,
        )

    def parameters(self, setting: str = "wide", radius: float = 0.3, **header: Any) -> Path:
        """Write parameters: no files, no validity, no observation."""
        return self.write(
            "DpdNirRelPhotoParams",
            f"<ParameterSetName>{setting}</ParameterSetName><MatchRadius>{radius}</MatchRadius>",
            **header,
        )

    def dark(
        self,
        begin: str = "2026-03-01T00:00:00Z",
        end: str = "2026-03-02T00:00:00Z",
        *,
        calibration: str = "D1",
        filter: str = "NIR_J",
        level: float = 0.01,
        mean: str | None = None,
        file: str | None = None,
        **header: Any,
    ) -> Path:
        """Write a master dark with its FITS file."""
        file = file or f"EUC_NIR_DARK_{calibration}_{next(self.numbers)}.fits"
        storage = self._fits(file, _dark_file(level), "nir.masterDark", "0.1", "DataStorage")
        return self.write(
            "DpdNirMasterDark",
            f"<Filter>{filter}</Filter>{_PERIOD.format(begin=begin, end=end)}"
            f"<CalibrationID>{calibration}</CalibrationID>{storage}<Mean>{mean or level}</Mean>",
            **header,
        )

    def catalog(
        self,
        observation: int = 5,
        exposure: int = 1,
        *,
        filter: str = "NIR_J",
        at: str = "2026-03-01T10:00:00Z",
        detectors: Sequence[str] = DETECTORS,
        frame: str = "FRAME",
        sources: int = 3,
        **header: Any,
    ) -> Path:
        """Write the catalogue of one exposure with its FITS file."""
        written = _catalog_file(observation, exposure, filter, at, sources)
        name = f"EUC_NIR_CAT_{observation}_{exposure}_{next(self.numbers)}.fits"
        storage = self._fits(name, written, "nir.exposureCatalog", "0.1", "CatalogStorage")
        return self.write(
            "DpdNirExposureCatalog",
            _exposure(
                observation,
                exposure,
                filter,
                at,
                f"<SpatialCoverage><Polygon>{_POLYGON}</Polygon></SpatialCoverage>",
            )
            + _detectors(detectors)
            + f"<InputFrame>{frame}</InputFrame><NumberOfSources>{sources}</NumberOfSources>"
            + storage,
            **header,
        )

    def frame(
        self,
        observation: int = 5,
        exposure: int = 1,
        *,
        detectors: Sequence[str] = DETECTORS,
        ratio: float | None = None,
        at: str = "2026-03-01T10:00:00Z",
        **header: Any,
    ) -> Path:
        """Write a calibrated frame with its FITS file, with or without its relative factor."""
        cards = {} if ratio is None else {"QPRELEX": ratio, "QPRELEXE": 0.001}
        quality = "".join(f"<{name}>{value}</{name}>" for name, value in cards.items())
        quality = f"<QualityParams>{quality}</QualityParams>" if cards else ""
        written = _frame_file(observation, exposure, at, detectors, cards)
        name = f"EUC_NIR_FRAME_{observation}_{exposure}_{next(self.numbers)}.fits"
        storage = self._fits(name, written, "nir.calibratedScienceFrame", "0.3", "DataStorage")
        kind = (
            "<ImgType><Category>SCIENCE</Category><FirstType>OBJECT</FirstType>"
            "<SecondType>SKY</SecondType><Technique>IMAGE</Technique></ImgType>"
        )
        region = (
            "<ReconsFPAPointing><RA>1.5</RA><Dec>1.5</Dec><PositionAngle>0.0</PositionAngle>"
            "</ReconsFPAPointing><ImgSpatialFootprint><Polygon>"
            f"{_POLYGON}</Polygon></ImgSpatialFootprint>"
        )
        exposed = _exposure(observation, exposure, "NIR_J", at, region)
        exposed = exposed.replace("</ExposureTime>", f"</ExposureTime>{kind}")
        data = exposed + _detectors(detectors) + quality + storage
        return self.write("DpdNirCalibratedFrame", data, **header)

    def _fits(self, name: str, hdus: fits.HDUList, kind: str, version: str, element: str) -> str:
        path = self.folder / "data" / name
        path.parent.mkdir(exist_ok=True)
        hdus.writeto(path, overwrite=True)
        data = path.read_bytes()
        return (
            f'<{element} format="{kind}" version="{version}"><DataContainer filestatus="COMMITTED" '
            f'checksumMethod="SHA-256" checksumValue="{hashlib.sha256(data).hexdigest()}" '
            f'fileSize="{len(data)}"><FileName>{name}</FileName></DataContainer></{element}>'
        )


def _exposure(observation: int, exposure: int, filter: str, at: str, region: str) -> str:
    return (
        "<ExposureTime><Value>100.0</Value><Unit>s</Unit></ExposureTime>"
        "<Instrument><InstrumentName>NISP</InstrumentName><TelescopeName>Euclid</TelescopeName>"
        f"</Instrument><Filter><Name>{filter}</Name></Filter>"
        f"<ObservationDateTime><UTC>{at}</UTC><MJD>{_mjd(at)!r}</MJD></ObservationDateTime>"
        + _OBSERVED.format(observation=observation, exposure=exposure)
        + region
    )


def _detectors(names: Sequence[str]) -> str:
    listed = "".join(
        f"<Detector><DetectorId>{name}</DetectorId><Background>{10 + number}</Background>"
        "</Detector>"
        for number, name in enumerate(names)
    )
    return f"<DetectorList>{listed}</DetectorList>"


def _primary(kind: str, version: str, **cards: Any) -> fits.PrimaryHDU:
    primary = fits.PrimaryHDU()
    primary.header.update(
        {
            "FITS_DEF": kind,
            "FITS_VER": version,
            "TELESCOP": "Euclid",
            "INSTRUME": "NISP",
            "DATE": "2026-01-01T00:00:00",
            "ORIGIN": "NIR_Test",
            "SOFTVERS": "1.0",
            **cards,
        }
    )
    return primary


def _dark_file(level: float) -> fits.HDUList:
    hdus = fits.HDUList([_primary("nir.masterDark", "0.1", FILTER="NIR_J")])
    for part, kind in (("SCI", "float32"), ("RMS", "float32"), ("DQ", "int32")):
        image = fits.ImageHDU(np.full((4, 4), level if part == "SCI" else 0, kind))
        image.name = f"DET11.{part}"
        if part != "DQ":
            image.header["BUNIT"] = "electron/s"
        hdus.append(image)
    return hdus


def _frame_file(
    observation: int, exposure: int, at: str, detectors: Sequence[str], cards: dict[str, float]
) -> fits.HDUList:
    primary = _primary("nir.calibratedScienceFrame", "0.3", FILTER="NIR_J", EXPTIME=100.0, **cards)
    primary.header.update(
        {"IMG_CAT": "SCIENCE", "IMG_T1": "OBJECT", "IMG_T2": "SKY", "PTGID": 7, "TOTEXP": 4}
        | {"DATE-OBS": at.removesuffix("Z"), "MJD-OBS": _mjd(at), "OBS_ID": observation}
        | {"EXPNUM": exposure, "RA": 1.5, "DEC": 1.5, "PA": 0.0}
    )
    hdus = fits.HDUList([primary])
    for name in detectors:
        for part, kind in (("SCI", "float32"), ("RMS", "float32"), ("DQ", "int32")):
            image = fits.ImageHDU(np.zeros((4, 4), kind))
            image.name = f"{name}.{part}"
            image.header.update(_WCS if part == "DQ" else {**_WCS, "BUNIT": "electron"})
            hdus.append(image)
    return hdus


def _mjd(at: str) -> float:
    return parse_utc(at) / 86_400e9 + 40_587 - 37 / 86_400


def _catalog_file(
    observation: int, exposure: int, filter: str, at: str, sources: int
) -> fits.HDUList:
    primary = _primary("nir.exposureCatalog", "0.1", FILTER=filter, NSOURCE=sources, EXPTIME=100.0)
    primary.header.update(
        {"DATE-OBS": at.removesuffix("Z"), "OBS_ID": observation, "EXPNUM": exposure}
    )
    columns = [
        ("SOURCE_ID", "K", None),
        ("DETECTOR", "5A", None),
        ("X", "D", "pixel"),
        ("Y", "D", "pixel"),
        ("RIGHT_ASCENSION", "D", "deg"),
        ("DECLINATION", "D", "deg"),
        ("FLUX", "D", "electron"),
        ("FLUX_ERROR", "D", "electron"),
        ("BACKGROUND", "D", "electron"),
        ("FWHM", "E", "pixel"),
        ("FLAGS", "J", None),
    ]
    table = fits.BinTableHDU.from_columns(
        [fits.Column(name=name, format=form, unit=unit) for name, form, unit in columns],
        nrows=sources,
        name="CATALOG",
    )
    table.data["SOURCE_ID"] = np.arange(1, sources + 1)
    return fits.HDUList([primary, table])
