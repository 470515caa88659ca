"""An archive can be read by whoever may read its files, and tells when they may not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dpkit_archive

NOBODY = 65534

# All is imported first: the other user may not be allowed to read the source.
READER = f"""
import os, sys
from pathlib import Path
import dpkit_archive, dpkit_archive.archive, dpkit_archive.location
from dpkit.errors import DpkitError
from dpkit.schema.dictionary import product_entry
import dpkit_archive.creation, sqlalchemy.dialects.sqlite
import dpkit_archive.query.sqlite, dpkit_archive.registration, dpkit_archive.retrieval

product_entry("DpdNirMasterDark")
os.setgid({NOBODY})
os.setuid({NOBODY})
try:
    with dpkit_archive.open(sys.argv[1]) as archive:
        print(*(row.id for row in archive.find()))
        print(archive.get("D", Path(sys.argv[2])).name)
        if len(sys.argv) > 3:
            archive.register(sys.argv[3])
except DpkitError as error:
    print(error)
"""

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can become another user to read as"
)
Read = Callable[..., list[str]]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that others may enter, unlike the temporary ones of pytest."""
    made = Path(tempfile.mkdtemp(prefix="dpkit-read-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def read(folder: Path, make) -> Read:
    """Return a function that reads the archive in the folder as nobody."""
    with dpkit_archive.create(folder / "a.sqlite") as archive:
        archive.register(make.dark(id="D"))
    out = folder / "out"
    out.mkdir()
    out.chmod(0o777)

    def run(*more: Path) -> list[str]:
        words = [sys.executable, "-c", READER, folder / "a.sqlite", out, *more]
        done = subprocess.run(
            list(map(str, words)), capture_output=True, text=True, check=False, cwd="/"
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    return run


def test_a_user_who_may_only_read_reads(folder: Path, read: Read) -> None:
    ids, document = read()
    assert ids == "D"
    assert (folder / "out" / document).is_file()
    assert sorted(path.name for path in folder.iterdir()) == ["a.files", "a.sqlite", "out"]


def test_while_another_has_it_open(folder: Path, read: Read, make) -> None:
    with dpkit_archive.open(folder / "a.sqlite") as archive:
        archive.register(make.dark(id="E", calibration="D2"), calibration_set="other")
        assert (folder / "a.sqlite-wal").stat().st_size > 0
        assert read()[0] == "D E"
    assert read()[-1].startswith(f"{folder / 'out'}")


def test_a_user_who_may_only_read_cannot_register(read: Read, make, folder: Path) -> None:
    source = make.parameters(id="P")
    shutil.copy(source, folder / "p.xml")
    (folder / "p.xml").chmod(0o644)
    said = read(folder / "p.xml")[-1]
    assert "cannot be registered: Permission denied" in said
    assert "permission to write" in said


@pytest.mark.parametrize("hidden", ["file", "folder"])
def test_a_user_who_may_not_read_is_told(folder: Path, read: Read, hidden: str) -> None:
    (folder / "a.sqlite" if hidden == "file" else folder).chmod(0o700)
    (said,) = read()
    folder.chmod(0o755)
    assert said.startswith(f"{folder / 'a.sqlite'}: cannot be read")
    assert "permission to read" in said


def test_what_is_being_written_and_cannot_be_seen_is_no_answer(folder: Path, read: Read) -> None:
    """Without the file of what was written last, an answer would be an old one."""
    with dpkit_archive.open(folder / "a.sqlite") as archive:
        archive.find()
        (folder / "a.sqlite-wal").write_bytes(b"x" * 4096)
        (folder / "a.sqlite-wal").chmod(0o600)
        (said,) = read()
        (folder / "a.sqlite-wal").unlink()
    assert "cannot be read" in said
