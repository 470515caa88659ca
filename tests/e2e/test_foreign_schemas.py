"""Schemas that were not written for this toolkit go all the way: generate, read, write, find."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from lxml import etree

from .conftest import Shell

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/howto/night-log"
PACKAGE = "night_dm"

READ = """
import json, sys
import dpkit
from dpkit.binding.codec import FALLBACKS
product = dpkit.read(sys.argv[1])
written = dpkit.write(product, sys.argv[2])
again = dpkit.read(written)
print(json.dumps({
    "class": f"{type(product.content).__module__}.{type(product.content).__name__}",
    "id": product.id,
    "keys": product.keys,
    "equal": product.content == again.content,
    "fallbacks": dict(FALLBACKS),
    "document": str(written),
}))
"""


class Project:
    """A folder with the schemas of somebody else and what is made of them."""

    def __init__(self, folder: Path, python: Shell) -> None:
        self.folder, self.python = folder, python
        self.schemas = folder / "night_xsd"
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)

    def run(self, *words: str, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        known = {"PYTHONPATH": str(self.folder), "DPKIT_SCHEMAS": f"{PACKAGE}=night_xsd"}
        options = {"cwd": self.folder, "check": check}
        return self.python("-W", "error", *words, **options, **known | env)

    def dpkit(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "dpkit", *words, check=check)

    def generate(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        where = ("--source", "night_xsd", "--package", PACKAGE, "--target", ".")
        return self.dpkit("schema", "generate", *where, *words, check=check)

    def document(self, name: str, old: str = "", new: str = "") -> Path:
        """Copy the example with something in it replaced; its file has its own name in it."""
        text = (EXAMPLE / "night.xml").read_text()
        assert old in text
        file = self.folder / name
        file.write_text(text.replace(old, new) if old else text)
        return file

    def read(self, document: Path) -> dict[str, object]:
        done = self.run("-c", READ, str(document), str(self.folder / f"out-{document.stem}"))
        said: dict[str, object] = json.loads(done.stdout)
        return said


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, python: Shell) -> Project:
    project = Project(tmp_path_factory.mktemp("night"), python)
    project.generate()
    (project.folder / "data").mkdir()
    (project.folder / "data/frame.txt").write_text("a frame")
    project.dpkit("archive", "init", "--archive", "nights.sqlite")
    return project


def census(document: Path) -> list[tuple[object, ...]]:
    """Return names, texts, tails and attributes of all elements in document order."""
    return [
        (node.tag, (node.text or "").strip(), (node.tail or "").strip(), sorted(node.items()))
        for node in etree.parse(document).getroot().iter("*")
    ]


def numbers_as_floats(found: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Write numbers as Python does: 30 and 30.0 are one value."""

    def plain(text: object) -> object:
        words = str(text).split()
        try:
            return [float(word) for word in words]
        except ValueError:
            return text

    return [(tag, plain(text), *rest) for tag, text, *rest in found]


def test_generated_package_is_whole(project: Project) -> None:
    package = project.folder / PACKAGE
    assert (package / "py.typed").exists()
    assert {p.name for p in (package / "dictionary").iterdir()} == {
        "index.json",
        "formats.json",
        "nightLog.json",
        "stationList.json",
    }
    code = (
        "import night_dm, sys; night_dm.NightLog; print([m for m in sys.modules if 'dpkit' in m])"
    )
    assert project.run("-c", code, DPKIT_SCHEMAS="").stdout.strip() == "[]"


def test_generation_is_deterministic_and_checked(project: Project, tmp_path: Path) -> None:
    project.generate("--check")
    other = Project(tmp_path / "elsewhere", project.python)
    other.generate()
    for file in (project.folder / PACKAGE).rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            there = other.folder / PACKAGE / file.relative_to(project.folder / PACKAGE)
            assert there.read_bytes() == file.read_bytes(), file
    keys = other.schemas / "keys.toml"
    keys.write_text(keys.read_text().replace("Log of a night", "Night"))
    stale = other.generate("--check", check=False)
    assert stale.returncode == 1
    assert "dictionary/index.json" in stale.stderr


def test_the_source_folder_is_left_as_it_is(project: Project) -> None:
    files = {p.relative_to(EXAMPLE / "night_xsd") for p in (EXAMPLE / "night_xsd").rglob("*.*")}
    for file in files - {Path("__pycache__")}:
        if file.suffix in {".xsd", ".toml", ".xml"}:
            there = project.schemas / file
            assert there.read_bytes() == (EXAMPLE / "night_xsd" / file).read_bytes()


