"""Processes of their own, and one observation that went through the tasks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def python() -> Shell:
    """Return a function that runs Python in a folder; further words are its environment."""

    def run(
        *words: str | Path, cwd: Path, check: bool = True, **env: str
    ) -> subprocess.CompletedProcess[str]:
        inherited = {k: v for k, v in os.environ.items() if k != "DPKIT_ARCHIVE"}
        done = subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=cwd,
            env=inherited | env,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    return run


@pytest.fixture(scope="session")
def dpkit(python: Shell) -> Shell:
    """Return a function that runs the command line in a folder."""
    return partial(python, "-m", "dpkit")


@pytest.fixture(scope="session")
def observation(tmp_path_factory: pytest.TempPathFactory, dpkit: Shell) -> Path:
    """Return a folder with frames in ``obs`` and catalogues in ``made``; do not change it."""
    folder = tmp_path_factory.mktemp("observation")
    settings = ("--observation", "5", "--detectors", "2", "--shape", "400", "--out", "obs")
    dpkit("simulate", "nir-observation", *settings, cwd=folder)
    for frame in sorted((folder / "obs").glob("*.xml")):
        dpkit("run", "NIR_extract_exposure_catalog", "--frame", frame, "--out", "made", cwd=folder)
    return folder
