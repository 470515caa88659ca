"""References to other products are looked up in an archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import dpkit
import dpkit_archive
from dpkit.errors import NotFoundError

KIND = "DpdNirCalibratedFrame"


@dataclass
class Row:
    product: str
    status: str

    def to_dict(self) -> dict[str, Any]:
        return {"id": "frame-1", "product": self.product, "status": self.status}


class Store:
    """An archive of one product, or of none."""

    def __init__(self, row: Row | None) -> None:
        self.row = row
        self.closed = False

    def product(self, identifier: str) -> Row:
        if self.row is None or identifier != "frame-1":
            raise NotFoundError("no")
        return self.row

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def catalog(make, tmp_path: Path) -> Path:
    return make.written(make.catalog(), tmp_path)


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (Row(KIND, "registered"), []),
        (Row(KIND, "valid"), []),
        (Row(KIND, "superseded"), []),
        (Row(KIND, "invalid"), ["reference-unfit"]),
        (Row(KIND, "rejected"), ["reference-unfit"]),
        (Row(KIND, "trashed"), ["reference-unfit"]),
        (Row("DpdNirMasterDark", "valid"), ["reference-type"]),
        (Row("DpdNirMasterDark", "invalid"), ["reference-type", "reference-unfit"]),
        (None, ["reference-missing"]),
    ],
)
def test_a_reference_is_to_a_fit_product(catalog: Path, row: Row | None, codes: list[str]) -> None:
    store = Store(row)
    report = dpkit.validate(catalog, archive=store)
    assert [finding.code for finding in report.findings] == codes
    assert (report.level, store.closed) == ("references", False)
    lines = catalog.read_text().splitlines()
    for finding in report.findings:
        assert "<InputFrame>frame-1<" in lines[finding.line - 1]
        assert (finding.path, finding.value) == ("Data/InputFrame", "frame-1")


def test_without_an_archive_nothing_is_looked_up(catalog: Path) -> None:
    assert dpkit.validate(catalog).findings == []


def test_references_resolve_in_a_real_archive(make, catalog: Path, tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    with dpkit_archive.create(place) as archive:
        assert [f.code for f in dpkit.validate(catalog, archive=archive).findings] == [
            "reference-missing"
        ]
        frame = make.frame()
        archive.register(dpkit.write(frame, tmp_path / "frame"))
    other = make.written(make.catalog(input_frame=frame.id), tmp_path)
    assert dpkit.validate(other, archive=place).findings == []
    assert dpkit.validate(other, archive=f"sqlite:///{place}", level="references").ok


def test_an_archive_that_is_not_there(catalog: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        dpkit.validate(catalog, archive=tmp_path / "nothing.sqlite")
    assert not (tmp_path / "nothing.sqlite").exists()
