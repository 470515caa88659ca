"""Validate a product whose document lies somewhere, and may have been changed in memory since."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError, ProductError, UnknownElementWarning
from dpkit.product.product import Product
from dpkit.product.reading import read
from dpkit.product.version import serialize_versioned
from dpkit.validation.level import run_passes
from dpkit.validation.report import Report
from dpkit.validation.store import ReferenceStore
from dpkit.validation.subject import Subject
from dpkit.validation.unwritten import unserializable

__all__ = ["validate_written"]


def validate_written(
    product: Product[Any],
    source: Path,
    level: str,
    store: ReferenceStore | None = None,
    *,
    lenient: bool = False,
) -> Report:
    """Validate a product that was read or written.

    Lines are those of the document as it lies there, or, where the content was changed in memory,
    of the one that it would get.
    """
    try:
        data = _changed(product, source)
    except ProductError as error:
        return unserializable(source, error)
    return run_passes(Subject(source=source, data=data, lenient=lenient, store=store), level)


def _changed(product: Product[Any], source: Path) -> bytes | None:
    """Return the document that a changed product would get; None of one that is as it lies there.

    Raises
    ------
    ProductError
        Its content cannot be written as XML, or says another version of its schema.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UnknownElementWarning)  # the report tells it
            told = serialize_versioned(read(source, lenient=True))
    except DpkitError:
        return None  # what is wrong with the document is a finding
    data = serialize_versioned(product)
    return None if data == told else data
