"""Products are found by area: none is missed, none is there that should not be."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from mocpy import MOC
from sqlalchemy import Connection, Table

import dpkit_archive
from dpkit.errors import ArchiveError, NotFoundError, ProductError
from dpkit_archive import Archive, tables
from dpkit_archive.pending import Pending
from dpkit_archive.region import area
from dpkit_archive.region import part as shape
from dpkit_archive.region.asked import area_parts
from dpkit_archive.region.footprint import add_footprints
from dpkit_archive.region.part import Part
from dpkit_archive.region.relation import related
from dpkit_archive.region.search import products_in
from dpkit_archive.statement import insert_rows

FRAME = "DpdVisStackedFrame"
CATALOG = "DpdMerFinalCatalog"


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(7)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows whose other columns are null."""
    insert_rows(connection, table, [dict.fromkeys(table.c.keys()) | row for row in rows])


def store(
    archive: Archive,
    areas: Sequence[Sequence[Part]],
    *,
    kind: str = FRAME,
    first: int = 1,
    columns: dict[str, object] | None = None,
) -> None:
    """Write products of one kind with areas, past the registration."""
    with archive._database.writing() as connection:
        number = 1 if kind == FRAME else 2
        if not connection.exec_driver_sql(
            f"SELECT 1 FROM product_type WHERE number = {number}"
        ).all():
            put(connection, tables.product_type, [{"number": number, "name": kind}])
        numbers = range(first, first + len(areas))
        events = (
            {"seq": n, "time_ns": 0, "actor": "", "verb": "", "subject": "", "detail": "{}"}
            for n in numbers
        )
        put(connection, tables.event, list(events))
        row = {
            "type": number, "dataset": 1, "version": 1, "status": "registered",
            "content_sha256": "", "body_sha256": "", "schema_version": "1.0", **(columns or {}),
        }  # fmt: skip
        own = [
            {"number": n, "id": str(n), "identity": str(n), "registered_event": n} for n in numbers
        ]
        put(connection, tables.product, [row | one for one in own])
        row = {
            "name": "",
            "mode": "copy",
            "sha256": "",
            "size": 0,
            "original": b"",
            "content": "{}",
        }
        put(connection, tables.document, [{**row, "product": n, "path": str(n)} for n in numbers])
        pending = Pending(connection)
        add_footprints(pending, list(zip(numbers, areas, strict=True)))
        pending.flush()


def polygon(sky, corners) -> Part:
    return shape.polygon([(float(ra), float(dec)) for ra, dec in sky.degrees(corners)])


def random_parts(sky, random, count: int) -> list[list[Part]]:
    """Return areas of all kinds and sizes, dense around a few places."""
    found: list[list[Part]] = []
    for number, centre in enumerate(islice(sky.centres(random), count)):
        if number % 3:
            centre = sky.around(
                sky.unit(0.1, 89.0), np.array(0.1 * random.random()), np.array(7 * random.random())
            )
        size = float(10 ** random.uniform(-4, -0.5))
        ra, dec = map(float, sky.degrees(centre))
        if number % 7 == 0:
            found.append([shape.cone(ra, dec, math.degrees(size))])
        elif number % 7 == 1:
            half = math.degrees(size)
            found.append(
                [shape.box(ra - half, ra + half, max(dec - half, -90.0), min(dec + half, 90.0))]
            )
        elif number % 7 == 2:
            order = int(random.integers(4, 12))
            cell = int(random.integers(0, 12 << (2 * order)))
            shift = 2 * (29 - order)
            found.append([shape.cells(np.array([[cell << shift, (cell + 3) << shift]]))])
        else:
            corners = sky.star(random, centre, size)
            other = sky.star(random, sky.around(centre, np.array(2 * size), np.array(1.0)), size)
            found.append([polygon(sky, corners)] + ([polygon(sky, other)] if number % 2 else []))
    return found


