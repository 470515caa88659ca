"""The schema packages that are installed, and where their parts lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from dpkit.errors import NotFoundError

__all__ = ["SchemaPackage", "find_packages", "package_folder"]

GROUP = "dpkit.schemas"


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
        """Folder of the XSDs."""
        return package_folder(self.schemas)

    @property
    def dictionary_folder(self) -> Path:
        """Folder of the data dictionary."""
        return package_folder(self.bindings) / "dictionary"


@cache
def find_packages() -> tuple[SchemaPackage, ...]:
    """Find the schema packages that joined through the entry point group ``dpkit.schemas``.

    The name of an entry point is the generated package, its value the package of the XSDs.
    """
    found = sorted({(point.name, point.value) for point in entry_points(group=GROUP)})
    return tuple(SchemaPackage(bindings=name, schemas=value) for name, value in found)


def package_folder(name: str) -> Path:
    """Return the folder of an importable package, without importing it.

    Raises
    ------
    NotFoundError
        There is no such package.
    """
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise NotFoundError(f"package {name!r} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))
