"""Writers that are killed, and what must hold then."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

KILLER = Path(__file__).with_name("killer.py")


@pytest.fixture(scope="module")
def killer() -> Iterator[Callable[..., dict[str, Any]]]:
    """Return a function that lets a writer be killed, and tells what it was at."""
    with subprocess.Popen(
        [sys.executable, str(KILLER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(**asked: Any) -> dict[str, Any]:
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        process.stdin.close()