def asked_areas(sky, random, count: int, folder: Path) -> list[area.Area]:
    found = []
    for number, centre in enumerate(islice(sky.centres(random), count)):
        if number % 2:
            centre = sky.around(
                sky.unit(0.1, 89.0), np.array(0.1 * random.random()), np.array(7 * random.random())
            )
        size = float(10 ** random.uniform(-4, 0))
        ra, dec = map(float, sky.degrees(centre))
        if number % 4 == 0:
            found.append(area.cone(ra, dec, math.degrees(size) * (number % 8 > 0)))
        elif number % 4 == 1:
            found.append(
                area.polygon(
                    [tuple(map(float, one)) for one in sky.degrees(sky.star(random, centre, size))]
                )
            )
        elif number % 4 == 2:
            found.append(
                area.box(ra, ra + 10 + 300 * random.random(), max(dec - 20, -90), min(dec + 5, 90))
            )
        else:
            order = int(random.integers(2, 8))
            cells = random.integers(0, 12 << (2 * order), 20).astype(np.uint64)
            moc = MOC.from_healpix_cells(np.unique(cells), np.uint8(order), max_depth=order)
            moc.save(folder / f"{number}.fits", format="fits")
            found.append(area.moc(folder / f"{number}.fits"))
    return found


def test_the_index_misses_nothing_and_the_test_lets_nothing_pass(
    archive: Archive, sky, random, tmp_path: Path
) -> None:
    areas = random_parts(sky, random, 250)
    numbered = [(number, one) for number, own in enumerate(areas, 1) for one in own]
    store(archive, areas)
    sizes = []
    for asked in asked_areas(sky, random, 40, tmp_path):
        (part,) = area_parts(asked)
        for relation in ("overlaps", "contains"):
            told = related(relation, [one for _, one in numbered], part)
            known = sorted({n for (n, _), yes in zip(numbered, told, strict=True) if yes})
            with archive._database.reading() as connection:
                assert products_in(connection, relation, asked) == known, (asked, relation)
            sizes.append(len(known))
    assert len(set(sizes)) > 15


def test_cones_are_found_by_their_separations(archive: Archive, sky, random) -> None:
    from astropy.coordinates import SkyCoord

    places = sky.degrees(
        sky.around(sky.unit(0.0, 60.0), 0.2 * random.random(500), 7 * random.random(500))
    )
    store(archive, [[shape.cone(float(ra), float(dec), 0.3)] for ra, dec in places])
    centres = SkyCoord(*places.T, unit="deg")
    for ra, dec in places[:40] + 0.3 * random.normal(size=(40, 2)):
        apart = SkyCoord(ra, dec, unit="deg").separation(centres).deg
        known = [str(n + 1) for n in np.flatnonzero(apart <= 1.3)]
        # Twice the radius, as another archive has it, would be three times as many.
        found = archive.query(FRAME).within(area.cone(ra, dec, 1.0)).order_by("registered").ids()
        assert found == known
        around = [str(n + 1) for n in np.flatnonzero(apart + 0.1 <= 0.3)]
        query = (
            archive.query()
            .contains(f"cone {float(ra)!r} {float(dec)!r} 0.1")
            .order_by("registered")
        )
        assert query.ids() == around


def test_areas_join_the_other_conditions(archive: Archive, sky) -> None:
    parts = [[shape.cone(10.0 + n, 0.0, 0.6)] for n in range(6)]
    store(archive, parts, columns={"filter": "VIS"})
    query = archive.query(FRAME).within("cone 12 0 0.1")
    assert query.ids() == ["3"]
    assert archive.query(FRAME).within("cone 12 0 0.5").count() == 3
    assert archive.query(FRAME).within("cone 12 0 0.5").within("cone 11 0 0.1").ids() == ["2"]
    assert archive.query(FRAME).within("box 11.5 12.5 -1 1").limit(1).ids() == ["2"]
    assert query.filter("VIS").ids() == ["3"]
    assert query.status("valid").ids() == []
    assert archive.query(CATALOG).within("cone 12 0 0.1").ids() == []
    assert archive.query(FRAME).within("cone 100 0 1").ids() == []
    assert "6 products of the archive have an area" in str(
        archive.query().within("cone 100 0 1").explain()
    )


