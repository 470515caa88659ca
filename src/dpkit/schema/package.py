"""The schema packages that are installed, and where their parts lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from dpkit.entrypoint import entry_points
from dpkit.errors import NotFoundError

__all__ = ["SchemaPackage", "find_packages", "home_folder", "package_folder"]

META = "urn:dpkit:meta"
"""Namespace of the vocabulary of annotations."""
GROUP = "dpkit.schemas"
VARIABLE = "DPKIT_SCHEMAS"
COPIES = "xsd"
"""Folder within a generated package of the schemas that need no catalog any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaPackage:
    """A set of schemas and the package generated from it.

    Attributes
    ----------
    bindings : str
        Import name of the generated package.
    schemas : str
        Import name of the package that holds the XSDs.
    """

    bindings: str
    schemas: str

    @property
    def schema_folder(self) -> Path:
        """Folder of the XSDs by which documents are validated.

        That is the one of the schemas, or in the generated package their copies, where the
        schemas are found by a catalog or in several files.
        """
        copies = package_folder(self.bindings) / COPIES
        return copies if copies.is_dir() else package_folder(self.schemas)

    @property
    def dictionary_folder(self) -> Path:
        """Folder of the data dictionary."""
        return package_folder(self.bindings) / "dictionary"


@cache
def find_packages() -> tuple[SchemaPackage, ...]:
    """Find the schema packages that joined through the entry point group ``dpkit.schemas``.

    The name of an entry point is the generated package, its value the package of the XSDs.
    To try a package that is importable but not installed, the environment variable
    ``DPKIT_SCHEMAS`` holds such pairs, as in ``survey_dm=survey_xsd``, separated by commas; a
    name alone stands for both.
    """
    found = {point.name: point.value for point in entry_points(group=GROUP)}
    for pair in os.environ.get(VARIABLE, "").split(","):
        name, _, value = (part.strip() for part in pair.partition("="))
        if name:
            found[name] = value or name
    return tuple(SchemaPackage(bindings=n, schemas=value) for n, value in sorted(found.items()))


def home_folder(name: str) -> Path:
    """Return the folder that a package is in, or the current one for a package that is nowhere."""
    try:
        return package_folder(name).parent
    except NotFoundError:
        return Path()


def package_folder(name: str) -> Path:
    """Return the folder of an importable package, without importing it.

    Raises
    ------
    NotFoundError
        There is no such package.
    """
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise NotFoundError(
            f"package {name!r} is not installed",
            remedy=f"install it, or correct the variable {VARIABLE}",
        )
    return Path(next(iter(spec.submodule_search_locations)))
