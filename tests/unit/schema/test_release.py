"""Released schemas are frozen, shared where they are the same, and never change."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from dpkit.cli.schema_versions import freeze as command
from dpkit.errors import NotFoundError, SchemaError
from dpkit.schema.diff.component import Declarations
from dpkit.schema.diff.difference import diff_declarations
from dpkit.schema.release.freeze import check_released, freeze
from dpkit.schema.release.manifest import check_frozen, read_manifest

XSD = Path(__file__).parents[3] / "xsd" / "dpkit_xsd"
X = "{http://www.w3.org/2001/XMLSchema}"
BASE = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:{0}">
{1}<xs:simpleType name="{0}"><xs:annotation><xs:documentation>Said.</xs:documentation>
</xs:annotation><xs:restriction base="xs:string"><xs:maxLength value="9"/></xs:restriction>
</xs:simpleType><xs:complexType name="unused"/></xs:schema>
"""
PRODUCT = """<?xml version="1.0"?>
<!-- a comment stays -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:dpkit:meta"
  xmlns:mid="urn:mid" targetNamespace="urn:{0}">
<xs:import namespace="urn:mid" schemaLocation='../bas/mid.xsd'/>
<xs:element name="{0}" type="mid:mid"><xs:annotation><xs:appinfo>
<m:product version="{1}"/></xs:appinfo></xs:annotation></xs:element></xs:schema>
"""


def write(folder: Path, version: str = "1.0") -> Path:
    """Write two products that share a file, which imports another."""
    (folder / "bas").mkdir(parents=True, exist_ok=True)
    (folder / "dpd").mkdir(exist_ok=True)
    (folder / "bas" / "low.xsd").write_text(BASE.format("low", ""))
    low = '<xs:import namespace="urn:low" schemaLocation="low.xsd"/>\n'
    (folder / "bas" / "mid.xsd").write_text(BASE.format("mid", low))
    for name in ("One", "Two"):
        (folder / "dpd" / f"{name}.xsd").write_text(PRODUCT.format(name, version))
    return folder


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    return write(tmp_path / "xsd")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def frozen_files(schemas: Path) -> list[str]:
    folder = schemas / "released"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.xsd"))


def contents(schemas: Path) -> dict[Path, bytes]:
    files = (schemas / "released").rglob("*")
    return {file: file.read_bytes() for file in files if file.is_file()}


# The package of dpkit itself.


def test_the_frozen_copies_are_those_of_the_manifest() -> None:
    if not (XSD / "released").exists():
        pytest.skip("no schema is released yet: run `dpkit schema freeze`")
    manifest = json.loads((XSD / "released" / "manifest.json").read_text())
    there = {path: XSD / "released" / path for path in manifest["files"]}
    hashes = {p: hashlib.sha256(file.read_bytes()).hexdigest() for p, file in there.items()}
    assert hashes == manifest["files"] != {}
    assert frozen_files(XSD) == sorted(manifest["files"])


def test_the_released_schemas_are_still_what_they_were() -> None:
    if not (XSD / "released").exists():
        pytest.skip("no schema is released yet: run `dpkit schema freeze`")
    check_released(XSD)


# Any package.


def test_what_products_share_is_frozen_once(schemas: Path) -> None:
    found = freeze(schemas)
    assert [(one.product, one.version, one.file, one.new) for one in found] == [
        ("One", "1.0", "One/1.0/One.xsd", True),
        ("Two", "1.0", "Two/1.0/Two.xsd", True),
    ]
    assert [file.rpartition("-")[0] or file for file in frozen_files(schemas)] == [
        "One/1.0/One.xsd",
        "Two/1.0/Two.xsd",
        "shared/bas/low",
        "shared/bas/mid",
    ]


def test_frozen_copies_resolve_without_the_originals(schemas: Path, tmp_path: Path) -> None:
    freeze(schemas)
    released = (schemas / "released").rename(tmp_path / "elsewhere")
    schema = etree.XMLSchema(file=str(released / "One" / "1.0" / "One.xsd"))
    assert schema.validate(etree.fromstring('<o:One xmlns:o="urn:One">ninechars</o:One>'))
    assert not schema.validate(etree.fromstring('<o:One xmlns:o="urn:One">ten chars!</o:One>'))


