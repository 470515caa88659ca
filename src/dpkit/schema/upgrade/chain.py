"""The way of a document of an older version to the newest, step by step."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from dpkit.binding.door import Violation, line_of, validate
from dpkit.errors import ProductError, SchemaError
from dpkit.schema.dictionary import ProductEntry, product_entry
from dpkit.schema.package import find_packages
from dpkit.schema.release.manifest import released_schema
from dpkit.schema.upgrade.alias import default_version
from dpkit.schema.upgrade.change import Change
from dpkit.schema.upgrade.step import VersionStep, load_steps, run_step, shapes_for
from dpkit.schema.upgrade.upgrading import bytes_now, entry_for, said_version

__all__ = ["climb", "mend"]


def climb(
    root: etree._Element,
    changes: list[Change],
    place: str,
    data: bytes | None,
    *,
    lenient: bool,
) -> tuple[ProductEntry, list[Change], list[Violation]]:
    """Run the steps from the version of a document up to the newest.

    Parameters
    ----------
    root : lxml.etree._Element
        The root element; its tree is changed.
    changes : list of Change
        What was changed before.
    place : str
        Name of the document for messages.
    data : bytes or None
        The bytes of the document, with which a large one is validated faster.
    lenient : bool
        Whether the schema of an older version does not judge.

    Returns
    -------
    entry : ProductEntry
        The product.
    changes : list of Change
        What was changed before and now.
    violations : list of Violation
        What breaks the frozen schema of an older version; the steps above it were not run then.

    Raises
    ------
    ProductError
        The root element belongs to no product, its version is unknown, or a step fails.
    SchemaError
        The steps of a schema package are not as they must be.
    """
    version = ""
    while (step := _next_step(root, version)) is not None:
        schema = None if lenient else released_schema(step.product, step.old)
        if schema is not None:
            violations, mended = _judge(root, schema, place, bytes_now(root, data, changes))
            changes = changes + mended
            if violations:
                return _known(root) or product_entry(step.new_product), changes, violations
        changes = changes + _advance(root, step, place)
        version = step.new
    entry = entry_for(root, place)
    _check_version(root, entry, place)
    return entry, changes, []


def mend(
    root: etree._Element,
    schema: Path,
    place: str,
    data: bytes | None,
    violations: list[Violation],
) -> tuple[list[Violation], list[Change]]:
    """Run the steps of older shapes that apply to a document which breaks its schema.

    Returns
    -------
    violations : list of Violation
        What is wrong then.
    changes : list of Change
        What was changed.
    """
    changes: list[Change] = []
    for step in shapes_for(root):
        if step.applies(root):
            changes += run_step(step, root, place)
    if not changes:
        return violations, []
    _fill_lines(root)
    return validate(root, schema, bytes_now(root, data, changes)), changes


def _judge(
    root: etree._Element, schema: Path, place: str, data: bytes | None
) -> tuple[list[Violation], list[Change]]:
    violations = validate(root, schema, data)
    return mend(root, schema, place, data, violations) if violations else ([], [])


def _next_step(root: etree._Element, version: str) -> VersionStep | None:
    """Return the step from a version, or from that of the document when none is given."""
    entry = _known(root)
    said = version or said_version(root, entry)
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


def _fill_lines(root: etree._Element) -> None:
    """Give new elements the line of what stands before them, for messages."""
    line = line_of(root)
    for node in root.iter("*"):
        if line_of(node) == 0:
            node.sourceline = line  # type: ignore[misc]  # lxml can set it, its stubs say no
        line = line_of(node)


def _known(root: etree._Element) -> ProductEntry | None:
    try:
        return entry_for(root, "")
    except ProductError:
        return None


def _check_version(root: etree._Element, entry: ProductEntry, place: str) -> None:
    """Refuse a version that is claimed and leads nowhere; where none is claimed, libxml2 judges."""
    said = said_version(root, entry)
    if said in {"", entry.version}:
        return
    known = sorted(old for product, old in load_steps().versions if product == entry.name)
    raise ProductError(
        f"{entry.name} has no schema version {said!r}",
        place=f"{place}:{line_of(root)}",
        remedy=f"the known versions are {', '.join([*known, entry.version])}; "
        "a newer one needs newer schemas",
    )
