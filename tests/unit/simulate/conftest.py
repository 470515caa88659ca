"""Toy products with any types, and documents whose choices hypothesis makes and shrinks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import reject
from hypothesis import strategies as st
from lxml import etree

from dpkit.schema.dictionary import ProductEntry, Rule, product_entry, product_names
from dpkit.simulate import SampleError, sample_tree

NAMESPACE = "urn:toy"


class Toy:
    """A product that is declared twice alike: as XSD for libxml2, and as dictionary entry."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.declared: list[str] = []
        self.types: dict[str, dict[str, object]] = {}
        self.rules: list[Rule] = []

    def simple(
        self,
        name: str,
        base: str | None = None,
        *,
        item: str | None = None,
        members: tuple[str, ...] = (),
        enumeration: tuple[str, ...] = (),
        **facets: str | list[str],
    ) -> str:
        """Declare a simple type and return its name."""
        if item is not None:
            inner = f"<xs:list itemType={quoteattr(item)}/>"
        elif members:
            inner = f'<xs:union memberTypes="{" ".join(members)}"/>'
        else:
            listed = [(key, one) for key, said in facets.items() for one in _several(said)]
            listed += [("enumeration", value) for value in enumeration]
            text = "".join(f"<xs:{key} value={quoteattr(value)}/>" for key, value in listed)
            inner = f"<xs:restriction base={quoteattr(str(base))}>{text}</xs:restriction>"
        self.declared.append(f'<xs:simpleType name="{name}">{inner}</xs:simpleType>')
        said = {"base": base, "item": item, "members": list(members) or None}
        self.types[name] = {
            "documentation": "",
            "primitive": base if base and base.startswith("xs:") else "xs:string",
            "list": item is not None,
            "enumeration": dict.fromkeys(enumeration, ""),
            "facets": facets,
            **{key: value for key, value in said.items() if value is not None},
        }
        return name

    def complex(
        self,
        name: str,
        xsd: str,
        *fields: Mapping[str, object],
        primitive: str = "",
        text: str | None = None,
        content: Mapping[str, object] | None = None,
    ) -> str:
        """Declare a complex type by its XSD and by its fields, and return its name."""
        self.declared.append(f'<xs:complexType name="{name}">{xsd}</xs:complexType>')
        self.types[name] = {
            "documentation": "",
            "primitive": primitive,
            "fields": list(fields),
            **({} if text is None else {"text": text}),
            **({} if content is None else {"content": content}),
        }
        return name

    def elements(self, *types: str) -> None:
        """Declare the root type: an element of each type, named by it."""
        names = [f"e-{name.replace(':', '-')}" for name in types]
        xsd = "".join(
            f'<xs:element name="{name}" type="{type_}"/>'
            for name, type_ in zip(names, types, strict=True)
        )
        fields = [field(name, type_) for name, type_ in zip(names, types, strict=True)]
        self.complex("root", f"<xs:sequence>{xsd}</xs:sequence>", *fields)

    def rule(self, test: str, *, repair: str | None = None, context: str = "") -> None:
        """Declare a rule."""
        self.rules.append(
            Rule(
                context=context,
                id=f"rule-{len(self.rules)}",
                severity="error",
                test=test,
                message="broken",
                repair=repair,
            )
        )

    @property
    def schema(self) -> Path:
        """Write the XSD and return it."""
        file = self.folder / f"toy-{len(self.declared)}.xsd"
        file.write_text(
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" '
            f'targetNamespace="{NAMESPACE}">{"".join(self.declared)}'
            '<xs:element name="Toy" type="root"/></xs:schema>'
        )
        return file

    @property
    def entry(self) -> ProductEntry:
        """Return the dictionary entry."""
        return replace(
            product_entry(product_names()[0]),
            name="Toy",
            namespace=NAMESPACE,
            schema=self.schema,
            root_type="root",
            types=self.types,
            rules=tuple(self.rules),
            keys=(),
            roles={},
            initial={},
            storages=(),
            headers=(),
            metrics=(),
            flags=(),
            validity=None,
            time={},
            regions=(),
            references=(),
            volatile=(),
            states={},
        )


def _several(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def field(
    name: str, type_: str, minimum: int = 1, maximum: int | None = 1, **more: object
) -> dict[str, object]:
    return {"name": name, "type": type_, "minimum": minimum, "maximum": maximum, **more}


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path)


@pytest.fixture(scope="session")
def make_field() -> Callable[..., dict[str, object]]:
    return field


class DrawnChooser:
    """Choices that hypothesis makes."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def integer(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))


@st.composite
def _documents(draw: st.DrawFn, product_name: str) -> bytes:
    try:
        root = sample_tree(product_entry(product_name), DrawnChooser(draw))
    except SampleError:
        # Only random choices get out of a rejection; hypothesis may choose the same for ever.
        reject()
    return etree.tostring(root)


@pytest.fixture(scope="session")
def documents() -> Callable[[str], st.SearchStrategy[bytes]]:
    """Give the strategy for the documents of a product."""
    return _documents
