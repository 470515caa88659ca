"""What a task may write and where; what it may not is stopped before it happens."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from pathlib import Path

import pytest

from dpkit.errors import TaskError
from dpkit.workflow.guard import guarded


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a file and a folder in it, which is not that of temporary files."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder = tmp_path / "outside"
    (folder / "below").mkdir(parents=True)
    (folder / "file").write_text("as before")
    return folder


DEEDS = {
    "write": lambda place: (place / "new").write_text("x"),
    "append": lambda place: (place / "file").open("a"),
    "update": lambda place: (place / "file").open("r+b"),
    "low": lambda place: os.open(place / "new", os.O_CREAT | os.O_WRONLY),
    "mkdir": lambda place: (place / "folder").mkdir(),
    "remove": lambda place: (place / "file").unlink(),
    "rmdir": lambda place: (place / "below").rmdir(),
    "rename": lambda place: (place / "file").rename(place / "other"),
    "rmtree": lambda place: shutil.rmtree(place),
    "truncate": lambda place: os.truncate(place / "file", 0),
    "symlink": lambda place: (place / "new").symlink_to(place / "file"),
    "link": lambda place: (place / "new").hardlink_to(place / "file"),
    "chmod": lambda place: (place / "file").chmod(0o600),
    "chown": lambda place: os.chown(place / "file", os.getuid(), os.getgid()),
    "utime": lambda place: (place / "file").touch(),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_outside_changes(outside: Path, tmp_path: Path, deed: str) -> None:
    before = sorted(outside.rglob("*"))
    inside = tmp_path / "inside"
    inside.mkdir()
    with guarded(inside), pytest.raises(TaskError, match="must not write there") as caught:
        DEEDS[deed](outside)
    assert str(outside) in caught.value.place
    assert caught.value.remedy
    assert sorted(outside.rglob("*")) == before
    assert (outside / "file").read_text() == "as before"


def test_a_link_does_not_lead_outside(outside: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    with guarded(inside), pytest.raises(TaskError):
        (inside / "link" / "new").write_text("x")
    assert not (outside / "new").exists()


def test_what_is_allowed(outside: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with guarded(inside):
        assert (outside / "file").read_text() == "as before"
        (inside / "folder").mkdir()
        (inside / "folder/file").write_text("x")
        (inside / "folder/file").rename(inside / "file")
        shutil.rmtree(inside / "folder")
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "file").write_text("x")
        Path(os.devnull).write_text("x")
    (outside / "new").write_text("after")


def test_other_threads_are_not_held_back(outside: Path, tmp_path: Path) -> None:
    with guarded(tmp_path / "inside"):
        thread = threading.Thread(target=lambda: (outside / "new").write_text("x"))
        thread.start()
        thread.join()
    assert (outside / "new").read_text() == "x"
