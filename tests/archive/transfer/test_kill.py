"""A process is killed in the middle of an import, an export or a copy: nothing is half-done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dpkit_archive
from dpkit.errors import DpkitError
from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

FAULTS = Path(__file__).parents[1] / "faults"

SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
import killer
import dpkit_archive
step, after = {step!r}, {after!r}
with dpkit_archive.open({url!r}) as archive:
    if step == "commit":
        from sqlalchemy.engine.default import DefaultDialect
        DefaultDialect.do_commit = killer.killing(DefaultDialect.do_commit, 0, after=after)
    else:
        killer.kill_at(archive, step, 0, after=after)
    {work}
"""


def killed(url: str, step: str, work: str, *, after: bool) -> None:
    """Do some work in another process, and kill it at a step."""
    script = SCRIPT.format(folder=str(FAULTS), step=step, after=after, url=url, work=work)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == -9, done.stderr


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Return an archive with a frozen release of two products with files."""
    archive.register(make.frame(id="FRAME"))
    archive.register(make.dark(id="DARK"))
    archive.create_release("DR1", ["FRAME", "DARK"]).freeze()
    return archive


@pytest.mark.parametrize(
    ("step", "after", "left"),
    [
        ("dpkit_archive.placing.copy_verified", True, True),
        ("dpkit_archive.transfer.arriving.add_product", False, True),
        ("dpkit_archive.transfer.importing.publish", True, True),
        ("dpkit_archive.transfer.releasing.add_release", True, True),
        ("commit", False, True),
        ("commit", True, False),
    ],
)
def test_an_import_that_is_killed_is_whole_or_nothing(
    filled: Archive, other: Archive, other_url: str, tmp_path: Path, step, after, left
) -> None:
    filled.export(tmp_path / "DR1", filled.query().release("DR1"))
    work = f"archive.import_package({str(tmp_path / 'DR1')!r})"
    killed(other_url, step, work, after=after)
    faults = list(other.check())
    assert {one.code for one in faults} <= ({"leftover"} if left else set())
    assert [row.id for row in other.find(order=["id"])] == ([] if left else ["DARK", "FRAME"])
    assert [one.name for one in other.releases()] == ([] if left else ["DR1"])
    assert {one.result for one in other.repair(faults)} <= {"mended"}
    assert other.import_package(tmp_path / "DR1").changed is left
    assert list(other.check(deep=True)) == []


def test_a_tar_that_is_unpacked_leaves_what_a_check_names(
    filled: Archive, other: Archive, other_url: str, tmp_path: Path
) -> None:
    package = tmp_path / "DR1.tar"
    filled.export(package, filled.query().release("DR1"))
    step = "dpkit_archive.transfer.importing._prepared"
    killed(other_url, step, f"archive.import_package({str(package)!r})", after=False)
    assert {one.code for one in other.check()} == {"leftover"}
    assert other.import_package(package).new == 2


@pytest.mark.parametrize("name", ["package", "package.tar"])
def test_an_export_that_is_killed_has_not_its_name(
    filled: Archive, url: str, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "out" / name
    work = f"archive.export({str(target)!r}, archive.query())"
    killed(url, "dpkit_archive.transfer.export._write_member", work, after=True)
    assert not target.exists()
    assert filled.export(target, filled.query()).products == 2


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("dpkit_archive.transfer.copying.copy_table", True),
        ("dpkit_archive.transfer.copying.copy_files", True),
        ("commit", False),
    ],
)
def test_a_copy_that_is_killed_is_no_archive(
    filled: Archive, url: str, engine: str, tmp_path: Path, request, step: str, after: bool
) -> None:
    with request.getfixturevalue("server").empty() as empty:
        target = str(tmp_path / "copy.sqlite") if engine == "postgresql" else empty
        files = tmp_path / "copied"
        work = f"dpkit_archive.copy({url!r}, {target!r}, files={str(files)!r})"
        killed(url, step, work, after=after)
        with pytest.raises(DpkitError, match=r"there is no archive|is no dpkit archive"):
            dpkit_archive.open(target)
        if files.exists():  # it has its name just before the commit
            files.rename(tmp_path / "moved away")
        assert dpkit_archive.copy(url, target, files=files).files == 4
        with dpkit_archive.open(target) as copied:
            assert list(copied.check(deep=True)) == []
