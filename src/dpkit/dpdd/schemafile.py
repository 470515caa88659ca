"""From the path of a schema file, as pages give it, to the product that it declares."""

from __future__ import annotations

from dpkit.dpdd.near import suggest
from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import (
    ProductEntry,
    product_entry,
    product_summaries,
)

__all__ = ["product_of_schema", "schema_of"]

# Pages name schema files from this folder on.
_FOLDER = "dpd/"


def product_of_schema(path: str) -> ProductEntry:
    """Return the product that a schema file declares.

    Parameters
    ----------
    path : str
        Path below ``dpd/`` of a schema package, such as
        ``nir/euc-test-nir-RelPhotoExpCalibration.xsd``.

    Raises
    ------
    NotFoundError
        No product is declared by such a file, several are, or the file is gone.
    """
    wanted = path.removeprefix(_FOLDER)
    known = {name: _below(said["schema"]) for name, said in product_summaries().items()}
    found = [name for name, schema in known.items() if schema == wanted]
    if not found:
        raise NotFoundError(
            f"no schema file {path!r} declares a product",
            remedy=suggest(
                wanted, known.values(), "give the path of one below the folder dpd/ of its package"
            ),
        )
    if len(found) > 1:
        raise NotFoundError(
            f"schema file {path!r} declares {' and '.join(found)}",
            remedy="use the directive dpkit-product, which takes the name of the product",
        )
    entry = product_entry(found[0])
    if not entry.schema.is_file():
        raise NotFoundError(
            f"{entry.name}: schema file {entry.schema} is missing",
            remedy="put it back, or run `dpkit schema generate` without it",
        )
    return entry


def schema_of(entry: ProductEntry) -> str:
    """Return the path of a product's schema file as pages give it."""
    return _below(entry.schema.relative_to(entry.package.schema_folder).as_posix())


def _below(schema: str) -> str:
    return schema.removeprefix(_FOLDER)
