"""Files of schemas refer to each other and to nothing else; what does not resolve is refused."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from dpkit.errors import SchemaError
from dpkit.schema.generation.package import generate
from dpkit.schema.xsd.declaration import QName
from dpkit.schema.xsd.reader import read_schemas

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n{}\n</catalog>\n'
EMPTY = f"<xs:schema {XS}/>"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail when anything is looked up."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a network access")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def write(folder: Path, **files: str) -> Path:
    """Write files; two underscores in a name are a folder."""
    for name, text in files.items():
        file = folder / (name.replace("__", "/") + ".xsd")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def schema(body: str, namespace: str = "urn:a", more: str = "") -> str:
    target = f' targetNamespace="{namespace}" xmlns="{namespace}"' if namespace else ""
    return f"<xs:schema {XS}{target} {more}>\n{body}\n</xs:schema>\n"


REFUSED = {
    "network": (
        '<xs:import namespace="urn:b" schemaLocation="https://example.org/b.xsd"/>',
        "network address",
        "catalog.xml",
    ),
    "network include": (
        '<xs:include schemaLocation="http://example.org/b.xsd"/>',
        "network address",
        "catalog.xml",
    ),
    "network without scheme": (
        '<xs:include schemaLocation="//example.org/b.xsd"/>',
        "no schema|network",
        "",
    ),
    "missing": (
        '<xs:import namespace="urn:b" schemaLocation="b.xsd"/>',
        "there is no schema .*b.xsd",
        "catalog.xml",
    ),
    "nowhere": ('<xs:import namespace="urn:b"/>', "no schema of the namespace 'urn:b'", "add one"),
    "outside": ('<xs:include schemaLocation="../b.xsd"/>', "outside the folder", "all schemas"),
    "namespace": (
        '<xs:import namespace="urn:b" schemaLocation="c.xsd"/>',
        "c.xsd has the namespace 'urn:c', not 'urn:b'",
        "correct",
    ),
    "redefine": ('<xs:redefine schemaLocation="c.xsd"/>', "redefine is not supported", "derive"),
    "override": ('<xs:override schemaLocation="c.xsd"/>', "override is XSD 1.1", "XSD 1.0"),
    "assert": (
        '<xs:complexType name="t"><xs:assert test="1"/></xs:complexType>',
        "assert is XSD 1.1",
        "XSD 1.0",
    ),
    "undeclared": ('<xs:element name="e" type="missing"/>', "not a valid schema.*missing", ""),
    "twice": (
        '<xs:simpleType name="t"><xs:list itemType="xs:int"/></xs:simpleType>',
        "'t' is declared in .*d.xsd:2 already|'t' is declared in .*a.xsd:2 already",
        "one version",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal_names_file_and_line(tmp_path: Path, name: str) -> None:
    body, message, remedy = REFUSED[name]
    (tmp_path / "b.xsd").write_text(schema(""))
    folder = write(tmp_path / "s", a=schema(body), c=schema("", "urn:c"))
    if name == "twice":
        write(folder, d=schema('<xs:complexType name="t"/>'))
    with pytest.raises(SchemaError, match=message) as caught:
        read_schemas(folder)
    assert caught.value.place in {f"{folder}/a.xsd:2", f"{folder}/d.xsd:2"}
    assert remedy in caught.value.remedy


def test_refused_schemas_leave_no_package(tmp_path: Path) -> None:
    folder = write(tmp_path / "s", a=schema('<xs:import namespace="urn:b"/>'))
    with pytest.raises(SchemaError):
        generate(folder, "some_dm", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_place_is_that_of_the_original_below_a_long_tag(tmp_path: Path) -> None:
    text = f'<xs:schema {XS}\n\n\n  targetNamespace="urn:a">\n<xs:element name="e" type="x"/>\n'
    folder = write(tmp_path / "s", a=text + "</xs:schema>")
    with pytest.raises(SchemaError, match="not a valid schema") as caught:
        read_schemas(folder)
    assert caught.value.place == f"{folder}/a.xsd:5"


@pytest.mark.parametrize(
    ("text", "message"),
    [("<xs:schema", "not a valid schema"), ("<a/>", "the root is no xs:schema")],
)
def test_what_is_no_schema_is_refused(tmp_path: Path, text: str, message: str) -> None:
    folder = write(tmp_path, a=text)
    with pytest.raises(SchemaError, match=message) as caught:
        read_schemas(folder, strict=False)
    assert caught.value.place == f"{folder}/a.xsd:1"


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="no schema file"):
        read_schemas(tmp_path)


LEADS = {
    "uri by location": '<uri name="http://example.org/b.xsd" uri="parts/b.xsd"/>',
    "system by location": '<system systemId="http://example.org/b.xsd" uri="parts/b.xsd"/>',
    "uri by namespace": '<uri name="urn:b" uri="parts/b.xsd"/>',
    "prefix": '<rewriteURI uriStartString="http://example.org/" rewritePrefix="parts/"/>',
    "group": '<group xml:base="parts/"><uri name="urn:b" uri="b.xsd"/></group>',
}


@pytest.mark.parametrize("entry", LEADS.values(), ids=LEADS)
def test_catalog_leads_to_a_file(tmp_path: Path, entry: str) -> None:
    location = 'schemaLocation="http://example.org/b.xsd"'
    write(
        tmp_path,
        a=schema(
            f'<xs:import namespace="urn:b" {location}/><xs:element name="e" type="b:t"/>',
            more='xmlns:b="urn:b"',
        ),
        parts__b=schema('<xs:complexType name="t"/>', "urn:b"),
    )
    (tmp_path / "catalog.xml").write_text(CATALOG.format(entry))
    schemas = read_schemas(tmp_path)
    assert schemas.schemas["urn:a"].roots[0].type == QName("urn:b", "t")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('<uri name="urn:b" uri="http://example.org/b.xsd"/>', "which is no file"),
        ('<nextCatalog catalog="other.xml"/>', "'nextCatalog' is not understood"),
        ("<uri", "not well-formed"),
    ],
)
def test_wrong_catalog_is_refused(tmp_path: Path, entry: str, message: str) -> None:
    write(tmp_path, a=schema(""))
    (tmp_path / "catalog.xml").write_text(CATALOG.format(entry))
    with pytest.raises(SchemaError, match=message) as caught:
        read_schemas(tmp_path)
    assert caught.value.place.startswith(f"{tmp_path}/catalog.xml:")


def test_file_without_namespace_belongs_to_each_that_includes_it(tmp_path: Path) -> None:
    include = '<xs:include schemaLocation="common.xsd"/><xs:element name="e" type="t"/>'
    common = '<xs:complexType name="t"><xs:sequence><xs:element name="s" type="u"/></xs:sequence>'
    folder = write(
        tmp_path,
        a=schema(include),
        b=schema(include, "urn:b"),
        common=schema(
            f'{common}</xs:complexType><xs:simpleType name="u"><xs:list itemType="xs:int"/>'
            "</xs:simpleType>",
            "",
        ),
    )
    schemas = read_schemas(folder)
    assert set(schemas.schemas) == {"urn:a", "urn:b"}
    for namespace in ("urn:a", "urn:b"):
        (field,) = schemas.types[QName(namespace, "t")].fields  # type: ignore[union-attr]
        assert field.type == QName(namespace, "u")


def test_rings_of_includes_and_imports(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "s",
        a=schema(
            '<xs:include schemaLocation="a2.xsd"/>'
            '<xs:import namespace="urn:b" schemaLocation="b.xsd"/>'
            '<xs:complexType name="t"><xs:sequence><xs:element name="x" type="b:t"/>'
            '<xs:element name="y" type="u" minOccurs="0"/></xs:sequence></xs:complexType>',
            more='xmlns:b="urn:b"',
        ),
        a2=schema(
            '<xs:include schemaLocation="a.xsd"/><xs:complexType name="u"/>'
            '<xs:element name="e" type="t"/>'
        ),
        b=schema(
            '<xs:import namespace="urn:a" schemaLocation="a.xsd"/>'
            '<xs:complexType name="t"><xs:sequence>'
            '<xs:element name="x" type="a:t" minOccurs="0"/></xs:sequence></xs:complexType>',
            "urn:b",
            'xmlns:a="urn:a"',
        ),
    )
    assert generate(folder, "ring_dm", tmp_path / "out") == ["e"]
    # Namespaces that need each other cannot be modules that import each other.
    names = {path.name for path in (tmp_path / "out/ring_dm").glob("*.py")}
    assert names == {"__init__.py", "classes.py"}


def test_schemas_without_namespace(tmp_path: Path) -> None:
    body = '<xs:element name="log"><xs:complexType><xs:attribute name="n"/></xs:complexType>'
    folder = write(tmp_path / "s", a=schema(f"{body}</xs:element>", ""))
    assert generate(folder, "plain_dm", tmp_path / "out") == ["log"]
    assert "class Log" in (tmp_path / "out/plain_dm/classes.py").read_text()


def test_vocabulary_makes_a_folder_strict(tmp_path: Path) -> None:
    body = '<xs:complexType name="t" mixed="true"/>'
    write(tmp_path, a=schema(body))
    assert not read_schemas(tmp_path).strict
    (tmp_path / "meta.xsd").write_text(EMPTY)
    with pytest.raises(SchemaError, match="mixed content"):
        read_schemas(tmp_path)
