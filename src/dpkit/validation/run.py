"""Validate one product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dpkit.product.document import Document
from dpkit.product.product import Product
from dpkit.validation.level import LEVELS, last_level, run_passes
from dpkit.validation.report import Report
from dpkit.validation.store import ReferenceStore, opened
from dpkit.validation.subject import Subject
from dpkit.validation.unwritten import validate_unwritten
from dpkit.validation.written import validate_written

__all__ = ["LEVELS", "validate"]


def validate(
    source: str | Path | Product[Any] | Document,
    level: str | None = None,
    *,
    lenient: bool = False,
    archive: str | Path | ReferenceStore | None = None,
    facts: bool = True,
) -> Report:
    """Validate a product and its files.

    Parameters
    ----------
    source : str, Path, Product or Document
        The document, or a product. One that was read or written is judged by its document as it
        lies there; one that was changed since, or never written, by the document that it would
        get. Files are those beside the document, where there is one. A `Document` was validated
        against its schema when it was read; it is judged as it is, without reading it again.
    level : str, optional
        Last level to run, one of `LEVELS`; all by default.
    lenient : bool
        Leave out elements that the schema does not know, with a warning each.
    archive : str, Path or open archive, optional
        Archive in which the products that the document refers to must be.
    facts : bool
        Fill in what the document says of itself, also when there is nothing to be found.

    Returns
    -------
    Report
        Never raises for a bad product; a missing document is a finding, too.

    Raises
    ------
    NotFoundError
        There is no such level or archive, or the level needs an archive.

    Examples
    --------
    ``validate("cal.xml", level="rules").ok``
    """
    last = last_level(level, archive=archive is not None)
    if archive is None:
        return _validate(source, last, lenient, None, facts=facts)
    with opened(archive) as store:
        return _validate(source, last, lenient, store, facts=facts)


def _validate(
    source: str | Path | Product[Any] | Document,
    level: str,
    lenient: bool,
    store: ReferenceStore | None,
    *,
    facts: bool,
) -> Report:
    if isinstance(source, Product):
        if source.source is None:
            return validate_unwritten(source, level, store)
        return validate_written(source, source.source, level, store, lenient=lenient)
    if isinstance(source, Document):
        return run_passes(_read_before(source, lenient, store), level, facts=facts, read=True)
    path = source if isinstance(source, Path) else Path(source)
    return run_passes(Subject(source=path, lenient=lenient, store=store), level, facts=facts)


def _read_before(document: Document, lenient: bool, store: ReferenceStore | None) -> Subject:
    return Subject(
        source=document.source,
        data=document.data,
        root=document.root,
        entry=document.entry,
        changes=document.changes,
        lenient=lenient,
        store=store,
        _document=document,
    )