def tiles(archive: Archive) -> None:
    """Store frames without a tile, tiles, and a list of tiles."""
    store(archive, [[shape.cone(10.0 + n, 0.0, 0.4)] for n in range(6)])
    for n, tile in enumerate((7, 8, 9)):
        part = shape.polygon(
            [(10.0 + 2 * n + x, y) for x, y in ((0, -1), (1.1, -1), (1.1, 1), (0, 1))]
        )
        store(archive, [[part]], kind=CATALOG, first=10 + n, columns={"tile": tile})
        with archive._database.writing() as connection:
            key = {"product": 10 + n, "name": "patch", "ordinal": 0, "value_integer": 1 + n // 2}
            put(connection, tables.product_key, [key])


def test_a_tile_has_the_area_of_its_products(archive: Archive) -> None:
    tiles(archive)
    assert archive.query(FRAME).within("tile 7").ids() == ["1", "2"]
    assert archive.query(FRAME).within("tile 8").ids() == ["3", "4"]
    assert archive.query(FRAME).contains("tile 8").ids() == []
    assert archive.query(CATALOG).within("tile 8").ids() == ["11"]
    # A patch is all its tiles.
    assert archive.query(FRAME).within("patch 1").ids() == ["1", "2", "3", "4"]
    assert archive.query(FRAME).within(area.of_key("patch", 2)).ids() == ["5", "6"]


def test_a_tile_that_nothing_knows(archive: Archive) -> None:
    tiles(archive)
    with pytest.raises(NotFoundError, match="no product with tile 70 has an area"):
        archive.query(FRAME).within("tile 70").ids()
    with archive._database.writing() as connection:
        connection.exec_driver_sql("UPDATE product SET status = 'invalid' WHERE tile = 7")
    with pytest.raises(NotFoundError, match="no product with tile 7 has an area"):
        archive.query(FRAME).within("tile 7").ids()


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cone 1 2", "2 numbers.*cone RA DEC RADIUS"),
        ("cone 1 2 3 4", "4 numbers"),
        ("cone a b c", "is no area.*cone RA DEC RADIUS"),
        ("cone 1 2 -3", "radius"),
        ("polygon 1 2 3 4 5", "5 numbers"),
        ("polygon 1 1 2 2", "4 numbers"),
        ("polygon 0 0 1 0 2 0", "no area"),
        ("polygon 0 0 1 1 1 0 0 1", "crosses itself.*order"),
        ("box 1 2 3 3", "no area"),
        ("tle 7", "no area is named 'tle'.*tile"),
        ("tile seven", "tile is an integer"),
        ("'; DROP TABLE product", "no area is named"),
        ("moc", "name the file"),
        ("moc /nowhere/x.fits", "no such file"),
        ("", "no area is named ''"),
    ],
)
def test_what_is_no_area_is_refused(archive: Archive, text: str, message: str) -> None:
    with pytest.raises((ArchiveError, NotFoundError), match=message):
        archive.query().within(text)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_relation_must_be_known(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match=r"no relation is named 'near'.*overlaps"):
        archive.query().region("cone 1 2 3", "near")


def with_polygon(document: Path, corners: Sequence[tuple[float, float]]) -> Path:
    """Give a document other corners."""
    vertices = "".join(f"<Vertex><C1>{ra}</C1><C2>{dec}</C2></Vertex>" for ra, dec in corners)
    text = document.read_text()
    document.write_text(re.sub("<Polygon>.*</Polygon>", f"<Polygon>{vertices}</Polygon>", text))
    return document


def test_the_area_of_a_document_is_registered_with_it(archive: Archive, make) -> None:
    corners = [(359.5, 10), (0.5, 10), (0.5, 11), (359.5, 11)]
    archive.register(with_polygon(make.catalog(1, id="C1"), corners))
    archive.register(make.catalog(2, id="C2"))
    archive.register(make.parameters(id="P"))
    assert archive.query().within("cone 0 10.5 0.1").ids() == ["C1"]
    assert archive.query().within("cone 1.6 1.5 0.1").ids() == ["C2"]
    assert archive.query().within("box 0 359.9999 -90 90").count() == 2


