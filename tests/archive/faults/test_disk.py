"""A disk that is full or read-only, and a database that another process holds: told in one line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dpkit_archive
from dpkit.errors import ArchiveError
from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

# Registers what it is told in an archive on a small disk of its own, again and again: with less
# and less room, then where files or all is read-only, then with room enough.
SCRIPT = """
import json, os, subprocess, sys
from pathlib import Path
from sqlalchemy import text
import dpkit_archive
from dpkit.errors import DpkitError
from dpkit_archive.tables import metadata

disk, url, *sources = sys.argv[1:]
disk = Path(disk)
if url:
    archive = dpkit_archive.open(url)
    archive.files.mkdir()
else:
    archive = dpkit_archive.create(disk / "a.sqlite")

def state():
    with archive._database.reading() as connection:
        rows = {t.name: str(connection.execute(t.select()).all()) for t in metadata.sorted_tables}
    return rows, sorted(str(path) for path in disk.rglob("*") if path.is_file())

def attempt(source, room):
    was = state()
    try:
        archive.register(source)
    except DpkitError as error:
        faults = [str(one) for one in archive.check()]
        told.append({"room": room, "error": str(error), "intact": state()[0] == was[0],
                     "faults": faults})
    else:
        told.append({"room": room, "error": None})

def fill(left):
    with (disk / "filler").open("wb") as stream:
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        stream.write(bytes(max(room - left, 0)))

told = []
archive.register(sources[0])
for room in (0, 4096, 8192, 16384, 32768, 65536, 131072):
    fill(room)
    attempt(sources[1], room)
    (disk / "filler").unlink()
    if told[-1]["error"] is None:
        break
def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)

mount("--bind", archive.files, archive.files)
mount("-o", "remount,ro,bind", archive.files)
attempt(sources[2], "read-only files")
subprocess.run(["umount", archive.files], check=True)
if not url:
    archive.close()
    mount("-o", "remount,ro", disk)
    archive = dpkit_archive.open(disk / "a.sqlite")
    attempt(sources[2], "read-only")
    archive.close()
    mount("-o", "remount,rw", disk)
    archive = dpkit_archive.open(disk / "a.sqlite")
attempt(sources[2], "enough")
ids = [row.id for row in archive.find(current=False)]
print(json.dumps({"told": told, "ids": ids, "faults": [str(one) for one in archive.check()]}))
"""


# Who is root mounts as root: the server of PostgreSQL is another user's then.
ALONE = ["unshare", "-m" if os.geteuid() == 0 else "-Urm"]


def can_mount() -> bool:
    """Tell whether a disk can be mounted for one process."""
    if shutil.which("unshare") is None:
        return False
    words = [*ALONE, "bash", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def on_a_small_disk(archive: Archive, url: str, sources: list[Path], disk: Path) -> dict[str, Any]:
    remote = "" if archive.path is not None else url
    if remote:
        disk = archive.files.parent / "disk"
        with archive._database.writing() as connection:
            connection.exec_driver_sql(
                f"UPDATE archive_meta SET value = '{disk}/files' WHERE key = 'files'"
            )
    disk.mkdir()
    mount = 'mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@"'
    python = [sys.executable, "-c", SCRIPT, str(disk), remote, *map(str, sources)]
    done = subprocess.run(
        [*ALONE, "bash", "-c", mount, str(disk), *python],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(not can_mount(), reason="no disk can be mounted for one process here")
def test_a_disk_that_is_full_or_read_only(archive: Archive, url: str, make, tmp_path: Path) -> None:
    sources = [make.catalog(exposure=number, id=f"C{number}") for number in (1, 2, 3)]
    done = on_a_small_disk(archive, url, sources, tmp_path / "disk")
    *told, enough = done["told"]
    full = [one for one in told if isinstance(one["room"], int)]
    read_only = [one for one in told if one not in full]
    refused = [one for one in full if one["error"] is not None]
    assert len(refused) >= 3
    for one in refused:
        assert "full" in one["error"] or "No space left" in one["error"], one
        assert "make room" in one["error"]
    assert full[-1]["error"] is None
    # The database of PostgreSQL lies elsewhere, but its files do not.
    assert len(read_only) == (1 if archive.path is None else 2)
    for one in read_only:
        assert "Read-only" in one["error"] or "cannot be written to" in one["error"]
        assert "permission to write" in one["error"]
    for one in (*refused, *read_only):
        assert (one["intact"], one["faults"]) == (True, []), one
        assert "\n" not in one["error"]
    assert enough["error"] is None
    assert (sorted(done["ids"]), done["faults"]) == (["C1", "C2", "C3"], [])


# A limit on the size of files is one that everybody may set.
LIMITED = """
import resource, sys
import dpkit_archive
from dpkit.errors import DpkitError

with dpkit_archive.open(sys.argv[1]) as archive:
    limits = (int(sys.argv[3]), resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    try:
        archive.register(sys.argv[2])
    except DpkitError as error:
        print(error)
"""


@pytest.mark.parametrize("limit", [1000, 10_000, 40_000])
def test_a_file_that_may_not_grow(archive: Archive, url: str, make, state, limit: int) -> None:
    archive.register(make.parameters())
    before = state(archive)
    source = make.catalog(id="C")
    words = [sys.executable, "-c", LIMITED, url, str(source), str(limit)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    (file,) = (source.parent / "data").iterdir()
    # The database of PostgreSQL is not written by this process.
    if archive.path is not None or file.stat().st_size > limit:
        assert done.stdout.count("\n") == 1
        assert "too large" in done.stdout or "does not take what is written" in done.stdout
        assert "Traceback" not in done.stderr
        assert state(archive) == before
        assert list(archive.check(deep=True)) == []
    assert archive.register(source).id == "C"
    assert list(archive.check(deep=True)) == []


HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_database_that_another_program_holds(
    archive: Archive, url: str, make, state, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.register(make.parameters())
    before, source = state(archive), make.dark(id="D")
    monkeypatch.setattr("dpkit_archive.connection._WAIT_MS", 50)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with dpkit_archive.open(url) as other:
            with pytest.raises(ArchiveError, match="another process"):
                other.register(source)
            assert len(other.find()) == 1
        holder.communicate()
    assert state(archive) == before
    assert list(archive.check()) == []
    assert archive.register(source).created
