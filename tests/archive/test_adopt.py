"""Files without documents are registered where they lie, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from astropy.io import fits

import dpkit
from dpkit.adoption.grouping import group_files
from dpkit.adoption.mappingfile import parse_mapping
from dpkit.adoption.outcome import Adoption
from dpkit.errors import ArchiveError
from dpkit.schema.dictionary import product_entry
from dpkit.validation import validate
from dpkit_archive import Archive
from dpkit_archive.adopt.stream import adopt_groups

ENTRY = product_entry("DpdMerFinalCatalog")
MAPPING = """
[values]
Header.SoftwareName = "MER_Test"
Header.SoftwareRelease = "1.0"
Data.TileIndex = { key = "TILE" }
"Data.DataStorage.@format" = "mer.test"
"Data.DataStorage.@version" = "0.1"
"""


@pytest.fixture
def tile(tmp_path: Path) -> Callable[..., Path]:
    """Give the function that writes a FITS file of a tile."""

    def write(number: int | None, name: str | None = None, **cards: Any) -> Path:
        path = tmp_path / "raw" / (name or f"{number}.fits")
        path.parent.mkdir(parents=True, exist_ok=True)
        hdu = fits.PrimaryHDU()
        hdu.header.update({**({} if number is None else {"TILE": number}), **cards})
        hdu.writeto(path, overwrite=True)
        return path

    return write


def adopt(
    archive: Archive, paths: Iterable[Path], text: str = MAPPING, **options: Any
) -> Iterator[Adoption]:
    rules = parse_mapping(text, ENTRY)
    return adopt_groups(archive, group_files(paths, ENTRY, rules), ENTRY, rules, **options)


def test_files_stay_where_they_are_and_the_archive_keeps_the_document(
    archive: Archive, tile, tmp_path: Path
) -> None:
    path = tile(7)
    before = sorted((p, p.stat().st_mtime_ns) for p in path.parent.iterdir())
    (made,) = adopt(archive, [path])
    assert (made.result, made.version, made.dataset) == ("adopted", 1, "main")
    assert sorted((p, p.stat().st_mtime_ns) for p in path.parent.iterdir()) == before
    (row,) = archive.find("DpdMerFinalCatalog", keys={"tile": 7})
    assert row.id == made.id
    assert Path(made.document).is_relative_to(archive.files)
    (file,) = archive.show(made.id).files
    assert file["path"] == str(path)
    with dpkit.read(made.document).open("DataStorage") as hdus:
        assert hdus[0].header["TILE"] == 7
    assert validate(made.document, archive=archive).ok
    copy = archive.get(made.id, tmp_path / "got")
    assert validate(copy).ok
    assert not (copy.parent / "data" / path.name).is_symlink()


@pytest.mark.parametrize("mode", ["copy", "move", "hardlink"])
def test_files_can_come_into_the_archive(archive: Archive, tile, mode: str) -> None:
    path = tile(7)
    before = path.read_bytes()
    (made,) = adopt(archive, [path], mode=mode)
    (file,) = archive.show(made.id).files
    kept = archive.files / file["path"]
    assert kept.read_bytes() == before
    assert not kept.is_symlink()
    assert path.exists() == (mode != "move")


def test_a_move_removes_nothing_but_the_file(
    archive: Archive, tile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document was made in memory; one of its name elsewhere is somebody else's."""
    monkeypatch.chdir(tmp_path)
    path = tile(7)
    (rehearsed,) = adopt(archive, [path], rehearse=True)
    other = tmp_path / Path(rehearsed.document).name
    other.write_text("of somebody else")
    (made,) = adopt(archive, [path], mode="move")
    assert Path(made.document).name == other.name
    assert other.read_text() == "of somebody else"
    assert not path.exists()


def test_the_same_again_changes_nothing(archive: Archive, tile, rows) -> None:
    path = tile(7)
    (first,) = adopt(archive, [path])
    counts = "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM product_alias)"
    before = rows(counts)
    (again,) = adopt(archive, [path])
    assert again.result == "there already"
    assert again.id == first.id
    assert rows(counts) == before


def test_a_path_is_one_however_it_is_written(archive: Archive, tile, rows) -> None:
    path = tile(7)
    list(adopt(archive, [path]))
    (again,) = adopt(archive, [path.parent / ".." / path.parent.name / path.name])
    assert again.result == "there already"
    assert rows("SELECT path FROM file_location") == [(str(path),)]


