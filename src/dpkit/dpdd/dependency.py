"""What a page is made from besides its source, so that it is made anew when that changes."""

from __future__ import annotations

import inspect

from sphinx.environment import BuildEnvironment

from dpkit.schema.dictionary import ProductEntry, product_entry, product_names
from dpkit.schema.package import SchemaPackage
from dpkit.workflow.registry import find_tasks

__all__ = ["note_index", "note_product", "note_tasks", "schema_packages"]


def note_product(env: BuildEnvironment, entry: ProductEntry) -> None:
    """Make the page that is read depend on a product."""
    env.note_dependency(entry.package.dictionary_folder / f"{entry.name}.json")
    env.note_dependency(entry.schema)


def note_tasks(env: BuildEnvironment) -> None:
    """Make the page that is read depend on the modules of all tasks."""
    for task in find_tasks().values():
        env.note_dependency(inspect.getfile(task.function))


def note_index(env: BuildEnvironment, *names: str) -> None:
    """Make the page that is read depend on parts of the dictionaries of all packages."""
    for package in schema_packages():
        for name in names:
            env.note_dependency(package.dictionary_folder / f"{name}.json")


def schema_packages() -> list[SchemaPackage]:
    """Return the schema packages that declare products."""
    found = {product_entry(name).package for name in product_names()}
    return sorted(found, key=lambda package: package.bindings)
