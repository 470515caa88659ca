"""The types of a product as samples need them, made from its entry in the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lxml import etree

from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.recursion import walk_fields
from dpkit.schema.standing import actual_type, fields_below, step_of, types_for
from dpkit.simulate.error import SampleError
from dpkit.simulate.number import INTEGERS
from dpkit.simulate.simple import Simple, builtin, restrict

__all__ = ["ENDLESS", "Complex", "Field", "Group", "Model", "Part", "model_of"]

ENDLESS = 10**6
"""Height of a type that contains itself and cannot do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An element or attribute of a complex type, with its entry in the data dictionary."""

    said: Mapping[str, Any]
    name: str
    tag: str
    type: str
    attribute: bool
    minimum: int
    maximum: int | None
    default: str | None
    fixed: str | None
    nillable: bool
    ucd: str


@dataclass(frozen=True, slots=True)
class Part:
    """An element within a group, as often as it says there."""

    field: Field
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Parts in order (``sequence``, ``all``) or one of them (``choice``), several times."""

    kind: str
    minimum: int
    maximum: int | None
    parts: tuple[Part | Group, ...]

    @property
    def elements(self) -> Iterator[Part]:
        """The elements of the group and of the groups in it."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.elements
            else:
                yield part


@dataclass(frozen=True, slots=True)
class Complex:
    """A complex type: attributes, and text or elements."""

    attributes: tuple[Field, ...]
    text: Simple | None
    content: Group

    def field(self, step: str) -> Field | None:
        """Return the field of a step of a path, attributes with ``@``."""
        if step.startswith("@"):
            return next((f for f in self.attributes if f.name == step[1:]), None)
        return next((p.field for p in self.content.elements if p.field.name == step), None)


class Model:
    """The types of one product, each made when it is first asked for.

    Parameters
    ----------
    entry : ProductEntry
        What the data dictionary says of the product.
    """

    def __init__(self, entry: ProductEntry) -> None:
        self.entry = entry
        self._complex: dict[str, Complex | None] = {}
        self._simple: dict[str, Simple] = {}
        self._heights: dict[str, int] = {}

    @cached_property
    def root(self) -> Field:
        """The root element."""
        said = {"name": self.entry.root, "type": self.entry.root_type, "minimum": 1, "maximum": 1}
        return _field(said | {"namespace": self.entry.namespace})

    @cached_property
    def plain(self) -> frozenset[str]:
        """Paths whose values end up in names, files or tables, and must suit them."""
        entry = self.entry
        paths = [key.path for key in entry.keys]
        paths += [header.path for header in (*entry.headers, *entry.row_headers)]
        paths += [*entry.roles.values(), *entry.time.values(), *entry.states.values()]
        paths += [f"{s.path}/{part}" for s in entry.storages for part in s.parts.values()]
        paths += [str(reference["path"]) for reference in entry.references]
        if (validity := entry.validity) is not None:
            paths += [p for p in (validity.begin, validity.end, validity.instant) if p]
        return frozenset(paths)

    @cached_property
    def flags(self) -> tuple[str, ...]:
        """Paths of the quality flags: elements with the attributes of a rule of their own."""
        known = dict(self.paths())
        return tuple(
            path for path in known if {f"{path}/@xpath", f"{path}/@flagged"} <= known.keys()
        )

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Paths of elements that hold one number."""
        kinds = {"double", "float", "decimal", *INTEGERS}
        found = [
            path
            for path, field in self.paths()
            if not field.attribute and self._primitive(field.type) in kinds
        ]
        return tuple(found)

    def _primitive(self, name: str) -> str:
        found = self.complex(name)
        if found is not None and found.text is None:
            return ""
        simple = self.simple(name)
        return "" if simple.item is not None else simple.primitive

    def complex(self, name: str) -> Complex | None:
        """Return a complex type; None when the name is that of a simple type."""
        if name not in self._complex:
            said = self.entry.types.get(name)
            known = said is not None and "fields" in said
            self._complex[name] = self._make_complex(name, said or {}) if known else None
        return self._complex[name]

    def simple(self, name: str) -> Simple:
        """Return the simple type of a name, or the type of the text of a complex one.

        Raises
        ------
        SampleError
            The dictionary has no such type, or it has no text.
        """
        if (found := self.complex(name)) is not None:
            if found.text is None:
                raise SampleError("the type has no text", place=name)
            return found.text
        if name not in self._simple:
            self._simple[name] = self._make_simple(name)
        return self._simple[name]

    def height(self, name: str) -> int:
        """Return how deep the elements go that a type cannot do without."""
        if name not in self._heights:
            self._measure(name)
        return self._heights[name]

    def _measure(self, name: str) -> None:
        """Find the heights of a type and all below it: from endless down, until none falls."""
        waiting, found = [name], dict[str, Complex | None]()
        while waiting:
            if (one := waiting.pop()) not in found:
                found[one] = self.complex(one)
                parts = _content(found[one]).elements
                waiting += [type_ for part in parts for type_ in self.types_of(part.field)]
        self._heights |= {one: self._heights.get(one, ENDLESS) for one in found}
        falling = True
        while falling:
            heights = {one: self.group_height(_content(type_)) for one, type_ in found.items()}
            falling = any(heights[one] < self._heights[one] for one in found)
            self._heights |= heights

    def group_height(self, part: Part | Group) -> int:
        """Return how deep the elements go that a part cannot do without."""
        if part.minimum == 0:
            return 0
        if isinstance(part, Part):
            return min(1 + self.field_height(part.field), ENDLESS)
        heights = [self.group_height(below) for below in part.parts]
        if not heights:
            return 0
        return min(heights) if part.kind == "choice" else max(heights)

    def field_height(self, field: Field) -> int:
        """Return how deep the elements go that an element cannot do without."""
        return min((self.height(name) for name in self.types_of(field)), default=ENDLESS)

    def types_of(self, field: Field) -> list[str]:
        """Return the types that an element may have: its own first, unless that is abstract.

        Of those that may stand for it, ones that only say the same more closely are left out.
        """
        types, own = self.entry.types, str(field.said["type"])
        others = types_for(types, field.said)
        if types.get(own, {}).get("abstract"):
            return others
        known = _steps(types, own)
        return [own, *(one for one in others if _steps(types, one) - known)]

    def field_at(self, path: str) -> Field | None:
        """Return the first field at an XPath below the root; None when there is none."""
        found: Field | None = self.root
        for step in path.split("/") if path else ():
            below = () if found is None else fields_below(self.entry.types, found.said)
            found = next((_field(b.field) for b in below if step_of(b.field) == step), None)
        return found

    def field_of(self, node: etree._Element, attribute: str | None = None) -> Field | None:
        """Return the field of an element of a document, or of an attribute of one.

        Its type is what the element has, which may name another than the schema declares.
        """
        above = [*reversed([*node.iterancestors()]), node]
        found = self._typed(self.root, above[0])
        for inner in above[1:]:
            found = self._typed(self._inside(found, etree.QName(inner).localname), inner)
        step = None if attribute is None else f"@{etree.QName(attribute).localname}"
        return found if step is None else self._inside(found, step)

    def field_in(self, node: etree._Element, step: str) -> Field | None:
        """Return the field of a step below an element of a document, whether that has it or not."""
        return self._inside(self.field_of(node), step)

    def _inside(self, field: Field | None, step: str) -> Field | None:
        owner = None if field is None else self.complex(field.type)
        return None if owner is None else owner.field(step)

    def _typed(self, field: Field | None, node: etree._Element) -> Field | None:
        if field is None:
            return None
        name = actual_type(self.entry.types, field.said, node)
        return field if name == field.type else replace(field, type=name)

    def paths(self) -> Iterator[tuple[str, Field]]:
        """Yield every path with its field; a type that contains itself is entered once."""
        for steps, _ in walk_fields(self.entry.types, self.entry.root_type):
            yield "/".join(step_of(step.field) for step in steps), _field(steps[-1].field)

    def _make_complex(self, name: str, said: Mapping[str, Any]) -> Complex:
        fields = [_field(field) for field in said["fields"]]
        elements = [field for field in fields if not field.attribute]
        text = None
        if not elements and said["primitive"]:
            text = self.simple(said.get("text") or said["primitive"])
        if (content := said.get("content")) is not None:
            group = _group(content, fields)
        else:
            parts = tuple(Part(field, field.minimum, field.maximum) for field in elements)
            group = Group("sequence", 1, 1, parts)
        return Complex(tuple(field for field in fields if field.attribute), text, group)

    def _make_simple(self, name: str) -> Simple:
        if name.startswith("xs:"):
            return builtin(name[3:])
        said = self.entry.types.get(name)
        if said is None:
            raise SampleError(
                "the data dictionary has no such type", place=name, remedy="generate it anew"
            )
        if (members := said.get("members")) is not None:
            union = tuple(self.simple(member) for member in members)
            return restrict(Simple(name=name, primitive="", members=union), name, said)
        if (base := said.get("base")) is not None:
            return restrict(self.simple(base), name, said)
        inner = self.simple(said.get("item") or said["primitive"])
        if said.get("list"):
            inner = Simple(name=name, primitive=inner.primitive, item=inner)
        return restrict(inner, name, said)


