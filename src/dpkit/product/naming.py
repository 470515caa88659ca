"""Names of documents and files, from the template that the schema declares."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping

from dpkit import tai
from dpkit.errors import ProductError
from dpkit.schema.dictionary import ProductEntry, Storage

__all__ = ["document_name", "file_name", "file_stem", "product_id"]

_FORBIDDEN = re.compile(r"[^A-Za-z0-9_.+-]+")
_RELEASE = re.compile(r"(\d+)\.(\d+)")
_LIMIT = 200


def document_name(product: str, identifier: str) -> str:
    """Return the name of a product's document.

    Characters of the id that do not belong into file names, and what is too long, are replaced;
    a part of the id's SHA-256 then keeps the name unique.
    """
    plain = _FORBIDDEN.sub("-", identifier)[:_LIMIT]
    if plain != identifier:
        plain = f"{plain}-{hashlib.sha256(identifier.encode()).hexdigest()[:8]}"
    return f"{product}__{plain}.xml"


def product_id(entry: ProductEntry, keys: Mapping[str, str], created: int) -> str:
    """Return a new id: the name of the product, when it was made, and a random part."""
    return f"{file_stem(entry, keys)}_{_stamp(created)}-{secrets.token_hex(4)}"


def file_name(
    entry: ProductEntry,
    storage: Storage,
    keys: Mapping[str, str],
    created: int,
    release: str,
    suffix: str,
) -> str:
    """Return the name of a file: product, storage when there are several, time and release."""
    part = f"_{storage.name.upper()}" if len(entry.storages) > 1 else ""
    match = _RELEASE.match(release)
    version = f"_{int(match[1]):02d}.{int(match[2]):02d}" if match else ""
    return f"{file_stem(entry, keys)}{part}_{_stamp(created)}{version}{suffix}"


def file_stem(entry: ProductEntry, keys: Mapping[str, str]) -> str:
    """Return how the names of a product's id and files begin.

    Raises
    ------
    ProductError
        A key that the name is made of is missing, or the name is too long.
    """
    stem = entry.file_name
    for name in sorted(part.partition("}")[0] for part in stem.split("{")[1:]):
        if name not in keys:
            raise ProductError(
                f"{entry.name} is named by its {name}, which the data do not give",
                remedy=f"fill the element with the key {name!r}",
            )
        stem = stem.replace(f"{{{name}}}", _FORBIDDEN.sub("-", keys[name]))
    if len(stem) > _LIMIT:
        raise ProductError(
            f"the name {stem[:40]}... has {len(stem)} characters, more than {_LIMIT}",
            remedy="shorten the values that it is made of",
        )
    return stem


def _stamp(created: int) -> str:
    text = tai.format_utc(created).removesuffix("Z")
    seconds, _, fraction = text.partition(".")
    return f"{seconds.replace('-', '').replace(':', '')}.{fraction[:6].ljust(6, '0')}Z"