@pytest.mark.parametrize(
    ("corners", "message"),
    [
        ([(1, 1), (2, 1), (1, 1)], "SpatialCoverage: the polygon has no area"),
        ([(1, 1), (1, 2), (1, 3)], "SpatialCoverage: the polygon has no area"),
        ([(1, 1), (2, 1), (2, 91)], "SpatialCoverage: there is no position 2 91"),
        ([(0, -10), (120, -10), (240, 20)], "hemisphere"),
        ([(1, 1), (2, 2), (2, 1), (1, 2)], "SpatialCoverage: the polygon crosses itself near 1.5"),
    ],
)
def test_an_area_that_is_none_keeps_the_product_out(
    archive: Archive, make, rows, corners, message
) -> None:
    document = with_polygon(make.catalog(), corners)
    with pytest.raises(ProductError, match=message) as caught:
        archive.register(document)
    assert caught.value.place.startswith(f"{document}:")
    assert archive.find() == []
    assert rows("SELECT count(*) FROM region_part") == [(0,)]


def test_weights_say_what_of_a_moc_was_observed(tmp_path: Path) -> None:
    from astropy.io import fits

    from dpkit_archive.region.mocfile import read_moc

    numbers, weights = np.array([16, 17, 18]), np.array([1.0, 0.5, 0.0])
    columns = [
        fits.Column(name="NUNIQ", format="K", array=numbers),
        fits.Column(name="WEIGHT", format="D", array=weights),
    ]
    path = tmp_path / "weighted.fits"
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns(columns)]).writeto(path)

    def observed(convention: str) -> set[int]:
        return {int(begin) >> 56 for begin, _ in read_moc(path, observed=convention)}

    assert observed("UNOBSERVED_FRACTION") == {1, 2}
    assert observed("OBSERVED_FRACTION") == {0, 1}
    with pytest.raises(ArchiveError, match="what a weight means is not known"):
        observed("")
    other = tmp_path / "other.fits"
    other.write_bytes(b"no FITS")
    with pytest.raises(ArchiveError, match=r"other.fits: is no (FITS file|MOC)"):
        dpkit_archive.region.area.moc(other)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["P-SDSS9-r.fits", "P-GALEXGR6-AIS-FUV.fits"])
def test_real_mocs(shared_folder: Path, name: str) -> None:
    path = shared_folder / "data" / "moc" / name
    known = MOC.load(path, "fits")
    (part,) = area_parts(area.moc(path))
    assert np.array_equal(part.ranges, known.to_depth29_ranges.astype(np.int64))
    inside = known.contains_lonlat
    from astropy import units as u

    random = np.random.default_rng(3)
    for _ in range(200):
        ra, dec = random.uniform(0, 360), math.degrees(math.asin(random.uniform(-1, 1)))
        (told,) = related("overlaps", [part], shape.cone(ra, dec, 0.0))
        assert told == inside(ra * u.deg, dec * u.deg)[0]


def test_a_rebuild_mends_areas(archive: Archive, make, rows) -> None:
    archive.register(make.catalog(id="C"))
    parts, cells = (
        rows(f"SELECT * FROM {one} ORDER BY 1, 2") for one in ("region_part", "region_cell")
    )
    assert parts
    assert cells
    assert archive.rebuild() == (1, [])
    rows("UPDATE region_part SET radius = 3")
    rows("DELETE FROM region_cell WHERE cell = (SELECT min(cell) FROM region_cell)")
    _, found = archive.rebuild()
    assert {one.table for one in found} == {"region_part", "region_cell"}
    assert rows("SELECT * FROM region_part ORDER BY 1, 2") == parts
    assert rows("SELECT * FROM region_cell ORDER BY 1, 2") == cells
    assert archive.rebuild() == (1, [])
