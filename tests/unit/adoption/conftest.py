"""Files to adopt: of our own formats from samples, and FITS files as anybody has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from astropy.io import fits

from dpkit.product.document import Document, read_document
from dpkit.simulate import write_sample

Files = dict[str, list[Path]]

CATALOG = """
[values]
Header.SoftwareName = "MER_Test"
Header.SoftwareRelease = "1.0"
Data.TileIndex = { key = "TILE" }
"Data.DataStorage.@format" = "mer.test"
"Data.DataStorage.@version" = "0.1"
"""
"""A mapping for catalogues of tiles, whose schema ties nothing to headers."""


@pytest.fixture
def sample(tmp_path: Path) -> Callable[..., tuple[Document, Files]]:
    """Give the function that makes a product, and takes its document away from its files."""

    def make(product: str, seed: int = 0, **options: bool) -> tuple[Document, Files]:
        path = write_sample(product, tmp_path / f"{product}{seed}", seed=seed, **options)
        document = read_document(path)
        path.unlink()
        files: Files = {}
        for reference in document.files():
            files.setdefault(reference.storage, []).append(reference.location)
        return document, files

    return make


@pytest.fixture
def frame(tmp_path: Path) -> Callable[..., Path]:
    """Give the function that writes a FITS file with keywords, and images with a WCS."""

    def write(name: str = "a.fits", *, images: dict[str, Any] | None = None, **cards: Any) -> Path:
        hdus = fits.HDUList([fits.PrimaryHDU()])
        hdus[0].header.update(cards)
        for extension, header in (images or {}).items():
            image = fits.ImageHDU(np.zeros((10, 20), "float32"), name=extension)
            image.header.update(header)
            hdus.append(image)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        hdus.writeto(path)
        return path

    return write


def card(path: Path, key: str, text: str) -> Path:
    """Replace a card of a file as it stands there, whatever astropy thinks of it."""
    data = bytearray(path.read_bytes())
    at = data.index(f"{key:8}=".encode())
    data[at : at + 80] = text.ljust(80).encode()
    path.write_bytes(data)
    return path
