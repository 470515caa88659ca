"""Write the codecs of a package of classes, as a program: its order comes as JSON.

The order is read from the standard input.

It runs in the folder that holds the package, in a process of its own: the classes must be those
just made, not those that are installed.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from dpkit.schema.codec.package import write_codecs
from dpkit.schema.xsd.declaration import XS


def defaulted_elements(files: Iterable[str]) -> Iterator[str]:
    """Yield the names of the elements that have a default."""
    for file in files:
        for element in etree.parse(file).iterfind(f".//{{{XS}}}element[@default]"):
            yield element.get("name", "")


if __name__ == "__main__":
    order = json.load(sys.stdin)
    name = order["package"]
    sys.path.insert(0, str(Path.cwd()))
    package = importlib.import_module(name)
    found = pkgutil.walk_packages(package.__path__, f"{name}.")
    modules = [importlib.import_module(module.name) for module in found if not module.ispkg]
    write_codecs(
        name,
        modules,
        Path.cwd() / name,
        checked=order["checked"],
        required=frozenset(tuple(place) for place in order["required"]),
        defaulted=frozenset(defaulted_elements(order["files"])),
    )
