"""Blocks of flats with their quality, as small as their schemas allow, to register and judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dpkit.cli.root import root
from dpkit.tai import format_utc, parse_utc

HALOGEN = "1090.400_25.000_Halogen"
DAY = 86_400 * 10**9
EPOCH = parse_utc("2026-01-01T00:00:00Z")

GOOD = {
    "MeanLevel": 4000.0,
    "MeanFlux": 500.0,
    "RmsMaster": 0.1,
    "BadPixels": 20,
    "NumberOverexposed": 0,
    "LevelOverexposed": 10000.0,
    "BadPixelsIlluminated": 10,
    "NanPixels": 0,
    "MaximumLevel": 9000.0,
    "HighLevel": 8000.0,
    "MedianSNRRaw": 480.0,
    "MedianSNR": 400.0,
    "MedianSNRSingle": 230.0,
}
"""What is measured of a detector that is well, in the order of the schema."""

_HEADER = """<Header><ProductId>{id}</ProductId><ProductType>{type}</ProductType>
<SoftwareName>crires_flat</SoftwareName><SoftwareRelease>1.1.5</SoftwareRelease>
<DataSetRelease>{dataset}</DataSetRelease><CreationDate>2026-06-01T00:00:00Z</CreationDate>
<Status>UNKNOWN</Status></Header>"""

_EXPOSURE = """<Exposure><Instrument>CRIRES</Instrument><Setting>
<SettingName>{setting}</SettingName><ReferenceWavelength>{wavelength}</ReferenceWavelength>
<BafflePosition>25.0</BafflePosition><Lamp>{lamp}</Lamp></Setting>
<FirstRawFile>{raw}</FirstRawFile><ObservationStart>{at}</ObservationStart>
<MjdObs>{mjd!r}</MjdObs><DIT>2.0</DIT><NDIT>4</NDIT>
<Window><StartX>1</StartX><StartY>1</StartY><Columns>1024</Columns><Rows>512</Rows></Window>
</Exposure>"""


def mjd_of(time_ns: int) -> float:
    """Return the modified Julian date of a time in 2026, nanoseconds of TAI."""
    return time_ns / DAY + 40_587 - 37 / 86_400


@dataclass
class Flats:
    """Makes documents of flats in a folder; each day has one of each setting."""

    folder: Path

    def quality(
        self,
        day: float = 0.0,
        *,
        setting: str = HALOGEN,
        detectors: Mapping[int, Mapping[str, Any]] | Sequence[int] = (1, 2, 3, 4),
        frames: int = 3,
        id: str | None = None,
        dataset: str = "main",
        **values: Any,
    ) -> Path:
        """Write the quality of a flat; values are those of all detectors, None to leave one out."""
        given = detectors if isinstance(detectors, Mapping) else {n: {} for n in detectors}
        said = "".join(
            f"<Detector><DetectorId>{number}</DetectorId><Outcome>measured</Outcome>"
            + "".join(
                f"<{n}>{v}</{n}>" for n, v in {**GOOD, **values, **own}.items() if v is not None
            )
            + "</Detector>"
            for number, own in given.items()
        )
        raw = self.raw(day, setting)
        data = (
            self._exposure(day, setting)
            + f"<FrameNumber>{frames}</FrameNumber><ExposureNorm>ndit_dit</ExposureNorm>"
            "<LowBadPixelLimit>0.1</LowBadPixelLimit><HighBadPixelLimit>10.0</HighBadPixelLimit>"
            f"<DetectorList>{said}</DetectorList><RawFrame>{raw}_1</RawFrame>"
            f"<MasterFlat>MASTER_{raw}</MasterFlat><BadPixelMap>BPM_{raw}</BadPixelMap>"
            "<ReferenceOutcome>none</ReferenceOutcome>"
        )
        return self._write("DpdCriresFlatQc", id or f"QC_{raw}", data, dataset)

    def block(self, day: float = 0.0, *, setting: str = HALOGEN) -> Path:
        """Write the association block of a flat."""
        raw = self.raw(day, setting)
        data = (
            f"<BlockName>{raw}</BlockName><CivilDate>2026-01-01</CivilDate><RawType>FLAT</RawType>"
            + self._exposure(day, setting)
            + f"<FrameNumber>1</FrameNumber><RawFrame>{raw}_1</RawFrame>"
        )
        return self._write("DpdCriresAssociationBlock", f"AB_{raw}", data, "main")

    def master(
        self,
        day: float = 0.0,
        *,
        setting: str = HALOGEN,
        combination: str = "mean",
        id: str | None = None,
    ) -> Path:
        """Write a master flat with its FITS file."""
        raw = self.raw(day, setting)
        middle = (
            f"<FrameNumber>1</FrameNumber><Normalisation>per_detector</Normalisation>"
            f"<Combination>{combination}</Combination><RawFrame>{raw}_1</RawFrame>"
        )
        return self._images("MasterFlat", day, setting, middle, id or f"MASTER_{raw}")

    def bad_pixels(
        self, day: float = 0.0, *, setting: str = HALOGEN, master: str | None = None
    ) -> Path:
        """Write the bad pixels of a master with their FITS file."""
        raw = self.raw(day, setting)
        middle = (
            "<LowBadPixelLimit>0.1</LowBadPixelLimit><HighBadPixelLimit>10.0</HighBadPixelLimit>"
            f"<NanIsBad>false</NanIsBad><MasterFlat>{master or f'MASTER_{raw}'}</MasterFlat>"
        )
        return self._images("BadPixelMap", day, setting, middle, f"BPM_{raw}")

    def _images(self, kind: str, day: float, setting: str, middle: str, id: str) -> Path:
        """Write a product of an image for each detector."""
        from dpkit.formats.template import write_template

        at = EPOCH + int(day * DAY)
        format = f"crires.{kind[0].lower()}{kind[1:]}"
        (self.folder / "data").mkdir(exist_ok=True)
        write_template(self.folder / "data" / f"{id}.fits", format, headers=_cards(setting, at))
        data = (
            self._exposure(day, setting)
            + "<DetectorList>"
            + "".join(f"<Detector><DetectorId>{n}</DetectorId></Detector>" for n in range(1, 5))
            + f"</DetectorList>{middle}<ValidFrom>{format_utc(at)}</ValidFrom>"
            f'<DataStorage format="{format}" version="1.0"><FileName>{id}.fits</FileName>'
            "</DataStorage>"
        )
        return self._write(f"DpdCrires{kind}", id, data, "main")

    def raw(self, day: float, setting: str) -> str:
        """Return the name of the first raw file of a day."""
        return f"R{day:g}_{setting.partition('.')[0]}"

    def _exposure(self, day: float, setting: str) -> str:
        at = EPOCH + int(day * DAY)
        wavelength, _, lamp = setting.split("_")
        return _EXPOSURE.format(
            setting=setting,
            wavelength=wavelength,
            lamp=lamp,
            raw=self.raw(day, setting),
            at=format_utc(at),
            mjd=mjd_of(at),
        )

    def _write(self, product: str, id: str, data: str, dataset: str) -> Path:
        header = _HEADER.format(id=id, type=product, dataset=dataset)
        space = f"urn:dpkit:dpd:crires:{product.removeprefix('DpdCrires').lower()}"
        path = self.folder / f"{product}__{id}.xml"
        path.write_text(
            f'<p:{product} xmlns:p="{space}" version="1.0">{header}'
            f"<Data>{data}</Data></p:{product}>"
        )
        return path


def _cards(setting: str, at: int) -> dict[tuple[str, str], Any]:
    window = {"STARTX": 1, "STARTY": 1, "NX": 1024, "NY": 512}
    cards: dict[str, Any] = {
        "INSTRUME": "CRIRES",
        "SETTING": setting,
        "DATE-OBS": format_utc(at).removesuffix("Z"),
        "MJD-OBS": mjd_of(at),
        "HIERARCH ESO DET DIT": 2.0,
        "HIERARCH ESO DET NDIT": 4,
    }
    cards |= {f"HIERARCH ESO DET WIN {name}": value for name, value in window.items()}
    return {("", name): str(value) for name, value in cards.items()}


@pytest.fixture
def flats(tmp_path: Path) -> Flats:
    """Return a maker of flats in a folder of its own."""
    folder = tmp_path / "flats"
    folder.mkdir()
    return Flats(folder)


@pytest.fixture
def qc(url: str) -> Callable[..., Result]:
    """Return a function that runs a command of quality control."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(root, ["qc", *arguments, "--archive", url])

    return run
