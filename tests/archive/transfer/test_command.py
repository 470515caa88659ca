"""The commands that export and import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dpkit.cli.root import root
from dpkit_archive import Archive


def run(*words: object, status: int = 0) -> Result:
    result = CliRunner().invoke(root, ["archive", *map(str, words)])
    assert result.exit_code == status, result.output
    return result


def test_from_one_archive_to_the_other(
    archive: Archive, url: str, other: Archive, other_url: str, make, spoil, tmp_path: Path
) -> None:
    archive.register(make.frame(id="FRAME"))
    archive.register(make.catalog(id="CAT"), inputs={"frame": ["FRAME"]})
    archive.register(make.dark(id="DARK"))
    archive.create_release("DR1", ["CAT", "DARK"]).freeze()
    spoil(archive, "CAT")
    package = tmp_path / "DR1.tar"
    done = run("export", "--archive", url, "--release", "DR1", "--to", package, "--format", "json")
    size = sum(
        Path(f["path"]).stat().st_size for i in ("CAT", "DARK") for f in archive.show(i).files
    )
    (row,) = json.loads(done.stdout)
    assert (row["package"], row["products"], row["files"]) == (str(package), 2, 2)
    assert row["bytes"] > size
    assert done.stderr == (
        "warning: of release 'DR1', bad since it was frozen: CAT (invalid)\n"
        "1 inputs are not in the package\n"
    )
    words = ("import", "--archive", other_url, package, "--actor", "me", "--format", "json")
    done = run(*words)
    assert json.loads(done.stdout)[0]["new"] == 2
    assert done.stderr.splitlines() == [
        "2 of 2 content digests computed anew: all equal",
        "1 inputs are not here, and not in the lineage",
        "the release 'DR1' is frozen with the manifest it had",
    ]
    assert {one["actor"] for one in other.show("DARK").events} == {"me"}
    assert run(*words).stderr.endswith("all of it was there already: nothing changed\n")


def test_what_cannot_be_done_takes_one_line(archive: Archive, url: str, tmp_path: Path) -> None:
    given = ("--archive", url)
    assert "say what to export" in run("export", *given, "--to", tmp_path / "x", status=2).stderr
    for words in (
        ("export", "--to", tmp_path / "x", "--release", "DR1"),
        ("export", "--to", tmp_path / "x", "--set", "night"),
        ("export", "--to", tmp_path / "x", "--dataset", "main"),
        ("export", "--to", tmp_path, "--dataset", "main"),
        ("import", tmp_path / "x"),
        ("import", tmp_path),
    ):
        result = run(*words, *given, status=1)
        assert (result.stdout, result.stderr.count("\n")) == ("", 1)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_packages_are_read_in_several_processes(
    archive: Archive, url: str, make, other_url: str, tmp_path: Path
) -> None:
    for number in range(70):
        archive.register(make.parameters(f"p{number}", id=f"P{number}"))
    archive.export(tmp_path / "all", archive.query())
    done = run("import", "--archive", other_url, tmp_path / "all", "--jobs", 2, "--format", "json")
    assert json.loads(done.stdout)[0]["proved"] == 70
