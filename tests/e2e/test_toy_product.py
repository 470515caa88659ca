"""A new product is one XSD file and one command; then it is everywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Shell

ROOT = Path(__file__).parents[2]
HOWTO = ROOT / "docs" / "howto"


class Copy:
    """A copy of the repository's packages, run in place of the installed ones."""

    def __init__(self, folder: Path, python: Shell) -> None:
        self.folder, self.python = folder, python
        for name in ("src", "generated", "archive", "xsd"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(str(self.folder / n) for n in ("src", "generated", "archive", "xsd"))
        return self.python(*words, cwd=self.folder, check=check, PYTHONPATH=path)

    def dpkit(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "dpkit", *words, check=check)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, python: Shell) -> Copy:
    return Copy(tmp_path_factory.mktemp("repository"), python)


def test_toy_product_from_the_how_to(copy: Copy) -> None:
    before = {p for p in copy.folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    folder = copy.folder / "xsd/dpkit_xsd/dpd/toy"
    folder.mkdir()
    shutil.copy(HOWTO / "toy-product.xsd", folder / "toy-Temperature.xsd")

    stale = copy.dpkit("schema", "generate", "--check", check=False)
    assert stale.returncode == 1
    assert "stale" in stale.stderr
    copy.dpkit("schema", "generate")
    copy.dpkit("schema", "generate", "--check")

    # Nothing was touched outside the one file, the generated package and the catalog.
    after = {p for p in copy.folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    new = {p.relative_to(copy.folder).parts[0] for p in after - before}
    assert new == {"xsd", "generated"}

    assert "DpdToyTemperature" in copy.dpkit("schema", "list", "--format", "json").stdout
    done = copy.run(str(HOWTO / "toy-product.py"))
    assert done.stdout.strip() == "1 found"
    (document,) = (copy.folder / "out").glob("DpdToyTemperature__*.xml")
    copy.dpkit("validate", str(document))
    found = copy.dpkit(
        "archive", "find", "DpdToyTemperature", "--observation", "5", "--format", "json"
    )
    assert '"observation": 5' in found.stdout

    document.write_text(document.read_text().replace("94.5", "-1"))
    broken = copy.dpkit("validate", str(document), check=False)
    assert broken.returncode == 1
    assert "Nothing is colder than 0 K." in broken.stdout


def test_the_copy_was_what_ran(copy: Copy) -> None:
    where = copy.run("-c", "import dpkit, dpkit_dm, dpkit_archive; print(dpkit_archive.__file__)")
    assert where.stdout.startswith(str(copy.folder))
