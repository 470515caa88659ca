"""The error that ends a build of the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sphinx.errors import SphinxError

from dpkit.errors import DpkitError

__all__ = ["PageError", "placed"]


class PageError(DpkitError, SphinxError, ValueError):
    """A page asks for what the data dictionary does not have.

    Sphinx ends the build on it, whether or not warnings are errors.
    """

    code = "page"
    category = "Documentation page"


@contextmanager
def placed(place: str) -> Iterator[None]:
    """Give errors that come from within the place on the page that they are about.

    Raises
    ------
    PageError
        Instead of any other `DpkitError`.
    """
    try:
        yield
    except DpkitError as error:
        raise PageError(error.message, place=place, remedy=error.remedy) from error
