"""Compare two versions of a set of schemas, and say what breaks the readers of old documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.schema.annotation.vocabulary import KeyDeclaration, read_keys
from dpkit.schema.diff.comparison import Comparison, Row
from dpkit.schema.diff.component import Declarations, short
from dpkit.schema.diff.key import compare_declared, products_by_key
from dpkit.schema.diff.reach import roots_by_type
from dpkit.schema.xsd.declaration import QName

__all__ = ["Difference", "diff_declarations", "diff_schemas"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs between two versions of a set of schemas.

    Attributes
    ----------
    kind : str
        What differs: added, removed, renamed, type, subtypes, multiplicity, order, content,
        facet, enumeration, default, fixed, nillable, identity, key, annotation or documentation.
    type : str
        The type or root element in which it differs, with the last part of its namespace; or the
        file ``keys.xml``.
    path : str
        Element or attribute below it; empty for the type itself.
    old, new : str
        What was and is said; empty where nothing was or is.
    reason : str
        Why an old valid document would not be valid, or would mean something else; empty when
        it stays valid and means the same.
    products : tuple of str
        Root elements whose documents it concerns.
    """

    kind: str
    type: str
    path: str
    old: str
    new: str
    reason: str
    products: tuple[str, ...]

    @property
    def breaking(self) -> bool:
        """Whether an old valid document would not be valid or would mean something else."""
        return bool(self.reason)

    @property
    def documentation_only(self) -> bool:
        """Whether only prose differs."""
        return self.kind == "documentation"

    def to_dict(self) -> dict[str, Any]:
        """Return the difference ready to be printed."""
        return {
            "verdict": "breaking" if self.breaking else "compatible",
            "kind": self.kind,
            "type": self.type,
            "path": self.path,
            "old": self.old,
            "new": self.new,
            "reason": self.reason,
            "products": list(self.products),
        }

    def __str__(self) -> str:
        """Return the difference as one line."""
        place = f"{self.type}/{self.path}" if self.path else self.type
        reason = f" ({self.reason})" if self.reason else ""
        return f"{place} {self.kind}: {self.old or 'nothing'} -> {self.new or 'nothing'}{reason}"


def diff_schemas(old: Path, new: Path) -> list[Difference]:
    """Compare two folders of schemas.

    Parameters
    ----------
    old, new : Path
        The folders.

    Returns
    -------
    list of Difference
        All that differs, in the order of types; what breaks the readers of old documents says
        why. Where it cannot be decided, it counts as breaking.

    Raises
    ------
    SchemaError
        A file is no valid schema, or a list of keys does not follow ``meta.xsd``.
    """
    before = Declarations.of_folder(old)
    found = diff_declarations(before, Declarations.of_folder(new))
    return [*found, *_diff_keys(_keys_of(old), _keys_of(new), before)]


def _keys_of(folder: Path) -> dict[str, KeyDeclaration]:
    meta = folder / "meta.xsd"
    return read_keys(meta, folder / "keys.xml") if meta.exists() else {}


def _diff_keys(
    old: dict[str, KeyDeclaration], new: dict[str, KeyDeclaration], declared: Declarations
) -> Iterator[Difference]:
    """Yield what the two packages declare of keys; it breaks the products that hold them."""
    rows = list(compare_declared(old, new))
    holders = products_by_key(declared) if rows else {}
    for name, (kind, was, now, reason) in rows:
        products = holders.get(name, set())
        yield Difference(
            kind=kind,
            type="keys.xml",
            path=name,
            old=was,
            new=now,
            reason=reason if products else "",
            products=tuple(sorted(products)),
        )


def diff_declarations(
    old: Declarations, new: Declarations, roots: Collection[QName] = ()
) -> list[Difference]:
    """Compare two sets of declarations, as `diff_schemas` does; only what concerns some roots."""
    reach = [roots_by_type(declared) for declared in (old, new)]
    wanted = {root.name for root in roots}
    found = []
    for row in Comparison(old, new).rows():
        products = set().union(*(known.get(owner, ()) for known in reach for owner in row.owners))
        if not wanted or products & wanted:
            found.append(_difference(row, products))
    return found


def _difference(row: Row, products: set[str]) -> Difference:
    return Difference(
        kind=row.kind,
        type=short(row.owners[0]),
        path=row.path,
        old=row.old,
        new=row.new,
        reason=row.reason,
        products=tuple(sorted(products)),
    )
