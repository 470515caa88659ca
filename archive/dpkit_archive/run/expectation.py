"""Which call was to make a product, whether or not it did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from dpkit.schema.dictionary import product_entry
from dpkit_archive.key import KeyValue
from dpkit_archive.run.table import run, run_call, run_call_key, run_call_port

__all__ = ["ExpectedBy", "expected_by", "expected_for_all"]

_CHUNK = 500
"""So many calls are asked for at once; engines limit how many values a question may have."""

Values = tuple[KeyValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedBy:
    """The call that was to make a product.

    Attributes
    ----------
    run, call : str
        The run, and the call in it.
    task : str
        What was called.
    exit : str
        How the call ended.
    error : str or None
        Why it failed.
    """

    run: str
    call: str
    task: str
    exit: str
    error: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return asdict(self)


def expected_by(
    connection: Connection, product: str, keys: Mapping[str, KeyValue]
) -> ExpectedBy | None:
    """Return the call that was to make a product with values of keys; None when there is none.

    Raises
    ------
    NotFoundError
        There is no such product.
    """
    values = tuple(keys.values())
    return expected_for_all(connection, product, tuple(keys), [values]).get(values)


def expected_for_all(
    connection: Connection, product: str, names: Sequence[str], wanted: Collection[Values]
) -> dict[Values, ExpectedBy]:
    """Return the calls that were to make products of a type.

    Of the calls that were to make such a product, and contradict none of the keys, it is the one
    that shares most of them, and of several the last.

    Parameters
    ----------
    connection : Connection
        The archive.
    product : str
        Name of the type.
    names : sequence of str
        Names of keys.
    wanted : collection of tuple
        Values of these keys, for each product that is looked for.

    Returns
    -------
    dict of tuple to ExpectedBy
        By the values; without those for which no call is known.

    Raises
    ------
    NotFoundError
        There is no such product.
    """
    name = product_entry(product).name
    if not names or not wanted:
        return {}
    calls = _Calls(connection.execute(_last_calls(name, names)))
    found = {values: calls.of(values) for values in wanted}
    told = _told(connection, {number for number in found.values() if number is not None})
    return {values: told[number] for values, number in found.items() if number is not None}


class _Calls:
    """The last call for each combination of values of keys, of which a call may have only some."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._last: dict[tuple[str | None, ...], int] = {
            tuple(values): number for number, *values in rows
        }

    @cached_property
    def _patterns(self) -> list[tuple[bool, ...]]:
        """Which keys calls have."""
        return [*{tuple(one is not None for one in values) for values in self._last}]

    def of(self, values: Values) -> int | None:
        """Return the number of the call that shares most values, and of several the last."""
        texts = [str(one) for one in values]
        found = []
        for has in self._patterns:
            shared = tuple(one if there else None for one, there in zip(texts, has, strict=True))
            if any(has) and shared in self._last:
                found.append((sum(has), self._last[shared]))
        return max(found, default=(0, None))[1]


def _last_calls(product: str, names: Sequence[str]) -> Select[Any]:
    key, port = run_call_key.c, run_call_port.c
    values = [
        func.max(case((key.name == name, key.value))).label(f"value_{place}")
        for place, name in enumerate(names)
    ]
    joined = run_call_port.join(run_call_key, key.call == port.call)
    each = (
        select(port.call, *values)
        .select_from(joined)
        .where(port.product == product, key.name.in_(names))
        .group_by(port.call)
    ).subquery()
    columns = [each.c[one.name] for one in values]
    return select(func.max(each.c.call), *columns).group_by(*columns)


def _told(connection: Connection, numbers: Collection[int]) -> dict[int, ExpectedBy]:
    call = run_call.c
    error = call.record["error"].as_string()
    chosen = select(call.number, run.c.id, call.name, call.task, call.exit, error)
    joined = chosen.select_from(run_call.join(run))
    found, remaining = {}, iter(sorted(numbers))
    while some := list(islice(remaining, _CHUNK)):
        rows = connection.execute(joined.where(call.number.in_(some)))
        for number, name, called, task, exit, why in rows:
            found[number] = ExpectedBy(run=name, call=called, task=task, exit=exit, error=why)
    return found
