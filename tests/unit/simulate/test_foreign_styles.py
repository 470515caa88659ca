"""What schemas of other styles declare, drawn right from the dictionary, judged by libxml2."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from dpkit.binding.door import validate
from dpkit.binding.xpath import compile_test
from dpkit.simulate import SampleError, sample_tree

MODES = pytest.mark.parametrize("mode", [{}, {"minimal": True}, {"full": True}], ids=str)

STYLES = {
    "union of anonymous types": """<xs:sequence><xs:element name="U"><xs:simpleType><xs:union>
        <xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="auto"/>
        </xs:restriction></xs:simpleType>
        <xs:simpleType><xs:restriction base="xs:int"><xs:minInclusive value="3"/>
        <xs:maxInclusive value="9"/></xs:restriction></xs:simpleType>
      </xs:union></xs:simpleType></xs:element></xs:sequence>""",
    "patterns of one step and of two": """<xs:sequence><xs:element name="P"><xs:simpleType>
        <xs:restriction><xs:simpleType><xs:restriction base="xs:string">
          <xs:pattern value="a{4}"/><xs:pattern value="b{4}"/></xs:restriction></xs:simpleType>
        <xs:pattern value=".*a"/><xs:pattern value="c.*"/></xs:restriction>
      </xs:simpleType></xs:element></xs:sequence>""",
    "list of unions": """<xs:attribute name="sizes" use="required"><xs:simpleType><xs:list>
        <xs:simpleType><xs:union memberTypes="xs:boolean"><xs:simpleType>
        <xs:restriction base="xs:date"><xs:pattern value="20.*"/></xs:restriction></xs:simpleType>
        </xs:union></xs:simpleType></xs:list></xs:simpleType></xs:attribute>""",
    "choice of sequences": """<xs:choice>
        <xs:sequence><xs:element name="A" type="xs:int"/><xs:element name="B" type="xs:int"/>
        </xs:sequence>
        <xs:sequence><xs:element name="B" type="xs:int"/><xs:element name="C" type="xs:int"/>
        </xs:sequence></xs:choice>""",
    "pairs": """<xs:sequence minOccurs="2" maxOccurs="unbounded">
        <xs:element name="A" type="xs:int"/><xs:element name="B" type="xs:int"/></xs:sequence>""",
    "one name twice": """<xs:sequence><xs:element name="A" type="xs:int"/>
        <xs:element name="B" type="xs:int"/><xs:element name="A" type="xs:int"/></xs:sequence>""",
    "all": """<xs:all><xs:element name="A" type="xs:int"/>
        <xs:element name="B" type="xs:int" minOccurs="0"/></xs:all>""",
    "a branch of nothing": """<xs:choice><xs:element name="A" type="xs:int"/><xs:sequence/>
        </xs:choice>""",
    "an optional wildcard": """<xs:sequence><xs:element name="A" type="xs:int"/>
        <xs:any minOccurs="0" processContents="lax" namespace="##other"/></xs:sequence>""",
    "an element that may not occur": """<xs:sequence><xs:element name="A" type="xs:int"/>
        <xs:element name="B" type="xs:int" minOccurs="0" maxOccurs="0"/></xs:sequence>""",
    "nothing is an element": """<xs:sequence><xs:element name="N" type="xs:int" nillable="true"/>
        </xs:sequence>""",
}


def judged(toy, monkeypatch, mode) -> list[etree._Element]:
    """Draw documents with nothing mended by what libxml2 says, and let it judge them."""
    monkeypatch.setattr("dpkit.simulate.sample.mend", lambda _growth, _root: False)
    entry, found = toy.entry, []
    for seed in range(30):
        data = etree.tostring(sample_tree(entry, random.Random(seed), **mode))
        assert validate(etree.fromstring(data), entry.schema) == [], data
        found.append(etree.fromstring(data))
    return found


@MODES
@pytest.mark.parametrize("style", STYLES)
def test_content(toy, monkeypatch, style: str, mode) -> None:
    toy.complex("root", STYLES[style])
    judged(toy, monkeypatch, mode)


def test_every_member_of_a_union_is_drawn(toy, monkeypatch) -> None:
    toy.complex("root", STYLES["union of anonymous types"])
    texts = {root.findtext("U") for root in judged(toy, monkeypatch, {"full": True})}
    assert "auto" in texts
    assert texts - {"auto"} <= set("3456789")
    assert len(texts) > 3


DERIVED = {
    "extension": """<xs:complexContent><xs:extension base="base"><xs:choice>
        <xs:element name="C" type="xs:int"/><xs:element name="D" type="xs:int"/></xs:choice>
        <xs:attribute name="y" use="required" type="xs:int"/></xs:extension></xs:complexContent>""",
    "extension by the same name": """<xs:complexContent><xs:extension base="base"><xs:sequence>
        <xs:element name="A" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent>""",
    "restriction": """<xs:complexContent><xs:restriction base="base"><xs:sequence>
        <xs:element name="A" type="xs:int"/></xs:sequence><xs:attribute name="x" use="prohibited"/>
        </xs:restriction></xs:complexContent>""",
}


@MODES
@pytest.mark.parametrize("style", DERIVED)
def test_derived_content(toy, monkeypatch, style: str, mode) -> None:
    base = """<xs:sequence><xs:element name="A" type="xs:int"/>
      <xs:element name="B" type="xs:int" minOccurs="0"/></xs:sequence>
      <xs:attribute name="x" type="xs:int"/>"""
    toy.complex("base", base)
    toy.complex("root", DERIVED[style])
    judged(toy, monkeypatch, mode)


@MODES
@pytest.mark.parametrize(
    "facets",
    [
        '<xs:maxInclusive value="3"/>',
        '<xs:enumeration value="1"/><xs:enumeration value="2"/>',
        '<xs:simpleType><xs:restriction base="xs:int"><xs:pattern value="[12]"/></xs:restriction>'
        "</xs:simpleType>",
    ],
)
def test_narrowed_text(toy, monkeypatch, facets: str, mode) -> None:
    toy.complex(
        "measure",
        '<xs:simpleContent><xs:extension base="xs:int"><xs:attribute name="unit"/></xs:extension>'
        "</xs:simpleContent>",
    )
    narrow = f'<xs:simpleContent><xs:restriction base="measure">{facets}</xs:restriction>'
    toy.complex("narrow", f"{narrow}</xs:simpleContent>")
    toy.elements("narrow")
    assert all(int(root[0].text) <= 3 for root in judged(toy, monkeypatch, mode))


def test_types_that_need_each_other_end_where_a_choice_ends(toy, monkeypatch) -> None:
    """The way out is in a choice of the other type, whichever is looked at first."""
    toy.complex(
        "sum",
        '<xs:choice><xs:element name="P" type="product"/><xs:element name="N" type="xs:int"/>'
        "</xs:choice>",
    )
    toy.complex(
        "product", '<xs:sequence><xs:element name="S" type="sum" maxOccurs="3"/></xs:sequence>'
    )
    toy.elements("sum", "product")
    sizes = {len(list(root.iter())) for root in judged(toy, monkeypatch, {"minimal": True})}
    assert min(sizes) == len(["Toy", "e-sum", "N", "e-product", "S", "N"])


GROUPED = """<xs:sequence>
  <xs:element name="First" type="xs:int"/>
  <xs:choice>
    <xs:element name="B" type="xs:int"/>
    <xs:sequence><xs:element name="C" type="xs:int"/>
      <xs:element name="D" type="xs:int" minOccurs="0"/></xs:sequence>
    <xs:element name="E" type="xs:int" maxOccurs="9"/>
  </xs:choice>
  <xs:sequence minOccurs="0" maxOccurs="unbounded">
    <xs:element name="F" type="xs:int"/><xs:element name="G" type="xs:int"/>
  </xs:sequence>
  <xs:element name="Last" type="xs:int"/>
