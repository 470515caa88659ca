"""Bring a document of any version into the newest form of its product, and judge it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from dpkit.binding.door import Violation, line_of, validate
from dpkit.errors import NotFoundError, ProductError, SchemaError
from dpkit.schema.dictionary import ProductEntry, product_entry, product_for_root
from dpkit.schema.package import find_packages
from dpkit.schema.release.manifest import released_schema
from dpkit.schema.upgrade.alias import default_version, resolve_aliases
from dpkit.schema.upgrade.leniency import drop_unknown
from dpkit.schema.upgrade.step import Change, VersionStep, load_steps, run_step

__all__ = ["Upgraded", "entry_for", "upgrade"]


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
    version = ""
    while (step := _next_step(root, version)) is not None:
        if not lenient and (schema := released_schema(step.product, step.old)) is not None:
            violations, mended = _judge(root, schema, place, _bytes(root, data, changes))
            changes += mended
            if violations:
                entry = _known(root) or product_entry(step.new_product)
                return _upgraded(root, entry, changes, violations)
        changes += _advance(root, step, place)
        version = step.new
    entry = entry_for(root, place)
    _check_version(root, entry, place)
    violations, mended = _judge(root, entry.schema, place, _bytes(root, data, changes))
    found = _upgraded(root, entry, [*changes, *mended], violations)
    return _leniently(found) if violations and lenient else found


def entry_for(root: etree._Element, place: str | Path) -> ProductEntry:
    """Return the data dictionary's entry for a root element.

    Raises
    ------
    ProductError
        The root element belongs to no product.
    """
    name = etree.QName(root)
    try:
        return product_for_root(name.namespace or "", name.localname)
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


def _leniently(strict: Upgraded) -> Upgraded:
    left = drop_unknown(strict.root, strict.entry)
    return replace(
        strict,
        changes=(*strict.changes, *left.changes),
        violations=left.violations,
        warnings=left.warnings,
    )


def _next_step(root: etree._Element, version: str) -> VersionStep | None:
    """Return the step from a version, or from that of the document when none is given.

    Steps are loaded for documents of older versions only.
    """
    entry = _known(root)
    said = version or _said_version(root, entry)
    if entry is not None:
        here = said or default_version(entry.package)
        if here in {None, entry.version}:
            return None
        versions: set[str | None] = {here}
    else:  # the product may have had another name
        versions = {said} if said else {default_version(package) for package in find_packages()}
    steps = load_steps().versions
    name = etree.QName(root).localname
    found = (steps.get((name, one)) for one in versions if one is not None)
    return next((step for step in found if step is not None), None)


def _advance(root: etree._Element, step: VersionStep, place: str) -> list[Change]:
    """Run a step, and let the root say the version that it is now."""
    changes = run_step(step, root, place)
    if (name := etree.QName(root).localname) != step.new_product:
        raise SchemaError(f"leaves a {name}, not a {step.new_product}", place=step.name)
    root.set("version", step.new)
    _fill_lines(root)
    said = Change(kind="changed", path="@version", old=step.old, new=step.new, step=step.name)
    return [*changes, said]


def _bytes(root: etree._Element, data: bytes | None, changes: list[Change]) -> bytes | None:
    """Return the bytes of a document as its tree is now; only where they were given."""
    return etree.tostring(root) if changes and data is not None else data


def _judge(
    root: etree._Element, schema: Path, place: str, data: bytes | None
) -> tuple[list[Violation], list[Change]]:
    """Validate; a document that is not valid may have an older shape that a step can mend."""
    violations = validate(root, schema, data)
    if not violations:
        return [], []
    changes: list[Change] = []
    namespace = etree.QName(root).namespace or ""
    for step in load_steps().shapes:
        if namespace.startswith(step.namespace) and step.applies(root):
            changes += run_step(step, root, place)
    if not changes:
        return violations, []
    _fill_lines(root)
    return validate(root, schema, _bytes(root, data, changes)), changes


def _fill_lines(root: etree._Element) -> None:
    """Give new elements the line of what stands before them, for messages."""
    line = line_of(root)
    for node in root.iter("*"):
        if line_of(node) == 0:
            node.sourceline = line  # type: ignore[misc]  # lxml can set it, its stubs say no
        line = line_of(node)


def _said_version(root: etree._Element, entry: ProductEntry | None) -> str:
    """Return the schema version that a root claims; schemas of others may mean something else."""
    if entry is not None and entry.roles.get("schema-version") != "@version":
        return ""
    return (root.get("version") or "").strip()


def _known(root: etree._Element) -> ProductEntry | None:
    try:
        return entry_for(root, "")
    except ProductError:
        return None


def _check_version(root: etree._Element, entry: ProductEntry, place: str) -> None:
    """Refuse a version that is claimed and leads nowhere; where none is claimed, libxml2 judges."""
    said = _said_version(root, entry)
    if said in {"", entry.version}:
        return
    known = sorted(old for product, old in load_steps().versions if product == entry.name)
    raise ProductError(
        f"{entry.name} has no schema version {said!r}",
        place=f"{place}:{line_of(root)}",
        remedy=f"the known versions are {', '.join([*known, entry.version])}; "
        "a newer one needs newer schemas",
    )
