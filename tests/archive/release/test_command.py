"""The commands about releases."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dpkit.cli.root import root
from dpkit_archive import Archive

PARAMETERS = "DpdNirRelPhotoParams"


def run(*words: object, status: int = 0, given: str | None = None) -> Result:
    result = CliRunner().invoke(root, ["archive", *map(str, words)], input=given)
    assert result.exit_code == status, result.output
    return result


def rows_of(*words: object) -> list[dict]:
    return json.loads(run(*words, "--format", "json").stdout)


@pytest.fixture
def at(archive: Archive, url: str, make, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Name the archive by the environment variable; it has two versions of A, B and C."""
    monkeypatch.setenv("DPKIT_ARCHIVE", url)
    for setting, id, radius in (("a", "A1", 0.1), ("a", "A2", 0.2), ("b", "B1", 0.1)):
        archive.register(make.parameters(setting, radius, id=id))
    archive.register(make.factors(id="C1"))
    return archive


def test_a_release_from_nothing_to_frozen(at: Archive, spoil, tmp_path: Path) -> None:
    made = rows_of("release", "create", "DR1", "--product", PARAMETERS, "--setting", "a")
    assert [(row["name"], row["state"], row["members"]) for row in made] == [("DR1", "open", 1)]
    added = run("release", "add", "DR1", "C1", "--product", PARAMETERS, "--where", "setting = 'b'")
    assert added.stderr == "2 added, 0 removed, 0 unchanged\n"
    listed = tmp_path / "ids.txt"
    listed.write_text("C1\n\n")
    removed = run("release", "remove", "DR1", "--ids", listed)
    assert removed.stderr == "0 added, 1 removed, 0 unchanged\n"
    run("release", "add", "DR1", "--ids", "-", given="C1\n")
    (frozen,) = rows_of("release", "freeze", "DR1", "--actor", "me")
    assert frozen["state"] == "frozen"
    manifest = run("release", "show", "DR1", "--manifest").stdout
    assert hashlib.sha256(manifest.encode()).hexdigest() == frozen["manifest_sha256"]
    assert [row["id"] for row in rows_of("find", "--release", "DR1", "--order", "id")] == [
        "A2",
        "B1",
        "C1",
    ]
    spoil(at, "B1")
    found = run("find", "--release", "DR1", "--format", "json")
    assert len(json.loads(found.stdout)) == 3
    assert found.stderr == "warning: of release 'DR1', bad since it was frozen: B1 (invalid)\n"
    (shown,) = rows_of("release", "show", "DR1")
    assert shown["invalid"] == 1
    assert [one["count"] for one in shown["products"]] == [1, 2]
    assert "B1 is invalid since" in run("release", "show", "DR1").stderr
    assert at.show("C1").row.status == "registered"
    assert [row["name"] for row in rows_of("release", "list")] == ["DR1"]


def test_a_release_begins_with_ids(at: Archive) -> None:
    (made,) = rows_of("release", "create", "DR1", "A1", "C1")
    assert made["members"] == 2
    refused = run("release", "create", "DR2", "A1", "NONE", status=1)
    assert "no product has the id 'NONE'" in refused.stderr
    assert [row["name"] for row in rows_of("release", "list")] == ["DR1"]


def test_a_choice_is_one_or_the_other(at: Archive) -> None:
    run("release", "create", "DR1", "--ids", "-", "--product", PARAMETERS, status=2, given="A1")
    run("release", "create", "DR1")
    assert "say which products" in run("release", "add", "DR1", status=2).stderr
    assert "name a release" in run("release", "duplicates", status=2).stderr
    missing = run("release", "add", "DR1", "--ids", "/nowhere/ids", status=1)
    assert missing.stderr.count("\n") == 1


def test_errors_take_one_line(at: Archive) -> None:
    run("release", "create", "DR1", "--product", PARAMETERS)
    run("release", "freeze", "DR1")
    for words in (
        ("freeze", "DR1"),
        ("add", "DR1", "C1"),
        ("remove", "DR1", "A2"),
        ("create", "DR1"),
        ("show", "DR2"),
        ("diff", "DR1", "DR2"),
    ):
        result = run("release", *words, status=1)
        assert (result.stdout, result.stderr.count("\n")) == ("", 1)


def test_differences_are_printed(at: Archive) -> None:
    run("release", "create", "DR1", "--ids", "-", given="A1\nB1")
    run("release", "create", "DR2", "--from", "DR1")
    run("release", "add", "DR2", "A2", "--replace")
    result = run("release", "diff", "DR1", "DR2", "--format", "json")
    assert [
        (row["change"], row["id_before"], row["id_after"]) for row in json.loads(result.stdout)
    ] == [("changed", "A1", "A2")]
    assert result.stderr == "0 added, 0 removed, 1 changed\n"
    assert run("release", "diff", "DR1", "DR1", "--format", "json").stdout.strip() == "[]"


def test_duplicates_are_printed(at: Archive, make) -> None:
    for exposure in (1, 2):
        document = make.catalog(exposure=exposure, id=f"CAT{exposure}")
        at.register(document, inputs={"params": ["A1"]})
    result = run("release", "duplicates", "--dataset", "main", "--format", "csv")
    assert [line.split(",")[3] for line in result.stdout.splitlines()[1:]] == ["CAT1", "CAT2"]
    assert result.stderr == "1 groups of duplicates\n"
