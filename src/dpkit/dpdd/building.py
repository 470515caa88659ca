"""How a build begins and, on a page that is wrong, ends."""

from __future__ import annotations

import sys
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxParallelError

from dpkit.dpdd.error import PageError
from dpkit.dpdd.page import write_pages

__all__ = ["guard_build"]

_FAILED = 2
"""Status of a build that an error ends, as Sphinx has it."""


def guard_build(app: Sphinx) -> None:
    """Let a build begin with the written pages, and end with one line for a page that is wrong.

    Sphinx has no event for either: it looks for pages right after the last one, and reports any
    error as its own crash, with versions, traceback and a request to tell its developers.
    """
    build = app.build

    def guarded(*args: Any, **words: Any) -> None:
        try:
            write_pages(app)
            build(*args, **words)
        except PageError as error:
            _end(app, str(error))
        except SphinxParallelError as error:  # of a process that read pages
            name = f"{PageError.__module__}.{PageError.__name__}: "
            if not error.message.startswith(name):
                raise
            _end(app, error.message.removeprefix(name))

    app.build = guarded  # type: ignore[method-assign]


def _end(app: Sphinx, message: str) -> None:
    sys.stderr.write(f"{message}\n")
    app.statuscode = _FAILED
