"""Names that people give to datasets, calibration sets and releases."""

from __future__ import annotations

from dpkit.errors import DpkitError

__all__ = ["checked_name"]

_LONGEST = 100


def checked_name(
    name: str, what: str, error: type[DpkitError], *, example: str, place: object = ""
) -> str:
    """Return a name without blanks around it.

    Parameters
    ----------
    name : str
        The name.
    what : str
        What it is to be the name of.
    error : type of DpkitError
        What to raise.
    example : str
        A good name.
    place : object
        Where it was given.

    Raises
    ------
    DpkitError
        It is empty, too long, or has characters that cannot be seen.
    """
    stripped = name.strip()
    if not stripped or not stripped.isprintable() or len(stripped) > _LONGEST:
        raise error(
            f"{name[:_LONGEST]!r} is no name of a {what}",
            place=str(place),
            remedy=f"give a name of visible characters, such as {example!r}",
        )
    return stripped
