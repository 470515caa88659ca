"""Headers of older generations and the old namespace are read as today's, and all is reported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

import dpkit
from dpkit.errors import ProductError, UnknownElementWarning
from dpkit.product.document import Document, parse_document

NEW = "http://ecdm.euclid-ec.org/schema/dpd/nir/relphotoparams"
OLD = "http://euclid.esa.org/schema/dpd/nir/relphotoparams"
DATA = "<Data><ParameterSetName>standard</ParameterSetName></Data>"
SOURCE = Path("params.xml")

# Written by hand from the list of generations, each with a text of its own.
COMMON = """
<ProductId>P-1</ProductId><ProductType>DpdNirRelPhotoParams</ProductType>
<SoftwareName>NIR_Soft</SoftwareName><SoftwareRelease>1.2</SoftwareRelease>"""
GENERATIONS = {
    "2014": f"""<ProductName>a name</ProductName>{COMMON}
<ScientificCustodian>NIR</ScientificCustodian><AccessRights>all of them</AccessRights>""",
    "2019": f"""{COMMON}
<ManualValidationStatus>VALID</ManualValidationStatus><ExpirationDate>2031-01-01T00:00:00Z</ExpirationDate>
<PipelineRun>run 7</PipelineRun><ExitStatusCode>OK</ExitStatusCode>
<DataModelVersion>8.0.2</DataModelVersion><MinDataModelVersion>8.0.1</MinDataModelVersion>
<ScientificCustodian>SHE</ScientificCustodian>
<AccessRights><EuclidConsortiumRead>true</EuclidConsortiumRead><EuclidConsortiumWrite>false</EuclidConsortiumWrite>
<ScientificGroupRead>yes</ScientificGroupRead><ScientificGroupWrite>no</ScientificGroupWrite></AccessRights>
<Curator><Name>A. Person</Name><Email>person@example.org</Email></Curator>
<ToBePublished>1</ToBePublished><Published>2</Published>
<Creator>a machine</Creator><CreationDate>2019-05-06T07:08:09.5Z</CreationDate>""",
    "2019 without options": f"""{COMMON}
<ManualValidationStatus>INVALID</ManualValidationStatus>
<PipelineRun>run 8</PipelineRun><ExitStatusCode>7</ExitStatusCode>
<DataModelVersion>8.0.3</DataModelVersion><MinDataModelVersion>8.0.0</MinDataModelVersion>
<ScientificCustodian>SHE</ScientificCustodian><AccessRights/>
<Curator><Name>B. Person</Name><Email>b@example.org</Email></Curator>
<Creator>a robot</Creator><CreationDate>2019-06-06T07:08:09Z</CreationDate>""",
    "2020": f"""{COMMON}
<EuclidPipelineSoftwareRelease>2.0</EuclidPipelineSoftwareRelease><ProdSDC>SDC-FR</ProdSDC>
<DataSetRelease>SC8_R3</DataSetRelease><Purpose>VALIDATION</Purpose><PlanId>plan 1</PlanId>
<PPOId>ppo 1</PPOId><PipelineDefinitionId>definition 1</PipelineDefinitionId>
<PipelineRun>run 9</PipelineRun><ExitStatusCode>0</ExitStatusCode>
<ManualValidationStatus>UNKNOWN</ManualValidationStatus><ExpirationDate>2032-01-01T00:00:00Z</ExpirationDate>
<ToBePublished>3</ToBePublished><Published>4</Published><Curator>SDC-FR</Curator>
<CreationDate>2020-05-06T07:08:09Z</CreationDate>""",
    "2022": f"""{COMMON}
