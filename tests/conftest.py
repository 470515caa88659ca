"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

_SHARED = "DPKIT_SHARED"
_SAID = "said"
"""Property of a test, by `record_property`, that is printed at the end."""

# A package of its own, whose tests are run where it is installed.
collect_ignore = ["external_pf"]

# Every run draws the same examples: a test that fails, fails for everybody.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Return the folder of real files that some tests read in place."""
    folder = os.environ.get(_SHARED)
    if not folder:
        pytest.skip(f"{_SHARED} is not set")
    return Path(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if f"{_SHARED} is not set" in str(report.longrepr)
    ]
    terminalreporter.write_line(f"{len(skipped)} tests skipped because {_SHARED} is not set")
    for report in [one for some in terminalreporter.stats.values() for one in some]:
        for name, value in getattr(report, "user_properties", ()):
            if name == _SAID and report.when == "call":
                terminalreporter.write_line(str(value))
