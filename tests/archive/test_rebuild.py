"""What is derived from documents can be made anew from their bytes, and is the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from dpkit.cli.root import root
from dpkit.errors import DpkitError
from dpkit_archive import Archive, tables

_DERIVED = (
    "product",
    "document",
    "product_key",
    "metric",
    "product_reference",
    "proposed_validity",
)


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Return an archive with a product of each kind."""
    archive.register(make.parameters(id="P"))
    archive.register(make.catalog(id="C", frame="R"), inputs={"parameters": ["P"]})
    archive.register(make.frame(id="R", ratio=1.01))
    archive.register(make.factors(id="F", observation=2**62, values=(1.0, 1.5)))
    archive.register(make.dark(id="D", mean="-INF"))
    return archive


def state(archive: Archive) -> dict[str, Any]:
    with archive._database.reading() as connection:
        found = {}
        for name in _DERIVED:
            table = tables.metadata.tables[name]
            rows = connection.execute(table.select().order_by(*table.primary_key.columns))
            found[name] = [tuple(row) for row in rows]
        return found


def test_a_sound_archive_is_the_same_anew(filled: Archive) -> None:
    before = state(filled)
    assert filled.rebuild() == (5, [])
    assert state(filled) == before


_DAMAGES = {
    "UPDATE product SET filter = 'NIR_H', begin_ns = NULL WHERE id = 'C'": (
        [("C", "product", "begin_ns"), ("C", "product", "filter")]
    ),
    "UPDATE product_key SET value_text = 'DET99' WHERE name = 'detector' AND value_text = 'DET12' "
    "AND product = 2": [("C", "product_key", "detector 1")],
    "DELETE FROM metric WHERE product = 4 AND ordinal = 1": [("F", "metric", "relativeFactor 1")],
    "UPDATE metric SET value = 0.5, time_ns = 7 WHERE product = 4 AND ordinal = 0": [
        ("F", "metric", "relativeFactor 0")
    ],
    "INSERT INTO product_reference VALUES (1, 0, 'X')": [("P", "product_reference", "0")],
    "UPDATE proposed_validity SET end_ns = end_ns - 1 WHERE product = 5": [
        ("D", "proposed_validity", "row")
    ],
    "UPDATE document SET content = '{\"Data\": 5}' WHERE product = 1": [
        ("P", "document", "content")
    ],
}


@pytest.mark.parametrize("damage", _DAMAGES)
def test_each_damage_is_named_and_mended(filled: Archive, rows, damage: str) -> None:
    before = state(filled)
    rows(damage)
    damaged = state(filled)
    assert damaged != before
    count, found = filled.rebuild(keep=False)
    assert (count, [(one.id, one.table, one.what) for one in found]) == (5, _DAMAGES[damage])
    assert state(filled) == damaged
    assert filled.rebuild() == (count, found)
    assert state(filled) == before
    assert filled.rebuild() == (5, [])


def test_what_people_said_of_a_metric_stays(filled: Archive, rows) -> None:
    rows("UPDATE metric SET hidden_reason = 'lamp was off' WHERE product = 4 AND ordinal = 0")
    assert filled.rebuild() == (5, [])
    said = rows("SELECT hidden_reason FROM metric WHERE product = 4 ORDER BY ordinal")
    assert said == [("lamp was off",), (None,)]


def test_chunks_end_between_products(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dpkit_archive.rebuild._CHUNK", 2)
    assert filled.rebuild() == (5, [])


def test_bytes_that_cannot_be_read_stop_the_rebuild(filled: Archive, rows) -> None:
    rows("UPDATE document SET original = :data WHERE product = 3", data=b"<x/>")
    before = state(filled)
    with pytest.raises(DpkitError, match="product R: "):
        filled.rebuild()
    assert state(filled) == before


def test_the_command_prints_differences(filled: Archive, url: str, rows) -> None:
    def run(*words: str) -> Any:
        words = ("archive", "rebuild", "--format", "json", "--archive", url, *words)
        return CliRunner().invoke(root, list(words))

    sound = run()
    assert (sound.exit_code, json.loads(sound.stdout)) == (0, [])
    assert "5 products from their original bytes: all as it must be" in sound.stderr
    rows("UPDATE product SET filter = 'NIR_H' WHERE id = 'C'")
    for words in (("--dry-run",), ()):
        result = run(*words)
        assert result.exit_code == 1
        assert json.loads(result.stdout) == [
            {"id": "C", "table": "product", "what": "filter", "was": "NIR_H", "now": "NIR_J"}
        ]
    assert run().exit_code == 0
