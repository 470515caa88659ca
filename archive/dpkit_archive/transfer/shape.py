"""Values of data classes from JSON that somebody else wrote: of the types they say, or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

__all__ = ["shaped"]

_LARGEST = 2**63


def shaped(kind: Any, value: Any) -> Any:
    """Return a value as its type says.

    Parameters
    ----------
    kind : type
        ``str``, ``int``, a data class, or a tuple, mapping or alternative to None of such.
    value : object
        What was read from JSON.

    Returns
    -------
    object
        Data classes and tuples instead of objects and lists.

    Raises
    ------
    ValueError
        It is of another type, lacks something, or has something else; a number is beyond 64 bits,
        or a text has what no database takes.
    """
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return a function that reads values of a type."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _object(kind)
    if origin is tuple and parts[-1] is Ellipsis:
        return _list(_reader(parts[0]))
    if origin is tuple:
        return _row([_reader(part) for part in parts])
    if origin is Mapping:
        return _mapping(*map(_reader, parts))
    inner = _reader(next(part for part in parts if part is not type(None)))
    return lambda value: None if value is None else inner(value)


def _text(value: Any) -> str:
    if type(value) is not str or "\0" in value:
        raise ValueError("is no text")
    value.encode()  # half of a surrogate pair is no character
    return value


def _integer(value: Any) -> int:
    if type(value) is not int or not -_LARGEST <= value < _LARGEST:
        raise ValueError("is no number of 64 bits")
    return value


_PLAIN: dict[Any, Callable[[Any], Any]] = {str: _text, int: _integer}


def _object(kind: Any) -> Callable[[Any], Any]:
    readers = {name: _reader(part) for name, part in get_type_hints(kind).items()}

    def read(value: Any) -> Any:
        if type(value) is not dict or value.keys() != readers.keys():
            raise ValueError("has other parts")
        return kind(**{name: reader(value[name]) for name, reader in readers.items()})

    return read


def _list(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: tuple(map(reader, _checked(value, list)))


def _row(readers: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        pairs = zip(readers, _checked(value, list), strict=True)
        return tuple(reader(one) for reader, one in pairs)

    return read


def _mapping(key: Callable[[Any], Any], reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: {key(k): reader(one) for k, one in _checked(value, dict).items()}


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError("is of another type")
    return value
