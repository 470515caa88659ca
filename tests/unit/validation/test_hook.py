"""The pre-commit hook is what the documentation says, and does what it must."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]


@pytest.fixture
def hook() -> dict:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return hook


def test_it_has_what_pre_commit_needs(hook: dict) -> None:
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert hook["language"] == "python"
    assert hook["require_serial"] is True  # the command has processes of its own


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("DpdNirMasterDark__EUC_1.xml", True),
        ("obs/DpdNirMasterDark__EUC_1.xml", True),
        ("obs/data/EUC.fits", False),
        ("pom.xml", False),
        ("DpdNotes.txt", False),
    ],
)
def test_it_is_for_documents(hook: dict, name: str, wanted: bool) -> None:
    assert bool(re.search(hook["files"], name)) is wanted


def test_its_entry_runs(hook: dict, calibration) -> None:
    program, *words = shlex.split(hook["entry"])
    assert program == "dpkit"
    assert re.search(hook["files"], str(calibration.document))
    command = [str(Path(sys.executable).with_name(program)), *words, str(calibration.document)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    calibration.replace("<Exposure>2<", "<Exposure>1<")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, "[rule-broken]" in run.stdout) == (1, True)


def test_the_how_to_names_it(hook: dict) -> None:
    assert f"id: {hook['id']}" in (ROOT / "docs/howto/validate-what-arrives.rst").read_text()
