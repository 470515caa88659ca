"""Documents of older versions, in a schema package that joins like one of somebody else."""

from __future__ import annotations

import importlib
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

import dpkit
from dpkit.errors import ProductError, SchemaError, UnknownElementWarning
from dpkit.product.document import Document, parse_document
from dpkit.product.reading import bind_document
from dpkit.schema import dictionary, package
from dpkit.schema.generation.package import generate
from dpkit.schema.release import manifest
from dpkit.schema.release.freeze import check_released, freeze
from dpkit.schema.upgrade import alias, chain, step, upgrading

XSD = Path(__file__).parents[3] / "xsd" / "dpkit_xsd"
SOURCE = Path("toy.xml")
SPACE = "urn:toyversions:thing"


def doc(text: str) -> str:
    return f"<xs:annotation><xs:documentation>{text}.</xs:documentation></xs:annotation>"


def element(name: str, type_: str = "xs:string", more: str = "") -> str:
    return f'<xs:element name="{name}" type="{type_}" {more}>{doc(name)}</xs:element>'


def schema(version: str, content: str, name: str = "DpdToyThing") -> str:
    """Return the schema of a product whose identity is in all versions the same."""
    entry = (
        f'<m:product title="Thing" custodian="TOY" level="quality" version="{version}"'
        ' unique="thing" fileName="TOY_{thing}"/>'
    )
    said = '<xs:appinfo><m:role name="schema-version"/></xs:appinfo></xs:annotation>'
    role = doc("Version").replace("</xs:annotation>", said)
    return f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:dpkit:meta"
  xmlns:t="{SPACE}" targetNamespace="{SPACE}" version="{version}">{doc("Toys")}
