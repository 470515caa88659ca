"""The log of a call: log records, warnings and what it prints go into one file."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

__all__ = ["captured", "warned"]

_FORM = "%(asctime)sZ %(levelname)s %(name)s: %(message)s"


@contextmanager
def captured(file: Path) -> Iterator[TextIO]:
    """Send what is logged, warned and printed to a file while in the block."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8", buffering=1) as stream:
        handler = logging.StreamHandler(stream)
        formatter = logging.Formatter(_FORM, datefmt="%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(min(level or logging.INFO, logging.INFO))
        try:
            with redirect_stdout(stream), redirect_stderr(stream), _warnings_to(stream):
                yield stream
        finally:
            root.removeHandler(handler)
            root.setLevel(level)


@contextmanager
def warned(package: str) -> Iterator[list[str]]:
    """Collect what a package logs as a warning, each text once, while in the block."""
    said: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = " ".join(record.getMessage().split())
            if record.name.split(".")[0] == package and text not in said:
                said.append(text)

    collector = Collector(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(collector)
    try:
        yield said
    finally:
        root.removeHandler(collector)


@contextmanager
def _warnings_to(stream: TextIO) -> Iterator[None]:
    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        _file: TextIO | None = None,
        _line: str | None = None,
    ) -> None:
        stream.write(f"{filename}:{lineno}: {category.__name__}: {message}\n")

    shown = warnings.showwarning
    warnings.showwarning = show  # type: ignore[assignment]
    try:
        yield
    finally:
        warnings.showwarning = shown
