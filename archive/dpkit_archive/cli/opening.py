"""What commands do with the archive that they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpkit.cli.output import say

if TYPE_CHECKING:
    from dpkit_archive import Archive

__all__ = ["open_archive", "say_other_id"]


def open_archive(url: str) -> Archive:
    """Open the archive of a command."""
    import dpkit_archive

    return dpkit_archive.open(url)


def say_other_id(given: str, stands: str) -> None:
    """Say that another id than the one given stands for a product."""
    if given != stands:
        say(f"{given} was made anew with the content of {stands}, which stands")
