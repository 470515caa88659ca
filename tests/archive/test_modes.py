"""Files are copied, moved, linked or left in place, here or elsewhere."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

import dpkit_archive.batch
import dpkit_archive.placing
from dpkit.errors import ArchiveError, IdentityError, NotFoundError, ProductError
from dpkit_archive import Archive


def data_of(document: Path) -> Path:
    (file,) = (document.parent / "data").iterdir()
    return file


def test_moved_files_are_gone_once_registered(archive: Archive, make) -> None:
    source = make.dark()
    file, bytes_of = data_of(source), data_of(source).read_bytes()
    made = archive.register(source, mode="move")
    assert not source.exists()
    assert not file.exists()
    assert data_of(made.document).read_bytes() == bytes_of
    assert archive.show(made.id).files[0]["mode"] == "move"


def test_a_refused_product_is_not_moved(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P"))
    source = make.dark(id="P")
    with pytest.raises(IdentityError):
        archive.register(source, mode="move")
    assert source.exists()
    assert data_of(source).exists()


def test_what_is_there_already_is_not_moved(archive: Archive, make) -> None:
    source = make.dark()
    archive.register(source)
    assert not archive.register(source, mode="move").created
    assert source.exists()


def test_a_rehearsed_move_moves_nothing(archive: Archive, make) -> None:
    source = make.dark()
    archive.register(source, mode="move", rehearse=True)
    assert data_of(source).exists()


@pytest.mark.parametrize("step", ["publish", "commit"])
def test_a_move_that_fails_loses_nothing(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from sqlalchemy import event

    source = make.dark()
    before = data_of(source).read_bytes()

    def fail(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    engine = archive._database.engine
    if step == "commit":
        event.listen(engine, "commit", fail)
    else:
        monkeypatch.setattr("dpkit_archive.registration.publish", fail)
    with pytest.raises(ArchiveError, match="No space left"):
        archive.register(source, mode="move")
    if step == "commit":
        event.remove(engine, "commit", fail)
    assert archive.find() == []
    assert data_of(source).read_bytes() == before


def test_a_move_over_devices_copies(archive: Archive, make, monkeypatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    source = make.dark()
    made = archive.register(source, mode="move")
    assert not source.exists()
    assert data_of(made.document).stat().st_nlink == 1


def test_a_source_that_cannot_be_removed_is_named(archive: Archive, make, monkeypatch) -> None:
    source = make.dark(id="D")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(ArchiveError, match=r"registered but cannot be removed.*and 1 more"):
            archive.register(source, mode="move")
    assert archive.product("D").id == "D"


def test_a_file_that_another_product_has_in_place_is_not_moved(archive: Archive, make) -> None:
    first = make.dark(id="D1", file="shared.fits")
    archive.register(first, mode="in-place")
    second = make.dark(
        "2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z", calibration="D2", file="shared.fits"
    )
    with pytest.raises(ArchiveError, match=r"belongs to the archive already.*choose the mode copy"):
        archive.register(second, mode="move")
    made = archive.register(make.parameters(id="P"))
    copy = made.document.read_text().replace("<ProductId>P<", "<ProductId>Q<")
    other = made.document.with_name("q.xml")
    other.write_text(copy.replace("wide", "deep"))
    with pytest.raises(ArchiveError, match="belongs to the archive already"):
        archive.register(other, mode="move")
    assert other.exists()


def test_linked_files_share_their_bytes(archive: Archive, make) -> None:
    source = make.dark()
    made = archive.register(source, mode="hardlink")
    assert data_of(source).samefile(data_of(made.document))
    assert not source.samefile(made.document)


def test_links_over_devices_are_refused(archive: Archive, make, monkeypatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(ArchiveError, match=r"cannot be linked.*cross-device.*mode copy"):
        archive.register(make.dark(), mode="hardlink")
    assert archive.find() == []


@pytest.mark.parametrize("mode", ["move", "hardlink"])
def test_a_file_that_changes_meanwhile_is_refused(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    source = make.dark()
    link = dpkit_archive.placing.Path.hardlink_to

    def change(target: Path, file: Path) -> None:
        file.write_bytes(file.read_bytes() + b"\0" * 2880)
        link(target, file)

    monkeypatch.setattr(Path, "hardlink_to", change)
    with pytest.raises(ProductError, match="changed while it was registered"):
        archive.register(source, mode=mode)
    assert archive.find() == []
    assert data_of(source).exists()


def test_in_place_refuses_other_bytes_of_the_same_content(archive: Archive, make) -> None:
    """The content stands, but what would be fetched is not what was registered."""
    archive.register(make.parameters(id="P", name="p.xml"), mode="in-place")
    again = make.parameters(id="P", name="p.xml", created="2026-02-02T00:00:00Z")
    with pytest.raises(ArchiveError, match="other bytes are registered under this path"):
        archive.register(again, mode="in-place")


def test_in_place_refuses_a_document_that_changes_meanwhile(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make.parameters()
    load = dpkit_archive.batch.load_standings

    def change(*args: object) -> object:
        source.write_text(source.read_text() + "\n")
        return load(*args)

    monkeypatch.setattr("dpkit_archive.batch.load_standings", change)
    with pytest.raises(ProductError, match="changed while it was registered") as caught:
        archive.register(source, mode="in-place")
    assert caught.value.place == str(source)
    assert archive.find() == []


def test_a_file_url_is_a_path(archive: Archive, make) -> None:
    source = make.dark(id="D")
    made = archive.register(f"file://{source}", mode="in-place")
    assert made.document == source


# Elsewhere


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Return the URL of a folder in memory."""
    url = f"memory://{tmp_path.name}/made"
    yield url
    fsspec.filesystem("memory").store.clear()


