"""What the XSDs declare: plain data, as read, before any meaning is derived."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

__all__ = [
    "ComplexType",
    "Entry",
    "Field",
    "Particle",
    "QName",
    "Schema",
    "SchemaSet",
    "SimpleType",
]

XS = "http://www.w3.org/2001/XMLSchema"


@dataclass(frozen=True, slots=True)
class QName:
    """A qualified name."""

    namespace: str
    name: str

    @property
    def builtin(self) -> bool:
        """Whether the name is one of XML Schema itself."""
        return self.namespace == XS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One appinfo entry of the vocabulary, with its place for messages."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: tuple[Entry, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An element or attribute of a complex type.

    The namespace is that of its own name in a document: empty where schemas do not qualify. One
    that may not occur has a maximum of 0: a restriction says so of what its base has. What is
    blocked are the ways (``extension``, ``restriction``) in which a type may not be derived that a
    document names for the element.
    """

    name: str
    type: QName
    namespace: str = ""
    attribute: bool = False
    minimum: int = 1
    maximum: int | None = 1
    default: str | None = None
    fixed: str | None = None
    nillable: bool = False
    blocked: frozenset[str] = frozenset()
    documentation: str = ""
    entries: tuple[Entry, ...] = ()
    place: str = ""

    @property
    def repeated(self) -> bool:
        """Whether the element may occur more than once."""
        return self.maximum is None or self.maximum > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Particle:
    """A part of a content model: an element or a group of parts, and how often it may occur.

    Attributes
    ----------
    kind : str
        ``element``, ``sequence``, ``choice``, ``all``, or ``any`` for a wildcard.
    field : Field or None
        The element, as it is declared where it stands.
    parts : tuple of Particle
        The parts of a group.
    head : str
        Of a choice of elements that may stand for another: the name of that one.
    """

    kind: str
    minimum: int = 1
    maximum: int | None = 1
    field: Field | None = None
    parts: tuple[Particle, ...] = ()
    head: str = ""

    @property
    def once(self) -> bool:
        """Whether the part occurs exactly once."""
        return (self.minimum, self.maximum) == (1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleType:
    """A simple type: a restriction, list or union of others."""

    name: QName
    base: QName | None = None
    item: QName | None = None
    members: tuple[QName, ...] = ()
    enumeration: dict[str, str] = field(default_factory=dict)
    facets: dict[str, str] = field(default_factory=dict)
    documentation: str = ""
    entries: tuple[Entry, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexType:
    """A complex type: its own fields in order and the type that it extends or restricts.

    The fields are each as often as they may occur in all; the content says in which groups. Only
    one that is named, not declared within an element, can be named in ``xsi:type``; an abstract one
    needs another to be named for it, and what is blocked are ways in which that may not be derived.
    """

    name: QName
    fields: tuple[Field, ...] = ()
    content: Particle | None = None
    base: QName | None = None
    restricts: bool = False
    text: QName | None = None
    named: bool = True
    abstract: bool = False
    blocked: frozenset[str] = frozenset()
    documentation: str = ""
    entries: tuple[Entry, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One namespace: its file, or the first that includes the others; where its classes go."""

    file: Path
    namespace: str
    module: str
    roots: tuple[Field, ...]
    documentation: str
    version: str | None = None


@dataclass(slots=True)
class SchemaSet:
    """All schema files of one package and the types that they declare.

    Attributes
    ----------
    strict : bool
        Whether the folder keeps the house style, and says what its elements mean in appinfo.
    referenced : set of QName
        Root elements that a type refers to; of schemas in the house style there are none.
    """

    folder: Path
    schemas: dict[str, Schema] = field(default_factory=dict)
    types: dict[QName, ComplexType | SimpleType] = field(default_factory=dict)
    strict: bool = True
    referenced: set[QName] = field(default_factory=set)