<EuclidPipelineSoftwareRelease>3.0</EuclidPipelineSoftwareRelease><ProdSDC>SDC-IT</ProdSDC>
<DataSetRelease>DR1_R1</DataSetRelease><Purpose>TEST</Purpose><PlanId>plan 2</PlanId>
<PPOId>ppo 2</PPOId><PipelineDefinitionId>definition 2</PipelineDefinitionId>
<PpoStatus>COMPLETED</PpoStatus>
<ManualValidationStatus>VALID</ManualValidationStatus><ExpirationDate>2033-01-01T00:00:00Z</ExpirationDate>
<ToBePublished>5</ToBePublished><Published>6</Published><Curator>SDC-IT</Curator>
<CreationDate>2022-05-06T07:08:09Z</CreationDate>""",
}  # fmt: skip
NOW = f"""{COMMON}
<EuclidPipelineSoftwareRelease>3.0</EuclidPipelineSoftwareRelease><ProdSDC>SDC-IT</ProdSDC>
<DataSetRelease>DR1_R1</DataSetRelease><Purpose>TEST</Purpose><PlanId>plan 2</PlanId>
<PPOId>ppo 2</PPOId><PipelineDefinitionId>definition 2</PipelineDefinitionId>
<PpoStatus>COMPLETED</PpoStatus><ManualValidationStatus>VALID</ManualValidationStatus>
<ProductNotifiedToBeChecked>UNKNOWN</ProductNotifiedToBeChecked>
<AutomatedValidationStatus>VALID</AutomatedValidationStatus>
<ExpirationDate>2033-01-01T00:00:00Z</ExpirationDate>
<ToBePublished>5</ToBePublished><Published>6</Published><Curator>SDC-IT</Curator>
<CreationDate>2023-05-06T07:08:09Z</CreationDate>"""

# What has no place any more, and what has another one, by generation.
REMOVED = {
    "2014": {"ProductName", "AccessRights"},
    "2019": {"PipelineRun", "MinDataModelVersion", "ScientificCustodian", "AccessRights", "Creator",
             "Curator/Email"},
    "2020": {"PipelineRun"},
    "2022": set(),
}  # fmt: skip
REMOVED["2019 without options"] = REMOVED["2019"]
PLACED = {
    "2014": {"ScientificCustodian": "Curator"},
    "2019": {"ExitStatusCode": "PpoStatus", "Curator/Name": "Curator"},
    "2020": {"ExitStatusCode": "PpoStatus"},
    "2022": {},
}
PLACED["2019 without options"] = PLACED["2019"]
every_generation = pytest.mark.parametrize("name", GENERATIONS)


def document(header: str, namespace: str = NEW, data: str = DATA) -> bytes:
    root = "p:DpdNirRelPhotoParams"
    return f'<{root} xmlns:p="{namespace}"><Header>{header}</Header>{data}</{root}>'.encode()


def leaves(data: bytes | etree._Element) -> dict[str, str]:
    """Return the texts of a header by their path."""
    root = etree.fromstring(data) if isinstance(data, bytes) else data
    header = root.find("Header")
    found = {}
    for node in header.iter("*"):
        if len(node) == 0:
            steps = [node.tag, *(above.tag for above in node.iterancestors() if above is not root)]
            found["/".join(steps[-2::-1])] = node.text or ""
    return found


def read(name: str, namespace: str = NEW) -> Document:
    return parse_document(document(GENERATIONS[name], namespace), SOURCE)


@every_generation
def test_document_is_valid_in_the_newest_schema(name: str) -> None:
    found = read(name)
    assert etree.XMLSchema(file=str(found.entry.schema)).validate(found.root)
    assert found.id == "P-1"
    assert found.data == document(GENERATIONS[name])  # the record is what was read


@every_generation
def test_what_has_a_place_is_kept_and_the_rest_is_reported(name: str) -> None:
    """Every text of the old header is in the new one, at its place, or told to be dropped."""
    old, found = leaves(document(GENERATIONS[name])), read(name)
    new = leaves(found.root)
    reports = Counter(change.kind for change in found.changes)
    removed = {c.path.removeprefix("Header/"): c.old for c in found.changes if c.kind == "removed"}
    assert removed.keys() == REMOVED[name]
    for path, text in old.items():
        gone = next((removed[p] for p in removed if path == p or path.startswith(p + "/")), None)
        if gone is None:
            assert new.pop(PLACED[name].get(path, path)) == text
        else:
            assert text in gone
    added = {c.path.removeprefix("Header/"): c.new for c in found.changes if c.kind == "added"}
    assert new == added  # nothing appears that is not told
    told = {c.path.removeprefix("Header/") for c in found.changes if c.kind in {"renamed", "moved"}}
    assert set(PLACED[name]) <= told
    assert set(reports) <= {"removed", "added", "renamed", "moved"}


ASKED = ["added Header/ProductNotifiedToBeChecked", "added Header/AutomatedValidationStatus"]


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("2020", ["renamed Header/ExitStatusCode", "removed Header/PipelineRun", *ASKED]),
        ("2022", ASKED),
    ],
)
def test_changes_are_told_in_order(name: str, changes: list[str]) -> None:
    found = read(name).changes
    assert [f"{change.kind} {change.path}" for change in found] == changes
    assert {change.step for change in found} == {f"dpkit_xsd.upgrades.euclid_header_{name}"}


def test_a_change_is_one_line() -> None:
    change = read("2020").changes[0]
    assert str(change) == "renamed Header/ExitStatusCode: 'ExitStatusCode' -> 'PpoStatus'"


def test_a_header_of_today_is_left_alone() -> None:
    found = parse_document(document(NOW), SOURCE)
    assert found.changes == ()
    assert etree.tostring(found.root) == document(NOW)


@pytest.mark.parametrize(
    "header",
    [
        NOW.replace("<PpoStatus>COMPLETED</PpoStatus>", ""),
        GENERATIONS["2022"].replace("<ProductId>P-1</ProductId>", ""),
        GENERATIONS["2020"].replace("<PlanId>plan 1</PlanId>", ""),
        GENERATIONS["2022"].replace("</PPOId>", "</PPOId>stray"),
        GENERATIONS["2014"] + "<Surprise/>",
        "",
    ],
)
def test_a_damaged_header_is_no_older_generation(header: str) -> None:
    with pytest.raises(ProductError, match="breaks the schema"):
        parse_document(document(header), SOURCE)


@every_generation
def test_the_old_namespace_is_an_alias(name: str) -> None:
    found = read(name, OLD)
    assert etree.QName(found.root).namespace == NEW
    first, *others = found.changes
    assert (first.kind, first.path, first.old, first.new) == ("renamed", ".", OLD, NEW)
    assert others == list(read(name).changes)
    assert leaves(found.root) == leaves(read(name).root)


def test_lines_are_those_of_the_document() -> None:
    lines = b"\n\n" + document("\n" + GENERATIONS["2022"], OLD).replace(DATA.encode(), b"\n<Data/>")
    with pytest.raises(ProductError, match="ParameterSetName") as caught:
        parse_document(lines, SOURCE)
    line = lines[: lines.index(b"<Data/>")].count(b"\n") + 1
    assert caught.value.place == f"params.xml:{line}"


def test_names_in_xsi_type_follow_the_namespace() -> None:
    pro = "http://euclid.esa.org/schema/pro/nirrelphoto"
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    typed = DATA.replace(
        "<Data>", f'<Data xmlns:n="{pro}" xmlns:xsi="{xsi}" xsi:type="n:nirRelPhotoParams">'
    )
    found = parse_document(document(NOW, OLD, typed), SOURCE)
    node = found.root.find("Data")
    assert node is not None
    assert node.nsmap["n"] == pro.replace("euclid.esa.org", "ecdm.euclid-ec.org")
    again = etree.tostring(found.root)
    assert parse_document(again, SOURCE).changes == ()


def test_an_unknown_namespace_is_no_alias() -> None:
    with pytest.raises(ProductError, match="is in the namespace"):
        parse_document(document(NOW, "http://euclid.esa.example/schema/dpd"), SOURCE)


def test_a_product_of_an_old_document_is_bound_and_written_as_a_new_one(tmp_path: Path) -> None:
    source = tmp_path / "old.xml"
    source.write_bytes(document(GENERATIONS["2019"], OLD))
    product = dpkit.read(source)
    assert product.content.header.curator == "A. Person"
    written = dpkit.write(product, tmp_path / "out")
    assert parse_document(written.read_bytes(), written).changes == ()
    assert etree.fromstring(written.read_bytes()).get("version") == product.entry.version


STRANGE = '\n<Foo>1</Foo>\n<Bar a="2"><Deep/></Bar>'


@every_generation
@pytest.mark.parametrize("namespace", [NEW, OLD])
def test_what_no_generation_knows_is_left_out_leniently(name: str, namespace: str) -> None:
    lines = "<ProductType>", f"{STRANGE}<ProductType>"
    data = document(GENERATIONS[name].replace(*lines) + "<Foo/>", namespace)
    with pytest.raises(ProductError, match="breaks the schema"):
        parse_document(data, SOURCE)
    with pytest.warns(UnknownElementWarning) as caught:
        found = parse_document(data, SOURCE, lenient=True)
    at = [data[: data.index(one)].count(b"\n") + 1 for one in (b"<Foo>", b"<Bar", b"<Foo/>")]
    assert [str(one.message).partition(":")[2].partition(":")[0] for one in caught] == [
        str(line) for line in at
    ]
    known = read(name, namespace)
    assert leaves(found.root) == leaves(known.root)
    dropped = [(c.path, c.old) for c in found.changes if c.step == "lenient reading"]
    bar = STRANGE.split("\n")[2]
    assert dropped == [("Header/Foo", "1"), ("Header/Bar", bar), ("Header/Foo", "")]
    assert Counter(found.changes) - Counter(known.changes) == Counter(
        c for c in found.changes if c.step == "lenient reading"
    )


def test_unknown_elements_of_header_and_data_are_left_out_together() -> None:
    data = document(GENERATIONS["2020"] + "<Foo/>", data=DATA.replace("</Data>", "<New/></Data>"))
    with pytest.warns(UnknownElementWarning) as caught:
        found = parse_document(data, SOURCE, lenient=True)
    assert len(caught) == 2
    assert found.root.find("Data/New") is found.root.find("Header/Foo") is None


@pytest.mark.parametrize(
    "header",
    [
        GENERATIONS["2020"].replace("PlanId", "PlanIdd"),
        GENERATIONS["2020"].replace("</PPOId>", "</PPOId><Foo/>stray"),
        GENERATIONS["2022"] + "<Foo/><ProductId>P-2</ProductId>",
    ],
)
def test_a_damaged_header_is_refused_leniently_too(header: str) -> None:
    with pytest.raises(ProductError, match="breaks the schema"):
        parse_document(document(header), SOURCE, lenient=True)


def test_a_header_of_today_loses_its_unknown_elements_only() -> None:
    with pytest.warns(UnknownElementWarning):
        found = parse_document(document(NOW + "<Foo/>"), SOURCE, lenient=True)
    assert [str(change) for change in found.changes] == ["removed Header/Foo"]
    assert etree.tostring(found.root) == document(NOW)
