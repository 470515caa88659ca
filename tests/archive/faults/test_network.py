"""SQLite on a network file system is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import dpkit_archive
from dpkit.errors import ArchiveError
from dpkit_archive.mount import NETWORK, Mount, mount_of, parse_mounts

pytestmark = pytest.mark.alternating

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /dev/shm tmpfs rw 0 0
host:/export /data nfs4 rw,vers=4.2 0 0
/dev/sdb1 /data/local xfs rw 0 0
//server/my\\040share /mnt/my\\040share cifs rw 0 0
me@host:/ /home/me/far fuse.sshfs rw 0 0
/dev/sdc1 /data/covered ext4 rw 0 0
10.0.0.1@tcp:/scratch /data/covered lustre rw 0 0
"""


def test_mounts_are_parsed() -> None:
    mounts = parse_mounts(MOUNTS + "\nnonsense\n")
    assert len(mounts) == 8
    assert mounts[2] == Mount(Path("/data"), "nfs4")
    assert mounts[4] == Mount(Path("/mnt/my share"), "cifs")


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/home/me/a.sqlite", "ext4"),
        ("/data/a.sqlite", "nfs4"),
        ("/data/local/deep/a.sqlite", "xfs"),
        ("/data/locality/a.sqlite", "nfs4"),
        ("/mnt/my share/a.sqlite", "cifs"),
        ("/home/me/far/a.sqlite", "fuse.sshfs"),
        # The last one covers the first.
        ("/data/covered/a.sqlite", "lustre"),
    ],
)
def test_the_file_system_of_a_path(path: str, type: str) -> None:
    found = mount_of(Path(path), parse_mounts(MOUNTS))
    assert found is not None
    assert found.type == type


def test_without_a_list_nothing_is_known() -> None:
    assert mount_of(Path("/x"), []) is None


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that mounts a folder, as far as dpkit is told."""

    def mount(folder: Path, type: str) -> None:
        told = tmp_path / "mounts"
        name = str(folder).replace(" ", "\\040")
        told.write_text(f"/dev/x / ext4 rw 0 0\nhost:/x {name} {type} rw 0 0\n")
        monkeypatch.setattr("dpkit_archive.mount._MOUNTS", told)

    return mount


@pytest.mark.parametrize("type", sorted(NETWORK))
def test_sqlite_on_the_network_is_refused(tmp_path: Path, mounted, type: str) -> None:
    place = tmp_path / "far away"
    place.mkdir()
    mounted(place, type)
    with pytest.raises(ArchiveError) as caught:
        dpkit_archive.create(place / "a.sqlite")
    said = str(caught.value)
    assert f"network file system ({type} at {place})" in said
    assert "disk of this machine" in said
    assert "postgresql://" in said
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("engine", ["sqlite"])
def test_an_archive_that_came_to_lie_on_the_network_is_refused(
    url: str, tmp_path: Path, mounted
) -> None:
    mounted(tmp_path, "nfs")
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path)
    for place in (url, link / "archive.sqlite"):
        with pytest.raises(ArchiveError, match="network file system"):
            dpkit_archive.open(place)
    mounted(tmp_path, "xfs")
    dpkit_archive.open(url).close()


def test_files_may_lie_on_the_network(url: str, engine: str, tmp_path: Path, mounted, make) -> None:
    far = tmp_path / "far"
    far.mkdir()
    mounted(far, "nfs4")
    if engine == "sqlite":
        url = str(tmp_path / "near.sqlite")
        dpkit_archive.create(url, files=far / "files").close()
    with dpkit_archive.open(url) as archive:
        assert archive.register(make.dark()).created
