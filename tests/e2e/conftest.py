"""Processes of their own, and one observation that went through the tasks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Shell = Callable[..., subprocess.CompletedProcess[str]]


WARM = ROOT / "tests/warm"


@pytest.fixture(scope="session", autouse=True)
def warm() -> Iterator[None]:
    """Let the `dpkit` of the path be run by a process that has its libraries imported."""
    # The path of a socket must be short; a test's own folder is not.
    folder = Path(tempfile.mkdtemp(prefix="dpkit-warm-"))
    command = folder / "dpkit"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -ISs {WARM / "client.py"} "$@"\n')
    command.chmod(0o755)
    environment = {
        "DPKIT_WARM": str(folder / "socket"),
        "PATH": os.pathsep.join(
            [str(folder), str(Path(sys.executable).parent), os.environ["PATH"]]
        ),
    }
    starting = [sys.executable, str(WARM / "server.py"), environment["DPKIT_WARM"]]
    with (
        pytest.MonkeyPatch.context() as patch,
        subprocess.Popen(starting, stdout=subprocess.PIPE, text=True) as server,
    ):
        for name, value in environment.items():
            patch.setenv(name, value)
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield
        server.terminate()
    shutil.rmtree(folder)


def finish(
    command: list[str], *, cwd: Path, check: bool = True, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, without the archive that the environment names."""
    inherited = {k: v for k, v in os.environ.items() if k != "DPKIT_ARCHIVE"}
    done = subprocess.run(
        command, cwd=cwd, env=inherited | env, capture_output=True, text=True, check=False
    )
    if check and done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


@pytest.fixture(scope="session")
def python() -> Shell:
    """Return a function that runs Python in a folder; further words are its environment."""
    return lambda *words, **options: finish([sys.executable, *map(str, words)], **options)


@pytest.fixture(scope="session")
def dpkit() -> Shell:
    """Return a function that runs the command line in a folder."""
    return lambda *words, **options: finish(["dpkit", *map(str, words)], **options)


@pytest.fixture(scope="session")
def observation(tmp_path_factory: pytest.TempPathFactory, dpkit: Shell) -> Path:
    """Return a folder with frames in ``obs`` and catalogues in ``made``; do not change it."""
    folder = tmp_path_factory.mktemp("observation")
    settings = ("--observation", "5", "--detectors", "2", "--shape", "400", "--out", "obs")
    dpkit("simulate", "nir-observation", *settings, cwd=folder)
    for frame in sorted((folder / "obs").glob("*.xml")):
        dpkit("run", "NIR_extract_exposure_catalog", "--frame", frame, "--out", "made", cwd=folder)
    return folder