def test_another_mapping_makes_the_next_version(archive: Archive, tile) -> None:
    path = tile(7)
    (first,) = adopt(archive, [path])
    (second,) = adopt(archive, [path], MAPPING.replace('"1.0"', '"1.1"'))
    assert (first.version, second.version) == (1, 2)
    assert [row.version for row in archive.find()] == [2]


@pytest.mark.parametrize("change", [{"TILE": 8}, {"DATE": "2027-01-01"}])
def test_changed_bytes_under_a_known_path_are_refused(
    archive: Archive, tile, change: dict[str, Any]
) -> None:
    """Also where the content is the same, as with another date of writing."""
    (first,) = adopt(archive, [tile(7, "a.fits", DATE="2026-01-01")])
    path = tile(**{"number": 7, "name": "a.fits", "DATE": "2026-01-01", **change})
    fits.setval(path, "TILE", value=change.get("TILE", 7))
    (made,) = adopt(archive, [path])
    assert made.result == "refused"
    assert "other bytes are registered under this path" in str(made.error)
    assert [row.id for row in archive.find()] == [first.id]


def test_what_is_refused_does_not_keep_others_out(archive: Archive, tile) -> None:
    broken = tile(3)
    broken.write_text("no FITS")
    link = broken.with_name("link.fits")
    elsewhere = tile(4, "../elsewhere.fits")
    link.symlink_to(elsewhere)
    paths = [tile(1), tile(None, "2.fits"), broken, link, broken.with_name("none.fits"), tile(5)]
    made = list(adopt(archive, paths, batch=2))
    results = ["adopted", "incomplete", "refused", "refused", "refused", "adopted"]
    assert [one.result for one in made] == results
    assert "is a link that leaves the folder" in str(made[3].error)
    assert len(archive.find()) == 2
    assert list((archive.files / ".incoming").iterdir()) == []


def test_one_name_in_two_folders_is_two_products(archive: Archive, tile) -> None:
    made = list(adopt(archive, [tile(1, "1/a.fits"), tile(2, "2/a.fits")]))
    assert [one.result for one in made] == ["adopted", "adopted"]


def test_a_rehearsal_keeps_nothing(archive: Archive, tile) -> None:
    (made,) = adopt(archive, [tile(7)], rehearse=True)
    assert made.result == "adopted"
    assert archive.find() == []
    assert not archive.files.exists() or list(archive.files.iterdir()) == []


def test_a_dataset_and_a_set_are_those_asked_for(archive: Archive, tile) -> None:
    (made,) = adopt(archive, [tile(7)], dataset="test")
    assert made.dataset == "test"
    assert archive.find(dataset=["test"])[0].id == made.id
    assert "<DataSetRelease>test<" in Path(made.document).read_text()


def test_a_file_that_changes_meanwhile_is_refused(
    archive: Archive, tile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tile(7)
    register = dpkit_archive_stream().register_each

    def change(*arguments: Any) -> Any:
        os.utime(path, ns=(1, 1))
        return register(*arguments)

    monkeypatch.setattr(dpkit_archive_stream(), "register_each", change)
    (made,) = adopt(archive, [path])
    assert "changed while it was registered" in str(made.error)
    assert archive.find() == []


def dpkit_archive_stream() -> Any:
    """Return the module whose function a test replaces."""
    from dpkit_archive.adopt import stream

    return stream


def test_a_file_that_changed_is_not_given_out(archive: Archive, tile, tmp_path: Path) -> None:
    (made,) = adopt(archive, [tile(7)])
    tile(8, "7.fits")
    with pytest.raises(ArchiveError, match="not those that were registered"):
        archive.get(made.id, tmp_path / "got")


def test_what_was_adopted_is_rebuilt_from_its_document(archive: Archive, tile) -> None:
    list(adopt(archive, [tile(7), tile(8)]))
    assert archive.rebuild() == (2, [])


def test_a_registered_document_may_leave_its_files_too(archive: Archive, make) -> None:
    """The mode of an adoption is one for documents as well."""
    source = make.dark()
    (data,) = (source.parent / "data").iterdir()
    made = archive.register(source, mode="symlink")
    assert Path(made.document).is_relative_to(archive.files)
    (file,) = archive.show(made.id).files
    assert (file["path"], file["mode"]) == (str(data), "symlink")
    source.unlink()
    assert validate(made.document).ok
