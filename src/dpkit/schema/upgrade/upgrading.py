"""Bring a document of any version into the newest form of its product, and judge it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from dpkit.binding.door import Violation, line_of, validate
from dpkit.errors import NotFoundError, ProductError
from dpkit.schema.dictionary import ProductEntry, product_for_root
from dpkit.schema.upgrade.alias import default_version, resolve_aliases
from dpkit.schema.upgrade.change import Change

if TYPE_CHECKING:
    from dpkit.schema.upgrade.leniency import Leniency

__all__ = ["Upgraded", "entry_for", "said_version", "upgrade"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """A document as the newest schema of its product sees it.

    Attributes
    ----------
    root : lxml.etree._Element
        The root element; a new one when its namespace was renamed.
    entry : ProductEntry
        What the data dictionary says of the product.
    changes : tuple of Change
        What was changed, in order; empty for a document of the newest version.
    violations : tuple of Violation
        What is wrong; the document is valid when there is none.
    warnings : tuple of Violation
        What lenient reading left out.
    """

    root: etree._Element
    entry: ProductEntry
    changes: tuple[Change, ...] = ()
    violations: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()


def upgrade(
    root: etree._Element,
    *,
    place: str = "document",
    data: bytes | None = None,
    lenient: bool = False,
) -> Upgraded:
    """Upgrade a document to the newest version of its product, and validate it.

    A document of an older version is validated against its own frozen schema first, where there
    is one, so that the steps meet what they expect. A document that is valid as it is costs
    nothing but the look at its version.

    Parameters
    ----------
    root : lxml.etree._Element
        The root element; its tree is changed.
    place : str
        Name of the document for messages.
    data : bytes, optional
        The bytes of the document, with which a large one is validated faster.
    lenient : bool
        Leave out elements that the schema does not know, with a warning, instead of refusing them.

    Returns
    -------
    Upgraded
        With the violations of the schema, which do not raise.

    Raises
    ------
    ProductError
        The root element belongs to no product, its version is unknown, or a step fails.
    SchemaError
        The steps of a schema package are not as they must be.
    """
    root, changes = resolve_aliases(root)
    entry = _newest(root)
    if entry is None:
        from dpkit.schema.upgrade.chain import climb

        older, changes, violations = climb(root, changes, place, data, lenient=lenient)
        if violations:
            return _upgraded(root, older, changes, violations)
        entry = entry_for(root, place)
    violations = validate(root, entry.schema, bytes_now(root, data, changes))
    found = _upgraded(root, entry, changes, violations)
    return _mended(found, place, data, lenient=lenient) if violations else found


def entry_for(root: etree._Element, place: str | Path) -> ProductEntry:
    """Return the data dictionary's entry for a root element.

    Raises
    ------
    ProductError
        The root element belongs to no product.
    """
    namespace, _, name = str(root.tag).rpartition("}")
    try:
        return product_for_root(namespace[1:], name)
    except NotFoundError as error:
        raise ProductError(
            f"the root element is no product: {error.message}",
            place=f"{place}:{line_of(root)}",
            remedy=error.remedy,
        ) from None


def _upgraded(
    root: etree._Element, entry: ProductEntry, changes: list[Change], violations: list[Violation]
) -> Upgraded:
    return Upgraded(root=root, entry=entry, changes=tuple(changes), violations=tuple(violations))


def _mended(found: Upgraded, place: str, data: bytes | None, *, lenient: bool) -> Upgraded:
    """Run the steps of older shapes on what is not valid, and leave out what is not known."""
    from dpkit.schema.upgrade.chain import mend
    from dpkit.schema.upgrade.leniency import clear_shape, drop_unknown

    if lenient:
        found = _without(found, clear_shape(found.root))
    violations, changes = mend(found.root, found.entry.schema, place, data, list(found.violations))
    found = replace(found, changes=(*found.changes, *changes), violations=tuple(violations))
    if not (lenient and violations):
        return found
    left = drop_unknown(found.root, found.entry)
    return replace(_without(found, left), violations=left.violations)


def _without(found: Upgraded, left: Leniency) -> Upgraded:
    """Tell what lenient reading left out."""
    return replace(
        found,
        changes=(*found.changes, *left.changes),
        warnings=(*found.warnings, *left.warnings),
    )


def _newest(root: etree._Element) -> ProductEntry | None:
    """Return the product of a document of the newest version, which needs no step; else None."""
    try:
        entry = entry_for(root, "")
    except ProductError:  # the product may have had another name
        return None
    here = said_version(root, entry) or default_version(entry.package)
    return entry if here in {None, entry.version} else None


def said_version(root: etree._Element, entry: ProductEntry | None) -> str:
    """Return the schema version that a root claims; schemas of others may mean something else."""
    if entry is not None and entry.roles.get("schema-version") != "@version":
        return ""
    return (root.get("version") or "").strip()


def bytes_now(root: etree._Element, data: bytes | None, changes: list[Change]) -> bytes | None:
    """Return the bytes of a document as its tree is now; only where they were given."""
    return etree.tostring(root) if changes and data is not None else data