def upload(source: Path, url: str) -> str:
    """Put a product into a folder elsewhere; return the URL of its document."""
    files = [source, *(source.parent / "data").glob("*")]
    for file in files:
        with fsspec.open(f"{url}/{file.relative_to(source.parent)}", "wb") as stream:
            stream.write(file.read_bytes())
    return f"{url}/{source.name}"


def test_what_lies_elsewhere_is_registered_in_place(
    archive: Archive, make, elsewhere: str, tmp_path: Path
) -> None:
    source = make.dark(id="D")
    url = upload(source, elsewhere)
    made = archive.register(url, mode="in-place")
    assert made.document == url
    assert archive.product("D").document == url
    (file,) = archive.show("D").files
    assert file["path"] == f"{elsewhere}/data/{data_of(source).name}"
    assert file["size"] == data_of(source).stat().st_size
    assert archive.find()[0].to_dict()["document"] == url
    assert list(archive.files.iterdir()) == []
    copy = archive.get("D", tmp_path / "out")
    assert copy.read_bytes() == source.read_bytes()
    assert data_of(copy).read_bytes() == data_of(source).read_bytes()
    assert not archive.register(url, mode="in-place").created


def test_what_lies_elsewhere_is_copied(archive: Archive, make, elsewhere: str) -> None:
    source = make.dark(id="D")
    made = archive.register(upload(source, elsewhere))
    assert data_of(made.document).read_bytes() == data_of(source).read_bytes()


@pytest.mark.parametrize("mode", ["move", "hardlink"])
def test_what_lies_elsewhere_is_not_moved(
    archive: Archive, make, elsewhere: str, mode: str
) -> None:
    url = upload(make.dark(), elsewhere)
    with pytest.raises(ArchiveError, match=r"lies elsewhere.*copy or in-place") as caught:
        archive.register(url, mode=mode)
    assert caught.value.place == url


def test_faults_elsewhere_have_the_names_of_elsewhere(
    archive: Archive, make, elsewhere: str, tmp_path: Path
) -> None:
    with pytest.raises(NotFoundError) as caught:
        archive.register(f"{elsewhere}/none.xml", mode="in-place")
    assert caught.value.place == f"{elsewhere}/none.xml"
    source = make.dark(id="D")
    url = upload(source, elsewhere)
    name = f"{elsewhere}/data/{data_of(source).name}"
    fsspec.filesystem("memory").rm(name)
    with pytest.raises(NotFoundError) as caught:
        archive.register(url, mode="in-place")
    assert caught.value.place == name
    with pytest.raises(ArchiveError, match=r"cannot be read.*fsspec"):
        archive.register("nosuch://x/y.xml", mode="in-place")
    upload(source, elsewhere)
    with fsspec.open(name, "wb") as stream:
        stream.write(b"\0" * data_of(source).stat().st_size)
    with pytest.raises(ProductError, match="SHA-256") as caught:
        archive.register(url, mode="in-place")
    assert caught.value.place.startswith(name)
    assert archive.find() == []


def test_a_file_that_changes_elsewhere_is_refused(
    archive: Archive, make, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make.dark()
    url = upload(source, elsewhere)
    read = dpkit_archive.submission.read_content

    def change(document: object) -> object:
        found = read(document)
        with fsspec.open(f"{elsewhere}/data/{data_of(source).name}", "wb") as stream:
            stream.write(b"other")
        return found

    monkeypatch.setattr("dpkit_archive.submission.read_content", change)
    with pytest.raises(ProductError, match="changed while it was registered"):
        archive.register(url, mode="in-place")
    assert archive.find() == []


def test_a_file_that_changed_elsewhere_is_not_given_out(
    archive: Archive, make, elsewhere: str, tmp_path: Path
) -> None:
    source = make.dark(id="D")
    archive.register(upload(source, elsewhere), mode="in-place")
    name = f"{elsewhere}/data/{data_of(source).name}"
    with fsspec.open(name, "wb") as stream:
        stream.write(b"other")
    with pytest.raises(ArchiveError, match="not those that were registered"):
        archive.get("D", tmp_path / "out")
    fsspec.filesystem("memory").rm(name)
    with pytest.raises(NotFoundError):
        archive.get("D", tmp_path / "out")
    assert not (tmp_path / "out").exists()
