"""Samples of how to find and read a product, as a user would type them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from docutils import nodes

from dpkit.dpdd.doctree import listing
from dpkit.dpdd.element import product_elements
from dpkit.schema.dictionary import KeyPath, ProductEntry

__all__ = ["find_command", "product_samples", "reading_code"]

_TIME = "2026-03-01T12:00:00Z"


def product_samples(entry: ProductEntry) -> list[nodes.Node]:
    """Make the listings that find a product in an archive and read it."""
    commands = [find_command(entry), *_calibration_commands(entry)]
    console = "\n".join(f"$ {command}" for command in commands)
    return [listing(console, "console"), listing(reading_code(entry), "python")]


def find_command(entry: ProductEntry) -> str:
    """Return the command that finds a product by the keys of its identity."""
    return shlex.join(["dpkit", "archive", "find", entry.name, *_options(entry, entry.unique)])


def _calibration_commands(entry: ProductEntry) -> Iterator[str]:
    if entry.validity is not None:
        options = [*_options(entry, entry.select), "--at", _TIME]
        yield shlex.join(["dpkit", "archive", "calib", entry.name, *options])


def reading_code(entry: ProductEntry) -> str:
    """Return the Python code that reads a document and its first file."""
    module, _, _ = entry.module.partition(".")
    lines = [
        "import dpkit",
        f"from {entry.package.bindings}.{module} import {entry.name}",
        "",
        f'product = dpkit.read("{entry.name}.xml", {entry.name})',
        "product.content  # typed by the schema",
        "product.keys  # what the archive finds it by",
    ]
    if entry.storages:
        storage = next((s for s in entry.storages if s.required), entry.storages[0])
        lines += [f'product.files["{storage.name}"]  # its file']
    return "\n".join(lines)


def _options(entry: ProductEntry, names: Iterable[str]) -> list[str]:
    by_name = {key.name: key for key in reversed(entry.keys)}
    return [part for name in names for part in _option(entry, by_name[name])]


def _option(entry: ProductEntry, key: KeyPath) -> list[str]:
    value = _sample_value(entry, key)
    if key.name.isidentifier():
        return [f"--{key.name}", value]
    return ["--key", f"{key.name}={value}"]


def _sample_value(entry: ProductEntry, key: KeyPath) -> str:
    for element in product_elements(entry):
        choices = element.type.get("enumeration")
        if element.xpath == key.path and choices:
            return str(next(iter(choices)))
    return "1" if key.type == "integer" else key.name.upper()
