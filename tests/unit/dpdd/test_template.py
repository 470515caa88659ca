"""The page of the seed: its text is given, only its line breaks were lost."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGES = HERE.parents[2] / "docs" / "dpdd" / "nir"
PAGE = PAGES / "relphotoexpcalibration.rst"

pytestmark = pytest.mark.shared


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


template = load("template")


@pytest.fixture(scope="session")
def seed(shared_folder: Path) -> str:
    (file,) = (shared_folder / "seeds").glob("000*.txt")
    return file.read_text()


def structure(text: str) -> list[str]:
    """Return the titles, comments, labels and macros of a page in order."""
    lines = text.splitlines()
    titles = {
        i: f"{lines[i]} {lines[i + 1][0]}"
        for i in range(len(lines) - 1)
        if re.fullmatch(r"([=_~])\1{3,}", lines[i + 1])
    }
    marks = {i: line for i, line in enumerate(lines) if line.startswith((".. ", "$"))}
    return [text for _, text in sorted((titles | marks).items())]


def test_restoring_loses_no_word(seed: str) -> None:
    assert template.words(template.restore(seed)) == template.words(seed)


def test_the_page_has_every_word_of_the_seed(seed: str) -> None:
    assert template.words(PAGE.read_text()) == template.words(seed)


def test_the_page_has_the_structure_that_is_restored(seed: str) -> None:
    restored = structure(template.restore(seed))
    assert len(restored) == 31
    assert structure(PAGE.read_text()) == restored


@pytest.mark.parametrize("restored", [True, False], ids=["restored", "page"])
def test_the_page_renders_with_no_macro_left(build, seed: str, tmp_path: Path, restored) -> None:
    text = template.restore(seed) if restored else PAGE.read_text()
    pages = {"seed.rst": text, "frame.rst": (PAGES / "calibratedframe.rst").read_text()}
    site = build(tmp_path, pages, "-W")
    assert site.status == 0
    said = site.text("seed")
    assert "$" not in said
    assert "Data Product Name¶ DpdNirRelPhotoExpCalibration Data Product Custodian" in said
    assert "object of type nirrelphoto:nirRelPhotoExpCal" in said
    assert "as described in NIR Calibrated Frame section" in said
    headings = site.page("seed").xpath("//h1 | //h2 | //h3")
    assert [h.tag for h in headings] == ["h1", "h2", "h2", "h2", "h2", "h2", "h3", "h3", "h3"]
