"""The core works without the families: their folders are removed, and nothing misses them."""

from __future__ import annotations

import json
import os
import pkgutil
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NIGHT = ROOT / "docs/howto/night-log"

IMPORT = """
import importlib, json, pkgutil, sys
import dpkit
found = []
for module in pkgutil.walk_packages(dpkit.__path__, "dpkit."):
    if not module.name.endswith(("__main__", ".codec.run", ".xsdata_run")):  # programs
        found.append(importlib.import_module(module.name).__name__)
print(json.dumps([dpkit.__file__, found]))
"""
USE = """
import sys
import dpkit
product = dpkit.read(sys.argv[1])
written = dpkit.write(product, "written")
again = dpkit.read(written)
assert again.content == product.content
assert dpkit.validate(written, level="rules").ok
print(written)
"""


def entry_points() -> str:
    """Return the entry points of dpkit, without those that lead into a family."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = []
    for group, points in project["entry-points"].items():
        kept = {n: v for n, v in points.items() if not v.startswith("dpkit.processing")}
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in kept.items())]
    return "\n".join([*lines, ""])


class Core:
    """A copy of dpkit without its families, and somebody's schemas beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns("__pycache__", "processing")
        shutil.copytree(ROOT / "src/dpkit", folder / "dpkit", ignore=ignored)
        shutil.copytree(NIGHT / "night_xsd", folder / "night_xsd", ignore=ignored)
        shutil.copy(NIGHT / "night.xml", folder)
        info = folder / "dpkit-0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dpkit\nVersion: 0\n")
        (info / "entry_points.txt").write_text(entry_points())
        (folder / "data").mkdir()
        (folder / "data/frame.txt").write_text("a frame")

    def run(self, *words: str) -> str:
        path = os.pathsep.join([str(self.folder), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": path, "DPKIT_SCHEMAS": "night_dm=night_xsd"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def dpkit(self, *words: str) -> str:
        return self.run("-m", "dpkit", *words)


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Core:
    core = Core(tmp_path_factory.mktemp("core"))
    where = ("--source", "night_xsd", "--package", "night_dm", "--target", ".")
    core.dpkit("schema", "generate", *where)
    return core


def test_every_module_that_is_left_can_be_imported(core: Core) -> None:
    file, found = json.loads(core.run("-c", IMPORT))
    assert Path(file).is_relative_to(core.folder)
    assert not (core.folder / "dpkit/processing").exists()
    here = {one.name for one in pkgutil.iter_modules([str(ROOT / "src/dpkit")])}
    rooms = {name.split(".")[1] for name in found}
    assert rooms == here - {"__main__", "processing"}


def test_commands_that_need_no_family_work(core: Core) -> None:
    assert "schema" in core.dpkit("--help")
    for group in ("schema", "run", "simulate", "demo", "validate"):
        assert "Usage:" in core.dpkit(group, "--help")
    rows = json.loads(core.dpkit("schema", "list", "--format", "json"))
    assert {"nightLog", "stationList"} <= {row["name"] for row in rows}


def test_schemas_of_somebody_else_go_all_the_way(core: Core) -> None:
    core.dpkit("schema", "sample", "stationList", "--seed", "3", "--out", "samples")
    (sample,) = (core.folder / "samples").glob("*.xml")
    core.dpkit("validate", str(sample), "--level", "rules")
    core.run("-c", USE, str(sample))
    document = core.run("-c", USE, "night.xml").strip()
    assert Path(core.folder, document).is_file()
    core.dpkit("validate", document)
