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


def required_elements(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield named types and their elements that a document must have.

    The classes of xsdata do not tell an empty list that must be there from one that is left out.
    """
    for file in files:
        for element in etree.parse(file).iterfind(
            f".//{{{XS}}}complexType//{{{XS}}}element[@name]"
        ):
            owner = next(element.iterancestors(f"{{{XS}}}complexType"))
            groups = list(element.iterancestors(f"{{{XS}}}choice", f"{{{XS}}}sequence"))
            free = any(g.tag == f"{{{XS}}}choice" or g.get("minOccurs") == "0" for g in groups)
            if element.get("minOccurs") != "0" and not free:
                yield owner.get("name", ""), element.get("name", "")


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
        required=frozenset(required_elements(order["files"])),
    )
