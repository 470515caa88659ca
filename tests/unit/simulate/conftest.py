"""Toy products with any types, and documents whose choices hypothesis makes and shrinks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import reject
from hypothesis import strategies as st
from lxml import etree

from dpkit.schema.annotation.typetable import compile_types
from dpkit.schema.dictionary import ProductEntry, Rule, product_entry, product_names
from dpkit.schema.xsd.declaration import QName
from dpkit.schema.xsd.reader import read_schemas
from dpkit.simulate import SampleError, sample_tree

NAMESPACE = "urn:toy"


class Toy:
    """A product of one schema, from which its types in the data dictionary are compiled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.declared: list[str] = []
        self._compiled: dict[str, dict[str, object]] = {}
        self.rules: list[Rule] = []
        self.unique = ""

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
        return name

    def complex(self, name: str, xsd: str) -> str:
        """Declare a complex type and return its name."""
        self.declared.append(f'<xs:complexType name="{name}">{xsd}</xs:complexType>')
        return name

    def elements(self, *types: str) -> None:
        """Declare the root type: an element of each type, named by it."""
        names = [f"e-{name.replace(':', '-')}" for name in types]
        xsd = "".join(
            f'<xs:element name="{name}" type="{type_}"/>'
            for name, type_ in zip(names, types, strict=True)
        )
        self.complex("root", f"<xs:sequence>{xsd}</xs:sequence>")

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
        """Write the XSD into a folder of its own and return it."""
        text = (
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" '
            f'targetNamespace="{NAMESPACE}">{"".join(self.declared)}'
            f'<xs:element name="Toy" type="root">{self.unique}</xs:element></xs:schema>'
        )
        file = self.folder / hashlib.sha256(text.encode()).hexdigest() / "toy.xsd"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        return file

    @property
    def types(self) -> dict[str, object]:
        """Compile the types."""
        folder = self.schema.parent
        if folder.name not in self._compiled:
            schemas = read_schemas(folder)
            self._compiled[folder.name] = compile_types(schemas, QName(NAMESPACE, "root"))
        return self._compiled[folder.name]

    @property
    def entry(self) -> ProductEntry:
        """Return the dictionary entry."""
        return replace(
            product_entry(product_names()[0]),
            name="Toy",
            root="Toy",
            namespace=NAMESPACE,
            schema=self.schema,
            root_type="toy:root",
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


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path)


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
