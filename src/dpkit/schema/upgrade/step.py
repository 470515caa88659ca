"""The upgrade steps of the schema packages, found by the constants of their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from lxml import etree

from dpkit.errors import ProductError, SchemaError
from dpkit.schema.package import find_packages, package_folder
from dpkit.schema.upgrade.alias import FOLDER
from dpkit.schema.upgrade.change import KINDS, Change

__all__ = ["ShapeStep", "Steps", "VersionStep", "load_steps", "run_step", "shapes_for"]

Run = Callable[[etree._Element], Iterable[tuple[str, str, str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionStep:
    """What turns a document of one schema version into the next; may rename the product."""

    name: str
    product: str
    new_product: str
    old: str
    new: str
    run: Run


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeStep:
    """What mends a document of an older shape that says no version."""

    name: str
    namespace: str
    applies: Callable[[etree._Element], bool]
    run: Run
    unknown: Callable[[etree._Element], Iterable[etree._Element]]
    """The elements that neither this shape nor the present one knows; none for many a step."""


@dataclass(slots=True)
class Steps:
    """All steps: those between versions by product and old version, and those of shapes."""

    versions: dict[tuple[str, str], VersionStep] = field(default_factory=dict)
    shapes: list[ShapeStep] = field(default_factory=list)


@cache
def load_steps() -> Steps:
    """Load the steps of all schema packages, from their folders ``upgrades``.

    Raises
    ------
    SchemaError
        A file lacks a constant, two files upgrade the same version of a product, or steps lead
        back to where they began.
    """
    steps = Steps()
    for package in find_packages():
        folder = package_folder(package.schemas) / FOLDER
        for found in sorted(iter_modules([str(folder)]), key=lambda module: module.name):
            if not found.name.startswith("_"):
                _add(steps, import_module(f"{package.schemas}.{FOLDER}.{found.name}"))
    for step in steps.versions.values():
        _refuse_circle(steps, step)
    return steps


def shapes_for(root: etree._Element) -> list[ShapeStep]:
    """Return the steps of older shapes for the namespace of a root element."""
    namespace = etree.QName(root).namespace or ""
    return [step for step in load_steps().shapes if namespace.startswith(step.namespace)]


def run_step(
    step: VersionStep | ShapeStep, root: etree._Element, place: str = "document"
) -> list[Change]:
    """Run a step on a tree, which it changes, and return what it reports.

    Raises
    ------
    ProductError
        The step fails on this document.
    SchemaError
        The step reports what is no kind of change.
    """
    try:
        changes = [
            Change(kind=kind, path=path, old=old, new=new, step=step.name)
            for kind, path, old, new in step.run(root)
        ]
    except Exception as error:  # a step is code of the schema package and may fail in any way
        raise ProductError(
            f"upgrade step {step.name} fails: {type(error).__name__}: {error}",
            place=place,
            remedy="is the document valid in its own version? if so, the step is wrong",
        ) from error
    for change in changes:
        if change.kind not in KINDS:
            raise SchemaError(
                f"reports {change.kind!r}, which is no kind of change",
                place=step.name,
                remedy=f"the kinds are {', '.join(sorted(KINDS))}",
            )
    return changes


def _add(steps: Steps, module: ModuleType) -> None:
    name = module.__name__
    if hasattr(module, "NAMESPACE"):
        steps.shapes.append(
            ShapeStep(
                name=name,
                namespace=_constant(module, "NAMESPACE"),
                applies=_constant(module, "applies"),
                run=_constant(module, "upgrade"),
                unknown=getattr(module, "unknown", lambda _: ()),
            )
        )
        return
    step = VersionStep(
        name=name,
        product=_constant(module, "PRODUCT"),
        new_product=getattr(module, "NEW_PRODUCT", module.PRODUCT),
        old=_constant(module, "OLD"),
        new=_constant(module, "NEW"),
        run=_constant(module, "upgrade"),
    )
    known = steps.versions.setdefault((step.product, step.old), step)
    if known is not step:
        raise SchemaError(
            f"upgrades {step.product} {step.old}, as {known.name} does",
            place=name,
            remedy="there is one step per version",
        )


def _refuse_circle(steps: Steps, begin: VersionStep) -> None:
    step: VersionStep | None = begin
    for _ in steps.versions:
        if step is None:
            return
        step = steps.versions.get((step.new_product, step.new))
    if step is not None:
        raise SchemaError(
            f"the upgrade steps from {begin.product} {begin.old} lead in a circle",
            place=begin.name,
            remedy="correct OLD and NEW of one of them",
        )


def _constant(module: ModuleType, name: str) -> Any:
    if not hasattr(module, name):
        raise SchemaError(
            f"the upgrade step has no {name}",
            place=str(module.__file__),
            remedy="it needs PRODUCT, OLD, NEW and upgrade, or NAMESPACE, applies and upgrade",
        )
    return getattr(module, name)