def _steps(types: Mapping[str, Any], name: str) -> set[str]:
    return {step_of(field) for field in types.get(name, {}).get("fields", ())}


def _content(found: Complex | None) -> Group:
    return Group("sequence", 1, 1, ()) if found is None else found.content


def _field(said: Mapping[str, Any]) -> Field:
    namespace = said.get("namespace")
    return Field(
        said=said,
        name=said["name"],
        tag=f"{{{namespace}}}{said['name']}" if namespace else said["name"],
        type=said["type"],
        attribute=bool(said.get("attribute")),
        minimum=said["minimum"],
        maximum=said["maximum"],
        default=said.get("default"),
        fixed=said.get("fixed"),
        nillable=bool(said.get("nillable")),
        ucd=said.get("ucd", ""),
    )


def _group(said: Mapping[str, Any], fields: list[Field]) -> Group:
    """Make a group from its entry, whose parts are groups or point to fields by number."""
    parts: list[Part | Group] = []
    for part in said["parts"]:
        if isinstance(part, int):
            parts.append(Part(fields[part], 1, 1))
        elif "field" in part:
            parts.append(Part(fields[part["field"]], *_occurs(part)))
        else:
            parts.append(_group(part, fields))
    return Group(said["kind"], *_occurs(said), tuple(parts))


def _occurs(said: Mapping[str, Any]) -> tuple[int, int | None]:
    return said.get("minimum", 1), said.get("maximum", 1)


_MODELS: dict[int, Model] = {}
_KEPT = 256


def model_of(entry: ProductEntry) -> Model:
    """Return the model of a product, made once for each entry."""
    known = _MODELS.get(id(entry))
    if known is not None and known.entry is entry:
        return known
    if len(_MODELS) >= _KEPT:
        _MODELS.clear()
    made = _MODELS[id(entry)] = Model(entry)
    return made
