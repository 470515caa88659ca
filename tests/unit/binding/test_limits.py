"""Reading takes no more memory the longer it goes on, and refuses what would."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from dpkit.binding.door import parse
from dpkit.errors import ProductError
from dpkit.product.document import parse_document
from dpkit.product.reading import bind_document
from dpkit.simulate import sample_document

PLACE = Path("sample.xml")


def resident() -> int:
    """Return the resident memory of this process in kB, as the kernel has it now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def test_reading_again_and_again_takes_no_more_memory() -> None:
    data = sample_document("DpdNirRelPhotoExpCalibration", seed=1)
    for _ in range(2_000):
        bind_document(parse_document(data, PLACE))
    before = resident()
    for _ in range(18_000):
        bind_document(parse_document(data, PLACE))
    assert resident() - before < 4_000


def test_a_huge_text_is_refused() -> None:
    with pytest.raises(ProductError, match="not well-formed"):
        parse(b"<a>" + b"x" * 200_000_000 + b"</a>")


def test_siblings_that_are_all_wrong_are_refused_with_their_lines() -> None:
    data = sample_document("DpdNirRelPhotoExpCalibration", seed=1)
    start = data.index(b"<CorrectionFactor>")
    wrong = b"<CorrectionFactor><Value>x</Value><Exposure>1</Exposure></CorrectionFactor>\n"
    line = data[:start].count(b"\n") + 1
    with pytest.raises(ProductError, match=r"'x' is not a valid value.*and 99 more") as caught:
        parse_document(data[:start] + wrong * 200_000 + data[start:], PLACE)
    assert caught.value.place == f"sample.xml:{line}"
