"""The garbage collector rests while classes are made, and only then."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpkit.binding.loading import load_module


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    enabled = gc.isenabled()
    yield
    (gc.enable if enabled else gc.disable)()


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    "body", ["import gc\nresting = not gc.isenabled()", "raise OSError('gone')"]
)
def test_the_collector_is_as_it_was_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enabled: bool, body: str
) -> None:
    name = f"classes_{enabled}_{len(body)}"
    (tmp_path / f"{name}.py").write_text(body)
    monkeypatch.syspath_prepend(tmp_path)
    (gc.enable if enabled else gc.disable)()
    if body.startswith("import"):
        assert load_module(name).resting
    else:
        with pytest.raises(OSError, match="gone"):
            load_module(name)
    assert gc.isenabled() is enabled
