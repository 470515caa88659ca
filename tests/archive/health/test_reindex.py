"""After schemas were upgraded, one command makes the archive what they say, or tells what not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dpkit_archive.rebuild
from dpkit.cli.root import root
from dpkit_archive import Archive
from dpkit_archive.cli import archive as commands
from dpkit_archive.derivation import derive

EXPOSURE = "Data.ExposureTime.Value"


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Return an archive with a product of each kind, and an index on a path."""
    archive.register(make.parameters(id="P"))
    archive.register(make.catalog(id="C"))
    archive.register(make.frame(id="R", ratio=1.01))
    archive.register(make.dark(id="D"))
    archive.promote(EXPOSURE)
    return archive


def run(*words: object, status: int = 0) -> Result:
    result = CliRunner().invoke(root, ["archive", *map(str, words)])
    assert result.exit_code == status, result.output
    return result


def test_a_sound_archive_is_left_alone(filled: Archive, state) -> None:
    before = state(filled)
    done = filled.reindex()
    assert (done.products, done.changed, done.renewed, done.dropped) == (4, 0, (), ())
    assert done.left == ()
    assert state(filled) == before


@pytest.mark.parametrize("option", [[], ["--tables"]])
def test_the_command_prints_json_for_a_sound_archive(
    filled: Archive, url: str, option: list[str]
) -> None:
    said = run("upgrade", "--archive", url, "--format", "json", *option)
    assert (said.exit_code, json.loads(said.stdout)) == (0, [])


def test_what_schemas_derive_otherwise_is_made_anew(
    filled: Archive, rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newer(document):
        found = derive(document)
        keys = [row for row in found.keys if row["name"] != "detector"]
        columns = {**found.columns, "schema_version": "2.0", "patch": 77}
        return replace(found, keys=keys, columns=columns)

    monkeypatch.setattr(dpkit_archive.rebuild, "derive", newer)
    rows("INSERT INTO path_index VALUES ('path_gone', 'Data.Gone', 'text')")
    (index,) = [one.name for one in filled.promoted() if one.path == EXPOSURE]
    rows(f"DROP INDEX {index}")
    faults = {one.code for one in filled.check()}
    assert {"key-differs", "derived-differs", "path-gone", "path-differs"} <= faults
    bytes_before = rows("SELECT original, sha256 FROM document ORDER BY product")
    done = filled.reindex(actor="me")
    assert (done.products, done.changed, done.left) == (4, 4, ())
    assert (done.renewed, done.dropped) == ((EXPOSURE,), ("Data.Gone",))
    assert list(filled.check()) == []
    assert filled.product("C").keys["detector"] == ()
    assert {patch for (patch,) in rows("SELECT patch FROM product")} == {77}
    assert rows("SELECT original, sha256 FROM document ORDER BY product") == bytes_before
    ((actor, detail),) = rows("SELECT actor, detail FROM event WHERE verb = 'reindex'")
    said = json.loads(detail) if isinstance(detail, str) else detail
    assert (actor, said["changed"], said["dropped"]) == ("me", 4, ["Data.Gone"])
    assert filled.reindex().changed == 0


def test_what_cannot_be_read_is_told_and_the_rest_is_done(
    filled: Archive, rows, force, url: str
) -> None:
    rows("UPDATE product SET filter = 'NIR_Y'")
    kept = "SELECT original FROM document WHERE product = 2"
    ((data,),) = rows(kept)
    newer = bytes(data).replace(b'version="1.0">', b'version="9.0">', 1)
    rows("UPDATE document SET original = :data WHERE product = 2", data=newer)
    force("UPDATE product SET identity = '{\"other\": 1}' WHERE id = 'P'")
    result = run("upgrade", "--archive", url, "--format", "json", status=1)
    left = {(one["code"], one["place"]) for one in json.loads(result.stdout)}
    assert left == {("document-unreadable", "C"), ("identity-differs", "P")}
    assert result.stderr.splitlines()[1:] == [
        "4 products by the installed schemas: 3 made anew",
        "2 faults are left",
    ]
    found = dict(rows("SELECT id, filter FROM product"))
    assert found == {"P": None, "C": "NIR_Y", "R": "NIR_J", "D": "NIR_J"}


def test_the_command_leaves_documents_alone_when_told(filled: Archive, url: str, rows) -> None:
    rows("UPDATE product SET filter = 'NIR_Y' WHERE id = 'C'")
    assert run("upgrade", "--archive", url, "--tables").stderr.count("\n") == 1
    assert rows("SELECT filter FROM product WHERE id = 'C'") == [("NIR_Y",)]
    done = run("upgrade", "--archive", url)
    assert "4 products by the installed schemas: 1 made anew" in done.stderr
    assert done.stdout == ""
    assert run("check", "--archive", url).stderr == "no faults\n"


_WORDS: dict[str, tuple[str, ...]] = {
    "calib": ("DpdNirMasterDark", "--at", "2026-03-01T12:00:00Z", "--filter", "NIR_J"),
    "certify": ("D",),
    "decertify": ("D",),
    "get": ("P", "--out", "OUT"),
    "history": ("P",),
    "impact": ("P",),
    "lineage": ("up", "P"),
    "purge": ("P",),
    "restore": ("P",),
    "status": ("P", "valid"),
    "trash": ("P",),
    "validity report": ("DpdNirMasterDark",),
    "show": ("P",),
    "register": ("DOCUMENT",),
    "export": ("--dataset", "main", "--to", "OUT"),
    "import": ("PACKAGE",),
    "copy": ("--to", "OUT"),
    "release create": ("DR9",),
    "release add": ("DR1", "P"),
    "release remove": ("DR1", "P"),
    "release freeze": ("DR1",),
    "release show": ("DR1",),
    "release diff": ("DR1", "DR1"),
    "release duplicates": ("DR1",),
    "release completeness": ("DR1", "--by", "filter", "--expect", "DpdNirMasterDark"),
}
"""What each command needs, but for those that need nothing."""


def names(group, before: str = ""):
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from names(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_a_newer_archive_is_refused_by_every_command(
    filled: Archive, url: str, make, rows, tmp_path: Path, state
) -> None:
    filled.create_release("DR1", ["P"])
    filled.export(tmp_path / "package", filled.query())
    places = {
        "DOCUMENT": make.parameters("other"),
        "PACKAGE": tmp_path / "package",
        "OUT": tmp_path / "out",
    }
    rows("UPDATE archive_revision SET version_num = '9999'")
    before = state(filled)
    tried = [name for name in names(commands) if name != "init"]
    assert len(tried) > 20
    for name in tried:
        words = [str(places.get(word, word)) for word in _WORDS.get(name, ())]
        result = run(*name.split(), *words, "--archive", url, status=1)
        assert "revision 9999, this dpkit knows" in result.stderr, name
        assert "install a newer dpkit" in result.stderr, name
        assert (result.stdout, result.stderr.count("\n")) == ("", 1), name
    assert run("init", "--archive", url, "--files", tmp_path / "x", status=1).stdout == ""
    assert state(filled) == before
    assert not (tmp_path / "out").exists()