</xs:sequence>"""


@MODES
@pytest.mark.parametrize(
    "test",
    [
        "B",
        "C",
        "D",
        "not(B)",
        "not(C)",
        "not(D) and not(E)",
        "count(E) = 4",
        "count(F) = 3",
        "count(G) > 1",
        "count(F) = 0",
        "dp:unique(F) and dp:unique(E)",
        "D or E",
    ],
)
def test_repairs_keep_the_groups(toy, monkeypatch, test: str, mode) -> None:
    """What a rule adds or removes takes the rest of its group along."""
    toy.complex("root", GROUPED)
    toy.rule(test)
    for root in judged(toy, monkeypatch, mode):
        assert compile_test(test)(root)


def test_texts_that_must_be_unique_are_mended(toy) -> None:
    """The dictionary does not tell identity constraints: libxml2's messages do."""
    toy.complex(
        "root", '<xs:sequence><xs:element name="K" type="digit" maxOccurs="5"/></xs:sequence>'
    )
    toy.simple("digit", "xs:int", minInclusive="1", maxInclusive="8")
    toy.unique = '<xs:unique name="u"><xs:selector xpath="K"/><xs:field xpath="."/></xs:unique>'
    entry = toy.entry
    for seed in range(20):
        root = sample_tree(entry, random.Random(seed))
        assert len({node.text for node in root}) == len(root)


TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def declare_shapes(toy) -> None:
    """Declare an abstract type, two that stand for it, one of them abstract, and one for that."""
    toy.declared.append(
        '<xs:complexType name="shape" abstract="true"><xs:sequence>'
        '<xs:element name="N" type="xs:int"/></xs:sequence></xs:complexType>'
    )
    extended = '<xs:complexContent><xs:extension base="{}"><xs:sequence>{}</xs:sequence>'
    end = "</xs:extension></xs:complexContent>"
    toy.complex("box", extended.format("shape", '<xs:element name="W" type="xs:int"/>') + end)
    inner = '<xs:element name="In" type="shape" minOccurs="0"/>'
    toy.complex("frame", extended.format("shape", inner) + end)
    toy.complex("open", '<xs:sequence><xs:element name="A" type="xs:int"/></xs:sequence>')
    toy.complex("more", extended.format("open", '<xs:element name="B" type="xs:int"/>') + end)
    toy.declared.append('<xs:complexType name="none" abstract="true"/>')


@MODES
def test_elements_have_a_type_that_they_may_name(toy, monkeypatch, mode) -> None:
    declare_shapes(toy)
    toy.complex(
        "root",
        '<xs:sequence><xs:element name="S" type="shape" nillable="true"/>'
        '<xs:element name="F" type="shape" maxOccurs="3"/>'
        '<xs:element name="O" type="open" maxOccurs="2"/>'
        '<xs:element name="X" type="open" block="extension"/></xs:sequence>',
    )
    documents = judged(toy, monkeypatch, mode)
    types = {name: {n.get(TYPE) for d in documents for n in d.iter(name)} for name in "SFOX"}
    assert {said.partition(":")[2] for said in types["S"] | types["F"]} == {"box", "frame"}
    assert {said and said.partition(":")[2] for said in types["O"]} == (
        {None} if "minimal" in mode else {None, "more"}
    )
    assert types["X"] == {None}
    if "full" in mode:  # each has every type that it can have
        assert all({"W", "B"} <= {str(n.tag) for n in document.iter()} for document in documents)


@MODES
def test_what_no_type_stands_for_is_left_out(toy, monkeypatch, mode) -> None:
    declare_shapes(toy)
    toy.declared.append('<xs:element name="gone" type="none" abstract="true"/>')
    toy.complex(
        "root",
        '<xs:sequence><xs:choice maxOccurs="3"><xs:element name="P" type="none"/>'
        '<xs:element name="A" type="xs:int"/><xs:element ref="gone"/></xs:choice>'
        '<xs:sequence minOccurs="0"><xs:element name="Q" type="none"/></xs:sequence>'
        '<xs:element name="R" type="none" minOccurs="0"/></xs:sequence>',
    )
    for document in judged(toy, monkeypatch, mode):
        assert {str(node.tag) for node in document} == {"A"}


def test_a_type_that_none_stands_for_is_refused(toy) -> None:
    declare_shapes(toy)
    toy.elements("none")
    with pytest.raises(SampleError, match="no other stands for it"):
        sample_tree(toy.entry, random.Random(0))