def test_a_copy_differs_in_the_locations_of_imports_only(schemas: Path) -> None:
    freeze(schemas)
    released = schemas / "released"
    location = etree.parse(released / "One/1.0/One.xsd").find(f"{X}import").get("schemaLocation")
    copy = (released / "One/1.0/One.xsd").read_text()
    assert copy.replace(location, "../bas/mid.xsd") == (schemas / "dpd/One.xsd").read_text()
    assert (released / "One/1.0" / location).resolve().is_relative_to(released.resolve())


def test_freezing_again_changes_nothing(schemas: Path) -> None:
    freeze(schemas)
    before = contents(schemas)
    assert [one.new for one in freeze(schemas)] == [False, False]
    assert contents(schemas) == before


def test_the_manifest_does_not_depend_on_the_order(schemas: Path, tmp_path: Path) -> None:
    freeze(schemas)
    other = write(tmp_path / "other")
    freeze(other, ["Two"])
    freeze(other, ["One"])
    assert (other / "released/manifest.json").read_bytes() == (
        schemas / "released/manifest.json"
    ).read_bytes()


def test_the_next_version_is_frozen_beside(schemas: Path) -> None:
    freeze(schemas)
    edit(schemas / "bas" / "mid.xsd", 'value="9"', 'value="19"')
    edit(schemas / "dpd" / "One.xsd", '"1.0"/', '"1.1"/')
    assert [(one.version, one.new) for one in freeze(schemas, ["One"])] == [("1.1", True)]
    assert read_manifest(schemas).products["One"] == {
        "1.0": "One/1.0/One.xsd",
        "1.1": "One/1.1/One.xsd",
    }
    shared = [file for file in frozen_files(schemas) if file.startswith("shared")]
    assert len(shared) == 3  # the one below is as it was
    check_frozen(schemas)


@pytest.mark.parametrize("check", [freeze, check_frozen, check_released])
def test_a_changed_copy_is_caught(schemas: Path, check) -> None:
    freeze(schemas)
    file = schemas / "released" / frozen_files(schemas)[-1]
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(SchemaError, match="was changed; a released schema never") as caught:
        check(schemas)
    assert caught.value.place == str(file)


def test_a_missing_copy_is_caught(schemas: Path) -> None:
    freeze(schemas)
    (schemas / "released/One/1.0/One.xsd").unlink()
    with pytest.raises(SchemaError, match="is missing"):
        check_frozen(schemas)


def test_a_copy_that_nobody_froze_is_caught(schemas: Path) -> None:
    freeze(schemas)
    (schemas / "released/One/stray.xsd").write_text("")
    with pytest.raises(SchemaError, match="not in the manifest"):
        check_frozen(schemas)


@pytest.mark.parametrize("text", ["", "{", '{"files": {}}', '{"files": 1, "products": 2}'])
def test_a_damaged_manifest_is_named(schemas: Path, text: str) -> None:
    freeze(schemas)
    (schemas / "released/manifest.json").write_text(text)
    with pytest.raises(SchemaError, match="manifest is damaged"):
        check_frozen(schemas)


