"""The toy tasks, importable by workers and known by an entry point; and runs of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import dpkit
from dpkit.workflow.launch import RunResult, run
from dpkit.workflow.options import RunOptions
from dpkit.workflow.setting import Setting

TOY = Path(__file__).parent / "toy"
ENTRY_POINTS = "[dpkit.tasks]\ntoy = toy_pf\n"


@pytest.fixture(scope="session")
def toy_path(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the folders that hold the toy tasks and their entry point."""
    installed = tmp_path_factory.mktemp("installed")
    info = installed / "toy-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    return [str(TOY), str(installed)]


@pytest.fixture
def toy(toy_path: list[str], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module of the toy tasks."""
    for folder in toy_path:
        monkeypatch.syspath_prepend(folder)
    return import_module("toy_pf")


@pytest.fixture
def items(toy: ModuleType, tmp_path: Path) -> Callable[..., list[Path]]:
    """Give a function that writes products with names."""

    def write(*names: str) -> list[Path]:
        return [dpkit.write(toy.params(name), tmp_path / "in") for name in names]

    return write


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., RunResult]:
    """Give a function that runs a task or pipeline in this process, or as options say."""

    def go(declaration, inputs, parameters=None, **options) -> RunResult:
        rest = {name: options.pop(name) for name in ("store", "report") if name in options}
        given = {k: Setting(value=v, origin="test") for k, v in (parameters or {}).items()}
        chosen = RunOptions(**{"engine": "serial"} | options)
        return run(declaration, inputs, given, out=tmp_path / "out", options=chosen, **rest)

    return go


def names_in(documents) -> list[str]:
    """Return the names that products hold."""
    return [dpkit.read(path).content.data.parameter_set_name for path in documents]


@pytest.fixture
def names() -> Callable[..., list[str]]:
    """Give the function that reads the names of products."""
    return names_in


@pytest.fixture
def products_in() -> Callable[[Path], list[Path]]:
    """Give a function that lists what is in a folder beside the folders of runs."""

    def listed(folder: Path) -> list[Path]:
        found = [path for path in folder.rglob("*") if path.is_file()]
        return sorted(path for path in found if "runs" not in path.relative_to(folder).parts)

    return listed
