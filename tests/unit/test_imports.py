"""Imports go one way, and starting up is cheap."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from dpkit.simulate import sample_document

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "dpkit": ROOT / "src",
    "dpkit_dm": ROOT / "generated",
    "dpkit_archive": ROOT / "archive",
    "dpkit_xsd": ROOT / "xsd",
}

# What each room may import of the other rooms of the house; rooms above use those below.
BASE = {"dpkit.collector", "dpkit.entrypoint", "dpkit.errors", "dpkit.parallel", "dpkit.tai"}
LOW = BASE | {"dpkit.binding", "dpkit.schema"}
MIDDLE = LOW | {"dpkit.product", "dpkit.formats"}
HIGH = MIDDLE | {"dpkit.validation", "dpkit.workflow"}
ALLOWED = {
    "dpkit.collector": set(),
    "dpkit.entrypoint": set(),
    "dpkit.parallel": set(),
    "dpkit.errors": set(),
    "dpkit.tai": set(),
    "dpkit.binding": BASE,
    "dpkit.schema": BASE | {"dpkit.binding"},
    "dpkit.formats": LOW,
    "dpkit.product": LOW | {"dpkit.formats"},
    "dpkit.validation": MIDDLE,
    "dpkit.workflow": MIDDLE | {"dpkit.validation"},
    "dpkit.adoption": MIDDLE | {"dpkit.validation"},
    "dpkit.cli": HIGH | {"dpkit", "dpkit.scaffold", "dpkit.simulate"},
    "dpkit.scaffold": LOW,
    "dpkit.qc": BASE,
    "dpkit.processing": HIGH | {"dpkit.cli", "dpkit.qc", "dpkit_dm"},
    "dpkit_archive": HIGH | {"dpkit", "dpkit.adoption", "dpkit.cli", "dpkit.qc"},
    "dpkit.simulate": MIDDLE | {"dpkit.validation"},
    "dpkit.dpdd": LOW | {"dpkit.workflow"},
    "dpkit_dm": {"dpkit.binding"},
    "dpkit_xsd": set(),
    "dpkit": HIGH,
    "dpkit.__main__": {"dpkit.cli"},
}


# What each part of dpkit.schema may import of the others. Reading a document needs the first five;
# what only generates code from XSDs stands above them, and is not loaded by who reads.
READING = {
    "alternative",
    "dictionary",
    "package",
    "paths",
    "recursion",
    "standing",
    "release.manifest",
    "upgrade",
}
SCHEMA = {
    "package": set(),
    "dictionary": {"package"},
    "alternative": set(),
    "standing": set(),
    "recursion": {"standing"},
    "paths": {"alternative", "dictionary", "recursion", "standing"},
    "release.manifest": {"package"},
    "upgrade": {"package", "dictionary", "release.manifest"},
    "xsd": {"package"},
    "annotation": {"package", "dictionary", "xsd"},
    "codec": {"xsd"},
    "release.frozen": {"release.manifest", "xsd"},
    "diff": {"package", "annotation", "xsd"},
    "foreign": {"package", "dictionary", "annotation", "generation", "xsd"},
    "generation": {"package", "annotation", "foreign", "release.freeze", "xsd"},
    "release.freeze": {*READING, "diff", "release.frozen", "xsd"},
}


def part_of_schema(module: str) -> str | None:
    """Return the part of dpkit.schema that a module, or a name in one, is in."""
    parts = module.split(".")
    if parts[:2] != ["dpkit", "schema"] or len(parts) < 3:
        return None
    two = ".".join(parts[2:4])
    return two if two in SCHEMA else parts[2]


def schema_arrows() -> list[tuple[str, str, str]]:
    """Return every arrow between two parts of dpkit.schema, with the file that draws it."""
    found = set()
    for file in (ROOT / "src/dpkit/schema").rglob("*.py"):
        module = ".".join(file.relative_to(ROOT / "src").with_suffix("").parts)
        here = part_of_schema(module.removesuffix(".__init__"))
        for imported in imports_of(file, module):
            there = part_of_schema(imported)
            if here is not None and there is not None and here != there:
                found.add((here, there, str(file.relative_to(ROOT))))
    return sorted(found)


def room_of(module: str) -> str | None:
    """Return the room that a module is in; None for modules of others."""
    parts = module.split(".")
    if parts[0] == "dpkit" and len(parts) > 1:
        return ".".join(parts[:2])
    return parts[0] if parts[0] in PACKAGES else None


@cache
def imports_of(file: Path, module: str) -> set[str]:
    """Return the modules that a file imports anywhere, relative ones resolved."""
    found: set[str] = set()
    package = module.split(".") if file.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{source}.{alias.name}" for alias in node.names}
    return found


@cache
def arrows() -> list[tuple[str, str, str]]:
    """Return every arrow between two rooms, with the file that draws it."""
    found = set()
    for package, folder in PACKAGES.items():
        for file in (folder / package).rglob("*.py"):
            parts = file.relative_to(folder).with_suffix("").parts
            if "pf-template" in parts:  # text of packages to be, not code of this one
                continue
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            here = room_of(module) or package
            for imported in imports_of(file, module):
                there = room_of(imported)
                # `from dpkit import __version__` names the top package itself.
                if there == "dpkit.__version__":
                    there = "dpkit"
                if there is not None and there != here:
                    found.add((here, there, str(file.relative_to(ROOT))))
    return sorted(found)


def test_the_walk_sees_the_arrows_that_must_be_there() -> None:
    pairs = {(here, there) for here, there, _ in arrows()}
    assert ("dpkit.validation", "dpkit.product") in pairs
    assert ("dpkit.processing", "dpkit_dm") in pairs
    assert ("dpkit_archive", "dpkit.product") in pairs


def test_every_room_is_known() -> None:
    rooms = {room for here, there, _ in arrows() for room in (here, there)}
    assert rooms <= set(ALLOWED)


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_arrows_point_one_way(room: str) -> None:
    wrong = [
        f"{file} imports {there}"
        for here, there, file in arrows()
        if here == room and there not in ALLOWED[room]
    ]
    assert wrong == []


def test_arrows_within_the_schemas_point_one_way() -> None:
    assert {"upgrade", "generation", "foreign"} <= {here for here, _, _ in schema_arrows()}
    assert [
        f"{file} imports {there}"
        for here, there, file in schema_arrows()
        if there not in SCHEMA[here]
    ] == []


def test_reading_stands_on_nothing_that_generates() -> None:
    """No path of arrows leads from what reads to what generates."""
    reached = set(READING)
    while more := set().union(*(SCHEMA[part] for part in reached)) - reached:
        reached |= more
    assert reached == READING


def test_families_are_imported_by_nobody() -> None:
    families = {p.name for p in (ROOT / "src/dpkit/processing").iterdir() if p.is_dir()}
    wrong = []
    for package, folder in PACKAGES.items():
        for file in (folder / package).rglob("*.py"):
            inside = file.relative_to(folder).parts
            for name in imports_of(file, ".".join(file.relative_to(folder).with_suffix("").parts)):
                parts = name.split(".")
                if parts[:2] != ["dpkit", "processing"] or len(parts) < 3:
                    continue
                own = inside[:2] == ("dpkit", "processing") and inside[2] == parts[2]
                if parts[2] in families and not own:
                    wrong.append(f"{file}: {name}")
    assert wrong == []


def modules_after(code: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after some code."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


HEAVY = {"astropy", "numpy", "lxml", "sqlalchemy", "xsdata", "rich", "matplotlib", "scipy", "sep"}


def test_importing_dpkit_is_cheap() -> None:
    loaded = modules_after("import dpkit")
    assert not loaded & HEAVY
    assert "click" not in loaded


def test_help_is_cheap() -> None:
    code = (
        "import contextlib, io\n"
        "from dpkit.cli.root import root\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    root(['--help'])"
    )
    assert not modules_after(code) & HEAVY


def test_reading_and_writing_loads_nothing_that_generates(tmp_path: Path) -> None:
    document = tmp_path / "sample.xml"
    document.write_bytes(sample_document("DpdNirRelPhotoParams"))
    loaded = modules_after(
        f"import dpkit\nproduct = dpkit.read({str(document)!r})\n"
        f"dpkit.write(product, {str(tmp_path / 'out')!r})"
    )
    schema = {name for name in loaded if name.startswith("dpkit.schema.")}
    parts = {part_of_schema(name) for name in schema} - {"release"}
    assert parts <= READING
    assert {"dictionary", "upgrade"} <= parts
    assert not {name for name in loaded if name.startswith("xsdata.formats")}


def test_one_product_loads_only_what_it_is_made_of() -> None:
    loaded = modules_after("from dpkit_dm.nir import DpdNirRelPhotoParams")
    assert "dpkit_dm.nir.relphotoparams" in loaded
    assert "dpkit_dm.nir.calibratedframe" not in loaded
    assert not {name for name in loaded if name.startswith("dpkit.")}
