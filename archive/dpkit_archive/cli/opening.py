"""What commands do with the archive that they are told."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dpkit.cli.output import say

if TYPE_CHECKING:
    from dpkit_archive import Archive

__all__ = ["open_archive", "said_warnings", "say_other_id"]


def open_archive(url: str) -> Archive:
    """Open the archive of a command."""
    import dpkit_archive

    return dpkit_archive.open(url)


def say_other_id(given: str, stands: str) -> None:
    """Say that another id than the one given stands for a product."""
    if given != stands:
        say(f"{given} was made anew with the content of {stands}, which stands")


@contextmanager
def said_warnings() -> Iterator[None]:
    """Say what the archive warns of, instead of a line of Python's own."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for one in caught:
        say(f"warning: {one.message}")