CHANGES = {
    "an element": ("dpd/One.xsd", "</xs:schema>", '<xs:element name="Three"/></xs:schema>', False),
    "prose": ("bas/mid.xsd", "Said.", "Said better.", False),
    "an unused type": ("bas/mid.xsd", 'name="unused"', 'name="still"', False),
    "a limit": ("bas/mid.xsd", 'value="9"', 'value="8"', True),
    "a wider limit": ("bas/mid.xsd", 'value="9"', 'value="10"', True),
    "the product": ("dpd/One.xsd", 'version="1.0"/>', 'version="1.0" unique="x"/>', True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_released_version_may_not_mean_something_else(schemas: Path, name: str) -> None:
    """Prose may be mended; for the rest there are new versions, compatible or not."""
    file, old, new, refused = CHANGES[name]
    freeze(schemas, ["One"])
    edit(schemas / file, old, new)
    if not refused:
        assert not freeze(schemas, ["One"])[0].new
        check_released(schemas)
        return
    for check in (check_released, freeze):
        with pytest.raises(SchemaError, match=r"One 1\.0 is released and differs now") as caught:
            check(schemas)
        assert caught.value.place == str(schemas / "dpd/One.xsd")


def test_a_new_version_needs_a_step_from_the_old_one(schemas: Path) -> None:
    freeze(schemas, ["One"])
    edit(schemas / "dpd/One.xsd", '"1.0"/', '"1.1"/')
    with pytest.raises(SchemaError, match=r"no upgrade step leads on from One 1\.0"):
        check_released(schemas)


def test_an_unknown_product_is_refused(schemas: Path) -> None:
    with pytest.raises(NotFoundError, match="no product is named 'Onne'") as caught:
        freeze(schemas, ["Onne"])
    assert caught.value.remedy == "did you mean One?"


def test_a_product_without_a_version_is_refused(schemas: Path) -> None:
    edit(schemas / "dpd/One.xsd", ' version="1.0"/', "/")
    with pytest.raises(SchemaError, match="One has no version") as caught:
        freeze(schemas)
    assert caught.value.place.startswith(f"{schemas / 'dpd/One.xsd'}:")


def test_schemas_that_declare_no_products_are_frozen_by_their_roots(tmp_path: Path) -> None:
    file = tmp_path / "plain.xsd"
    file.write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" version="3.2">'
        '<xs:element name="Plain" type="xs:int"/></xs:schema>'
    )
    assert [(one.product, one.version) for one in freeze(tmp_path)] == [("Plain", "3.2")]


def test_imports_from_outside_are_refused(schemas: Path, tmp_path: Path) -> None:
    (schemas / "bas/mid.xsd").rename(tmp_path / "mid.xsd")
    (tmp_path / "low.xsd").write_text((schemas / "bas/low.xsd").read_text())
    for name in ("One", "Two"):
        edit(schemas / f"dpd/{name}.xsd", "../bas/mid.xsd", "../../mid.xsd")
    with pytest.raises(SchemaError, match=r"lies outside|is not declared"):
        freeze(schemas)
    assert not (schemas / "released").exists()


def test_imports_in_a_circle_are_refused(schemas: Path) -> None:
    circle = '<xs:import namespace="urn:mid" schemaLocation="mid.xsd"/>\n'
    (schemas / "bas/low.xsd").write_text(BASE.format("low", circle))
    with pytest.raises(SchemaError, match="in a circle"):
        freeze(schemas)


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command, list(words))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_command_freezes(schemas: Path) -> None:
    source = ["--source", str(schemas), "--format", "json"]
    status, printed, said = run("One", *source, "--dry-run")
    assert (status, said) == (0, "1 to be frozen, 1 in all\n")
    assert not (schemas / "released").exists()
    row = {"product": "One", "version": "1.0", "file": "One/1.0/One.xsd", "new": True}
    assert json.loads(printed) == [row]
    assert run("One", *source)[2] == "1 frozen, 1 in all\n"
    assert run(*source)[2] == "1 frozen, 2 in all\n"
    assert "unchanged" in run(*source, "--check")[2]
    edit(schemas / "bas/mid.xsd", 'value="9"', 'value="8"')
    with pytest.raises(SchemaError, match="differs now"):
        run(*source, "--check")


def test_the_real_schemas_can_be_frozen(tmp_path: Path) -> None:
    """What is frozen is of a sensible size, and the same as the originals to a document."""
    folder = tmp_path / "xsd"
    shutil.copytree(XSD, folder, ignore=shutil.ignore_patterns("__pycache__", "released"))
    found = freeze(folder)
    assert {one.product for one in found} >= {"DpdNirMasterDark", "DpdNirRelPhotoParams"}
    assert all(one.new for one in found)
    originals = [f for f in folder.rglob("*.xsd") if "released" not in f.parts]
    assert len(frozen_files(folder)) <= len(originals)
    check_released(folder)
    for one in found:
        frozen = folder / "released" / one.file
        original = next(file for file in originals if file.name == frozen.name)
        sides = (Declarations.of_file(file) for file in (frozen, original))
        assert diff_declarations(*sides) == []
