"""Small copies of the schemas, to be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

XSD = Path(__file__).parents[3] / "xsd" / "dpkit_xsd"
PRODUCT = Path("dpd/nir/euc-test-nir-RelPhotoExpCalibration.xsd")


class SchemaCopy:
    """A folder of schemas that a test may edit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def edit(self, file: str | Path, old: str, new: str) -> str:
        """Replace one text in a file and return the place where it stands."""
        path = self.folder / file
        text = path.read_text()
        assert old in text, f"{old!r} is not in {file}"
        line = text[: text.index(old)].count("\n") + 1
        path.write_text(text.replace(old, new, 1))
        return f"{path}:{line}"


@pytest.fixture
def copy(tmp_path: Path) -> SchemaCopy:
    """Copy the schemas, with one product only."""
    folder = tmp_path / "xsd"
    shutil.copytree(XSD, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "dpd").rglob("*.xsd"):
        if file.name != PRODUCT.name:
            file.unlink()
    return SchemaCopy(folder)
