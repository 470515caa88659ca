"""Tasks whose ports are found in an archive, and runs of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import dpkit
from dpkit.workflow.launch import RunResult, run_combinations
from dpkit.workflow.options import RunOptions
from dpkit.workflow.plan import Plan
from dpkit.workflow.resolution import Request, resolve
from dpkit.workflow.setting import Setting
from dpkit_archive import Archive

PF = Path(__file__).parent / "pf"


@pytest.fixture
def pf(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module of the tasks, known by an entry point."""
    info = tmp_path_factory.mktemp("installed") / "observing-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[dpkit.tasks]\nobserving = observing_pf\n")
    monkeypatch.syspath_prepend(str(info.parent))
    monkeypatch.syspath_prepend(str(PF))
    module = import_module("observing_pf")
    module.CALLS.clear()
    return module


@pytest.fixture
def plan(archive: Archive) -> Callable[..., Plan]:
    """Give a function that resolves the ports of a task."""

    def make(declaration: Any, **asked: Any) -> Plan:
        request = {n: asked.pop(n) for n in (*Request.__slots__,) if n in asked}
        return resolve(declaration, archive, Request(keys=asked, **request))

    return make


@pytest.fixture
def go(archive: Archive, plan: Callable[..., Plan], tmp_path: Path) -> Callable[..., RunResult]:
    """Give a function that runs a task by archive."""

    def start(
        declaration: Any,
        *,
        parameters: dict[str, Any] | None = None,
        options: dict[str, Any] | None = None,
        report: Any = repr,
        **asked: Any,
    ) -> RunResult:
        calls = plan(declaration, **asked).of("run")
        given = {k: Setting(value=v, origin="test") for k, v in (parameters or {}).items()}
        return run_combinations(
            declaration,
            [one.combination() for one in calls],
            given,
            out=tmp_path / "out",
            options=RunOptions(**{"engine": "serial", "reuse": True} | (options or {})),
            store=archive,
            report=report,
        )

    return start


@pytest.fixture
def night(archive: Archive, make: Any) -> Archive:
    """Give an archive with four frames of observation 5, and a dark for two of them each."""
    for exposure in (1, 2, 3, 4):
        at = f"2026-03-01T1{exposure}:00:00Z"
        archive.register(make.frame(5, exposure, at=at, id=f"F{exposure}"))
    for name, begin, end in (("D1", "10", "13"), ("D2", "13", "20")):
        begin, end = (f"2026-03-01T{hour}:00:00Z" for hour in (begin, end))
        archive.register(make.dark(begin, end, calibration=name, id=name))
    return archive


def text_of(document: str | Path) -> str:
    """Return what a task said that it was given."""
    name: str = dpkit.read(document).content.data.parameter_set_name
    return name


@pytest.fixture
def told() -> Callable[[RunResult], list[str]]:
    """Give a function that returns what the calls of a run say that they were given."""

    def tell(result: RunResult) -> list[str]:
        assert result.failures == {}
        return [text_of(path) for paths in result.outputs.values() for path in paths]

    return tell
