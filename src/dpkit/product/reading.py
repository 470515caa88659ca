"""Read products from their documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, overload

from dpkit.binding.door import bind
from dpkit.errors import ProductError
from dpkit.product.document import Document, read_document
from dpkit.product.product import Product
from dpkit.schema.upgrade.alias import default_version
from dpkit.schema.upgrade.upgrading import said_version

__all__ = ["bind_document", "read"]

T = TypeVar("T")


@overload
def read(location: str | Path, *, lenient: bool = False) -> Product[Any]: ...
@overload
def read(location: str | Path, cls: type[T], *, lenient: bool = False) -> Product[T]: ...
def read(
    location: str | Path, cls: type[Any] | None = None, *, lenient: bool = False
) -> Product[Any]:
    """Read a product: the document is validated against its schema, then bound to its class.

    An older document is upgraded to the newest version of its schema; `Product.changes` tells how.

    Parameters
    ----------
    location : str or Path
        The document.
    cls : type, optional
        Class that the product must have; the result is then typed.
    lenient : bool
        Leave out elements that the schema does not know, with an `UnknownElementWarning`, instead
        of refusing the document.

    Returns
    -------
    Product
        Files are opened when they are asked for.

    Raises
    ------
    NotFoundError
        There is no such file.
    ProductError
        The file is no XML, belongs to no product, breaks its schema, or is another product
        than expected; names file and line.

    Examples
    --------
    ``read("cal.xml", DpdNirRelPhotoExpCalibration).content.data.filter``
    """
    return bind_document(read_document(location, lenient=lenient), cls)


def bind_document(document: Document, cls: type[Any] | None = None) -> Product[Any]:
    """Make a product of a document; raises ProductError when it is another than expected."""
    if cls is not None and not document.entry.is_of(cls):
        raise ProductError(
            f"is a {document.entry.name}, not a {cls.__name__}",
            place=document.source,
            remedy="give the document of the product that is expected",
        )
    content: Any = bind(document.root, document.entry.load_class(), place=str(document.source))
    return Product(
        content,
        document.entry,
        source=document.source,
        changes=document.changes,
        unversioned=_is_unversioned(document),
    )


def _is_unversioned(document: Document) -> bool:
    """Tell whether a document says no version, and means the present one for ever as it is."""
    entry = document.entry
    said = said_version(document.root, entry) or document.changes
    return not said and default_version(entry.package) == entry.version
