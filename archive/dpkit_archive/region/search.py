"""The products whose area overlaps, or contains, another: candidates from SQL, then exact tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Dialect,
    Double,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import declared_keys
from dpkit_archive import tables
from dpkit_archive.alias import standing_number
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.key import COLUMN_KEYS
from dpkit_archive.region.area import CONTAINS, PRODUCT, Area
from dpkit_archive.region.asked import Lookup, area_parts, joined, lookup_of
from dpkit_archive.region.part import Part
from dpkit_archive.region.relation import related
from dpkit_archive.region.table import region_cell, region_part
from dpkit_archive.status import HIDDEN

__all__ = ["products_in"]


def products_in(connection: Connection, relation: str, area: Area) -> list[int]:
    """Return the numbers of the products whose area stands in a relation to another.

    Raises
    ------
    NotFoundError
        The area is that of a key, and no product with that value has an area.
    """
    parts = area_parts(area) or _parts_of_key(connection, area)
    answers = [_products_near(connection, relation, part) for part in parts]
    if relation == CONTAINS:
        return sorted(set[int].intersection(*answers))
    return sorted(set[int]().union(*answers))


def _products_near(connection: Connection, relation: str, asked: Part) -> set[int]:
    rows = _candidates(connection, lookup_of(asked))
    parts = [Part(row[1], (row[2], row[3], row[4]), row[5], bytes(row[6])) for row in rows]
    told = related(relation, parts, asked)
    return {row[0] for row, yes in zip(rows, told, strict=True) if yes}


def _candidates(connection: Connection, lookup: Lookup) -> Sequence[Any]:
    """Return the parts whose caps touch the cap of what is asked for."""
    given: dict[str, object] = {**lookup.cap, "ranges": lookup.listed}
    return _statement(connection.dialect).run(connection, given).all()


@lru_cache(maxsize=16)
def _statement(dialect: Dialect) -> Statement:
    part = region_part.c
    low, high, ranges = _ranges(dialect)
    near = (
        select(region_cell.c.product)
        .select_from(ranges)
        .join(region_cell, region_cell.c.cell.between(low, high))
    )
    x, y, z, sine, cosine, rest = (  # type: ignore[var-annotated]
        bindparam(name, type_=Double()) for name in ("x", "y", "z", "sine", "cosine", "rest")
    )
    apart = (part.x - x) * (part.x - x) + (part.y - y) * (part.y - y) + (part.z - z) * (part.z - z)
    # The chord of the sum of two radii, by the sine of the sum of their halves.
    sum_of_halves = sine * part.cosine + cosine * part.sine
    reach: Any = literal_column("2.0") * sum_of_halves + literal_column("1e-11")
    selection = select(
        part.product, part.kind, part.x, part.y, part.z, part.radius, part.data
    ).where(part.product.in_(near), or_(apart <= reach * reach, part.radius >= rest))
    return compiled(selection, dialect)


def _ranges(dialect: Dialect) -> Any:
    """Return begin and end of the ranges to look up, as a table of one parameter."""
    given = bindparam("ranges", type_=Text())
    lite = dialect.name == "sqlite"
    pairs: Any = func.json_each(given) if lite else _elements(given)
    listed = pairs.table_valued("value", name="range")
    low, high = (_number_in(listed.c.value, place, lite=lite) for place in (0, 1))
    return low, high, listed


def _elements(given: Any) -> Any:
    from sqlalchemy.dialects.postgresql import JSONB

    return func.jsonb_array_elements(cast(given, JSONB), type_=JSONB)


def _number_in(pair: Any, place: int, *, lite: bool) -> ColumnElement[int]:
    if lite:
        return func.json_extract(pair, literal_column(f"'$[{place}]'"))
    return cast(pair.op("->>", return_type=Text())(literal_column(str(place))), BigInteger)


def _parts_of_key(connection: Connection, area: Area) -> tuple[Part, ...]:
    """Return the area of the products with a value of a key, or of the one of an id.

    Those that have this one value only, if there are any: a product of several tiles says nothing
    of the area of one.
    """
    for numbers in _having(connection, area):
        part = region_part.c
        rows = connection.execute(
            select(part.kind, part.x, part.y, part.z, part.radius, part.data)
            .join(tables.product, tables.product.c.number == part.product)
            .where(part.product.in_(numbers), tables.product.c.status.not_in(HIDDEN))
            .order_by(part.product, part.ordinal)
        )
        found = [Part(r.kind, (r.x, r.y, r.z), r.radius, bytes(r.data)) for r in rows]
        if found:
            return joined(found)
    raise NotFoundError(
        f"{area} has no area" if area.kind == PRODUCT else f"no product with {area} has an area",
        remedy="register one, or give the area as cone, polygon, box or moc",
    )


def _having(connection: Connection, area: Area) -> list[Any]:
    if area.kind == PRODUCT:
        return [[standing_number(connection, str(area.value)) or 0]]
    product, key = tables.product.c, tables.product_key.c
    integer = declared_keys()[area.kind]["type"] == "integer"
    value = key.value_integer if integer else key.value_text
    several = select(key.product).where(key.name == area.kind, value == area.value)
    if area.kind in COLUMN_KEYS:
        return [select(product.number).where(product[area.kind] == area.value), several]
    return [several]
