"""`dpkit schema diff`, between folders and revisions."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.schema.toyschema import (
    A,
    B,
    compare,
    data,
    noted,
    schema,
)

from dpkit.cli.schema_versions import diff as command
from dpkit.errors import NotFoundError
from dpkit.schema.diff.source import open_schemas

TOP = Path(__file__).parents[3]


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command, list(words))
    return done.exit_code, done.stdout, done.stderr


def test_command_says_when_nothing_breaks(tmp_path: Path) -> None:
    compare(tmp_path, noted(""), noted("", "Better.").replace("xs:int", "xs:long"))
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    status, printed, said = run(old, new, "--format", "json")
    assert (status, said) == (0, "0 breaking, 2 compatible\n")
    (row,) = json.loads(printed)
    assert row == {
        "verdict": "compatible",
        "kind": "type",
        "type": "t:data",
        "path": "A",
        "old": "xs:int",
        "new": "xs:long",
        "reason": "",
        "products": ["Dpd"],
    }
    _, printed, _ = run(old, new, "--all", "--format", "json")
    assert {row["kind"] for row in json.loads(printed)} == {"type", "documentation"}


def test_command_fails_when_something_breaks(tmp_path: Path) -> None:
    compare(tmp_path, data(A), data(A + B))
    status, printed, said = run(str(tmp_path / "old"), str(tmp_path / "new"))
    assert (status, said) == (1, "1 breaking, 0 compatible\n")
    assert "old documents lack it" in printed


@pytest.mark.parametrize("source", ["nowhere", "-x", "HEAD:nowhere", ":", "HEAD"])
def test_what_is_neither_folder_nor_revision_is_wrong_usage(
    repository: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    status, _, said = run(source, "xsd")
    assert status == 2
    assert source in said


def git(folder: Path, *words: str) -> None:
    me = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *me, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository whose last commit adds a required element."""
    folder = tmp_path / "repository"
    schema(folder / "xsd", data(A))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    schema(folder / "xsd", data(A + B))
    git(folder, "commit", "-qam", "two")
    return folder


def test_revisions_are_compared(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {file: file.stat().st_mtime_ns for file in repository.rglob("*") if file.is_file()}
    monkeypatch.chdir(repository / "xsd")
    status, printed, _ = run("HEAD~1:xsd", "HEAD:xsd/", "--format", "json")
    assert status == 1
    assert [row["path"] for row in json.loads(printed)] == ["B"]
    assert run("HEAD:xsd", ".")[0] == 0
    after = {file: file.stat().st_mtime_ns for file in repository.rglob("*") if file.is_file()}
    assert after == before


@pytest.mark.skipif(not (TOP / ".git").exists(), reason="this is no checkout")
def test_a_revision_alone_means_the_installed_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP / "docs")
    with open_schemas("HEAD") as folder:
        assert (folder / "sys" / "sys.xsd").exists()
    assert not folder.exists()


def test_a_folder_without_schemas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no schemas"), open_schemas(str(tmp_path)):
        pass
