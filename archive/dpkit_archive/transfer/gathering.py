"""Gather what an archive says of products that are to be packed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, select

from dpkit.schema.dictionary import product_entry
from dpkit_archive import tables
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.transfer.manifest import PackedFile, PackedMember, PackedRange

__all__ = ["Source", "gather_members", "members_of_set"]

Source = tuple[str, str, str, int]
"""Path in the archive, name in the package, SHA-256 and size of a file."""

_CHUNK = 1000


def gather_members(
    connection: Connection, numbers: Sequence[int], calibration_set: int | None
) -> list[tuple[int, PackedMember, list[Source]]]:
    """Return products in the order in which they were registered, and where their files are.

    Parameters
    ----------
    connection : Connection
        The archive.
    numbers : sequence of int
        The products.
    calibration_set : int or None
        Number of the set of which the ranges count; those of all sets by default.
    """
    ordered = sorted(numbers)
    return [
        one
        for start in range(0, len(ordered), _CHUNK)
        for one in _gather(connection, ordered[start : start + _CHUNK], calibration_set)
    ]


def members_of_set(connection: Connection, calibration_set: int) -> set[int]:
    """Return the numbers of the products that have a range in a calibration set."""
    return {number for (number,) in select_rows(connection, _in_set, number=calibration_set)}


def _gather(
    connection: Connection, numbers: Sequence[int], calibration_set: int | None
) -> Iterable[tuple[int, PackedMember, list[Source]]]:
    beside = {
        name: _grouped(select_rows(connection, build, products=numbers))
        for name, build in (
            ("files", _files),
            ("aliases", _aliases),
            ("standing", _standing),
            ("inputs", _inputs),
            ("ranges", _ranges),
            ("reasons", _reasons),
            ("hidden", _hidden),
        )
    }
    for row in select_rows(connection, _products, products=numbers):
        mine = {name: found.get(row[0], []) for name, found in beside.items()}
        yield row[0], _member(row, mine, calibration_set), [tuple(one) for one in mine["files"]]


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for number, *rest in rows:
        found.setdefault(number, []).append(rest)
    return found


def _member(row: Any, beside: dict[str, list[Any]], calibration_set: int | None) -> PackedMember:
    _, id, product, dataset, identity, version, status, content, name, sha256, size = row
    policy = validity.policy if (validity := product_entry(product).validity) else ""
    return PackedMember(
        id=id,
        product=product,
        dataset=dataset,
        identity=identity,
        version=version,
        status=status,
        reason=beside["reasons"][-1][0],
        content=content,
        document=PackedFile(name=name, sha256=sha256, size=size),
        files=tuple(PackedFile(name=n, sha256=s, size=z) for _, n, s, z in beside["files"]),
        aliases=dict(beside["aliases"]),
        standing=dict(beside["standing"]),
        inputs=tuple((port, place, other) for port, place, other in beside["inputs"]),
        validity=tuple(
            PackedRange(
                calibration_set=named, selection=selection, policy=policy, begin_ns=b, end_ns=e
            )
            for number, named, selection, b, e in beside["ranges"]
            if calibration_set in {None, number}
        ),
        hidden=tuple((metric, place, why) for metric, place, why in beside["hidden"]),
    )


def _in_set(_among: Among) -> Select[Any]:
    validity = tables.validity.c
    chosen = validity.calibration_set == bindparam("number", type_=BigInteger)
    return select(validity.product).where(chosen, validity.retired_event.is_(None)).distinct()


def _products(among: Among) -> Select[Any]:
    product, document = tables.product, tables.document
    columns = (
        product.c.number,
        product.c.id,
        tables.product_type.c.name.label("type_name"),
        tables.dataset.c.name.label("dataset_name"),
        product.c.identity,
        product.c.version,
        product.c.status,
        product.c.content_sha256,
        document.c.name.label("document_name"),
        document.c.sha256,
        document.c.size,
    )
    joined = product.join(tables.product_type).join(tables.dataset)
    joined = joined.join(document, document.c.product == product.c.number)
    selected = select(*columns).select_from(joined).where(among(product.c.number, "products"))
    return selected.order_by(product.c.number)


def _files(among: Among) -> Select[Any]:
    own, location, file = tables.product_file, tables.file_location, tables.file
    columns = (own.c.product, location.c.path, own.c.name, file.c.sha256, file.c.size)
    selected = select(*columns).select_from(own.join(location).join(file))
    ordered = selected.order_by(own.c.product, own.c.storage, own.c.ordinal)
    return ordered.where(among(own.c.product, "products"))


def _aliases(among: Among) -> Select[Any]:
    alias = tables.product_alias.c
    selected = select(alias.product, alias.id, alias.document_sha256)
    return selected.where(among(alias.product, "products")).order_by(alias.event)


def _standing(among: Among) -> Select[Any]:
    reference, alias, product = tables.product_reference, tables.product_alias, tables.product
    joined = reference.join(alias, alias.c.id == reference.c.identifier)
    joined = joined.join(product, alias.c.product == product.c.number)
    columns = (reference.c.product, reference.c.identifier, product.c.id)
    selected = select(*columns).select_from(joined)
    return selected.where(among(reference.c.product, "products")).order_by(reference.c.ordinal)


def _inputs(among: Among) -> Select[Any]:
    lineage, product = tables.lineage, tables.product
    columns = (lineage.c.product, lineage.c.port, lineage.c.ordinal, product.c.id)
    joined = lineage.join(product, lineage.c.input == product.c.number)
    selected = select(*columns).select_from(joined).where(among(lineage.c.product, "products"))
    return selected.order_by(lineage.c.product, lineage.c.port, lineage.c.ordinal)


def _ranges(among: Among) -> Select[Any]:
    validity, sets = tables.validity, tables.calibration_set
    columns = (
        validity.c.product,
        sets.c.number.label("set_number"),
        sets.c.name.label("set_name"),
        validity.c.selection,
        validity.c.begin_ns,
        validity.c.end_ns,
    )
    selected = select(*columns).select_from(validity.join(sets))
    chosen = selected.where(
        among(validity.c.product, "products"), validity.c.retired_event.is_(None)
    )
    return chosen.order_by(validity.c.number)


def _reasons(among: Among) -> Select[Any]:
    status = tables.product_status.c
    selected = select(status.product, status.reason).where(among(status.product, "products"))
    return selected.order_by(status.product, status.event)


def _hidden(among: Among) -> Select[Any]:
    metric = tables.metric.c
    selected = select(metric.product, metric.name, metric.ordinal, metric.hidden_reason)
    chosen = selected.where(among(metric.product, "products"), metric.hidden_reason.is_not(None))
    return chosen.order_by(metric.product, metric.name, metric.ordinal)
