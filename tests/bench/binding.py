"""Measure reading and writing of documents against xsdata and against libxml2 alone.

Both sides of each ratio run in turn, in one go: CPU time, median of five. xsdata gets a warm shared
context, the class, and the faster of its two handlers. Run it with ``make bench``; the samples of
other products need the folder that DPKIT_SHARED names.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import LxmlEventHandler, XmlEventHandler
from xsdata.formats.dataclass.serializers import XmlSerializer

import dpkit
from dpkit.binding.conformance import parse_valid
from dpkit.binding.objects import bind, serialize
from dpkit.binding.parsing import parse, safe_parser
from dpkit.product.document import parse_document
from dpkit_dm.ins import CalibrationValidPeriod, FilterName
from dpkit_dm.nir import DpdNirRelPhotoExpCalibration
from dpkit_dm.pro import NirRelPhotoExpCal, NirRelPhotoExpFactor, NirRelPhotoExpFactorList

RUNS = 5
SECONDS = 0.4


def calibration(factors: int) -> bytes:
    """Return a calibration document with so many factors."""
    data = NirRelPhotoExpCal(
        filter=FilterName.NIR_J,
        validity_range=CalibrationValidPeriod(
            timestamp_start=dpkit.to_xml_time("2026-03-01T00:00:00Z"),
            timestamp_end=dpkit.to_xml_time("2026-03-01T01:00:00Z"),
        ),
        observation_id=1,
        correction_factor_list=NirRelPhotoExpFactorList(
            correction_factor=[
                NirRelPhotoExpFactor(value=1 + n * 1e-7, error=0.001, exposure=n)
                for n in range(1, factors + 1)
            ]
        ),
    )
    return serialize(
        dpkit.new(DpdNirRelPhotoExpCalibration, data=data, software=("bench", "1.0")).content
    )


def compare(**cases: Callable[[], object]) -> dict[str, float]:
    """Return the CPU seconds of one call of each case: median over interleaved runs."""
    counts = {}
    for name, case in cases.items():
        start = time.process_time()
        case()
        counts[name] = max(1, int(SECONDS / RUNS / max(time.process_time() - start, 1e-6)))
    found: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(RUNS):
        for name, case in cases.items():
            start = time.process_time()
            for _ in range(counts[name]):
                case()
            found[name].append((time.process_time() - start) / counts[name])
    return {name: statistics.median(values) for name, values in found.items()}


def measure(name: str, data: bytes) -> None:
    """Print times and ratios of one document."""
    document = parse_document(data, Path(name))
    cls, schema = document.entry.load_class(), document.entry.schema
    content = bind(document.root, cls)
    compiled, parser = etree.XMLSchema(file=str(schema)), safe_parser()
    context = XmlContext()
    lxml_parser = XmlParser(context=context, handler=LxmlEventHandler)
    own_parser = XmlParser(context=context, handler=XmlEventHandler)
    serializer = XmlSerializer(context=context)

    def parse_and_validate(source: bytes = data) -> Any:
        root = etree.fromstring(source, parser)
        if not compiled.validate(root):
            raise ValueError(compiled.error_log[0].message)
        return root

    times = compare(
        libxml2=parse_and_validate,
        parse_bind=lambda: bind(parse(data), cls),
        read=lambda: bind(parse_document(data, Path(name)).root, cls),
        xsdata_lxml=lambda: lxml_parser.from_bytes(data, cls),
        xsdata_native=lambda: own_parser.from_bytes(data, cls),
        write=lambda: serialize(content),
        write_validate=lambda: parse_valid(serialize(content), schema),
        xsdata_write=lambda: serializer.render(content),
    )
    peer = min(times["xsdata_lxml"], times["xsdata_native"])
    print(f"{name}: {len(data)} bytes; libxml2 parse + validate {times['libxml2'] * 1e6:.0f} us")
    print(f"  parse + bind: {peer / times['parse_bind']:.1f} x faster than xsdata's parser")
    print(f"  parse + validate + bind: {times['read'] / times['libxml2']:.2f} x libxml2")
    print(
        f"  write: {times['xsdata_write'] / times['write']:.1f} x faster than xsdata's serializer"
    )
    print(f"  write + parse + validate: {times['write_validate'] / times['libxml2']:.2f} x libxml2")


def main() -> None:
    """Measure our own documents, and the real samples when they are there."""
    measure("NIR calibration", calibration(4))
    measure("NIR calibration, 5 MB", calibration(34_000))
    if shared := os.environ.get("DPKIT_SHARED"):
        for path in sorted(Path(shared, "data/euclid_samples").glob("*.xml")):
            measure(path.stem, path.read_bytes())


if __name__ == "__main__":
    main()