VARIANTS = {
    "plain": ("<remark>Seen <bold>twice</bold> before dawn.</remark>", ""),
    "mixed": ("", ""),
    "wildcard": (
        "</nightLog>",
        '<o:note xmlns:o="urn:other" o:by="me">more <o:b>inside</o:b></o:note></nightLog>',
    ),
    "choice": ('<cloud unit="percent"><cover>12.5</cover></cloud>', "<clear/>"),
    "union": ('quality="unknown"', 'quality="3"'),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_read_and_write_keep_the_content(project: Project, name: str) -> None:
    document = project.document(f"{name}.xml", *VARIANTS[name])
    said = project.read(document)
    assert said["class"] == "night_dm.log.NightLog"
    assert said["keys"] == {"night": [7], "object": ["M 31"]}
    assert said["equal"]
    written = census(Path(str(said["document"])))
    checked = [
        # Writing enters the checksum of the file.
        (tag, text, tail, [] if str(tag).endswith("}file") else attributes)
        for tag, text, tail, attributes in written
    ]
    assert numbers_as_floats(checked) == numbers_as_floats(census(document))
    assert set(said["fallbacks"]) == {"wildcard"}  # type: ignore[union-attr]


def test_elements_in_any_order_are_read_by_name(project: Project) -> None:
    document = project.folder / "stations.xml"
    document.write_text(
        '<stationList xmlns="urn:night:log"><station><code>A</code><country>B</country></station>'
        "<station><country>C</country><code>D</code></station></stationList>"
    )
    said = project.read(document)
    assert said["keys"] == {"station": ["A", "D"]}
    assert said["equal"]
    assert said["fallbacks"] == {"order of elements": 1}


def test_documents_are_validated(project: Project) -> None:
    wrong = project.document("wrong.xml", 'name="M 31"', 'nome="M 31"')
    done = project.dpkit("validate", str(wrong), check=False)
    assert done.returncode == 1
    assert "nome" in done.stdout
    assert "wrong.xml:5" in done.stdout
    project.dpkit("validate", "night.xml")


def test_register_and_find_by_key(project: Project) -> None:
    done = project.run("use.py")
    assert done.stdout.splitlines() == [
        "M 31 {'night': [7], 'object': ['M 31']}",
        "1 found",
    ]
    words = ("archive", "find", "nightLog", "--archive", "nights.sqlite", "--format", "json")
    (row,) = json.loads(project.dpkit(*words, "--night", "7").stdout)
    assert row["id"].startswith("nightLog-")
    assert (row["night"], row["object"]) == (7, "M 31")
    assert json.loads(project.dpkit(*words, "--night", "8").stdout) == []

    # Without an id of its own a document is known by its bytes, mixed text is content as well.
    again = project.document("again.xml", "Seen", "Heard")
    project.dpkit("archive", "register", "--archive", "nights.sqlite", str(again))
    (row,) = json.loads(project.dpkit(*words, "--night", "7").stdout)
    assert row["version"] == 2


def test_products_without_unique_keys_are_each_their_own(project: Project) -> None:
    for code in ("A", "B"):
        file = project.folder / f"station-{code}.xml"
        file.write_text(
            '<stationList xmlns="urn:night:log"><station>'
            f"<code>{code}</code><country>X</country></station></stationList>"
        )
        project.dpkit("archive", "register", "--archive", "nights.sqlite", str(file))
    words = ("archive", "find", "stationList", "--archive", "nights.sqlite", "--format", "json")
    rows = json.loads(project.dpkit(*words).stdout)
    assert [row["version"] for row in rows] == [1, 1]
    assert [row["station"] for row in rows] == [["A"], ["B"]]


def test_dictionary_knows_units_and_keys(project: Project) -> None:
    rows = json.loads(project.dpkit("schema", "show", "nightLog", "--format", "json").stdout)
    by_path = {row["path"]: row for row in rows}
    assert by_path["target.flux"]["unit"] == "Jy"
    assert by_path["target.@name"]["key"] == "object"
    assert (by_path["slew"]["occurs"], by_path["slew.angle"]["occurs"]) == ("0..*", "1")
    listed = json.loads(project.dpkit("schema", "list", "--format", "json").stdout)
    assert {"nightLog", "stationList"} <= {row["name"] for row in listed}


PARTS = """
import importlib, json, pkgutil, sys
import night_dm
import dpkit
from dpkit.binding.access import children
from dpkit.binding.codec import FALLBACKS
from dpkit.product.partial import read_part, stream_records
from xsdata.formats.dataclass.context import XmlContext

def names(path):
    return [type(record).__name__ for record in stream_records("parts.xml", path)]

content = dpkit.read("parts.xml").content
FALLBACKS.clear()
events = list(stream_records("parts.xml", "slew")) + list(stream_records("parts.xml", "guide"))
print(json.dumps({
    "target": read_part("parts.xml", "target") == content.target,
    "inner": list(stream_records("parts.xml", "target.target")) == [content.target.target],
    "cloud": read_part("parts.xml", "cloud") == content.clear_or_cloud,
    "clear": read_part("parts.xml", "clear"),
    "events": sorted(map(repr, events)) == sorted(map(repr, content.event)),
    "names": [names("slew"), names("guide")],
    "fallbacks": dict(FALLBACKS),
}))
context = XmlContext()
for module in pkgutil.walk_packages(night_dm.__path__, "night_dm."):
    if module.ispkg or ".codec" in module.name:
        continue
    for cls in vars(importlib.import_module(module.name)).values():
        if getattr(cls, "__module__", "") == module.name and hasattr(cls, "__dataclass_fields__"):
            variables = context.build(cls).get_all_vars()
            elements = [v for v in variables if v.is_element]
            elements += [one for v in variables for one in v.elements.values()]
            assert set(children(cls)) == {v.qname for v in elements}, cls
"""


def test_parts_and_records_of_elements_in_namespaces(project: Project) -> None:
    project.document("parts.xml")
    assert json.loads(project.run("-c", PARTS).stdout) == {
        "target": True,
        "inner": True,
        "cloud": True,
        "clear": None,
        "events": True,
        "names": [["Slew", "Slew"], ["Guide"]],
        "fallbacks": {},
    }


def test_streaming_says_the_line_of_what_is_wrong(project: Project) -> None:
    project.document("late.xml", "<angle>4.5<", "<angle>far<")
    code = (
        "from dpkit.errors import ProductError\n"
        "from dpkit.product.partial import stream_records\n"
        "try: list(stream_records('late.xml', 'slew'))\n"
        "except ProductError as error: print(error)"
    )
    said = project.run("-c", code).stdout
    assert said.startswith("late.xml:13: breaks the schema of nightLog:")
    assert "'far'" in said


NEW = """
import dpkit
from night_dm import Empty, NightLog, Target2
from pathlib import Path
from xsdata.models.datatype import XmlDateTime

made = dpkit.new(
    NightLog,
    software=("scheduler", "1.0"),
    number=8,
    begin=XmlDateTime.from_string("2026-01-03T20:00:00Z"),
    end=XmlDateTime.from_string("2026-01-04T05:00:00Z"),
    target=Target2(name="M 33", flux=2.5),
    clear_or_cloud=Empty(),
)
document = dpkit.write(made, "made")
print(dpkit.read(document).keys)
"""


def test_new_products_of_foreign_classes(project: Project) -> None:
    assert project.run("-c", NEW).stdout.strip() == "{'night': [8], 'object': ['M 33']}"


def test_what_the_codecs_cover_is_as_the_documentation_shows(project: Project) -> None:
    text = (ROOT / "docs/howto/bring-your-own-schemas.rst").read_text()
    blocks = re.findall(r"   \$ dpkit (schema show .*--binding.*)\n((?:   .*\n)+)", text)
    assert len(blocks) == 2
    for command, shown in blocks:
        done = project.dpkit(*command.split())
        lines = [line.strip() for line in shown.splitlines()]
        assert done.stderr.splitlines() + done.stdout.splitlines() == lines


def test_package_joins_by_its_entry_point(project: Project, tmp_path: Path) -> None:
    said = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    points = said["entry-points"]["dpkit.schemas"]
    assert points == {PACKAGE: "night_xsd"}
    info = tmp_path / "night_schemas-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: night-schemas\nVersion: 1.0\n")
    lines = [f"{name} = {value}" for name, value in points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[dpkit.schemas]", *lines, ""]))
    path = os.pathsep.join([str(project.folder), str(tmp_path)])
    code = "import dpkit; print(dpkit.read('night.xml').entry.title)"
    found = project.run("-c", code, PYTHONPATH=path, DPKIT_SCHEMAS="")
    assert found.stdout.strip() == "Log of a night"


VOTABLE = Path(
    next(iter(__import__("importlib.util").util.find_spec("astropy").submodule_search_locations)),
    "io/votable/data",
)


@pytest.mark.parametrize("version", ["1.2", "1.4"])
def test_votable_goes_through(tmp_path: Path, python: Shell, version: str) -> None:
    project = Project(tmp_path, python)
    shutil.rmtree(project.schemas)
    project.schemas.mkdir()
    shutil.copy(VOTABLE / f"VOTable.v{version}.xsd", project.schemas)
    project.generate()
    document = tmp_path / "table.xml"
    make = (
        "from astropy.table import Table; from astropy.io.votable import from_table\n"
        "table = from_table(Table({'a': [1, 2], 's': ['x', 'y & z']}))\n"
        f"table.version = '{version}'; table.to_xml('table.xml')"
    )
    project.run("-c", make)
    said = project.read(document)
    assert said["equal"]
    assert said["class"].endswith(".VOTABLE")  # type: ignore[attr-defined]
    # Attributes with a default appear when they were left out; elements and texts are all there.
    before, after = census(document), census(Path(str(said["document"])))
    assert [one[:3] for one in after] == [one[:3] for one in before]