<xs:complexType name="place">{doc("A place")}<xs:sequence>
{element("X", "xs:double")}{element("Note", "xs:string", 'minOccurs="0"')}
</xs:sequence></xs:complexType>
<xs:element name="{name}"><xs:annotation><xs:documentation>A thing.</xs:documentation>
<xs:appinfo>{entry}</xs:appinfo></xs:annotation>
<xs:complexType><xs:sequence>
<xs:element name="Id" type="xs:string"><xs:annotation><xs:documentation>Id.</xs:documentation>
<xs:appinfo><m:role name="id"/><m:key name="thing"/></xs:appinfo></xs:annotation></xs:element>
{content}
</xs:sequence><xs:attribute name="version" type="xs:token">{role}</xs:attribute>
</xs:complexType></xs:element></xs:schema>"""


FIRST = element("Colour") + element("Place", "t:place")
SECOND = element("Color") + element("Place", "t:place")
THIRD = SECOND + element("Mass", "xs:double")
KEYS = '<keys xmlns="urn:dpkit:meta"><declare name="thing" type="string">A thing.</declare></keys>'
CATALOG = """<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"
  xmlns:m="urn:dpkit:meta" m:defaultVersion="1.0"/>"""
RENAME = '''
"""Color is spelled as in FITS."""
PRODUCT, OLD, NEW = "DpdToyThing", "1.0", "1.1"

def upgrade(root):
    for node in root.findall("Colour"):
        node.tag = "Color"
        yield "renamed", "Colour", "Colour", "Color"
'''
ADD = '''
"""A mass is asked for."""
PRODUCT, OLD, NEW = "DpdToyThing", "1.1", "1.2"

def upgrade(root):
    node = root.makeelement("Mass")
    node.text = "NaN"
    root.append(node)
    yield "added", "Mass", "", "NaN"
'''


class Toy:
    """A schema package that is installed in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schemas = folder / "toyversions_xsd"

    def step(self, name: str, text: str) -> Path:
        file = self.schemas / "upgrades" / f"{name}.py"
        file.write_text(textwrap.dedent(text))
        self.forget()
        return file

    @staticmethod
    def forget() -> None:
        """Drop what was read of packages and steps."""
        for name in [name for name in sys.modules if name.startswith("toyversions_xsd")]:
            del sys.modules[name]
        importlib.invalidate_caches()
        for cached in (
            package.find_packages,
            dictionary.declared_keys,
            dictionary.product_entry,
            dictionary.product_for_root,
            manifest._manifests,
            alias._catalog,
            alias.default_version,
            alias.namespace_aliases,
            step.load_steps,
        ):
            cached.cache_clear()


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the newest version once, after the first was frozen."""
    folder = tmp_path_factory.mktemp("toy")
    schemas = folder / "toyversions_xsd"
    (schemas / "upgrades").mkdir(parents=True)
    (schemas / "__init__.py").write_text("")
    shutil.copy(XSD / "meta.xsd", schemas)
    (schemas / "keys.xml").write_text(KEYS)
    (schemas / "upgrades" / "catalog.xml").write_text(CATALOG)
    (schemas / "upgrades" / "toy_1_0.py").write_text(RENAME)
    (schemas / "upgrades" / "toy_1_1.py").write_text(ADD)
    (schemas / "thing.xsd").write_text(schema("1.0", FIRST))
    freeze(schemas)
    (schemas / "thing.xsd").write_text(schema("1.2", THIRD))
    generate(schemas, "toyversions_dm", folder)
    info = folder / "toyversions-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toyversions\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dpkit.schemas]\ntoyversions_dm = toyversions_xsd\n")
    return folder


@pytest.fixture
def toy(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Toy]:
    folder = tmp_path / "site"
    shutil.copytree(generated, folder)
    monkeypatch.syspath_prepend(str(folder))
    found = Toy(folder)
    found.forget()
    yield found
    monkeypatch.undo()
    found.forget()
    for name in [name for name in sys.modules if name.startswith("toyversions")]:
        del sys.modules[name]


PLACE = "<Place><X>1.5</X></Place>"
NEWEST = f"<Id>7</Id><Color>red</Color>{PLACE}<Mass>3</Mass>"
OLDEST = f"<Id>7</Id><Colour>red</Colour>{PLACE}"


def document(inside: str, version: str | None = None, name: str = "DpdToyThing") -> bytes:
    said = "" if version is None else f' version="{version}"'
    return f'<t:{name} xmlns:t="{SPACE}"{said}>{inside}</t:{name}>'.encode()


def parse(inside: str, version: str | None = None, *, lenient: bool = False) -> Document:
    return parse_document(document(inside, version), SOURCE, lenient=lenient)


def told(found: Document) -> list[tuple[str, str, str, str]]:
    return [(change.kind, change.path, change.old, change.new) for change in found.changes]


RENAMED = [("renamed", "Colour", "Colour", "Color"), ("changed", "@version", "1.0", "1.1")]
ADDED = [("added", "Mass", "", "NaN"), ("changed", "@version", "1.1", "1.2")]


@pytest.mark.parametrize("version", ["1.0", None, " 1.0 "])
def test_steps_are_chained(toy: Toy, version: str | None) -> None:
    found = parse(OLDEST, version)
    assert told(found) == RENAMED + ADDED
    assert found.root.get("version") == "1.2"
    assert found.text("Color") == "red"
    assert found.data == document(OLDEST, version)
    assert [change.step for change in found.changes][::2] == [
        "toyversions_xsd.upgrades.toy_1_0",
        "toyversions_xsd.upgrades.toy_1_1",
    ]


def test_products_tell_what_was_changed_until_they_are_written(toy: Toy, tmp_path: Path) -> None:
    source = tmp_path / "old.xml"
    source.write_bytes(document(OLDEST))
    product = dpkit.read(source)
    assert [change.kind for change in product.changes] == ["renamed", "changed", "added", "changed"]
    product.content.version = "1.0"  # a new form that claims to be the old one
    with pytest.raises(ProductError, match=r"'1\.2', not '1\.0'"):
        dpkit.write(product, tmp_path / "out")
    product.content.version = None
    again = dpkit.read(dpkit.write(product, tmp_path / "out"))
    assert product.changes == again.changes == ()
    assert (again.content.version, again.content.color) == ("1.2", "red")


def test_products_are_read_leniently(toy: Toy, tmp_path: Path) -> None:
    source = tmp_path / "odd.xml"
    source.write_bytes(document(NEWEST.replace("</X>", "</X><A>1</A>"), "1.2"))
    with pytest.raises(ProductError, match="breaks the schema"):
        dpkit.read(source)
    with pytest.warns(UnknownElementWarning, match="Element 'A'"):
        product = dpkit.read(source, lenient=True)
    assert [str(change) for change in product.changes] == ["removed Place/A: '1'"]


def test_a_later_document_takes_the_later_steps_only(toy: Toy) -> None:
    found = parse(f"<Id>7</Id><Color>red</Color>{PLACE}", "1.1")
    assert told(found) == ADDED


def test_a_document_of_the_newest_version_is_left_alone(toy: Toy, monkeypatch) -> None:
    monkeypatch.setattr(chain, "load_steps", None)  # it is not even asked for steps
    found = parse(NEWEST, "1.2")
    assert found.changes == ()
    assert etree.tostring(found.root) == document(NEWEST, "1.2")


def test_an_upgraded_document_is_bound(toy: Toy) -> None:
    content = bind_document(parse(OLDEST)).content
    assert (content.color, content.version) == ("red", "1.2")


@pytest.mark.parametrize("version", ["0.9", "1.3", "2.0"])
def test_a_version_that_is_not_known_is_refused(toy: Toy, version: str) -> None:
    with pytest.raises(ProductError, match=f"no schema version '{version}'") as caught:
        parse(NEWEST, version)
    assert caught.value.place == "toy.xml:1"
    assert "1.0, 1.1, 1.2" in caught.value.remedy


def test_an_attribute_that_is_no_schema_version_is_left_alone(toy: Toy, monkeypatch) -> None:
    """Schemas of others have attributes of that name, too."""
    entry = dictionary.product_entry("DpdToyThing")
    monkeypatch.setattr(upgrading, "product_for_root", lambda *_: replace(entry, roles={}))
    monkeypatch.setattr(upgrading, "default_version", lambda _: None)
    found = parse(NEWEST, "9")
    assert (found.changes, found.root.get("version")) == ((), "9")


def test_an_old_document_is_judged_by_its_own_schema(toy: Toy) -> None:
    """The frozen schema says what is wrong, before a step meets what it does not expect."""
    with pytest.raises(ProductError, match=r"Colour.*This element is not expected"):
        parse(OLDEST.replace("<Id>7</Id>", ""), "1.0")


def test_old_documents_without_a_frozen_schema_are_upgraded_all_the_same(toy: Toy) -> None:
    shutil.rmtree(toy.schemas / "released")
    toy.forget()
    assert told(parse(OLDEST)) == RENAMED + ADDED


def test_the_chain_from_each_released_version_is_checked(toy: Toy) -> None:
    check_released(toy.schemas)
    (toy.schemas / "upgrades" / "toy_1_1.py").unlink()
    toy.forget()
    with pytest.raises(SchemaError, match=r"DpdToyThing 1\.1.*DpdToyThing 1\.0 is released"):
        check_released(toy.schemas)


def test_a_step_that_fails_names_the_document(toy: Toy) -> None:
    toy.step("toy_1_1", ADD.replace("root.makeelement", "root.make"))
    with pytest.raises(ProductError, match="toy_1_1 fails: AttributeError") as caught:
        parse(OLDEST)
    assert caught.value.place == "toy.xml"


def test_a_step_that_reports_nonsense_is_refused(toy: Toy) -> None:
    toy.step("toy_1_1", ADD.replace('"added"', '"improved"'))
    with pytest.raises(SchemaError, match="'improved', which is no kind of change"):
        parse(OLDEST)


def test_two_steps_from_one_version_are_refused(toy: Toy) -> None:
    toy.step("toy_again", RENAME)
    with pytest.raises(SchemaError, match=r"upgrades DpdToyThing 1\.0, as .*toy_1_0 does"):
        parse(OLDEST)


def test_a_step_without_its_constants_is_refused(toy: Toy) -> None:
    file = toy.step("toy_again", '"""Says nothing."""\n')
    with pytest.raises(SchemaError, match="has no PRODUCT") as caught:
        parse(OLDEST)
    assert caught.value.place == str(file)


@pytest.mark.parametrize("new", ["1.0", "1.1"])
def test_steps_that_lead_in_a_circle_are_refused(toy: Toy, new: str) -> None:
    toy.step("toy_1_1", RENAME.replace('"1.0", "1.1"', f'"1.1", "{new}"'))
    with pytest.raises(SchemaError, match="lead in a circle"):
        parse(OLDEST)


def test_a_product_may_have_had_another_name(toy: Toy) -> None:
    toy.step(
        "toy_0_9",
        f'''
        """The product was called an item."""
        PRODUCT, NEW_PRODUCT, OLD, NEW = "DpdToyItem", "DpdToyThing", "0.9", "1.0"

        def upgrade(root):
            root.tag = "{{{SPACE}}}DpdToyThing"
            yield "renamed", ".", "DpdToyItem", "DpdToyThing"
        ''',
    )
    found = parse_document(document(OLDEST, "0.9", "DpdToyItem"), SOURCE)
    assert found.entry.name == "DpdToyThing"
    assert told(found)[0] == ("renamed", ".", "DpdToyItem", "DpdToyThing")
    assert told(found)[2:] == RENAMED + ADDED


def test_a_step_that_leaves_another_product_is_refused(toy: Toy) -> None:
    toy.step("toy_1_1", ADD.replace("PRODUCT,", 'NEW_PRODUCT = "DpdToyItem"\nPRODUCT,'))
    with pytest.raises(SchemaError, match="leaves a DpdToyThing, not a DpdToyItem"):
        parse(OLDEST)


def test_lines_of_an_upgraded_document_are_those_of_the_old_one(toy: Toy) -> None:
    shutil.rmtree(toy.schemas / "released")
    toy.forget()
    with pytest.raises(ProductError, match="X") as caught:
        parse("\n\n" + OLDEST.replace("1.5", "x"))
    assert caught.value.place == "toy.xml:3"


def test_a_catalog_that_is_damaged_is_named(toy: Toy) -> None:
    file = toy.schemas / "upgrades" / "catalog.xml"
    file.write_text(CATALOG.replace("/>", '>\n<rewriteURI uriStartString="a"/></catalog>'))
    toy.forget()
    with pytest.raises(SchemaError, match="two names") as caught:
        parse(NEWEST)
    assert caught.value.place == f"{file}:3"
    file.write_text("<catalog>")
    toy.forget()
    with pytest.raises(SchemaError, match="not well-formed"):
        parse(NEWEST)


# Lenient reading.

EXTRA = "<Extra><Deep>1</Deep></Extra>"
NOTE = "<Note>n</Note>"


@pytest.mark.parametrize(
    ("inside", "dropped"),
    [
        (NEWEST + EXTRA, [("Extra", EXTRA)]),
        (EXTRA + NEWEST, [("Extra", EXTRA)]),
        (NEWEST.replace("</X>", "</X><More>text</More>"), [("Place/More", "text")]),
        (
            NEWEST.replace("</X>", f"</X><A/><B/>{NOTE}<C/>"),
            [("Place/A", ""), ("Place/B", ""), ("Place/C", "")],
        ),
        (NEWEST.replace("<X>", "<A/><X>") + EXTRA, [("Extra", EXTRA), ("Place/A", "")]),
    ],
)
def test_unknown_elements_are_dropped_with_a_warning(
    toy: Toy, inside: str, dropped: list[tuple[str, str]]
) -> None:
    with pytest.raises(ProductError, match="breaks the schema"):
        parse(inside, "1.2")
    with pytest.warns(UnknownElementWarning) as caught:
        found = parse(inside, "1.2", lenient=True)
    assert sorted((c.path, c.old) for c in found.changes) == sorted(dropped)
    assert {change.kind for change in found.changes} == {"removed"}
    assert len(caught) == len(dropped)
    assert all(str(one.message).startswith("toy.xml:1: Element '") for one in caught)
    note = NOTE if NOTE in inside else ""
    kept = document(NEWEST.replace("</X>", f"</X>{note}"), "1.2")
    assert etree.tostring(found.root) == kept


WRONG = {
    "known, but too often": NEWEST.replace("</X>", "</X><X>2</X>"),
    "known, but elsewhere": NEWEST + "<X>2</X><X>3</X>".replace("X", "Id"),
    "a required element with a wrong name": NEWEST.replace("Color", "Colr"),
    "a wrong value beside it": NEWEST.replace("1.5", "x").replace("</X>", "</X><A/>"),
    "inside text": NEWEST.replace("red", "red<A/>"),
    "an attribute": NEWEST.replace("<Place>", '<Place x="1">'),
}


@pytest.mark.parametrize("name", WRONG)
def test_everything_else_stays_an_error(toy: Toy, name: str) -> None:
    for lenient in (False, True):
        with pytest.raises(ProductError, match="breaks the schema"):
            parse(WRONG[name], "1.2", lenient=lenient)


def test_what_spoils_its_place_is_put_back(toy: Toy) -> None:
    inside = NEWEST.replace("Color", "Colr").replace("</X>", "</X><A/>")
    root = etree.fromstring(document(inside, "1.2"))
    found = upgrading.upgrade(root, lenient=True)
    assert etree.tostring(root) == document(inside.replace("<A/>", ""), "1.2")
    assert [one.message for one in found.warnings] == [
        "Element 'A': the schema does not know it; it was left out."
    ]
    assert any("Colr" in one.message for one in found.violations)


def test_a_valid_document_is_read_the_same_leniently(toy: Toy) -> None:
    assert parse(NEWEST, "1.2", lenient=True).changes == ()


def test_old_documents_are_read_leniently(toy: Toy) -> None:
    with pytest.warns(UnknownElementWarning):
        found = parse(OLDEST.replace("</X>", "</X><A/>"), "1.0", lenient=True)
    assert told(found) == [*RENAMED, *ADDED, ("removed", "Place/A", "", "")]


def test_many_unknown_elements_are_dropped(toy: Toy) -> None:
    many = NEWEST.replace("</X>", "</X>" + "<A/>" * 20_000)
    with pytest.warns(UnknownElementWarning) as caught:
        found = parse(many, "1.2", lenient=True)
    assert len(caught) == len(found.changes) == 20_000
