"""Make new products: header, file names and quality flags are filled in."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dpkit import tai
from dpkit.binding.access import assign, attribute_class, attributes, blank, fetch
from dpkit.binding.door import parse, parse_valid, serialize
from dpkit.errors import NotFoundError, ProductError
from dpkit.product.document import select_nodes
from dpkit.product.naming import file_name, product_id
from dpkit.product.product import Product
from dpkit.product.quality import judge
from dpkit.product.times import instant_of, now
from dpkit.product.version import fill_version
from dpkit.schema.dictionary import ProductEntry, product_of_class
from dpkit.schema.paths import choice_at

if TYPE_CHECKING:
    from datetime import datetime

    from astropy.io.fits import HDUList
    from astropy.time import Time

__all__ = ["new", "to_be_written"]

T = TypeVar("T")


def to_be_written(cls: type[T]) -> T:
    """Stand in for the storage of a file that `new` is given in ``files``.

    Examples
    --------
    ``NirCalibratedFrame(..., data_storage=to_be_written(FitsFile))``
    """
    return blank(cls)


def new(
    cls: type[T],
    *,
    software: tuple[str, str],
    files: Mapping[str, HDUList | Path] | None = None,
    dataset: str | None = None,
    created: Time | datetime | str | int | None = None,
    **parts: Any,
) -> Product[T]:
    """Make a product of a generated class.

    Parameters
    ----------
    cls : type
        Class of the root element, such as ``DpdNirCalibratedFrame``.
    software : tuple of str
        Name and version of the software that makes the product.
    files : mapping of str to HDUList or Path, optional
        The files by storage; they are written when the product is. FITS files then get the
        header keywords that the schema ties to the document.
    dataset : str, optional
        Campaign that the product belongs to.
    created : time, optional
        When it was made; now by default.
    **parts
        Parts of the document by attribute: ``data=``, ``parameters=``, ``quality_flags=`` ...
        A header that is left out is filled from the schema, and so is every element that is None
        and for which the schema has an initial value; quality flags are judged anew.

    Returns
    -------
    Product
        Valid against its schema.

    Raises
    ------
    ProductError
        A part is missing or wrong; names the element.
    NotFoundError
        The class is no product, or a file is given for a storage that it does not have.

    Examples
    --------
    ``new(DpdNirRelPhotoParams, data=data, software=("NIR_RelativePhotometry", "1.0"))``
    """
    entry = product_of_class(cls)
    content = blank(cls)
    for attribute, value in parts.items():
        if attribute not in attributes(cls).values():
            raise ProductError(f"{entry.name} has no part {attribute!r}")
        # A copy: the parts may belong to another product, and names and flags are set in them.
        setattr(content, attribute, _copied(entry.name, attribute, value, cls))
    instant = now() if created is None else instant_of(created)
    product = Product(content, entry)
    fill_version(product)
    _fill_initial(product)
    _fill_header(product, software, dataset, instant)
    _name_files(product, dict(files or {}), software[1], instant)
    _fill_initial(product)  # again: what holds the files is there only now
    _fill_flags(product)
    _check(product)
    return product


def _copied(name: str, attribute: str, value: Any, cls: type[Any]) -> Any:
    wanted = attribute_class(cls, attribute)
    if is_dataclass(wanted) and not (value is None or isinstance(value, wanted)):
        raise ProductError(
            f"part {attribute!r} of {name} is a {type(value).__name__}, not a {wanted.__name__}"
        )
    return copy.deepcopy(value)


def _fill_initial(product: Product[Any]) -> None:
    """Set what the maker left out and the schema says initially; no part but the header is made."""
    entry, content = product.entry, product.content
    header = entry.roles["id"].partition("/")[0] if "id" in entry.roles else ""
    made = not fetch(content, header)
    for path, value in entry.initial.items():
        above, _, last = path.rpartition("/")
        if made and path.partition("/")[0] == header:
            _assign_text(content, path, value)
        elif choice_at(entry, path) is None:
            for owner in fetch(content, above) if above else [content]:
                if not fetch(owner, last):
                    _assign_text(owner, last, value)


def _assign_text(content: Any, path: str, text: str) -> None:
    attribute = path.rpartition("/")[2].startswith("@")
    assign(content, path if attribute else f"{path}/text()", text)


def _fill_header(
    product: Product[Any], software: tuple[str, str], dataset: str | None, created: int
) -> None:
    entry, content = product.entry, product.content
    values = {
        "type": entry.name,
        "schema-version": entry.version,
        "created": tai.format_utc(created),
        "software": software[0],
        "release": software[1],
        "curator": entry.custodian,
        "id": product_id(entry, _single_keys(product), created),
    }
    if dataset is not None:
        values["dataset"] = dataset
    for role, value in values.items():
        if role in entry.roles:
            assign(content, entry.roles[role], value)


def _single_keys(product: Product[Any]) -> dict[str, str]:
    return {name: str(values[0]) for name, values in product.keys.items()}


def _name_files(
    product: Product[Any], files: dict[str, HDUList | Path], release: str, created: int
) -> None:
    entry = product.entry
    for name, payload in files.items():
        storage = entry.storage(name)
        if storage.repeated:
            raise ProductError(
                f"{entry.name} may have several files in {name}, and only one was given",
                remedy="name them in the document, and put them beside it",
            )
        suffix = payload.suffix if isinstance(payload, Path) else ".fits"
        said = {
            "name": file_name(entry, storage, _single_keys(product), created, release, suffix),
            "format": storage.format,
            "format-version": storage.format_version,
        }
        for part, text in said.items():
            if part in storage.parts and text is not None:
                assign(product.content, f"{storage.path}/{storage.parts[part]}", text)
        for part in ("checksum", "checksum-method", "size"):
            if part in storage.parts:
                _clear(product.content, f"{storage.path}/{storage.parts[part]}")
        product.payloads[name] = payload
    for storage in entry.storages:
        named = storage.name in product.files
        if storage.name not in files and (storage.required or named):
            raise NotFoundError(
                f"{entry.name} needs a file in {storage.name}",
                remedy=f'give it with files={{"{storage.name}": ...}}',
            )


def _clear(content: Any, path: str) -> None:
    parent, _, last = path.rpartition("/")
    for value in fetch(content, parent):
        setattr(value, attributes(type(value))[last], None)


def _fill_flags(product: Product[Any]) -> None:
    """Judge every quality flag; a part that the maker left out is made with default limits."""
    entry, content = product.entry, product.content
    given = {path for path in entry.flags if fetch(content, path.partition("/")[0])}
    flags = [p for p in entry.flags if p not in given or fetch(content, p)]
    if not flags:
        return
    for path in flags:
        _set_flag(content, path, [False] * max(len(fetch(content, path)), 1))
    root = parse(serialize(content), place=entry.name)
    for path in flags:
        nodes = select_nodes(root, path)
        _set_flag(content, path, [judge(node, root).flagged for node in nodes])


def _set_flag(content: Any, path: str, verdicts: list[bool]) -> None:
    if not fetch(content, path):
        assign(content, f"{path}/text()", "false")
    for flag, verdict in zip(fetch(content, path), verdicts, strict=True):
        assign(flag, "text()", str(verdict).lower())
        assign(flag, "@flagged", str(verdict).lower())


def _check(product: Product[Any]) -> None:
    """Refuse content that its schema does not allow, before anybody relies on it."""
    entry: ProductEntry = product.entry
    data = serialize(product.content)
    _, violations = parse_valid(data, entry.schema, place=entry.name)
    if violations:
        first = violations[0]
        raise ProductError(
            f"breaks the schema of {entry.name} at {first.path}: {first.message}",
            remedy="give the element the value that the schema asks for",
        )
