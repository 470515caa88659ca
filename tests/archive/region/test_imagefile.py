"""Areas of images come from the coordinates in their headers, through projection and distortion."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

from dpkit.errors import ArchiveError
from dpkit.product.document import Document, read_document
from dpkit.simulate import write_sample
from dpkit_archive import Archive
from dpkit_archive.region import area
from dpkit_archive.region import part as shape
from dpkit_archive.region.footprint import document_parts
from dpkit_archive.region.imagefile import image_parts
from dpkit_archive.region.part import Part
from dpkit_archive.region.relation import related


def header(
    ra: float, dec: float, *, turn: float = 0.0, scale: float = 0.01, size: int = 100,
    kinds: tuple[str, str] = ("RA---TAN", "DEC--TAN"),
) -> fits.Header:  # fmt: skip
    cosine, sine = math.cos(turn), math.sin(turn)
    made = fits.Header()
    made["CTYPE1"], made["CTYPE2"] = kinds
    made["CRVAL1"], made["CRVAL2"] = ra, dec
    made["CRPIX1"] = made["CRPIX2"] = size / 2 + 0.5
    made["CD1_1"], made["CD1_2"] = -scale * cosine, scale * sine
    made["CD2_1"], made["CD2_2"] = scale * sine, scale * cosine
    return made


def write(path: Path, *headers: fits.Header, size: int = 100) -> Path:
    data = np.zeros((size, size), np.uint8)
    hdus = [fits.ImageHDU(data, one, name=f"D{n}.SCI") for n, one in enumerate(headers)]
    fits.HDUList([fits.PrimaryHDU(), *hdus]).writeto(path)
    return path


def touches(part: Part, ra: float, dec: float) -> bool:
    (answer,) = related("overlaps", [part], shape.cone(ra, dec, 0.0))
    return answer


def gnomonic(ra: float, dec: float, turn: float, half: float) -> list[tuple[float, float]]:
    """Return the corners of a square around a tangent point, by the formulas of the projection."""
    found = []
    for x, y in ((-half, -half), (half, -half), (half, half), (-half, half)):
        xi = math.radians(-x * math.cos(turn) + y * math.sin(turn))
        eta = math.radians(x * math.sin(turn) + y * math.cos(turn))
        d0 = math.radians(dec)
        below = math.cos(d0) - eta * math.sin(d0)
        found.append(
            (
                (ra + math.degrees(math.atan2(xi, below))) % 360.0,
                math.degrees(math.atan2(math.sin(d0) + eta * math.cos(d0), math.hypot(xi, below))),
            )
        )
    return found


@pytest.mark.parametrize("place", [(10.0, 20.0), (0.1, -60.0), (33.0, 89.9), (7.0, -90.0)])
def test_corners_are_those_of_the_projection(tmp_path: Path, place: tuple[float, float]) -> None:
    (found,) = image_parts(write(tmp_path / "i.fits", header(*place, turn=0.3)))
    wanted = shape.polygon(gnomonic(*place, 0.3, 0.5))
    assert found.kind == shape.POLYGON
    np.testing.assert_allclose(found.vectors, wanted.vectors, atol=1e-12)


def test_every_detector_is_a_part_and_its_maps_are_the_same(tmp_path: Path) -> None:
    first, second = header(10.0, 0.0), header(12.0, 0.0)
    found = image_parts(write(tmp_path / "i.fits", first, first, second))
    assert len(found) == 2
    assert touches(found[0], 10.0, 0.0)
    assert not touches(found[0], 11.0, 0.0)
    assert touches(found[1], 12.0, 0.0)


@pytest.mark.parametrize("kinds", [("RA---TAN-SIP", "DEC--TAN-SIP"), ("RA---CAR", "DEC--CAR")])
def test_curved_sides_are_followed(tmp_path: Path, kinds: tuple[str, str]) -> None:
    said = header(50.0, 60.0, kinds=kinds)
    if "SIP" in kinds[0]:
        said["A_ORDER"] = said["B_ORDER"] = 2
        said["A_0_2"], said["B_2_0"] = 4e-4, -3e-4
    path = write(tmp_path / "i.fits", said)
    (found,) = image_parts(path)
    wcs = WCS(said)
    rows = np.linspace(-0.5, 99.5, 41)
    inner, outer = wcs.wcs_pix2world if "SIP" not in kinds[0] else wcs.all_pix2world, []
    for column, hits in ((-0.3, True), (-0.7, False), (99.3, True), (99.7, False)):
        ra, dec = inner(np.full_like(rows[1:-1], column), rows[1:-1], 0)
        outer += [touches(found, float(a), float(d)) is hits for a, d in zip(ra, dec, strict=True)]
    assert np.mean(outer) > 0.99


def test_coordinates_are_icrs_whatever_the_image_has(tmp_path: Path) -> None:
    centre = SkyCoord(120.0, 30.0, frame="galactic", unit="deg")
    path = write(tmp_path / "i.fits", header(120.0, 30.0, kinds=("GLON-TAN", "GLAT-TAN")))
    (found,) = image_parts(path)
    assert touches(found, centre.icrs.ra.deg, centre.icrs.dec.deg)


def test_compressed_images_and_cubes_have_the_area_of_their_planes(tmp_path: Path) -> None:
    said = header(10.0, 20.0)
    packed = fits.CompImageHDU(np.zeros((100, 100), np.int16), said)
    cube = fits.ImageHDU(np.zeros((3, 100, 100), np.uint8), said)
    path = tmp_path / "i.fits"
    fits.HDUList([fits.PrimaryHDU(), packed, cube]).writeto(path)
    (found,) = image_parts(path)
    wanted = shape.polygon(gnomonic(10.0, 20.0, 0.0, 0.5))
    np.testing.assert_allclose(found.vectors, wanted.vectors, atol=1e-12)


def test_what_is_no_image_of_the_sky_has_no_area(tmp_path: Path) -> None:
    spectrum = header(10.0, 20.0, kinds=("WAVE", "PIXEL"))
    table = fits.BinTableHDU.from_columns([fits.Column("x", "D", array=[1.0])])
    path = tmp_path / "i.fits"
    image = fits.ImageHDU(np.zeros((5, 5)), spectrum)
    fits.HDUList([fits.PrimaryHDU(), image, table]).writeto(path)
    assert image_parts(path) == []


def test_what_cannot_be_placed_is_told_with_file_and_extension(tmp_path: Path) -> None:
    bad = header(10.0, 0.0, scale=1.9, kinds=("RA---ARC", "DEC--ARC"))
    with pytest.raises(ArchiveError, match=r"i\.fits\[D0\.SCI\]: .*hemisphere"):
        image_parts(write(tmp_path / "i.fits", bad))
    with pytest.raises(ArchiveError, match=r"o\.fits\[D0\.SCI\]: has an edge that is not"):
        image_parts(
            write(tmp_path / "o.fits", header(1, 2, scale=9, kinds=("RA---SIN", "DEC--SIN")))
        )
    flat = header(10.0, 20.0)
    for key in ("CD1_1", "CD1_2", "CD2_1", "CD2_2"):
        flat[key] = 0.0
    with pytest.raises(ArchiveError, match=r"f\.fits\[D0\.SCI\]: has coordinates"):
        image_parts(write(tmp_path / "f.fits", flat))
    (tmp_path / "n.fits").write_bytes(b"nothing")
    with pytest.raises(ArchiveError, match=r"n\.fits: cannot be read as FITS"):
        image_parts(tmp_path / "n.fits")


def test_a_product_without_a_footprint_is_found_by_its_images(
    archive: Archive, tmp_path: Path
) -> None:
    document = write_sample("DpdVisStackedFrame", tmp_path, minimal=True)
    (stored,) = (tmp_path / "data").iterdir()
    stored.unlink()
    write(stored, header(10.0, 20.0), header(12.0, 20.0))
    number = archive.register(document).id
    query = archive.query("DpdVisStackedFrame")
    assert [row.id for row in query.within(area.cone(12.0, 20.0, 0.1))] == [number]
    assert query.within(area.cone(11.0, 20.0, 0.1)).count() == 0
    assert archive.rebuild() == (1, [])


def test_a_footprint_of_the_document_counts_alone(archive: Archive, make) -> None:
    document = make.catalog()
    found = document_parts(read_document(document))
    assert found == document_parts(with_image_region(read_document(document)))


def with_image_region(document: Document) -> Document:
    """Return a document whose first file, too, would tell an area; it has no images."""
    (storage, *_) = document.entry.storages
    regions = (*document.entry.regions, {"path": storage.path, "kind": "wcs"})
    return replace(document, entry=replace(document.entry, regions=regions))
