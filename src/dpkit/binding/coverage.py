"""How the documents of a product are read and written: by codecs, or by xsdata and why."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from lxml import etree

from dpkit.binding.access import children
from dpkit.binding.objects import bind, codec_of, serialize

__all__ = ["Coverage", "Fallback", "Uncovered", "coverage_of", "fallbacks_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """A class that the codecs leave to xsdata: a document that has one goes there whole.

    Attributes
    ----------
    path : str
        Where it is first met below the root element; ``.`` is the root itself.
    cls : str
        Module and name of the class.
    reason : str
        What the codecs do not cover.
    """

    path: str
    cls: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The classes of a product: how many there are, and which the codecs do not cover."""

    classes: int
    uncovered: tuple[Uncovered, ...]

    @property
    def needs_xsdata(self) -> bool:
        """Whether xsdata reads every document, because the root element itself is not covered."""
        return any(one.path == "." for one in self.uncovered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """What made xsdata read or write a document."""

    step: str
    reason: str
    count: int


def coverage_of(cls: type[Any]) -> Coverage:
    """Return which classes below a root class, and it itself, the codecs do not cover.

    A class that can stand for another by ``xsi:type`` counts where the other one may be.

    Examples
    --------
    ``coverage_of(DpdNirRelPhotoParams).uncovered == ()``
    """
    reached = dict(_reached(cls))
    found = [
        Uncovered(path=path, cls=f"{one.__module__}.{one.__name__}", reason=reason)
        for one, path in reached.items()
        if (reason := _reason(one)) is not None
    ]
    return Coverage(classes=len(reached), uncovered=tuple(found))


def fallbacks_of(root: etree._Element, cls: type[Any], *, place: str) -> list[Fallback]:
    """Read and write a valid document, and return what made xsdata do it.

    Parameters
    ----------
    root : lxml.etree._Element
        The root element.
    cls : type
        Its class.
    place : str
        Name of the document for messages.

    Raises
    ------
    ProductError
        A value cannot be converted or written.
    """
    from dpkit.binding.codec import FALLBACKS

    before = Counter(FALLBACKS)
    content = bind(root, cls, place=place)
    read = Counter(FALLBACKS)
    serialize(content)
    steps = {"reading": read - before, "writing": FALLBACKS - read}
    if codec_of(cls) is None:
        steps = {step: Counter({_NO_CODEC: 1}) for step in steps}
    return [
        Fallback(step=step, reason=reason, count=count)
        for step, counted in steps.items()
        for reason, count in sorted(counted.items())
    ]


_NO_CODEC = "no codec"


def _reason(cls: type[Any]) -> str | None:
    codec = codec_of(cls)
    if codec is None:
        return _NO_CODEC
    found: str | None = codec.UNCOVERED.get(cls.__name__)
    return found


def _reached(cls: type[Any]) -> Iterator[tuple[type[Any], str]]:
    """Yield each class that a document may have, with the first path to it, nearest first."""
    waiting, seen = [(cls, ".")], {cls}
    for one, path in waiting:
        yield one, path
        below = [(kind, tag.rpartition("}")[2]) for tag, kind in children(one).items()]
        for kind, name in below:
            for each in (kind, *_derived(kind)):
                if each not in seen and hasattr(each, "__dataclass_fields__"):
                    seen.add(each)
                    waiting.append((each, name if path == "." else f"{path}/{name}"))


def _derived(cls: type[Any]) -> list[type[Any]]:
    """Return the classes of the same package that are made from a class."""
    found = _classes(cls.__module__.partition(".")[0])
    return [one for one in found if one is not cls and issubclass(one, cls)]


@cache
def _classes(package: str) -> tuple[type[Any], ...]:
    """Return all generated classes of a package, by its codecs."""
    try:
        codecs = import_module(f"{package}.codec")
    except ModuleNotFoundError:
        return ()
    found: list[type[Any]] = []
    for module in pkgutil.walk_packages(codecs.__path__, f"{package}.codec."):
        if not module.ispkg:
            readers = import_module(module.name).READERS
            home = import_module(module.name.replace(".codec.", ".", 1))
            found += [getattr(home, name) for name in readers]
    return tuple(found)
