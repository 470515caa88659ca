"""The content digest: equal for what says the same, different for all else."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from lxml import etree

import dpkit
from dpkit.errors import FileFormatError
from dpkit.product.digest import content_digest, file_content_digest, read_content
from dpkit.product.document import read_document
from dpkit.schema.dictionary import product_entry, product_names

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def digest(document: Path, **more) -> str:
    return content_digest(read_document(document), **more)


@pytest.mark.parametrize("name", product_names())
def test_two_products_of_one_content_have_one_digest(name: str, make, tmp_path: Path) -> None:
    first, second = (make.written(make.product(name), tmp_path) for _ in range(2))
    assert first.read_bytes() != second.read_bytes()
    assert digest(first) == digest(second)
    assert re.fullmatch(r"[0-9a-f]{64}", digest(first))


@pytest.mark.parametrize("name", product_names())
def test_volatile_elements_do_not_count_and_all_others_do(name: str, make, tmp_path: Path) -> None:
    """Change each text and attribute of a document in turn; the schema is not asked."""
    document = read_document(make.written(make.product(name), tmp_path))
    volatile = {path.rpartition("/@")[0] or path for path in product_entry(name).volatile}
    before, tree = content_digest(document), document.root.getroottree()
    files = {storage.path for storage in product_entry(name).storages}
    for node in document.root.iter():
        path = re.sub(r"\[\d+\]", "", tree.getpath(node)).partition("/")[2].partition("/")[2]
        if len(node) or any(path.startswith(storage) for storage in files):
            continue
        text, node.text = node.text, "changed"
        assert (content_digest(document) == before) == (path in volatile), path
        node.text = text
    assert content_digest(document) == before


def test_dates_ids_and_dataset_name(make, tmp_path: Path) -> None:
    first = make.written(make.calibration(created="2026-01-01T00:00:00Z"), tmp_path)
    later = make.written(make.calibration(created="2027-01-01T00:00:00Z"), tmp_path)
    other = make.written(make.calibration(dataset="DR2"), tmp_path)
    assert digest(first) == digest(later)
    assert digest(first) != digest(other)


@pytest.mark.parametrize(
    "change",
    [
        {"factors": (1.01, 0.990000001)},
        {"factors": (0.99, 1.01)},
        {"factors": (1.01, 0.99, 1.0)},
        {"observation": 13},
        {"period": ("2026-03-01T12:00:00Z", "2026-03-01T13:00:01Z")},
        {"software": ("TEST_Software", "1.3")},
    ],
)
def test_content_that_differs(make, tmp_path: Path, change) -> None:
    assert digest(make.written(make.calibration(**change), tmp_path)) != digest(
        make.written(make.calibration(), tmp_path)
    )


def test_a_parameter_that_differs(make, tmp_path: Path) -> None:
    from dpkit_dm.bas import GenericKeyValueParameter, GenericKeyValueParameters

    def said(value: float) -> str:
        parameter = GenericKeyValueParameter(key="a", description="b", choice=value)
        parts = {"parameters": GenericKeyValueParameters(parameter=[parameter])}
        return digest(make.written(make.calibration(**parts), tmp_path))

    assert said(1.5) == said(1.5)
    assert said(1.5) != said(2.5)


def test_order_of_repeated_elements_counts(make, tmp_path: Path) -> None:
    document = make.written(make.calibration(), tmp_path)
    before = digest(document)
    tree = etree.parse(document)
    factors = tree.find("Data/CorrectionFactorList")
    factors.insert(0, factors[1])
    tree.write(document)
    assert digest(document) != before


def test_layout_prefixes_comments_and_hints_do_not_count(make, tmp_path: Path) -> None:
    document = make.written(make.calibration(), tmp_path)
    before, text = digest(document), document.read_text()
    changes = {
        "prefix": text.replace("p:Dpd", "euclid:Dpd").replace("xmlns:p", "xmlns:euclid"),
        "layout": re.sub(r">\s+<", "><", text),
        "line ends": text.replace("\n", "\r\n"),
        "blanks": text.replace("<Value>1.01</Value>", "<Value>\n 1.01\t</Value>"),
        "comments": text.replace("<Data>", "<!-- c --><Data><?pi?>"),
        "order of attributes": re.sub(
            r'(minLimit="[^"]*") (maxLimit="[^"]*")', r"\2 \1", text, count=1
        ),
        "hint": text.replace(
            ' version="1.0">', f' xmlns:x="{XSI}" x:schemaLocation="a b" version="1.0">'
        ),
        "default left out": text.replace(' minLimit="0.98"', ""),
    }
    for name, changed in changes.items():
        assert changed != text, name
        document.write_text(changed, newline="")
        assert digest(document) == before, name


def frame_digest(make, tmp_path: Path, change=None) -> str:
    images = make.frame_images()
    if change is not None:
        change(images)
    return digest(make.written(make.frame(files=images), tmp_path))


def set_pixel(hdus) -> None:
    hdus[1].data[3, 3] = np.nextafter(hdus[1].data[3, 3], np.float32(np.inf))


def set_card(hdus) -> None:
    hdus[1].header["GAIN"] = 2.0


def set_comment(hdus) -> None:
    hdus[1].header.comments["BUNIT"] = "other"


def set_history(hdus) -> None:
    hdus[0].header["HISTORY"] = "made again"


def swap(hdus) -> None:
    hdus[1], hdus[2] = hdus[2], hdus[1]


@pytest.mark.parametrize(
    "change", [set_pixel, set_card, set_comment, set_history, swap], ids=lambda f: f.__name__
)
def test_files_that_differ(make, tmp_path: Path, change) -> None:
    assert frame_digest(make, tmp_path, change) != frame_digest(make, tmp_path)


def test_date_and_sums_of_a_file_do_not_count(make, tmp_path: Path) -> None:
    document = make.written(make.frame(), tmp_path)
    before = digest(document)
    location = dpkit.read(document).files["DataStorage"].location
    with fits.open(location, mode="update") as hdus:
        hdus[0].header["DATE"] = "1999-01-01T00:00:00"
        for hdu in hdus:
            hdu.header["CHECKSUM"] = "0" * 16
            hdu.header["DATASUM"] = "0"
    assert digest(document) == before


def test_a_file_under_another_name_in_another_place(make, tmp_path: Path) -> None:
    document = make.written(make.frame(), tmp_path)
    before = digest(document)
    file = dpkit.read(document).files["DataStorage"].location
    file.rename(file.with_name("other.fits"))
    document.write_text(document.read_text().replace(file.name, "other.fits"))
    document.parent.rename(tmp_path / "moved")
    assert digest(tmp_path / "moved" / document.name) == before


def test_a_reference_counts_by_the_id_of_what_stands_for_it(make, tmp_path: Path) -> None:
    first, second, third = (
        make.written(make.catalog(input_frame=name), tmp_path) for name in ("f-1", "f-2", "f-3")
    )
    assert digest(first) != digest(second)

    def standing(name: str) -> str:
        return {"f-2": "f-1"}.get(name, name)

    assert digest(second, standing_id=standing) == digest(first, standing_id=standing)
    # What is not known, and what stands itself, counts as it is: the order of arrival is nothing.
    assert digest(third, standing_id=standing) == digest(third)
    assert digest(first, standing_id=standing) == digest(first)


def test_references_are_told_apart_from_the_rest(make, tmp_path: Path) -> None:
    first, second = (
        read_content(read_document(make.written(make.catalog(input_frame=name), tmp_path)))
        for name in ("f-1", "f-2")
    )
    assert first.body_sha256 == second.body_sha256
    assert (first.references, second.references) == (("f-1",), ("f-2",))
    other = read_content(read_document(make.written(make.calibration(), tmp_path)))
    assert other.references == ()
    assert other.digest() == other.digest(lambda _id: "other")


def test_the_document_is_not_changed_by_its_digest(make, tmp_path: Path) -> None:
    document = read_document(make.written(make.catalog(), tmp_path))
    before = etree.tostring(document.root)
    content_digest(document, lambda _id: "other")
    assert etree.tostring(document.root) == before


def test_files_that_are_no_fits_count_by_their_bytes(tmp_path: Path) -> None:
    import hashlib

    (tmp_path / "a").write_bytes(b"bytes")
    assert file_content_digest(tmp_path / "a") == hashlib.sha256(b"bytes").hexdigest()


def test_missing_and_truncated_files_have_no_digest(make, tmp_path: Path) -> None:
    document = make.written(make.frame(), tmp_path)
    location = dpkit.read(document).files["DataStorage"].location
    location.write_bytes(location.read_bytes()[:-2880])
    with pytest.raises(FileFormatError, match="cannot be read"):
        digest(document)
    location.unlink()
    with pytest.raises(FileFormatError, match="cannot be read") as caught:
        digest(document)
    assert caught.value.place == str(location)
