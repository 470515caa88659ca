"""Unified content descriptors, by the controlled vocabulary of the IVOA."""

from __future__ import annotations

from functools import lru_cache

from dpkit.errors import SchemaError

__all__ = ["check_ucd"]


def check_ucd(ucd: str, place: str) -> None:
    """Refuse a descriptor whose words are unknown or stand in the wrong order.

    Raises
    ------
    SchemaError
        The descriptor is not UCD1+.
    """
    problem = _problem(ucd)
    if problem is not None:
        raise SchemaError(f"ucd {ucd!r} is not UCD1+: {problem}", place=place)


@lru_cache(maxsize=1024)
def _problem(ucd: str) -> str | None:
    from astropy.io.votable.ucd import parse_ucd

    try:
        parse_ucd(ucd, check_controlled_vocabulary=True)
    except ValueError as error:
        return str(error)
    return None
