"""Splits and gathers: one call per item of a list, groups and choices by keys, lists joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, get_type_hints

from dpkit.errors import TaskError
from dpkit.product.product import Product
from dpkit.schema.dictionary import near_names, product_of_class
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.graph import Chosen, Grouped, Joined, Value
from dpkit.workflow.trace import active_trace, collected

__all__ = [
    "check_lengths",
    "choose",
    "choose_by_key",
    "gather",
    "group",
    "group_by_keys",
    "run_each",
]

T = TypeVar("T")
Keys = tuple[tuple[str, ...], ...]


def group(products: Sequence[Product[T]], *, by: str) -> list[list[Product[T]]]:
    """Return products in groups with the same values of keys, in the order of the values.

    Parameters
    ----------
    products : sequence of Product
        What to group; in a pipeline what a port or a task brings.
    by : str
        Names of keys: ``"observation filter"``.

    Raises
    ------
    TaskError
        The products do not have such a key.
    """
    keys = tuple(by.replace(",", " ").split())
    if isinstance(products, Value):
        return _grouped(products, keys)  # type: ignore[return-value]
    return group_by_keys([(one.keys, one) for one in products], keys)


def _grouped(value: Value, keys: tuple[str, ...]) -> Value:
    _check_keys(value, keys, "grouped")
    return Value(value.product, 2, Grouped(value, keys), optional=value.optional)


def _check_keys(value: Value, keys: Iterable[str], done: str) -> None:
    """Refuse what is no list of products with these keys."""
    if value.depth != 1:
        raise TaskError(f"a {value} is to be {done}", remedy="give a list of products")
    entry = product_of_class(value.product)
    known = {key.name for key in entry.keys}
    for key in keys:
        if key not in known:
            raise TaskError(
                f"{entry.name} has no key {key!r}", remedy=near_names(key, known, "key")
            )


def group_by_keys(
    items: Iterable[tuple[Mapping[str, Sequence[Any]], T]], keys: Sequence[str]
) -> list[list[T]]:
    """Return items in groups of equal values of keys, in the order of the values."""
    found: dict[Keys, list[T]] = {}
    for values, item in items:
        said = tuple(tuple(_sortable(one) for one in values.get(key, ())) for key in keys)
        found.setdefault(said, []).append(item)
    return [found[said] for said in sorted(found)]


def choose(products: Sequence[Product[T]], *, by: str, among: Iterable[str]) -> list[Product[T]]:
    """Return the products that have one of some values of a key, in the order they are in.

    Parameters
    ----------
    products : sequence of Product
        What to choose from; in a pipeline what a port or a task brings.
    by : str
        Name of a key: ``"filter"``.
    among : iterable of str
        Values of it: ``["VIS", "NIR_H"]``. There may be no product with any of them.

    Raises
    ------
    TaskError
        The products do not have such a key.
    """
    wanted = tuple(among)
    if isinstance(products, Value):
        _check_keys(products, [by], "chosen from")
        source = Chosen(products, by, wanted)
        return Value(products.product, 1, source, optional=products.optional)  # type: ignore[return-value]
    return choose_by_key([(one.keys, one) for one in products], by, wanted)


def choose_by_key(
    items: Iterable[tuple[Mapping[str, Sequence[Any]], T]], key: str, among: Sequence[str]
) -> list[T]:
    """Return the items that have one of some values of a key, in the order they are in."""
    wanted = {_sortable(value) for value in among}
    return [
        item
        for values, item in items
        if not wanted.isdisjoint(_sortable(one) for one in values.get(key, ()))
    ]


def _sortable(value: Any) -> str:
    """Return a text that sorts whole numbers by their size."""
    text = str(getattr(value, "value", value))
    return text.zfill(20) if text.isdigit() else text


def gather(lists: Sequence[Sequence[T]] | Sequence[T]) -> list[T]:
    """Join lists of lists into one list; in a pipeline what a split brings.

    Raises
    ------
    TaskError
        There is nothing to join.
    """
    if active_trace() is not None:
        value = lists if isinstance(lists, Value) else collected(lists)
        if value.depth < 2:
            raise TaskError(f"a {value} is to be joined", remedy="hand it on as it is")
        return Value(value.product, value.depth - 1, Joined(value), optional=value.optional)  # type: ignore[return-value]
    return [one for part in lists for one in part]  # type: ignore[union-attr]


def run_each(declaration: Declaration[..., Any], arguments: Mapping[str, Any]) -> Any:
    """Call a task or pipeline on products, once for each item of the lists."""
    split = {
        port.name: arguments[port.name]
        for port in declaration.inputs
        if _depth(arguments.get(port.name)) == int(port.many) + 1
    }
    # A list of no lists looks like an empty list: it is split when nothing else is.
    split = split or {p.name: [] for p in declaration.inputs if arguments.get(p.name) == []}
    if not split:
        raise TaskError(
            "gets no list to split", place=declaration.place, remedy="call it without `.each`"
        )
    number = check_lengths({name: len(items) for name, items in split.items()}, declaration.place)
    made = [
        declaration(**dict(arguments) | {name: items[index] for name, items in split.items()})  # type: ignore[operator]
        for index in range(number)
    ]
    if not declaration.named:
        return made
    fields = {port.name: [getattr(one, port.name) for one in made] for port in declaration.outputs}
    return get_type_hints(declaration.function)["return"](**fields)


def _depth(value: Any) -> int:
    return 1 + _depth(value[0] if value else None) if isinstance(value, (list, tuple)) else 0


def check_lengths(lengths: Mapping[str, int], place: str) -> int:
    """Return the one length of the lists that are split together.

    Raises
    ------
    TaskError
        They have several lengths.
    """
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} has {number}" for name, number in lengths.items())
        raise TaskError(
            f"lists of several lengths are split: {said}",
            place=place,
            remedy="give lists of one length",
        )
    return next(iter(lengths.values()))
