"""Products leave the archive verified, whole, and without overwriting anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive import Archive
from dpkit_archive.registration import Registration


@pytest.fixture
def dark(archive: Archive, make) -> Registration:
    return archive.register(make.dark(id="D", file="dark.fits"))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_copy_is_equal(archive: Archive, dark: Registration, tmp_path: Path) -> None:
    copy = archive.get("D", tmp_path / "out")
    assert copy == tmp_path / "out" / dark.document.name
    assert copy.read_bytes() == dark.document.read_bytes()
    stored = dark.document.parent / "data" / "dark.fits"
    assert (copy.parent / "data" / "dark.fits").read_bytes() == stored.read_bytes()
    assert sorted(path.name for path in copy.parent.iterdir()) == sorted([copy.name, "data"])


def test_several_products_share_a_folder(archive: Archive, dark, make, tmp_path: Path) -> None:
    other = archive.register(make.catalog())
    archive.get("D", tmp_path / "out")
    archive.get(other.id, tmp_path / "out")
    assert len(list((tmp_path / "out" / "data").iterdir())) == 2


def test_copy_can_be_registered_elsewhere(archive: Archive, dark, tmp_path: Path) -> None:
    import dpkit_archive

    with dpkit_archive.create(tmp_path / "other.sqlite") as other:
        assert other.register(archive.get("D", tmp_path / "out")).created


@pytest.mark.parametrize("which", ["file", "document"])
def test_flipped_bit_is_refused(archive: Archive, dark, tmp_path: Path, which: str) -> None:
    document = dark.document
    flip(document if which == "document" else document.parent / "data" / "dark.fits")
    with pytest.raises(ArchiveError, match="stored bytes are not those that were registered"):
        archive.get("D", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_flipped_bit_is_refused_in_place(archive: Archive, make, tmp_path: Path) -> None:
    archive.register(make.dark(id="D", file="dark.fits"), mode="in-place")
    flip(make.folder / "data" / "dark.fits")
    with pytest.raises(ArchiveError, match=r"dark\.fits"):
        archive.get("D", tmp_path / "out")


def test_missing_file_is_named(archive: Archive, dark, tmp_path: Path) -> None:
    (dark.document.parent / "data" / "dark.fits").unlink()
    with pytest.raises(ArchiveError, match=r"dark\.fits: cannot be fetched: No such file"):
        archive.get("D", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["data/dark.fits", "document"])
def test_nothing_is_overwritten(archive: Archive, dark, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    taken = out / (dark.document.name if name == "document" else name)
    taken.parent.mkdir(parents=True)
    taken.write_text("mine")
    with pytest.raises(ArchiveError, match="exists already"):
        archive.get("D", out)
    assert taken.read_text() == "mine"
    assert len([path for path in out.rglob("*") if path.is_file()]) == 1


def test_file_that_appears_meanwhile_is_not_overwritten(
    archive: Archive, dark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    link = Path.hardlink_to

    def link_late(self: Path, source: Path) -> None:
        if self.suffix == ".xml":
            self.write_text("mine")
        link(self, source)

    monkeypatch.setattr(Path, "hardlink_to", link_late)
    with pytest.raises(ArchiveError, match="File exists"):
        archive.get("D", out)
    assert [path.name for path in out.iterdir()] == [dark.document.name]
    assert (out / dark.document.name).read_text() == "mine"


def test_file_system_without_links_will_do(
    archive: Archive, dark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, source: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert archive.get("D", tmp_path / "out").exists()


def test_failure_while_copying_leaves_nothing(
    archive: Archive, dark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ArchiveError, match="No space left"):
        archive.get("D", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_unknown_product(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        archive.get("NONE", tmp_path / "out")
