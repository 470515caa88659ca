"""The generated package is a function of the schemas, and replaced whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dpkit.errors import SchemaError
from dpkit.schema.generation import package as module
from dpkit.schema.generation.package import check_generated, generate

ROOT = Path(__file__).parents[3]
PRODUCT = "dpd/nir/euc-test-nir-RelPhotoExpCalibration.xsd"
NAME = "DpdNirRelPhotoExpCalibration"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the products of NIR once; the schemas are in xsd, the package in out."""
    folder = tmp_path_factory.mktemp("generated")
    families = [path.name for path in (ROOT / "xsd/dpkit_xsd/dpd").iterdir()]
    others = shutil.ignore_patterns(*(name for name in families if name != "nir"))
    shutil.copytree(ROOT / "xsd/dpkit_xsd", folder / "xsd", ignore=others)
    generate(folder / "xsd", "dpkit_dm", folder / "out")
    return folder


@pytest.fixture
def package(generated: Path, tmp_path: Path) -> Path:
    """Copy what was generated."""
    shutil.copytree(generated, tmp_path / "p", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "p"


def test_two_runs_give_the_same_bytes(generated: Path, tmp_path: Path) -> None:
    shutil.copytree(generated / "xsd", tmp_path / "elsewhere")
    generate(tmp_path / "elsewhere", "dpkit_dm", tmp_path)
    assert contents(tmp_path / "dpkit_dm") == contents(generated / "out/dpkit_dm")
    assert contents(tmp_path / "elsewhere") == contents(generated / "xsd")


def test_check_passes_on_the_committed_tree() -> None:
    check_generated(ROOT / "xsd/dpkit_xsd", "dpkit_dm", ROOT / "generated")


def test_generate_leaves_nothing_beside_the_package(generated: Path) -> None:
    assert [path.name for path in (generated / "out").iterdir()] == ["dpkit_dm"]


def edit(package: Path) -> str:
    file = package / "out/dpkit_dm/nir/relphotoparams.py"
    file.write_text(file.read_text() + "\n")
    return "nir/relphotoparams.py"


def remove(package: Path) -> str:
    (package / f"out/dpkit_dm/dictionary/{NAME}.json").unlink()
    return f"dictionary/{NAME}.json"


def add(package: Path) -> str:
    (package / "out/dpkit_dm/left.py").write_text("")
    return "left.py"


def edit_catalog(package: Path) -> str:
    (package / "xsd/catalog.xml").write_text("<catalog/>")
    return "catalog.xml"


def remove_catalog(package: Path) -> str:
    (package / "xsd/catalog.xml").unlink()
    return "catalog.xml"


def edit_schema(package: Path) -> str:
    file = package / "xsd" / PRODUCT
    file.write_text(file.read_text().replace("An exposure has two factors", "Twice"))
    return f"dictionary/{NAME}.json"


@pytest.mark.parametrize(
    "change",
    [edit, remove, add, edit_catalog, remove_catalog, edit_schema],
    ids=lambda f: f.__name__,
)
def test_check_names_what_is_stale(package: Path, change) -> None:
    stale = change(package)
    before = contents(package)
    with pytest.raises(SchemaError, match="stale") as caught:
        check_generated(package / "xsd", "dpkit_dm", package / "out")
    assert stale in caught.value.message
    assert contents(package) == before


def test_check_of_a_package_that_is_not_there_fails(package: Path, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="stale"):
        check_generated(package / "xsd", "dpkit_dm", tmp_path / "nowhere")


def break_schema(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = package / "xsd" / PRODUCT
    file.write_text(
        file.read_text().replace("<m:rule id=", "<m:rool id=", 1).replace("</m:rule>", "</m:rool>")
    )


def break_classes(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise SchemaError("xsdata cannot make classes")

    monkeypatch.setattr(module, "write_bindings", fail)


def break_copy(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(module.shutil, "copytree", fail)


def break_renaming(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if Path(target) == package / "out/dpkit_dm" and self.name != "replaced":
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)


@pytest.mark.parametrize(
    "fault", [break_schema, break_classes, break_copy, break_renaming], ids=lambda f: f.__name__
)
def test_a_failed_run_leaves_the_old_package(
    package: Path, monkeypatch: pytest.MonkeyPatch, fault
) -> None:
    before = contents(package / "out")
    fault(package, monkeypatch)
    with pytest.raises((SchemaError, OSError)):
        generate(package / "xsd", "dpkit_dm", package / "out")
    assert contents(package / "out") == before
    assert [path.name for path in (package / "out").iterdir()] == ["dpkit_dm"]


def test_two_products_of_one_name_are_refused(package: Path) -> None:
    file = package / "xsd" / PRODUCT
    text = file.read_text().replace("dpd/nir/relphotoexpcalibration", "dpd/nir/again")
    (package / "xsd/dpd/nir/again.xsd").write_text(text)
    with pytest.raises(SchemaError, match="declared twice"):
        generate(package / "xsd", "dpkit_dm", package / "out")


def test_format_that_no_list_describes_is_refused(package: Path) -> None:
    file = package / "xsd/pro/nir.xsd"
    file.write_text(file.read_text().replace('formatVersion="0.3"', 'formatVersion="0.4"'))
    with pytest.raises(SchemaError, match=r"nir\.calibratedScienceFrame 0\.4"):
        generate(package / "xsd", "dpkit_dm", package / "out")


def test_classes_of_one_package_with_one_name_are_refused(package: Path) -> None:
    file = package / "xsd/bas/stc.xsd"
    file.write_text(
        file.read_text()
        .replace('"skyPosition"', '"pointing"')
        .replace("stc:skyPosition", "stc:pointing")
    )
    with pytest.raises(SchemaError, match="class Pointing is in both"):
        generate(package / "xsd", "dpkit_dm", package / "out")


@pytest.mark.parametrize("name", ["Night", "night-dm", "class", "a.b", "_x", ""])
def test_name_that_is_none_of_a_package_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SchemaError, match="cannot be the name of a package"):
        generate(tmp_path, name, tmp_path)


def test_folder_that_was_not_generated_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "night_xsd").mkdir()
    (tmp_path / "night_xsd/a.xsd").write_text("mine")
    with pytest.raises(SchemaError, match="was not generated"):
        generate(tmp_path / "night_xsd", "night_xsd", tmp_path)
    assert (tmp_path / "night_xsd/a.xsd").read_text() == "mine"


def test_schemas_that_declare_nothing(tmp_path: Path) -> None:
    (tmp_path / "xsd").mkdir()
    (tmp_path / "xsd/a.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a"/>'
    )
    with pytest.raises(SchemaError, match="declare nothing"):
        generate(tmp_path / "xsd", "empty_dm", tmp_path / "out")
