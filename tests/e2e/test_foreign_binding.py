"""What the codecs of somebody else's schemas cover, and what a document makes of it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Shell

ROOT = Path(__file__).parents[2]
FEATURES = ROOT / "tests/unit/schema/features.xsd"
DOCUMENT = (
    '<?xml version="1.0"?>\n<All xmlns="urn:features"><Flag>1</Flag><Colour>red</Colour>'
    "<Size>20</Size><Time>2026-03-01T12:00:00Z</Time><Measure unit='m'>1.5</Measure>"
    "<DefaultColour/><DefaultSize/><DefaultSize>1</DefaultSize>{}</All>"
)
PARTS = {
    "plain": "",
    "mixed": "<Mixed>one <Bold>two</Bold></Mixed>",
    "wild": "<Wild><anything xmlns=''/></Wild>",
}


class Project:
    """A folder with the features schema and the package made of it."""

    def __init__(self, folder: Path, python: Shell) -> None:
        self.folder, self.python = folder, python
        (folder / "all_xsd").mkdir()
        (folder / "all_xsd/__init__.py").touch()
        shutil.copy(FEATURES, folder / "all_xsd/features.xsd")
        for name, part in PARTS.items():
            (folder / f"{name}.xml").write_text(DOCUMENT.format(part))

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        known = {"PYTHONPATH": str(self.folder), "DPKIT_SCHEMAS": "all_dm=all_xsd"}
        return self.python("-W", "error", *words, cwd=self.folder, check=check, **known)

    def dpkit(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "dpkit", *words, check=check)

    def binding(self, *words: str) -> list[dict[str, object]]:
        done = self.dpkit("schema", "show", "All", "--binding", "--format", "json", *words)
        found: list[dict[str, object]] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, python: Shell) -> Project:
    project = Project(tmp_path_factory.mktemp("features"), python)
    where = ("--source", "all_xsd", "--package", "all_dm", "--target", ".")
    project.dpkit("schema", "generate", *where)
    return project


def test_types_that_are_left_to_xsdata_are_shown_with_their_reason(project: Project) -> None:
    assert project.binding() == [
        {"path": "Mixed", "class": "all_dm.features.MixedType", "reason": "mixed content"},
        {"path": "Wild", "class": "all_dm.features.WildType", "reason": "wildcard"},
    ]
    done = project.dpkit("schema", "show", "All", "--binding", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["reason"] for row in rows] == ["mixed content", "wildcard"]
    assert "a document with another one goes to xsdata whole" in done.stderr
    table = project.dpkit("schema", "show", "All", "--binding").stdout
    assert "Mixed" in table
    assert "mixed content" in table


def test_documents_are_counted_by_what_sent_them_to_xsdata(project: Project) -> None:
    words = ("--document", "plain.xml", "--document", "mixed.xml", "--document", "wild.xml")
    assert [tuple(row.values()) for row in project.binding(*words)] == [
        ("mixed.xml", "reading", "mixed content", 1),
        ("mixed.xml", "writing", "mixed content", 1),
        ("wild.xml", "reading", "wildcard", 1),
        ("wild.xml", "writing", "wildcard", 1),
    ]
    done = project.dpkit("schema", "show", "All", "--binding", *words)
    assert "1 of 3 read and written by codecs alone" in done.stderr
    assert project.binding("--document", "plain.xml") == []


def test_what_is_asked_wrongly_is_one_line(project: Project) -> None:
    done = project.dpkit("schema", "show", "All", "--document", "plain.xml", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--document is for --binding" in done.stderr
    (project.folder / "bad.xml").write_text(DOCUMENT.format("<Nowhere/>"))
    for name, said in (("bad.xml", "bad.xml:2: breaks the schema of All"), ("no.xml", "no such")):
        words = ("schema", "show", "All", "--binding", "--document", name)
        done = project.dpkit(*words, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
    words = ("schema", "show", "DpdNirRelPhotoParams", "--binding", "--document", "plain.xml")
    done = project.dpkit(*words, check=False)
    assert done.returncode == 1
    assert "plain.xml: is a All, not a DpdNirRelPhotoParams" in done.stderr


STREAM = """
import dpkit
from dpkit.product.partial import read_part, stream_records
inner = "<Self>" + open("plain.xml").read().partition("\\n")[2] + "</Self>"
text = open("plain.xml").read().replace("</All>", inner + "</All>")
open("nested.xml", "w").write(text)
whole = dpkit.read("nested.xml").content.self_value.all
(record,) = stream_records("nested.xml", "Self.All")
equal = record == whole == read_part("nested.xml", "Self.All")
print(equal, record.default_colour, record.default_size)
"""


def test_records_have_the_defaults_of_empty_elements(project: Project) -> None:
    """The whole document gets them from libxml2, which does not fill them in on the way."""
    said = project.run("-c", STREAM).stdout
    assert said == "True Colour.RED [<Size.VALUE_20: 20>, <Size.VALUE_1: 1>]\n"
