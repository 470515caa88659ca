"""A report tells what reading changed in an older document, which is no finding."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from lxml import etree
from tests.unit.schema.test_upgrade_header import DATA, GENERATIONS, NOW, document

import dpkit
from dpkit.cli.root import root
from dpkit.product.document import parse_document
from dpkit.schema.upgrade.change import KINDS
from dpkit.validation.level import MOST
from dpkit.validation.report import Report

SCHEMA = json.loads((files("dpkit.validation") / "report.schema.json").read_text())
TOLD = (
    "  changed when read, by dpkit_xsd.upgrades.euclid_header_2020: "
    "1 renamed, 1 removed, 2 added (--format json tells each)"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.xml"
    path.write_bytes(document(GENERATIONS["2020"]))
    return path


def validate(*words: object) -> Result:
    return CliRunner().invoke(root, ["validate", *map(str, words)])


def test_an_upgraded_document_is_told_and_does_not_fail(old: Path) -> None:
    run = validate(old, "--fail-on", "warning")
    assert run.exit_code == 0
    assert run.stdout.splitlines() == [f"{old} DpdNirRelPhotoParams P-1", TOLD]


def test_json_tells_each_change(old: Path) -> None:
    changes = parse_document(old.read_bytes(), old).changes
    (said,) = reports = json.loads(validate(old, "--format", "json").stdout)
    jsonschema.validate(reports, SCHEMA, jsonschema.Draft202012Validator)
    assert (said["ok"], said["findings"]) == (True, [])
    assert [(one["kind"], one["path"], one["old"], one["new"]) for one in said["changes"]] == [
        (one.kind, one.path, one.old, one.new) for one in changes
    ]
    assert Report.from_dict(said, old).changes == changes


def test_the_schema_knows_the_kinds_and_asks_for_the_changes(old: Path) -> None:
    assert set(SCHEMA["$defs"]["change"]["properties"]["kind"]["enum"]) == KINDS
    said = dpkit.validate(old).to_dict()
    for spoil in ({"kind": "bent"}, {"more": 1}, {"step": ""}):
        wrong = {**said, "changes": [{**said["changes"][0], **spoil}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], SCHEMA, jsonschema.Draft202012Validator)


def test_junit_tells_them_in_a_case_that_passes(old: Path) -> None:
    (case,) = etree.fromstring(validate(old, "--format", "junit").stdout.encode()).iter("testcase")
    assert [node.tag for node in case] == ["system-out"]
    assert case[0].text == TOLD.strip()


def test_a_document_of_today_has_none(tmp_path: Path) -> None:
    path = tmp_path / "new.xml"
    path.write_bytes(document(NOW))
    assert dpkit.validate(path).to_dict()["changes"] == []
    assert validate(path).stdout == ""


def test_a_journal_keeps_them(old: Path, tmp_path: Path) -> None:
    words = (old, "--resume", tmp_path / "journal")
    assert validate(*words).stdout == validate(*words).stdout
    assert TOLD in validate(*words).stdout


def test_a_document_that_was_read_before_tells_them_too(old: Path) -> None:
    read = parse_document(old.read_bytes(), old)
    assert dpkit.validate(read).changes == dpkit.validate(dpkit.read(old)).changes == read.changes


def test_changes_are_few_and_short_enough_to_read(tmp_path: Path) -> None:
    path = tmp_path / "many.xml"
    many = "<New>" + "x" * 10_000 + "</New>" + "<New/>" * MOST
    path.write_bytes(document(NOW, data=DATA.replace("</Data>", f"{many}</Data>")))
    report = dpkit.validate(path, lenient=True)
    assert (len(report.changes), report.cut) == (MOST, ["schema"])
    assert len(report.to_dict()["changes"][0]["old"]) == 500


def test_a_long_id_is_not_shown_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    path.write_bytes(document(GENERATIONS["2020"].replace("P-1", "P" * 100_000)))
    lines = validate(path).stdout.splitlines()
    assert max(map(len, lines)) < 1000 + len(str(path))
